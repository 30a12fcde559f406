"""An agent with a caller on the line searches, picks and quotes without touching the mouse."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS

QUESTION = "依申请公开多少个工作日内答复"
OUTSIDE = "电动自行车上牌要带什么材料"
LAMPS = ("平安路两侧的路灯坏了一排，晚上看不见路", "平安路的路灯不亮了，走夜路看不见")


@pytest.fixture
def console(window):
    """Open the console signed in; gives the visitor and the page."""

    def opened(width=1280):
        visitor = window(width=width)
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return visitor, visitor.sign_in("zuoxi", "/agent")

    return opened


def search(page, words):
    page.fill("#lookup-text", words)
    expect(page.locator("#lookup-status")).not_to_be_empty(timeout=SLOW_MS)


def test_results_follow_the_typing(console):
    _, page = console()
    page.locator("#lookup-text").press_sequentially(QUESTION, delay=20)
    hit = page.locator("#hits .hit").first

    expect(hit.locator("mark")).to_contain_text("20个工作日", timeout=SLOW_MS)
    expect(hit.locator(".hit__path")).to_contain_text("条")
    expect(hit.locator(".tag--good")).to_have_text("现行有效")
    expect(page.locator("#lookup-status")).to_contain_text(re.compile(r"找到 \d+ 条"))
    expect(page.get_by_role("listbox", name="文件原文")).to_have_attribute("aria-owns", re.compile("hit-0 hit-1"))


def test_an_answer_to_an_earlier_word_is_dropped(console):
    _, page = console()
    held = []
    page.route("**/api/v1/search?q=*%E5%BB%B6%E6%9C%9F*", lambda route: held.append(route), times=1)
    with page.expect_request("**/api/v1/search?*"):
        page.fill("#lookup-text", "工单延期")
    search(page, QUESTION)
    expect(page.locator("#hits mark").first).to_contain_text("20个工作日", timeout=SLOW_MS)
    with page.expect_response("**/api/v1/search?*"):
        held[0].continue_()
    page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    expect(page.locator("#hits mark").first).to_contain_text("20个工作日")


def test_what_the_documents_do_not_hold_names_the_unit(console):
    _, page = console()
    search(page, OUTSIDE)

    expect(page.locator("[data-refusal]")).to_contain_text("文件里没有答案", timeout=SLOW_MS)
    expect(page.locator("[data-refusal] b").last).to_have_text(re.compile("局$"))
    expect(page.locator("#hits").get_by_role("button", name="引用到答复")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("c")
    expect(page.locator("#lookup-told")).to_contain_text("不能引用")
    expect(page.locator("#reply")).to_have_value("")


def test_filters_narrow_what_is_found(console):
    _, page = console()
    search(page, "依申请公开目录更新不及时")
    page.locator("#filters summary").click()
    kinds = page.get_by_label("文件种类")
    expect(kinds.locator("option")).not_to_have_count(1, timeout=SLOW_MS)
    kinds.select_option("制度")
    expect(page.locator("#filters-used")).to_have_text("（1 项）")
    page.wait_for_function("() => !document.querySelector('#hits')?.innerText.includes('通报')")
    kinds.select_option("通报")

    expect(page.locator("#hits .hit__title").first).to_contain_text("通报", timeout=SLOW_MS)
    page.get_by_role("button", name="取消筛选").click()
    expect(kinds).to_have_value("")


def test_a_row_of_a_table_stands_with_its_header(console):
    _, page = console()
    search(page, "2020年第二季度旌阳镇转办多少件")

    expect(page.locator("#hits .hit__row").first).to_contain_text("旌阳镇", timeout=SLOW_MS)
    expect(page.locator("#hits .hit__row dt").first).to_be_visible()


def test_a_quote_reaches_the_reply_by_keys_alone_and_the_call_ends_answered(console):
    visitor, page = console()
    page.locator("#matter").fill("想问依申请公开多少个工作日内能答复")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("旌阳镇")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.insert_text("13900000001")
    page.keyboard.press("Alt+k")
    expect(page.locator("#lookup-text")).to_be_focused()
    expect(page.locator("#hits .hit").first).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("ArrowDown")
    first = page.locator("#hit-0")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hit-1")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("c")
    expect(page.locator("#lookup-told")).to_contain_text("已引用到答复")
    expect(page.locator("#reply")).to_have_value(re.compile(r"^根据《.+》.*：“.*20个工作日"))
    visitor.shoot("console")
    with visitor.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator(":target")).to_contain_text("20个工作日")
    opened.value.close()
    page.keyboard.press("Escape")
    expect(page.locator("#lookup-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#phone")).to_be_focused()
    page.locator("#kind").select_option("咨询")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".receipt")).to_contain_text("刚才的答复已记入", timeout=SLOW_MS)


def test_a_slash_calls_the_search_from_anywhere_but_a_field(console):
    _, page = console()
    page.locator("#file").focus()
    page.keyboard.press("/")
    expect(page.locator("#lookup-text")).to_be_focused()
    page.locator("#matter").focus()
    page.keyboard.press("/")

    expect(page.locator("#matter")).to_have_value("/")


def test_copying_says_so(console):
    _, page = console()
    search(page, QUESTION)
    page.locator("#hits").get_by_role("button", name="复制").first.click()

    expect(page.locator("#lookup-told")).to_contain_text("已复制：《")
    assert "20个工作日" in page.evaluate("navigator.clipboard.readText()")


def test_earlier_tickets_on_the_same_matter_are_shown(console, home):
    numbers = []
    for matter in LAMPS:
        body = {"matter": matter, "place": "旌阳镇平安路", "type": "求助", "name": "程某", "phone": "13900000008"}
        numbers.append(httpx.post(f"{home}/api/v1/tickets", json=body, timeout=60).raise_for_status().json()["number"])
    secret = {"matter": LAMPS[0], "place": "旌阳镇平安路", "type": "求助", "phone": "13900000008", "confidential": True}
    hidden = httpx.post(f"{home}/api/v1/tickets", json=secret, timeout=60).raise_for_status().json()["number"]
    _, page = console()
    page.locator("#matter").fill("平安路路灯全坏了，晚上看不见")
    cards = page.locator("#similar .hit")
    expect(cards.first).to_be_visible(timeout=SLOW_MS)
    shown = page.locator("#similar").inner_text()

    assert all(number in shown for number in numbers)
    assert hidden not in shown
    expect(cards.first).to_contain_text("还没有答复")
    expect(page.locator("#lookup-status")).to_contain_text("类似工单")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_console_fits_with_results(console, width):
    visitor, page = console(width)
    search(page, "2020年第二季度旌阳镇转办多少件")
    expect(page.locator("#hits .hit").first).to_be_visible(timeout=SLOW_MS)
    page.locator("#filters summary").click()
    fits = visitor.overflow() <= 0
    page.click("#large-type")

    assert fits
    assert visitor.overflow() <= 0
