"""A case goes through the hands of a unit, its head and the county office, and back to the citizen."""

import re

from playwright.sync_api import expect

from tests.e2e.jobs import do, track

REPLY = (
    "经核实，阳光花园3栋电梯因主板损坏停运。我局已责令物业公司更换主板，现已修复并检测合格，恢复运行。"
    "已与您电话联系说明情况。依据《旌德县互动类信件办理工作流程》三。住建局"
)


def test_from_signing_to_the_citizens_rating(window, filed):
    number, secret = filed
    officer, head, office, citizen = window(), window(), window(), window(width=360)

    page = officer.sign_in("zhujian", "/desk")
    page.locator(f'a[href*="{number}"]').click()
    do(page, "签收")
    expect(page.get_by_role("status")).to_contain_text("已签收")
    page.locator("#lookup-text").fill("承办人员如何接收平台派发的工单")
    expect(page.locator("#lookup-found .source").first).to_be_visible()
    page.get_by_role("button", name="引用到答复").first.click()
    reply = page.get_by_label("答复内容")
    expect(reply).to_have_value(re.compile("根据《"))
    reply.fill(REPLY)
    page.locator('details[data-deed="拟复"]').get_by_label("依据").fill("《旌德县互动类信件办理工作流程》三")
    page.get_by_label("已与诉求人联系").check()
    expect(page.locator(".editor__findings")).not_to_be_empty()
    officer.shoot("desk")
    do(page, "拟复")
    expect(page.get_by_role("status")).to_contain_text("已拟复")

    page = head.sign_in("zhujian-head", "/desk")
    page.locator(f'a[href*="{number}"]').click()
    do(page, "审核通过")
    expect(page.get_by_role("status")).to_contain_text("已审核通过")

    page = office.sign_in("xianban", "/office")
    page.get_by_role("link", name="答复待审阅").click()
    page.locator(f'a[href*="{number}"]').click()
    do(page, "答复")
    expect(page.get_by_role("status")).to_contain_text("已答复")

    page = track(citizen, number, secret)
    expect(page.locator(".answer")).to_contain_text("恢复运行")
    page.get_by_role("radio", name="非常满意").check()
    do(page, "评价")
    expect(page.get_by_role("status")).to_contain_text("感谢")


def test_a_refusal_shows_the_rules_own_sentence_and_keeps_what_was_typed(window, matters):
    visitor = window()
    page = visitor.sign_in("zhujian", "/desk")
    page.locator("[data-row]", has_text="待签收").first.click()
    do(page, "签收")
    page.locator('details[data-deed="申请延期"] summary').click()
    form = page.locator('details[data-deed="申请延期"]')
    form.get_by_label("承诺延长几个工作日").fill("3")
    form.get_by_label("延期理由").fill("配件要从外地调运")
    form.get_by_label("依据").fill("《旌德县互动类信件办理工作流程》四")
    form.evaluate("node => node.querySelector('form').noValidate = true")
    form.get_by_role("button").click()

    expect(page.get_by_role("alert")).to_contain_text("须先告知诉求人")
    visitor.forgive("422")
    expect(page.locator('details[data-deed="申请延期"]').get_by_label("延期理由")).to_have_value("配件要从外地调运")


def test_the_list_is_worked_by_keys(window, matters):
    page = window().sign_in("zhujian", "/desk")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row]").nth(1)
    expect(second).to_be_focused()
    number = second.get_attribute("href")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{number}")


def test_another_units_case_is_not_found(window, home, matters):
    visitor = window()
    page = visitor.sign_in("zhujian", "/desk")
    offered = page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.pathname.split('/').pop())")
    foreign = next(number for number in matters if number not in offered)
    answer = page.request.get(f"{home}/desk/cases/{foreign}", headers={"accept": "text/html"})

    assert answer.status == 404
    assert "没有找到" in answer.text()


def test_an_agent_files_a_call_with_the_keyboard_alone(window):
    visitor = window()
    page = visitor.sign_in("zuoxi", "/agent")
    expect(page.locator("#matter")).to_be_focused()
    page.keyboard.insert_text("阳光花园小区电梯坏了三天，物业一直没来修")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("旌阳镇阳光花园3栋")
    expect(page.locator("#routing input[name=unit]").first).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.insert_text("13900000001")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("程某")
    expect(page.locator("#caller")).to_contain_text("历次办件")
    expect(page.locator("#hits .hit").first).to_be_visible()
    visitor.shoot("agent")
    page.keyboard.press("Alt+j")
    expect(page.locator("#routing input:checked")).to_be_focused()
    page.keyboard.press("Control+Enter")

    expect(page.locator(".receipt")).to_contain_text(re.compile(r"JD-\d{8}-\d{6}"))
    expect(page.locator(".receipt code")).to_have_text(re.compile(r"[0-9A-HJKMNP-TV-Z]{16}"))


def test_the_office_opens_the_cases_behind_a_figure(window, matters):
    visitor = window()
    page = visitor.sign_in("xianban", "/office")
    expect(page.locator(".ranking")).to_contain_text("住建局")
    figure = page.locator(".figures a").first
    count = int(figure.locator("b").inner_text())
    figure.click()

    assert page.locator("[data-row]").count() == count >= len(matters)


def test_the_office_shows_the_published_quarter(window):
    visitor = window()
    visitor.sign_in("xianban", "/office")
    page = visitor.open("/office?year=2020&quarter=3")
    expect(page.locator(".total")).to_contain_text("201")
    expect(page.locator("main")).to_contain_text("各列关系相符")
    visitor.shoot("office")


def test_signing_out_closes_the_desk(window):
    visitor = window()
    page = visitor.sign_in("zhujian", "/desk")
    page.get_by_role("button", name="退出登录").click()
    visitor.open("/desk")

    expect(page).to_have_url(re.compile("/sign-in"))
