"""Every page at three sizes and in large type: nothing wider than the window, no complaint, nobody else asked."""

import pytest

from tests.e2e.visitor import WIDTHS

OPEN = ("/", "/?embed=1", "/apply", "/track", "/documents", "/documents/disclosure-rules",
        "/documents/bulletin-2020-q2", "/sessions", "/sign-in", "/styleguide", "/docs")  # fmt: skip
STAFF = {
    "zuoxi": ("/agent", "/desk", "/agent/sessions"),
    "zhujian": ("/desk",),
    "zhujian-head": ("/desk/score",),
    "xianban": ("/office", "/agent", "/office/bulletin?year=2020&quarter=3", "/office/score?year=2020"),
}


@pytest.mark.parametrize("large", [False, True], ids=("普通", "大字"))
@pytest.mark.parametrize("width", WIDTHS)
def test_open_pages_fit(window, width, large):
    visitor = window(width=width)
    if large:
        visitor.open("/").click("#large-type")
    too_wide = [path for path in OPEN if visitor.open(path) and visitor.overflow() > 0]

    assert too_wide == []
    assert visitor.page.evaluate("document.documentElement.dataset.size") == ("large" if large else "normal")


# What a screen reader needs: a name for everything one can use, one first heading, no id twice.
FAULTS = """() => {
  const shown = (node) => node.checkVisibility();
  const named = (node) => (node.innerText || node.getAttribute("aria-label") || node.title || "").trim()
    || [...(node.labels ?? [])].some((label) => label.textContent.trim());
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return [
    ...[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
      .filter((node) => shown(node) && !named(node)).map((node) => `no name: ${node.outerHTML.slice(0, 120)}`),
    ...[...document.querySelectorAll("img:not([alt])")].map((node) => `no alt: ${node.src}`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id twice: ${id}`),
    ...(document.querySelectorAll("h1").length === 1 || location.pathname === "/styleguide" ? [] : ["not one h1"]),
    ...(document.documentElement.lang === "zh-CN" ? [] : ["no language"]),
  ];
}"""


def test_open_pages_can_be_read_aloud(window):
    visitor = window(width=360)
    faults = {path: visitor.open(path).evaluate(FAULTS) for path in OPEN}

    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("name,paths", STAFF.items())
def test_staff_pages_can_be_read_aloud(window, matters, name, paths):
    visitor = window()
    visitor.sign_in(name, paths[0])
    faults = {path: visitor.open(path).evaluate(FAULTS) for path in paths}

    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("name,paths", STAFF.items())
@pytest.mark.parametrize("width", WIDTHS)
def test_staff_pages_fit(window, matters, width, name, paths):
    visitor = window(width=width)
    visitor.sign_in(name, paths[0])
    too_wide = [path for path in paths if visitor.open(path) and visitor.overflow() > 0]

    assert too_wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_case_fits(window, matters, width):
    visitor = window(width=width)
    page = visitor.sign_in("zhujian", "/desk")
    page.locator("[data-row]").first.click()
    page.get_by_text("怎么算的").click()

    assert visitor.overflow() <= 0


def test_an_unknown_address_is_a_page_too(browser, home):
    page = browser.new_page()
    answer = page.goto(f"{home}/nowhere")

    assert answer.status == 404
    assert page.get_by_role("alert").inner_text() == "没有找到这个地址。"
    page.close()
