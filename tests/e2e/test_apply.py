"""An applicant finds what is public, applies all the same and supplements; an organisation applies too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from desk.identity_documents import code_check_character
from desk.validity import check_character
from tests.e2e.jobs import do
from tests.e2e.visitor import WIDTHS

ID_NUMBER = "34182519000101000" + check_character("34182519000101000")
CODE = "91341825MA0000000" + code_check_character("91341825MA0000000")


@pytest.fixture
def plain(browser, home):
    """A telephone without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{home}/apply")
    yield page
    context.close()


def receipt(page):
    number = re.search(r"GK-\d{8}-\d{6}", page.locator(".receipt").inner_text()).group()
    return number, page.locator(".receipt code").inner_text()


def fill_in(page, name):
    page.get_by_label("姓名或者单位名称").fill(name)
    page.get_by_label("电子邮箱").fill("someone@example.com")
    page.get_by_label("电子文件").check()
    page.get_by_label("电子邮件", exact=True).check()


def test_a_person_is_shown_what_is_public_and_applies_all_the_same(plain):
    plain.get_by_label("您需要什么信息").fill("重大行政决策公众参与程序规定\n某道路工程的招标文件")
    plain.get_by_role("button", name="下一步").click()
    expect(plain.get_by_role("heading", name="已主动公开，在这里")).to_be_visible()
    expect(plain.locator(".source").first).to_contain_text("公众参与程序规定")
    plain.get_by_role("button", name="仍要申请").click()
    fill_in(plain, "陈某")
    plain.get_by_label("证件号码", exact=True).fill(ID_NUMBER[:16] + "9" + ID_NUMBER[17])
    plain.get_by_role("button", name="核对").click()
    expect(plain.get_by_role("alert")).to_contain_text("校验不符")
    expect(plain.get_by_label("姓名或者单位名称")).to_have_value("陈某")
    plain.get_by_label("证件号码", exact=True).fill(ID_NUMBER)
    plain.get_by_role("button", name="核对").click()
    expect(plain.locator(".facts")).to_contain_text(ID_NUMBER[-4:])
    assert ID_NUMBER not in plain.content()
    plain.get_by_role("button", name="提交申请").click()
    number, secret = receipt(plain)
    plain.get_by_role("button", name="查看办理情况").click()

    expect(plain.locator(".state")).to_be_visible()
    expect(plain.locator("main")).to_contain_text(number)
    assert secret not in plain.url


def test_an_organisation_applies_proves_itself_and_supplements(window):
    citizen, clerk = window(width=360), window()
    page = citizen.open("/apply")
    page.get_by_label("您需要什么信息").fill("某道路工程的施工合同")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("法人或者其他组织（单位）").check()
    expect(page.get_by_label("证件号码", exact=True)).to_be_hidden()
    fill_in(page, "某某建材有限公司")
    page.get_by_label("商业企业").check()
    page.get_by_label("统一社会信用代码").fill(CODE)
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name="提交申请").click()
    number, secret = receipt(page)
    page.get_by_role("button", name="查看办理情况").click()
    expect(page.locator("main")).to_contain_text("已提交，加密保存")

    officer = clerk.sign_in("gongkai", "/desk")
    officer.goto(f"{clerk.home}/desk/cases/{number}")
    form = officer.locator('details[data-deed="要求补正"]')
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("需补正的事项").fill("请写明道路名称和年份")
    form.get_by_label("补正期限").fill("10")
    form.locator('button[data-deed="要求补正"]').click()

    page.goto(f"{citizen.home}/track")
    page.fill("#number", number)
    page.fill("#secret", secret)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="请补正申请")).to_be_visible()
    expect(page.locator("main")).to_contain_text("请写明道路名称和年份")
    page.get_by_label("补正内容").fill("徽山路，2024年")
    do(page, "补正")
    expect(page.locator("main")).to_contain_text("从这天起重新计算")


def test_the_way_from_the_chat_to_the_proof(window):
    visitor = window(width=360)
    page = visitor.open("/documents")
    page.get_by_role("link", name="申请公开").first.click()

    expect(page.get_by_role("heading", name="申请政府信息公开")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_step_fits(window, width):
    visitor = window(width=width)
    page = visitor.open("/apply")
    too_wide = [visitor.overflow()]
    page.get_by_label("您需要什么信息").fill("重大行政决策公众参与程序规定")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("button", name="仍要申请")).to_be_visible()
    too_wide.append(visitor.overflow())
    page.get_by_role("button", name="仍要申请").click()
    expect(page.get_by_label("姓名")).to_be_visible()
    too_wide.append(visitor.overflow())

    assert too_wide == [0, 0, 0]
