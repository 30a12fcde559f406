"""The desk by keyboard, with two people at once: findings beside the sentence, changes without reload, no word lost."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS, do
from tests.e2e.server import PASSWORD

MATTER = "请住建局修一下阳光花园5栋门口的路灯，坏了一个多月"
BAD = "您反映的阳光花园路灯问题，我局将现场核实。住建局"
GOOD = "您反映的阳光花园路灯问题，我局已更换灯泡，11月20日恢复照明。住建局"


@pytest.fixture
def fresh(home):
    """A ticket of 住建局 that nobody has touched."""
    body = {"matter": MATTER, "place": "旌阳镇阳光花园5栋", "type": "求助", "name": "程某", "phone": "13900000009"}
    with httpx.Client(base_url=home, timeout=60) as client:
        filed = client.post("/api/v1/tickets", json=body).raise_for_status().json()
        if filed["state"] == "登记":  # the router was not sure enough to send it
            client.post("/sign-in", data={"name": "xianban", "password": PASSWORD})
            client.post(f"/api/v1/tickets/{filed['number']}/转办", json={"unit": "住建局"}).raise_for_status()
    return filed["number"]


def test_a_ticket_is_signed_drafted_mended_and_handed_in_by_keyboard_alone(window, fresh):
    page = window().sign_in("zhujian", "/desk")
    page.keyboard.press("/")
    expect(page.locator("#f-words")).to_be_focused()
    page.keyboard.insert_text(fresh)
    page.keyboard.press("Enter")
    page.wait_for_url("**view=find**")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{fresh}**")
    _tab_to(page, 'button[data-deed="签收"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已签收")).to_be_visible()

    _tab_to(page, "[data-reply]")
    page.keyboard.insert_text(BAD)
    sentence = page.locator(".finding__sentence", has_text="我局将现场核实。")
    expect(sentence).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".finding--block", has=sentence)).to_contain_text("“将现场核实”没有结果")
    expect(page.locator(".editor__marks mark.mark--block")).to_have_text("您反映的阳光花园路灯问题，我局将现场核实。")
    _tab_to(page, ".finding__sentence")
    page.keyboard.press("Enter")
    expect(page.locator("[data-reply]")).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 0
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(GOOD)
    expect(page.locator(".finding--block")).to_have_count(0, timeout=SLOW_MS)
    _tab_to(page, 'details[data-deed="拟复"] input[name="told"]')
    page.keyboard.press("Space")
    _tab_to(page, 'button[data-deed="拟复"]')
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="已拟复")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((each) => each.startsWith('draft|'))") == []


def _tab_to(page, selector, most=80):
    """Go on with Tab until *selector* has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_one_signs_and_the_other_sees_it_without_reload(window, fresh):
    officer, head = window(), window()
    head.sign_in("zhujian-head", "/desk")
    watching = head.open(f"/desk?view=find&words={fresh}")
    expect(watching.locator("[data-row]")).to_contain_text("待签收")
    watching.evaluate("window.mine = true")
    page = officer.sign_in("zhujian", "/desk")
    officer.open(f"/desk/cases/{fresh}")
    do(page, "签收")

    expect(watching.locator("[data-row]")).to_contain_text("办理中", timeout=SLOW_MS)
    assert watching.evaluate("window.mine")


def test_an_open_case_says_that_somebody_changed_it_and_no_word_is_lost(window, fresh):
    officer, office = window(), window()
    page = officer.sign_in("zhujian", "/desk")
    officer.open(f"/desk/cases/{fresh}")
    do(page, "签收")
    page.locator("[data-reply]").fill(GOOD)
    other = office.sign_in("xianban", "/desk")
    office.open(f"/desk/cases/{fresh}")
    other.locator('details[data-deed="督办"] summary').click()
    other.locator('details[data-deed="督办"] textarea').fill("请尽快办理")
    do(other, "督办")

    expect(page.locator("#changed")).to_be_visible(timeout=SLOW_MS)
    page.get_by_label("已与诉求人联系").check()
    do(page, "拟复")
    expect(page.get_by_role("alert")).to_contain_text("xianban")
    officer.forgive("409")
    expect(page.locator("[data-reply]")).to_have_value(GOOD)
    page.locator("[data-reply]").fill(GOOD + "另：")
    page.goto(page.url.split("?")[0].rsplit("/", 1)[0])
    expect(page.locator("[data-reply]")).to_have_value(GOOD + "另：")
    expect(page.locator(".timeline")).to_contain_text("请尽快办理")


def test_an_excel_file_comes_from_the_list(window, fresh):
    page = window().sign_in("zhujian", "/desk")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()

    assert re.fullmatch(r"办件-待我办理-\d{8}-\d{4}\.xlsx", download.value.suggested_filename)


def test_a_printed_case_is_one_case_without_the_list_of_others(window, fresh):
    visitor = window()
    page = visitor.sign_in("zhujian", "/desk")
    visitor.open(f"/desk/cases/{fresh}")
    expect(page.locator("[data-row]").first).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator("[data-row]").first).to_be_hidden()
    expect(page.locator(".timeline")).to_be_visible()


def test_on_a_telephone_the_deeds_are_one_tap_away(window, fresh):
    visitor = window(width=360)
    page = visitor.sign_in("zhujian", "/desk")
    visitor.open(f"/desk/cases/{fresh}")
    page.locator(".to-deeds a").click()

    expect(page.locator('button[data-deed="签收"]')).to_be_in_viewport()
