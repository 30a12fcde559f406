"""区分处理 in a real browser, without scripts: found, ticked, approved by another, given to the applicant."""

import httpx
import pytest
from playwright.sync_api import expect

from desk import redact_pdf
from tests.desk import pdf_papers, word_papers
from tests.e2e.jobs import SLOW_MS
from tests.e2e.test_every_page import FAULTS
from tests.e2e.visitor import WIDTHS, visit
from tests.files import WORD_TYPE

WORD = {"name": "处罚决定书.docx", "mimeType": WORD_TYPE, "buffer": word_papers.everywhere()}


@pytest.fixture(scope="module")
def number(browser, home, tmp_path_factory):
    """A request with a Word file and a printed PDF, both proposed."""
    body = {"wanted": "2025年行政处罚决定书", "form": "电子邮件", "name": "李某", "phone": "13900000031"}
    filed = httpx.post(f"{home}/api/v1/disclosures", json=body, timeout=60).raise_for_status().json()["number"]
    printed = pdf_papers.printed(tmp_path_factory.mktemp("printed"))
    paper = {"name": "复印件.pdf", "mimeType": "application/pdf", "buffer": printed}
    visitor = visit(browser, home)
    page = visitor.sign_in("gongkai", "/desk")
    visitor.open(f"/desk/cases/{filed}")
    page.get_by_label("添加照片或文件").set_input_files([WORD, paper])
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("link", name="附件2.pdf")).to_be_visible(timeout=SLOW_MS)
    for title in ("附件1.docx", "附件2.pdf"):
        page.get_by_role("link", name="区分处理：").click()
        page.get_by_role("link", name=title).click()
        page.get_by_role("button", name="查找并提出区分处理").click()
        expect(page.get_by_role("heading", name="处理后的样子")).to_be_visible(timeout=SLOW_MS)
        page.get_by_role("link", name="返回").click()
    assert visitor.complaints == []
    visitor.context.close()
    return filed


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_fit_and_can_be_read_aloud(window, number, width):
    visitor = window(width=width)
    visitor.sign_in("gongkai", "/desk")
    paths = [f"/desk/cases/{number}/redactions{each}" for each in ("", "/1", "/2")]
    faults = {path: (visitor.open(path).evaluate(FAULTS), visitor.overflow()) for path in paths}

    assert faults == {path: ([], 0) for path in paths}


def test_the_preview_shows_the_page_in_black(window, number):
    visitor = window()
    visitor.sign_in("gongkai", "/desk")
    page = visitor.open(f"/desk/cases/{number}/redactions/2")
    picture = page.get_by_alt_text("第 1 页处理后的样子")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.redact__page img').naturalWidth > 500")

    expect(page.get_by_text("由单位负责人或县政府办中没有参与")).to_be_visible()
    expect(page.get_by_role("button", name="批准并生成处理件")).to_have_count(0)


def test_without_scripts_one_chooses_and_another_approves(browser, home, number):
    people = {}
    for name in ("gongkai", "gongkai-head"):
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
        people[name] = visitor = context.new_page()
        visitor.goto(f"{home}/sign-in?next=/desk/cases/{number}/redactions/2")
        visitor.fill("#name", name)
        visitor.fill("#password", "a-password-for-tests")
        visitor.press("#password", "Enter")
        expect(visitor.get_by_role("heading", name="区分处理：附件2")).to_be_visible()
    clerk, chief = people.values()
    clerk.get_by_label("另外要遮盖的词").fill("折行")
    clerk.get_by_role("button", name="保存并预览").click()
    expect(clerk.get_by_label("折行")).to_be_checked()
    chief.get_by_role("button", name="批准并生成处理件").click()
    expect(chief.get_by_role("alert")).to_contain_text("刚才有变化")
    chief.get_by_role("button", name="批准并生成处理件").click()
    expect(chief.get_by_text("已批准")).to_be_visible(timeout=SLOW_MS)
    address = chief.get_by_role("link", name="附件3").get_attribute("href")
    result = chief.context.request.get(f"{home}{address}").body()

    assert redact_pdf.read_texts(result) == ("", "")
    for each in people.values():
        each.context.close()
