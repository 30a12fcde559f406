"""A line that breaks, a server that is busy: nothing said is lost, nothing is done twice, each answer is shown once."""

import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS, say

CHAT = "**/api/v1/chat"
QUESTION = "依申请公开多少个工作日内答复？"


def listen(page):
    """The messages sent from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.url.endswith("/chat") else None)
    return sent


def type_in(page, text):
    page.fill("#text", text)
    page.press("#text", "Enter")


def lost_on_the_way_back(route):
    """The server does what it is asked, and the browser never hears of it."""
    route.fetch()
    route.abort()


def test_a_message_is_sent_again_by_itself_with_the_same_number(window):
    visitor = window(width=360)
    page = visitor.open("/")
    sent = listen(page)
    page.route(CHAT, lambda route: route.abort(), times=1)
    type_in(page, QUESTION)

    expect(page.locator(".say__wait")).to_contain_text("自动重发", timeout=SLOW_MS)
    expect(page.locator(".source").first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".say__wait")).to_have_count(0)
    assert sent[0]["message_id"] == sent[1]["message_id"]
    assert page.locator("#log .say--me").count() == 1
    visitor.forgive("ERR_FAILED")


def test_a_line_lost_while_filing_files_one_case_and_shows_one_receipt(window):
    visitor = window(width=360)
    page = visitor.open("/")
    say(page, "请住建局修一下：旌阳镇断线路77号路灯坏了半个月，我姓程，电话13900000077")
    sent = listen(page)
    page.route(CHAT, lost_on_the_way_back, times=2)
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator(".say__wait")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="现在重发").click()
    expect(page.locator(".receipt")).to_be_visible(timeout=SLOW_MS)
    visitor.forgive("ERR_FAILED")

    assert len({each["message_id"] for each in sent}) == 1
    assert len(sent) == 3
    assert page.locator(".receipt").count() == 1
    desk = window()
    desk.sign_in("zuoxi", "/desk")
    desk.open("/desk?view=find&words=断线路77号")
    expect(desk.page.locator("[data-row]")).to_have_count(1)


def test_what_was_not_answered_is_sent_again_after_a_reload(window):
    visitor = window(width=360)
    page = visitor.open("/")
    sent = listen(page)
    page.route(CHAT, lost_on_the_way_back)
    type_in(page, QUESTION)
    expect(page.locator(".say__wait")).to_be_visible(timeout=SLOW_MS)
    page.unroute(CHAT)
    page.reload()

    expect(page.locator(".source").first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("#log .say--me")).to_have_text([QUESTION])
    assert len({each["message_id"] for each in sent}) == 1
    assert page.evaluate("sessionStorage.getItem('unanswered')") is None
    visitor.forgive("ERR_FAILED")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_said(window, status):
    visitor = window(width=360)
    page = visitor.open("/")
    answer = {"error": {"code": "busy", "message": "现在人多，请稍候。"}}
    page.route(CHAT, lambda route: route.fulfill(status=status, json=answer, headers={"Retry-After": "2"}), times=1)
    type_in(page, QUESTION)

    expect(page.locator(".say__wait")).to_contain_text("现在人多，请稍候。没有送到，2 秒后自动重发", timeout=SLOW_MS)
    expect(page.locator(".source").first).to_be_visible(timeout=SLOW_MS)
    visitor.forgive(str(status))


def test_without_a_line_a_banner_says_so_and_the_words_go_when_it_is_back(window):
    visitor = window(width=360)
    page = visitor.open("/")
    visitor.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    type_in(page, QUESTION)
    expect(page.locator(".say__wait")).to_be_visible(timeout=SLOW_MS)
    visitor.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator(".source").first).to_be_visible(timeout=SLOW_MS)
    visitor.forgive("ERR_INTERNET_DISCONNECTED")


def test_what_waits_can_be_taken_back(window):
    visitor = window(width=360)
    page = visitor.open("/")
    page.route(CHAT, lambda route: route.abort())
    type_in(page, "不想发的话")
    page.get_by_role("button", name="不发了").click(timeout=SLOW_MS)

    expect(page.locator("#log .say--me")).to_have_count(0)
    expect(page.locator("#text")).to_have_value("不想发的话")
    assert page.evaluate("sessionStorage.getItem('unanswered')") is None
    visitor.forgive("ERR_FAILED")


def test_messages_sent_in_haste_are_answered_in_order(window):
    page = window(width=360).open("/")
    for text in ("你好", "谢谢", "再见"):
        type_in(page, text)

    expect(page.locator("#log .say:not(.say--me)")).to_have_count(3, timeout=SLOW_MS)
    assert page.locator("#log .say--me").all_inner_texts() == ["你好", "谢谢", "再见"]


def test_a_refused_message_says_why_and_can_be_mended(window):
    visitor = window(width=360)
    page = visitor.open("/")
    page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
    type_in(page, "长" * 2001)
    expect(page.locator(".say--failed")).to_contain_text("最多 2000 字", timeout=SLOW_MS)
    page.get_by_role("button", name="改一改再发").click()

    assert len(page.input_value("#text")) == 2001
    visitor.forgive("422")
