"""领导接听 in the conversation: the real agent, the real application, database and documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from desk import tables
from desk.leader_sessions import announce, plan
from knowledge.catalogue import Catalogue
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.search import Searcher
from tests.api.fakes import FakeRouter
from tests.builders import OFFICE, a_leader_plan, moment

Chat = Callable[[str], str]
TOKEN = "door"
EVE = moment("2026-11-23 一 15:00")
STARTS, ENDS = moment("2026-11-24 二 09:00"), moment("2026-11-24 二 10:00")
WHEN = "2026年11月24日（周二）09:00至10:00"
NONE = "目前没有已公告的下一期领导接听"


@pytest.fixture(scope="session")
def searcher() -> Searcher:
    folder = Path(os.environ.get("DATA_DIR") or "var") / "index"
    stored.build(folder, Encoder.load(str(DEFAULT_ENCODER)), report=print)
    return Searcher.load(folder, str(DEFAULT_ENCODER))


@pytest.fixture
def app(model: Path, searcher: Searcher, database: Any, vault: Any, calendar: Any) -> Iterator[Any]:
    parts = Parts(searcher=searcher, router=FakeRouter())
    made = create_app(
        settings=Settings(rate_limit=False, bot_token=TOKEN),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: EVE,
        known=Catalogue.load(),
        parts=parts,
    )
    transport = httpx.ASGITransport(app=made)
    parts.bot = Bot.load(model, client=DeskClient.connect(base_url="http://desk", token=TOKEN, transport=transport))
    yield made
    parts.bot.close()


@pytest.fixture
def chat(app: Any) -> Chat:
    client, session = TestClient(app), {}

    def say(text: str) -> str:
        reply = client.post("/api/v1/chat", json={"text": text, **session}).json()
        session["session"] = reply["session"]
        return "\n".join(each["text"] for each in reply["replies"])

    return say


@pytest.fixture
def announced(database: Any) -> None:
    with database.sessions.begin() as session:
        held = plan(session, a_leader_plan(starts=STARTS, ends=ENDS), by=OFFICE, at=EVE)
        announce(session, held.number, by=OFFICE, at=EVE)


ASKED = ("下次领导接听是什么时候", "人社局局长哪天接电话", "领导接听能问什么", "教体局哪天领导接听")


@pytest.mark.parametrize("question", ASKED)
def test_the_announced_session_is_told_beside_the_rule(chat: Chat, announced: None, question: str) -> None:
    said = chat(question)

    assert f"下一期领导接听：人社局，{WHEN}" in said
    assert "创业、退休、失业" in said
    assert "写明" in said
    assert "没有查到" not in said


def test_without_an_announcement_it_says_so_and_is_no_gap(chat: Chat, database: Any) -> None:
    said = chat("下次领导接听是什么时候")

    assert NONE in said
    assert "第六条" in said
    assert "提前公告" in said
    with database.readers() as session:
        assert session.execute(select(tables.gaps)).all() == []


def test_what_neither_document_nor_announcement_says_is_still_unknown(chat: Chat, announced: None) -> None:
    said = chat("领导接听录音哪里听")

    assert "没有查到" in said
    assert WHEN in said


def test_other_questions_hear_nothing_of_it(chat: Chat, announced: None) -> None:
    assert "领导接听" not in chat("依申请公开多少个工作日内答复")


def test_during_the_hour_the_telephone_is_named(app: Any, chat: Chat, announced: None) -> None:
    app.state.clock = lambda: STARTS
    asked, begun = chat("今天领导接听吗"), chat("我要投诉，公司拖欠工资三个月了")
    app.state.clock = lambda: ENDS
    chat("取消填写")
    after = chat("我要投诉，公司拖欠工资三个月了")

    assert "领导接听正在进行：人社局" in asked
    assert "请直接拨打 12345" in asked
    assert "人社局的领导正在接听 12345" in begun
    assert "正在接听" not in after
