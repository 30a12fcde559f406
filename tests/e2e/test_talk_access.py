"""The conversation for everybody: axe-core in all its states, the keyboard alone, a screen reader, large type."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.e2e.jobs import MATTER, SLOW_MS, say
from tests.e2e.visitor import OVERFLOW, visit

# Width, height, colours, type.
LOOKS = (
    (360, 740, "light", "normal"),
    (768, 900, "dark", "large"),
    (1280, 900, "light", "large"),
)
AXE = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) =>
  violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .flatMap(({id, nodes}) => nodes.slice(0, 3).map(({html}) => `${id}: ${html.slice(0, 160)}`)))"""
STILL = """Promise.all(document.getAnimations().map((each) => each.finished))"""
PERSON = {"messages": [{"id": 1, "text": "您好，我来帮您。", "at": "2026-11-20T10:00:00+08:00", "author": "staff"}],
          "handover": True, "owner": "排队", "position": 3}  # fmt: skip


def handed_over(route):
    """The answer of a weekday, whatever day the test runs on."""
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "handover": True})


def states(page):
    """Lead a talk through all it can look like; the name of each."""
    yield "空的"
    say(page, "依申请公开多少个工作日内答复？")
    yield "有引文的答复"
    say(page, "我要反映问题")
    say(page, "庙首镇里仁村路灯坏了半个月")
    yield "填写中"
    say(page, "13900000001")
    expect(page.locator(".summary")).to_be_visible()
    yield "核对"
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator(".receipt")).to_be_visible(timeout=SLOW_MS)
    yield "回执"
    say(page, "着火了，快来人")
    expect(page.get_by_role("link", name="拨打 119")).to_be_visible()
    yield "险情"
    page.route("**/api/v1/chat", handed_over, times=1)
    page.route("**/api/v1/chat/messages*", lambda route: route.fulfill(json=PERSON))
    say(page, "转人工")
    expect(page.locator("#person")).to_contain_text("前面还有 2 位", timeout=SLOW_MS)
    yield "排队"
    page.unroute("**/api/v1/chat/messages*")
    for dialog in ("新对话", "帮助"):
        page.get_by_role("button", name=dialog, exact=True).click()
        yield dialog
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width, height, colours, size", LOOKS)
def test_axe_finds_nothing_in_any_state(browser, home, width, height, colours, size):
    visitor = visit(browser, home, width=width, height=height)
    page = visitor.page
    page.emulate_media(color_scheme=colours)
    page.add_init_script(f"localStorage.setItem('size', '{size}')")
    visitor.open("/")
    page.evaluate(AXE_SCRIPT)
    found = {}
    for state in states(page):
        page.evaluate(STILL)
        wide = page.evaluate(OVERFLOW)
        found[state] = [*page.evaluate(AXE), *([f"{wide} px too wide"] if wide > 0 else [])]
    visitor.context.close()

    assert {state: faults for state, faults in found.items() if faults} == {}
    assert visitor.complaints == []


def test_a_matter_is_filed_and_followed_by_keyboard_alone(window):
    page = window().open("/")
    keys = page.keyboard
    keys.press("Alt+i")
    expect(page.locator("#text")).to_be_focused()
    keys.type(MATTER)
    keys.press("Enter")
    expect(page.get_by_role("button", name="确认提交")).to_be_visible(timeout=SLOW_MS)
    keys.press("Alt+1")
    expect(page.locator(".receipt")).to_be_visible(timeout=SLOW_MS)
    for _ in range(40):
        keys.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "查进度":
            break
    keys.press("Enter")

    expect(page.locator(".state")).to_be_visible()


def test_arrows_go_along_the_quick_replies(window):
    page = window().open("/")
    say(page, "你好")
    buttons = page.locator(".quick--once button")
    buttons.first.focus()
    page.keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(buttons.last).to_be_focused()


def test_the_last_words_come_back_and_help_opens_by_keyboard(window):
    page = window().open("/")
    say(page, "你好")
    page.press("#text", "ArrowUp")
    expect(page.locator("#text")).to_have_value("你好")
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="帮助")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="帮助")).to_be_hidden()


def test_a_screen_reader_hears_each_answer_once_and_whole(window):
    page = window().open("/")
    page.evaluate("""() => {
      window.heard = [];
      new MutationObserver(() => heard.push(document.getElementById("news").textContent))
        .observe(document.getElementById("news"), { childList: true });
    }""")
    say(page, "依申请公开多少个工作日内答复？")
    heard = page.evaluate("heard")

    assert len(heard) == 1
    assert "20个工作日" in heard[0]
    assert "来源：" in heard[0]
    live = page.locator("[aria-live]:not([aria-live=off]), [role=alert]").evaluate_all(
        "nodes => nodes.map((node) => node.id)"
    )
    assert "log" not in live


@pytest.mark.parametrize("motion, animation", [("no-preference", "appear"), ("reduce", "none")])
def test_an_answer_appears_by_and_by_and_at_once_without_motion(window, motion, animation):
    visitor = window()
    visitor.page.emulate_media(reduced_motion=motion)
    page = visitor.open("/")
    say(page, "依申请公开多少个工作日内答复？")
    parts = page.locator("#log .appearing")

    assert parts.count() > 2
    assert parts.last.evaluate("node => getComputedStyle(node).animationName") == animation


def test_answers_are_read_aloud_one_by_one_or_all(window):
    visitor = window()
    visitor.page.add_init_script(
        "window.spoken = []; speechSynthesis.speak = ({ text, lang }) => spoken.push([lang, text]);"
    )
    page = visitor.open("/")
    say(page, "依申请公开多少个工作日内答复？")
    assert page.evaluate("spoken") == []
    page.locator("#log").get_by_role("button", name="朗读").click()
    [[language, words]] = page.evaluate("spoken")
    page.locator("#read-aloud").click()
    say(page, "你好")

    assert (language, "20个工作日" in words) == ("zh-CN", True)
    assert "您好" in page.evaluate("spoken")[1][1]


def test_large_type_has_larger_buttons_and_fewer_of_them_and_is_remembered(window):
    visitor = window(width=360)
    page = visitor.open("/")
    before = page.locator("#send").bounding_box()["height"]
    page.click("#large-type")
    page.reload()

    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    assert page.locator("#send").bounding_box()["height"] > before
    expect(page.get_by_role("button", name="保存")).to_be_hidden()


def test_english_help_says_what_it_does_and_whom_to_call(window):
    page = window(width=360).open("/")
    page.locator("#welcome").get_by_text("Help in English").click()
    help_text = page.locator("#welcome details[lang=en]")

    expect(help_text).to_contain_text("complaint or request")
    expect(help_text.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")


def test_what_a_person_writes_comes_in_by_itself(window):
    page = window(width=360).open("/")
    page.route("**/api/v1/chat", handed_over, times=1)
    page.route("**/api/v1/chat/messages*", lambda route: route.fulfill(json=PERSON), times=1)
    say(page, "转人工")

    expect(page.locator(".say--person")).to_contain_text("您好，我来帮您。", timeout=SLOW_MS)
