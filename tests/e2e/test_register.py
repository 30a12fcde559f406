"""The register, a whole file and the yearly report in a real browser, and what of them is printed."""

import httpx
import pytest

from tests.e2e.visitor import WIDTHS

NAME = "李某"


@pytest.fixture(scope="module")
def request_number(home):
    """A request somebody files on the web."""
    body = {"wanted": "2025年度排水管网改造合同", "form": "纸质", "name": NAME, "phone": "13900000021"}
    reply = httpx.post(f"{home}/api/v1/disclosures", json=body, timeout=60)
    return reply.raise_for_status().json()["number"]


def pages(number):
    return ("/desk/requests", "/desk/requests/proceedings", f"/desk/requests/{number}", "/office/annual?year=2026")


@pytest.mark.parametrize("width", WIDTHS)
def test_register_file_and_report_fit(window, request_number, width):
    visitor = window(width=width)
    visitor.sign_in("xianban", "/desk/requests")
    too_wide = [path for path in pages(request_number) if visitor.open(path) and visitor.overflow() > 0]

    assert too_wide == []


def test_a_request_is_found_and_its_file_taken_out(window, request_number):
    visitor = window(width=360)
    page = visitor.sign_in("xianban", "/desk/requests")
    page.get_by_label("查找申请").fill("排水 合同")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_role("link", name=f"{request_number} 全卷").click()
    assert NAME not in page.content()
    page.get_by_text("调取归档全卷").click()
    page.get_by_label("调取理由").fill("归档")
    with page.expect_download() as taken:
        page.get_by_role("button", name="调取并记录").click()

    assert taken.value.suggested_filename == f"{request_number}-全卷.zip"
    page.reload()
    assert page.get_by_role("rowheader", name="调取全卷").is_visible()


def test_a_person_is_found_without_being_shown(window, request_number):
    visitor = window()
    page = visitor.sign_in("xianban", "/desk/requests")
    page.get_by_text("按申请人查找").click()
    page.get_by_label("查找内容").fill(NAME)
    page.get_by_label("查找理由").fill("核对是否重复申请")
    page.get_by_role("button", name="查找并记录").click()

    assert page.get_by_role("link", name=request_number, exact=True).is_visible()
    assert NAME not in page.content()
    assert "%" not in page.url


def test_the_report_is_written_and_printed(window, request_number):
    visitor = window()
    page = visitor.sign_in("xianban", "/office/annual?year=2026")
    page.get_by_label("政府信息管理").fill("完善了信息发布审核。")
    page.get_by_label("行政许可：本年处理决定数量").fill("312")
    page.get_by_role("button", name="保存并排版").click()
    page.wait_for_url("**saved=true**")
    paper = page.get_by_label("年度报告正文")
    assert "完善了信息发布审核。" in paper.inner_text()
    page.emulate_media(media="print")

    assert paper.is_visible()
    assert not page.get_by_role("button", name="保存并排版").is_visible()
