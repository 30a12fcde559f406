"""Every page for everybody who may open it, at three sizes, light and dark, in large type.

One server, one browser, one visit to each page: axe-core finds nothing, nothing is wider than the window, all that can
be touched is large enough, and whatever has the focus shows it.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from api.app import ROUTES
from tests.e2e.every_page import NO_PAGES, visits
from tests.e2e.visitor import OVERFLOW, visit

# Width, height, colours, type. Names of the rules are left out for the ones that only other colours can break.
LOOKS = (
    (360, 740, "light", "normal", ""),
    (360, 740, "dark", "large", "fit"),
    (768, 900, "dark", "large", ""),
    (1280, 900, "light", "normal", ""),
)
AXE = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(({id, impact, nodes}) =>
  nodes.slice(0, 3).map(({html, any, all, none}) =>
    `${impact} ${id}: ${html.slice(0, 160)} ${[...any, ...all, ...none][0]?.message ?? ""}`)))"""

# What axe does not look at: sizes for a thumb, an element with the focus that does not show it, ids given twice.
FAULTS = """() => {
  const shown = (node) => node.checkVisibility({visibilityProperty: true}) && node.getClientRects().length;
  const named = (node) => (node.innerText || node.getAttribute("aria-label") || node.title || "").trim()
    || [...(node.labels ?? [])].some((label) => label.textContent.trim());
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return [
    ...[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
      .filter((node) => shown(node) && !node.closest("[aria-hidden]") && !named(node))
      .map((node) => `no name: ${node.outerHTML.slice(0, 120)}`),
    ...[...document.querySelectorAll("img:not([alt])")].map((node) => `no alt: ${node.src}`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id twice: ${id}`),
    ...(document.querySelectorAll("h1").length === 1 ? [] : ["not one h1"]),
    ...(document.documentElement.lang === "zh-CN" ? [] : ["no language"]),
  ];
}"""
SMALL = """() => [...document.querySelectorAll("button, select, summary, .button, input:not([type=hidden])")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.matches("[type=checkbox], [type=radio]"))
  .filter((node) => node.getBoundingClientRect().height < 43.5)
  .map((node) => `too small: ${node.outerHTML.slice(0, 120)}`)"""
HIDDEN_FOCUS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((node) => node.checkVisibility() && !node.disabled)
  .filter((node) => {
    node.focus({preventScroll: true});
    if (document.activeElement !== node) return false;
    const marked = (one) => one && getComputedStyle(one).outlineStyle !== "none";
    return ![node, node.parentElement, node.parentElement?.parentElement].some(marked);
  }).map((node) => `focus unseen: ${node.outerHTML.slice(0, 120)}`)"""


def test_no_page_is_left_out(county):
    routes = {route.path for route in ROUTES.routes if "GET" in route.methods}
    pages = {path for path in routes if not path.startswith(("/api/", "/internal/"))}
    seen = {each.route for each in visits(county)}

    assert pages - seen == NO_PAGES
    assert seen - pages == {"404", "403"}


@pytest.fixture(scope="module")
def seen(browser, county):
    """What is wrong with each page, by where it was seen; and the titles by the address that has them."""
    wrong, titles = defaultdict(list), defaultdict(set)
    for who in dict.fromkeys(each.who for each in visits(county)):
        visitor = visit(browser, county.address, width=360, touch=True)
        if who:
            visitor.sign_in(who, "/documents")
        for each in visits(county):
            if each.who == who:
                visitor.open(each.path)
                titles[visitor.page.title()].add(each.route)
                wrong[f"{who} {each.path}"] += _faults(visitor.page)
        visitor.forgive("404 (Not Found)")
        visitor.forgive("403 (Forbidden)")
        wrong[f"{who} anywhere"] += [*visitor.complaints, *visitor.elsewhere]
        visitor.context.close()
    return wrong, titles


def _faults(page):
    page.evaluate(AXE_SCRIPT)
    page.keyboard.press("Tab")
    found = page.evaluate(FAULTS) + page.evaluate(HIDDEN_FOCUS)
    for width, height, colours, size, only in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.evaluate("size => document.documentElement.dataset.size = size", size)
        look = f"{width} {colours} {size}"
        found += [f"{look}: {each}" for each in page.evaluate(SMALL)]
        found += [f"{look}: {over} px too wide" for over in [page.evaluate(OVERFLOW)] if over > 0]
        found += [f"{look}: {each}" for each in ([] if only else page.evaluate(AXE))]
    return found


def test_nothing_is_wrong_with_any_page(seen):
    wrong, _ = seen

    assert [f"{where}: {one}" for where, found in wrong.items() for one in found] == []


def test_every_page_has_a_title_of_its_own(seen):
    _, titles = seen

    assert {title: routes for title, routes in titles.items() if len(routes) > 1} == {}


def test_without_scripts_a_question_is_answered_with_its_source(county, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(county.address)
    page.get_by_role("button", name="申请公开多久答复？", exact=True).click()

    assert page.url == f"{county.address}/ask"
    assert "20个工作日" in page.locator(".source").inner_text()
    page.get_by_role("link", name="依申请公开制度").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("依申请公开制度（修订）")
    context.close()


def test_the_home_page_says_whether_somebody_is_there(county, browser):
    visitor = visit(browser, county.address, width=360)
    page = visitor.open("/")
    visitor.shoot("home")

    assert page.get_by_text("上班中").is_visible()
    assert [*visitor.complaints, *visitor.elsewhere] == []
    visitor.context.close()


def test_large_type_is_kept_on_the_next_page(county, browser):
    visitor = visit(browser, county.address, width=360)
    visitor.open("/documents").click("#large-type")
    visitor.open("/track")

    assert visitor.page.evaluate("document.documentElement.dataset.size") == "large"
    visitor.context.close()


@pytest.mark.parametrize(
    "path, status, says",
    [
        pytest.param("/nowhere", 404, "没有找到这个地址", id="没有这个地址"),
        pytest.param("/documents/nothing", 404, "没有找到文件", id="没有这份文件"),
        pytest.param("/desk?view=nothing", 422, "要看的列表", id="地址写错"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(browser, county, path, status, says):
    visitor = visit(browser, county.address, width=360)
    visitor.sign_in("zhujian", "/desk")
    answer = visitor.page.goto(county.address + path)

    assert answer.status == status
    assert says in visitor.page.get_by_role("alert").inner_text()
    assert visitor.page.get_by_role("link", name="回到工作台").is_visible()
    assert urlsplit(visitor.page.url).path == urlsplit(path).path
    visitor.context.close()
