"""The real server killed while citizens on WeChat file: nothing acknowledged is lost, nothing is there twice."""

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import func, select

from desk import ledger, tables
from desk.database import connect, sqlite_url
from desk.wechat_tables import wechat_inbox
from tests.api import served
from tests.api.wechat_api import APP_ID
from tests.api.wechat_platform import KEY, TOKEN, Platform

CITIZENS = 12
ACCOUNT = {"WECHAT_TOKEN": TOKEN, "WECHAT_AES_KEY": KEY, "WECHAT_APP_ID": APP_ID, "RATE_LIMIT": "off"}
NUMBER = re.compile(r"JD-\d{8}-\w+")


@pytest.fixture
def data_dir(tmp_path):
    served.prepare(tmp_path)
    return tmp_path


def test_killed_in_the_middle_of_filings_nothing_is_lost_or_doubled(data_dir):
    first = served.start(data_dir, **ACCOUNT)
    first.wait()
    with httpx.Client(base_url=first.url) as http:
        platform = Platform(http)
        for n in range(CITIZENS):
            platform.text(f"oCrash{n}", f"我要投诉，三溪镇老街{n}号的路灯坏了一个月没人修，电话1390000{n:04}")
        sent = [platform.message(f"oCrash{n}", "text", Content="确认提交") for n in range(CITIZENS)]
        with ThreadPoolExecutor(CITIZENS) as pool:
            waiting = [pool.submit(platform.deliver, each, tries=1) for each in sent]
            acknowledged = {0: waiting[0].result().shown}
            os.kill(first.process.pid, signal.SIGKILL)
            acknowledged |= {n: each.result().shown for n, each in enumerate(waiting)}
        first.process.wait()

        second = served.start(data_dir, port=int(first.url.rpartition(":")[2]), **ACCOUNT)
        second.wait()
        again = {n: platform.deliver(each).shown for n, each in enumerate(sent)}
        told = {n: platform.text(f"oCrash{n}", "查一下我的办理进度").shown for n in range(CITIZENS)}
        second.stop()

    numbers = {n: set(NUMBER.findall(told[n])) for n in told}
    for n, shown in acknowledged.items():  # what was answered before the kill is answered alike after it
        if NUMBER.search(shown or ""):
            assert again[n] == shown
    assert all(len(found) == 1 for found in numbers.values()), told
    database = connect(sqlite_url(data_dir))
    with database.readers() as session:
        filed = session.execute(select(tables.tickets.c.number, tables.tickets.c.channel)).all()
        open_ = session.execute(select(func.count()).where(wechat_inbox.c.reply.is_(None))).scalar_one()
        assert ledger.verify(session).finding is None
    database.engine.dispose()
    assert sorted(number for number, _ in filed) == sorted(number for found in numbers.values() for number in found)
    assert {channel for _, channel in filed} == {"微信"}
    assert open_ == 0
    for n in told:  # whose answer came too late is told with the next one
        assert NUMBER.search(again[n] or "") or "查询码" in told[n]
