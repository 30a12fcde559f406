"""Photos of a case: added in the chat and on /track, opened by the unit, without scripts as well."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS, file_by_chat, track
from tests.e2e.visitor import WIDTHS, visit
from tests.files import FILE_NAME, PDF, photo

PHOTO = {"name": FILE_NAME, "mimeType": "image/jpeg", "buffer": photo(size=(1200, 900))}
PAPER = {"name": "收据.pdf", "mimeType": "application/pdf", "buffer": PDF}
PROGRAM = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + b"\0" * 600}


@pytest.fixture(scope="module")
def with_photo(browser, home, matters):
    """Number and secret of a ticket filed in the chat, its photo added on the receipt."""
    visitor = visit(browser, home, width=360)
    filed = file_by_chat(visitor)
    receipt = visitor.page.locator(".receipt")
    receipt.locator("input[type=file]").set_input_files(PROGRAM)
    expect(receipt.get_by_role("status")).to_contain_text("不接收这种文件", timeout=SLOW_MS)
    receipt.locator("input[type=file]").set_input_files(PHOTO)
    expect(receipt.get_by_role("status")).to_contain_text("已添加，共 1 个附件", timeout=SLOW_MS)
    assert visitor.overflow() <= 0
    visitor.context.close()
    return filed


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citizen_sees_and_opens_own_files(window, with_photo, width):
    visitor = window(width=width)
    page = track(visitor, *with_photo)
    expect(page.locator(".files__preview").first).to_be_visible()
    assert page.locator(".files__preview").first.evaluate("image => image.naturalWidth") > 100
    assert visitor.overflow() <= 0
    with visitor.context.expect_page() as opened:
        page.get_by_role("button", name="打开 附件1.jpg").click()
    picture = opened.value
    picture.wait_for_load_state()

    assert picture.locator("img").evaluate("image => image.naturalWidth") == 1200
    assert with_photo[1] not in picture.url


def test_files_are_added_without_scripts(browser, home, with_photo):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{home}/track")
    page.fill("#number", with_photo[0])
    page.fill("#secret", with_photo[1])
    page.get_by_role("button", name="查看").click()
    page.get_by_label("添加照片或文件").set_input_files([PHOTO, PAPER])
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已添加附件")
    expect(page.get_by_role("button", name=re.compile("打开 附件"))).to_have_count(2)
    page.get_by_label("添加照片或文件").set_input_files(PROGRAM)
    page.get_by_role("button", name="添加", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("不接收这种文件")
    expect(page.get_by_role("button", name=re.compile("打开 附件"))).to_have_count(2)
    context.close()


def test_the_unit_opens_the_photo_and_reads_no_name(window, with_photo):
    visitor = window()
    page = visitor.sign_in("zhujian", "/desk")
    visitor.open(f"/desk/cases/{with_photo[0]}")
    expect(page.get_by_role("link", name="附件1.jpg")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(FILE_NAME)
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="附件1.jpg").click()
    opened.value.wait_for_load_state()

    assert opened.value.locator("img").evaluate("image => image.naturalWidth") == 1200
    page.get_by_label("添加照片或文件").set_input_files(PAPER | {"name": "维修单.pdf"})
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.locator("#attachments")).to_be_in_viewport()
    assert visitor.overflow() <= 0
