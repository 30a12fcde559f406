"""What a citizen does on /track, in a real browser, down to a dissatisfied rating that is done again."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import do, track
from tests.e2e.server import PASSWORD

MATTER = {
    "matter": "请住建局修一下阳光花园小区的路灯，坏了一个多月",
    "place": "旌阳镇阳光花园",
    "type": "求助",
    "anonymous": True,
}


REPLY = {
    "text": "阳光花园小区路灯已于11月20日修复通电。旌德县住房和城乡建设局",
    "basis": "《旌德县互动类信件办理工作流程》三",
    "told": True,
    "manner": "11月20日电话联系，诉求人认可",
}


@pytest.fixture
def staff(home):
    """Do a deed as a member of staff: ``staff("zhujian", number, "签收")``."""

    def deed(name, number, deed, **details):
        with httpx.Client(base_url=home, timeout=60) as browser:
            browser.post("/sign-in", data={"name": name, "password": PASSWORD})
            browser.post(f"/api/v1/tickets/{number}/{deed}", json=details).raise_for_status()

    return deed


@pytest.fixture
def ticket(home, staff):
    """A ticket that 住建局 has signed; number and secret."""
    filed = httpx.post(f"{home}/api/v1/tickets", json=MATTER, timeout=60).raise_for_status().json()
    if filed["state"] == "登记":
        staff("zuoxi", filed["number"], "转办", unit="住建局")
    staff("zhujian", filed["number"], "签收")
    return filed["number"], filed["secret"]


def answer(staff, number):
    staff("zhujian", number, "拟复", **REPLY)
    staff("zhujian-head", number, "审核通过")
    staff("xianban", number, "答复")


@pytest.mark.parametrize("width", [360, 1280])
def test_urging_says_what_it_did_and_the_second_time_that_it_is_folded(window, ticket, width):
    visitor = window(width=width)
    page = track(visitor, *ticket)
    do(page, "催办")
    expect(page.get_by_role("status")).to_contain_text("已提醒住建局")
    do(page, "催办")

    expect(page.get_by_role("status")).to_contain_text("今天已经催办过")
    assert visitor.overflow() == 0
    assert ticket[1] not in page.url


def test_dissatisfied_is_done_again(window, ticket, staff):
    visitor = window(width=360)
    number, secret = ticket
    answer(staff, number)
    page = track(visitor, number, secret)
    page.get_by_role("radio", name="不满意", exact=True).check()
    page.get_by_label("想说的话").fill("路灯还是不亮")
    do(page, "评价")

    expect(page.get_by_role("status")).to_contain_text("已退回住建局重新办理一次")
    expect(page.locator(".state__word")).to_have_text("办理中")
    expect(page.locator(".timeline")).to_contain_text("路灯还是不亮")
    visitor.shoot("track-redone")


def test_withdrawing_is_asked_once_more_and_may_be_left(window, ticket):
    visitor = window(width=360)
    page = track(visitor, *ticket)
    page.locator('details[data-deed="撤回"] summary').click()
    page.get_by_label("撤回原因").fill("已经修好了")
    page.locator('details[data-deed="撤回"] button').click()
    expect(page.get_by_role("heading", name=re.compile("确定撤回"))).to_be_visible()
    visitor.shoot("track-withdraw")
    page.get_by_role("button", name="不撤回").click()
    expect(page.locator(".state__word")).to_have_text("办理中")
    page.locator('details[data-deed="撤回"] summary').click()
    page.locator('details[data-deed="撤回"] button').click()
    page.get_by_role("button", name="确定撤回").click()

    expect(page.locator(".state__word")).to_have_text("已撤回")


def test_an_extension_is_told_with_its_reason_and_the_date_goes_to_the_calendar(window, ticket, staff):
    visitor = window(width=1280)
    number, secret = ticket
    staff("zhujian", number, "申请延期", days=3, reason="灯杆配件在途", basis="《流程》四", told=True)
    staff("xianban", number, "同意延期")
    page = track(visitor, number, secret)
    expect(page.locator("main")).to_contain_text("灯杆配件在途")
    visitor.shoot("track-extended")
    with page.expect_download() as download:
        page.get_by_role("button", name="加到日历").click()

    assert download.value.suggested_filename == f"{number}.ics"
