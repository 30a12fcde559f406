"""One started server and one browser for the whole folder; a fresh window for every person."""

from __future__ import annotations

import shutil

import httpx
import pytest
from playwright.sync_api import sync_playwright

from desk.database import connect, sqlite_url
from tests.e2e import server, sites
from tests.e2e.county import at_work
from tests.e2e.jobs import file_by_chat
from tests.e2e.visitor import visit

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Made-up matters that give lists and charts something to show.
MATTERS = (
    ("请住建局修一下阳光花园小区的路灯，坏了一个多月", "旌阳镇阳光花园", "求助"),
    ("请住建局管一管：工地夜里十二点还在施工，噪音很大", "旌阳镇徽山路", "投诉"),
    ("请住建局查一查：小区物业违规收取停车费，没有公示标准", "旌阳镇阳光花园", "投诉"),
    ("想问公租房申请需要带哪些材料", "旌阳镇", "咨询"),
    ("村里灌溉水渠堵塞，田里灌不上水", "庙首镇", "求助"),
    ("集镇路口摆摊占道，车辆过不去", "三溪镇", "投诉"),
    ("有人往河里倾倒建筑垃圾", "白地镇", "举报"),
)


@pytest.fixture(scope="session")
def site():
    """A web site of somebody else, that may show the widget."""
    with sites.serving() as address:
        yield address


@pytest.fixture(scope="session")
def home(tmp_path_factory, site):
    with server.running(tmp_path_factory.mktemp("served"), sites=[site]) as address:
        yield address


@pytest.fixture(scope="session")
def county(migrated, vault, calendar, tmp_path_factory):
    """Everything a page may have to show, at a standing hour (see ``tests.e2e.county``)."""
    folder = tmp_path_factory.mktemp("county")
    shutil.copy(migrated, folder / "desk.db")
    database = connect(sqlite_url(folder))
    with at_work(database, vault, calendar) as served:
        yield served
    database.engine.dispose()


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium")
    assert path, "没有找到 chromium：请安装后再运行 make e2e"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def window(browser, home):
    """Open windows with ``window(width=360)``; at the end none may have complained or asked another host."""
    visitors = []

    def opened(**size):
        visitors.append(visit(browser, home, **size))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [each for visitor in visitors for each in visitor.complaints] == []
    assert [each for visitor in visitors for each in visitor.elsewhere] == []


@pytest.fixture(scope="session")
def matters(home):
    """Tickets of other citizens; returns their numbers."""
    numbers = []
    for ordinal, (matter, place, kind) in enumerate(MATTERS):
        body = {"matter": matter, "place": place, "type": kind, "name": "程某", "phone": f"1390000000{ordinal}"}
        reply = httpx.post(f"{home}/api/v1/tickets", json=body, timeout=60)
        numbers.append(reply.raise_for_status().json()["number"])
    return numbers


@pytest.fixture(scope="session")
def filed(browser, home, matters):
    """Number and secret of a ticket filed in the chat."""
    visitor = visit(browser, home, width=360)
    yield file_by_chat(visitor)
    visitor.context.close()
