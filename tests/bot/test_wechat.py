"""Citizens on WeChat and the real agent: a ticket from the first word to the rating, and leaving in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from api.wechat.account import Account
from api.wechat.pictures import GOT
from desk import attachments, draft_store, store, tables
from desk.draft_files import count
from desk.wechat_users import arrive, identify
from desk.wechat_users import get as follower
from tests import files
from tests.api.fakes import FakeRouter, FakeSearcher
from tests.api.peers import Peer, peer
from tests.api.serving import served as serving
from tests.api.wechat_api import APP_ID, SECRET, WeChatApi
from tests.api.wechat_platform import KEY, TOKEN, Platform
from tests.bot.hall import TOKEN as DOOR_TOKEN
from tests.bot.hall import Clock, Hall
from tests.builders import CITIZEN

OPENID = "oRealCitizenCanary01"
PLACE = "旌德县旌阳镇和平路12号"
NUMBER = re.compile(r"JD-\d{8}-\w+")


@pytest.fixture
def weixin() -> Iterator[Peer]:
    with peer(answer=WeChatApi(media={"photo": files.photo()})) as there:
        yield there


@pytest.fixture
def hall(bot: Any, door: Any, weixin: Any, database: Any, vault: Any, calendar: Any, at: Any, catalogue: Any) -> Hall:
    door.app = create_app(
        settings=Settings(
            rate_limit=False,
            bot_token=DOOR_TOKEN,
            wechat=Account(TOKEN, KEY, "", APP_ID, SECRET, url=weixin.url),
        ),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=Clock(at),
        known=catalogue,
        parts=Parts(searcher=FakeSearcher(), router=FakeRouter(), bot=bot),
    )
    return Hall(door.app, Clock(at), database, calendar)


@pytest.fixture
def platform(hall: Hall, at: Any) -> Iterator[Platform]:
    with serving(hall.app) as opened:
        yield Platform(opened.http, clock=at.timestamp)
        hall.app.state.wechat.close()


class Follower:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def says(self, words: str) -> str:
        return self._platform.text(OPENID, words).shown or ""

    def sends(self, kind: str, **fields: str) -> str:
        return self._platform.deliver(self._platform.message(OPENID, kind, **fields)).shown or ""

    def picks(self, title: str, shown: str) -> str:
        """Answer with the number *title* has in what was *shown*."""
        found = re.search(rf"^(\d+) {title}$", shown, re.MULTILINE)
        assert found, shown
        return self.says(found[1])


@pytest.fixture
def citizen(platform: Platform) -> Follower:
    return Follower(platform)


def test_a_ticket_is_filed_with_place_and_picture_followed_and_rated(citizen: Follower, hall: Hall, vault: Any) -> None:
    citizen.sends("location", Location_X="30.286512", Location_Y="118.543210", Scale="15", Label=PLACE)
    citizen.says("我要投诉，路灯坏了一个月没人修")
    picture = citizen.sends("image", PicUrl="http://a.example", MediaId="photo")
    filed = citizen.picks("确认提交", citizen.says("13900000001"))
    found = NUMBER.search(filed)
    assert found, filed
    number = found[0]
    with hall.database.readers() as session:
        ticket = store.ticket(session, number)
        shown = attachments.listed(session, ticket, by=CITIZEN, vault=vault)
        assert (ticket.channel, ticket.place[: len(PLACE)], picture) == ("微信", PLACE, GOT)
        assert [each.media for each in shown] == ["image/jpeg"]
    progress = citizen.says("查一下我的办理进度")
    hall.work(number, ("签收", "拟复", "审核通过", "答复"))
    rated = citizen.picks("满意", citizen.says("评价"))

    assert number in progress
    assert number in rated
    with hall.database.readers() as session:
        assert store.ticket(session, number).rating == "满意"


def test_leaving_in_the_middle_of_a_form_leaves_no_case_and_no_words(
    citizen: Follower, platform: Platform, hall: Hall, vault: Any, at: Any
) -> None:
    citizen.says("我要投诉，路灯坏了一个月没人修")
    citizen.sends("image", PicUrl="http://a.example", MediaId="photo")
    with hall.database.readers() as session:
        user = follower(session, identify(OPENID, vault))
        assert user is not None
        before = user.conversation
        assert draft_store.get(session, before, vault=vault) is not None
    platform.event(OPENID, "unsubscribe")
    with hall.database.readers() as session:
        assert draft_store.get(session, before, vault=vault) is None
        assert count(session, before) == 0
        assert session.execute(select(func.count()).select_from(tables.messages)).scalar_one() == 0
    platform.event(OPENID, "subscribe")

    with hall.database.sessions.begin() as session:
        assert arrive(session, OPENID, at=at, vault=vault).conversation != before
    assert "地点" not in citizen.says("查一下我的办理进度")
