"""The assistant on somebody else's page: a second origin, once with a strict policy, once not on the list."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.e2e import sites
from tests.e2e.jobs import SLOW_MS
from tests.e2e.visitor import visit

HOST = "[data-jingde-12345]"
NO_STORAGE = """if (parent !== self) for (const name of ["sessionStorage", "localStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });"""


@pytest.fixture
def host(browser, home, site):
    """Open the other site's page: ``host(width=360, policy="strict")``; nobody but the two origins may be asked."""
    visitors = []

    def opened(*, width=1280, at=site, **asked):
        visitor = visit(browser, home, width=width)
        visitors.append(visitor)
        visitor.page.goto(f"{at}/?{urlencode({'home': home, **asked})}")
        expect(visitor.page.locator(HOST)).to_be_attached()
        return visitor

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [each for visitor in visitors for each in visitor.complaints] == []
    assert [url for visitor in visitors for url in visitor.elsewhere if not url.startswith(site)] == []


def press(page):
    """Open it; its frame, once one can write there."""
    page.locator(HOST).locator(".opener").click()
    talk = page.frame_locator(f"{HOST} iframe")
    expect(talk.locator("#text")).to_be_focused(timeout=SLOW_MS)
    return talk


def ask(talk, text="依申请公开多少个工作日内答复？"):
    talk.locator("#text").fill(text)
    talk.locator("#text").press("Enter")
    expect(talk.locator("#log .say:not(.say--me)").last).to_be_visible(timeout=SLOW_MS)
    expect(talk.locator(".typing")).to_have_count(0, timeout=SLOW_MS)


@pytest.mark.parametrize("policy", ["", "strict"], ids=("没有策略", "严格的策略"))
def test_a_question_is_answered_on_another_sites_page(host, policy):
    visitor = host(policy=policy)
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.page
    assert asked == []

    page.emulate_media(reduced_motion="reduce")
    talk = press(page)
    ask(talk)
    expect(talk.locator(".source").first).to_contain_text("20个工作日")
    visitor.shoot("widget")
    visitor.elsewhere.clear()


def test_nothing_is_loaded_before_it_is_opened(host):
    page = host().page

    assert page.locator(f"{HOST} iframe").count() == 0
    assert [each.url for each in page.frames] == [page.url]


def test_escape_closes_it_and_the_focus_comes_back(host):
    page = host().page
    opener = page.locator(HOST).locator(".opener")
    talk = press(page)
    page.keyboard.press("Escape")

    expect(page.locator(f"{HOST} iframe")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    expect(talk.locator("#text")).to_be_focused()


def test_what_comes_while_it_is_closed_is_counted_on_the_button(host):
    page = host().page
    talk = press(page)
    held = []
    page.route("**/api/v1/chat", lambda route: held.append(route))
    talk.locator("#text").fill("你好")
    talk.locator("#text").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(f"{HOST} iframe")).to_be_hidden()
    held[0].continue_()

    expect(page.locator(HOST).locator(".unread")).to_have_text("1", timeout=SLOW_MS)
    expect(page.locator(HOST).get_by_role("button", name="1 条新回复")).to_be_visible()
    press(page)
    expect(page.locator(HOST).locator(".unread")).to_be_hidden()


def test_on_a_phone_it_is_a_sheet_over_the_whole_window(host):
    visitor = host(width=360)
    press(visitor.page)
    box = visitor.page.locator(HOST).get_by_role("dialog").bounding_box()

    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    visitor.shoot("widget-phone")
    visitor.page.locator(HOST).get_by_role("button", name="收起").click()
    expect(visitor.page.locator(f"{HOST} iframe")).to_be_hidden()


def test_neither_page_changes_the_others_looks(host):
    page = host(rude="1").page
    looks = "node => [getComputedStyle(node).color, getComputedStyle(node).display]"
    heading = page.locator("#own").evaluate(looks)
    opener = page.locator(HOST).locator(".opener")

    assert opener.evaluate(looks)[0] == "rgb(255, 255, 255)"
    expect(opener).to_be_visible()
    press(page)
    assert page.locator("#own").evaluate(looks) == heading
    assert page.locator(f"{HOST} iframe").bounding_box()["width"] > 300


def test_included_twice_it_is_there_once(host):
    assert host(times="2").page.locator(HOST).count() == 1


def test_attributes_say_side_title_and_whether_it_is_open(host):
    page = host(tag='data-position="left" data-title="找政府" data-open').page
    talk = page.frame_locator(f"{HOST} iframe")

    expect(talk.locator("#text")).to_be_focused(timeout=SLOW_MS)
    assert page.locator(HOST).locator(".opener").bounding_box()["x"] == 16
    page.keyboard.press("Escape")
    expect(page.locator(HOST).get_by_role("button", name="找政府")).to_be_visible()


@pytest.mark.parametrize("policy", ["", "no-frames"], ids=("不在名单上", "自己的策略不许嵌入"))
def test_where_the_frame_may_not_show_a_link_leads_there(host, site, home, policy):
    with sites.serving() as stranger:
        visitor = host(at=site if policy else stranger, policy=policy)
        page = visitor.page
        page.locator(HOST).locator(".opener").click()
        link = page.locator(HOST).get_by_role("link", name="在新窗口打开")

        expect(link).to_be_focused(timeout=SLOW_MS)
        assert link.get_attribute("href") == f"{home}/"
        for words in ("frame-ancestors", "frame-src", "postMessage", "Framing"):
            visitor.forgive(words)
        visitor.elsewhere.clear()


def test_with_storage_blocked_the_talk_goes_on_in_memory(browser, home, site):
    visitor = visit(browser, home)
    visitor.context.add_init_script(NO_STORAGE)
    visitor.page.goto(f"{site}/?{urlencode({'home': home})}")
    talk = press(visitor.page)
    sessions = []
    visitor.page.on(
        "request", lambda request: sessions.append(request.post_data_json) if request.url.endswith("/chat") else None
    )
    ask(talk, "我要反映问题")
    ask(talk, "庙首镇里仁村路灯坏了半个月")

    expect(talk.locator(".chip").first).to_be_visible()
    assert "session" not in sessions[0]
    assert sessions[1]["session"]
    assert visitor.context.cookies() == []
    assert visitor.complaints == []
    visitor.context.close()


def test_the_talk_is_there_again_on_the_sites_next_page(host):
    page = host().page
    ask(press(page), "你好")
    page.reload()

    expect(press(page).locator("#log .say--me")).to_have_text("你好", timeout=SLOW_MS)


def test_a_page_that_is_not_the_widget_gets_no_answer(host, home):
    """Another window of the same page may post what it likes: only the parent with a channel is heard."""
    page = host().page
    press(page)
    heard = page.evaluate(
        """([host, home]) => new Promise((resolve) => {
          const frame = document.querySelector(host).shadowRoot.querySelector("iframe");
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => resolve(JSON.stringify(data));
          frame.contentWindow.postMessage({ give: "session" }, home, [port2]);
          setTimeout(() => resolve("nothing"), 500);
        })""",
        [HOST, home],
    )

    assert heard == "nothing"
