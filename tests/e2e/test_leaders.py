"""An hour of 领导接听 from its plan to its published report, on a served application whose clock the test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import expect

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from desk import accounts
from desk.lifecycle import Role
from knowledge.catalogue import Catalogue
from tests.api.fakes import FakeBot, FakeRouter, FakeSearcher
from tests.builders import ADMIN, moment
from tests.e2e.server import PASSWORD, free_port, on_a_thread
from tests.e2e.visitor import WIDTHS, visit

EVE = moment("2026-11-23 一 15:00")
DURING = moment("2026-11-24 二 09:07")
OVER = moment("2026-11-24 二 10:01")
NUMBER = "LT-2026-1"


@dataclass
class Hotline:
    address: str
    now: datetime = EVE


@pytest.fixture
def hotline(database, vault, calendar):
    served = Hotline(f"http://127.0.0.1:{free_port()}")
    app = create_app(
        settings=Settings(rate_limit=False),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: served.now,
        known=Catalogue.load(),
        parts=Parts(searcher=FakeSearcher(), bot=FakeBot(), router=FakeRouter()),
    )
    with database.sessions.begin() as session:
        for name, role in (("xianban", Role.OFFICE), ("zuoxi", Role.AGENT)):
            accounts.add(session, name, PASSWORD, role=role, unit="", by=ADMIN, at=EVE)
    with on_a_thread(app, served.address):
        yield served


@pytest.fixture
def person(browser, hotline):
    """A browser window; at the end none may have complained or asked another host."""
    visitors = []

    def came(width=1280):
        visitors.append(visit(browser, hotline.address, width=width))
        return visitors[-1]

    yield came
    for visitor in visitors:
        visitor.context.close()
    assert [each for visitor in visitors for each in (*visitor.complaints, *visitor.elsewhere)] == []


def plan(page):
    page.get_by_label("接听日").fill("2026-11-24")
    page.get_by_label("接听单位").select_option("人社局")
    page.get_by_label("接听领导").fill("旌德县人社局局长")
    page.get_by_label("受理范围").fill("创业、退休、失业")
    page.get_by_role("button", name="安排").click()
    page.wait_for_url(f"**/{NUMBER}")


def too_wide(visitor, *paths):
    """The paths that are wider than the window at one of the widths."""
    found = []
    for width, height in WIDTHS.items():
        visitor.page.set_viewport_size({"width": width, "height": height})
        found += [(path, width) for path in paths if visitor.open(path) and visitor.overflow() > 0]
    return found


def call(page, matter, topic, *, issue="", reply=""):
    """Log a call with the keyboard alone; the form is ready when the page comes."""
    expect(page.locator("#matter")).to_be_focused()
    page.keyboard.insert_text(matter)
    page.keyboard.press("Tab")
    page.locator("#topic").select_option(topic)
    for words in (issue, "13900000001", "程某"):
        page.keyboard.press("Tab")
        page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(reply)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".receipt")).to_be_visible()


def test_from_the_plan_to_the_published_report(hotline, person):
    office, citizen = person(), person(width=360)
    page = office.sign_in("xianban", "/agent/sessions")
    plan(page)
    expect(citizen.open("/sessions").locator("main")).to_contain_text("目前没有已公告的下一期")
    page.get_by_role("button", name="公告").click()
    expect(page.locator("h1")).to_contain_text("已公告")
    expect(citizen.open("/").locator("#welcome")).to_contain_text(
        "领导接听：人社局，2026年11月24日（周二）09:00至10:00"
    )

    hotline.now = DURING
    agent = person()
    page = agent.sign_in("zuoxi", f"/agent/sessions/{NUMBER}")
    call(page, "自主创业有什么政策", "创业", reply="已当场解答：个人创业担保贷款到人社局窗口申请。")
    call(page, "小区电梯坏了没人修", "超出范围（按常规程序）", issue="小区电梯")
    expect(page.locator(".figures")).to_contain_text("2来电")
    expect(page.locator(".calls li").first).to_contain_text("范围外")
    expect(citizen.open("/sessions").locator("main")).to_contain_text("正在接听")

    wide = too_wide(agent, "/agent/sessions", f"/agent/sessions/{NUMBER}")

    hotline.now = OVER
    page = office.sign_in("xianban", f"/agent/sessions/{NUMBER}")
    page.get_by_role("button", name="保存报告").click()
    page.get_by_role("button", name="结束本期").click()
    expect(page.locator("h1")).to_contain_text("已结束")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    wide += too_wide(citizen, "/sessions", f"/sessions/{NUMBER}")
    report = citizen.page.locator("main")

    assert wide == []
    assert download.value.suggested_filename.endswith("报告.docx")
    expect(report).to_contain_text("共接听电话2个，涉及问题2个")
    expect(report).not_to_contain_text("JD-")
