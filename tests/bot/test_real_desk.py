"""The agent against the real application over a real database: the two cannot drift apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from knowledge.catalogue import Catalogue
from tests.api.fakes import FakeRouter, FakeSearcher

Chat = Callable[[str], dict[str, Any]]
TOKEN = "door"


@pytest.fixture
def chat(model: Any, database: Any, vault: Any, calendar: Any, at: Any) -> Iterator[Chat]:
    parts = Parts(searcher=FakeSearcher(), router=FakeRouter())
    app = create_app(
        settings=Settings(rate_limit=False, bot_token=TOKEN),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: at,
        known=Catalogue.load(),
        parts=parts,
    )
    transport = httpx.ASGITransport(app=app)
    parts.bot = Bot.load(model, client=DeskClient.connect(base_url="http://desk", token=TOKEN, transport=transport))
    client, session = TestClient(app), {}

    def say(text: str) -> dict[str, Any]:
        reply = client.post("/api/v1/chat", json={"text": text, **session})
        session["session"] = reply.json()["session"]
        return {**reply.json(), "said": "\n".join(each["text"] for each in reply.json()["replies"])}

    yield say
    parts.bot.close()


def test_a_complaint_is_filed_told_and_hurried(chat: Chat) -> None:
    chat("我要投诉小区物业,电梯坏了半个月没人修")
    chat("旌阳镇新桥社区阳光花园3栋")
    summary = chat("我姓陈,电话13900000001")
    filed = chat("确认")
    progress = chat("查一下进度")

    assert "139****0001" in summary["said"]
    assert "13900000001" not in str([summary, filed, progress])
    assert filed["filed"][0]["number"] in progress["said"]
    assert filed["filed"][0]["secret"] in filed["said"]


def test_a_bare_no_changes_nothing_of_the_matter(chat: Chat) -> None:
    chat("三溪镇街上有人占道摆摊，电话13900000003")
    chat("不对")
    chat("电话错了")
    corrected = chat("13900000004")

    assert corrected["form"]["slots"]["contact"] == "139****0004"
    assert corrected["form"]["slots"]["matter"] == "三溪镇街上有人占道摆摊"


def test_an_application_is_filed_after_what_is_public_was_shown(chat: Chat) -> None:
    chat("我要申请信息公开")
    shown = chat("2019年某村征地补偿的批复文件")
    chat("仍要申请")
    chat("我叫陈某")
    chat("13900000012")
    chat("邮寄")
    filed = chat("确认")

    assert shown["replies"][0]["citations"]
    assert filed["filed"][0]["kind"] == "disclosure"


def test_cancelling_leaves_no_draft(chat: Chat) -> None:
    opened = chat("我要投诉，村里的路灯坏了一个月了")
    cancelled = chat("取消填写")

    assert opened["form"] is not None
    assert cancelled["form"] is None


def test_a_case_of_somebody_else_stays_closed(chat: Chat) -> None:
    chat("查一下JD-20260105-000012的进度")
    refused = chat("ABCD1234EFGH5678")

    assert "没有找到" in refused["said"]
