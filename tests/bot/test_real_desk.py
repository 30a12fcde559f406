"""The agent against the real application over a real database: the two cannot drift apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk import store
from tests.api.fakes import FakeSearcher
from tests.builders import HEAD, OFFICE, OFFICER, filed_ticket, walk

Chat = Callable[[str], dict[str, Any]]


@pytest.fixture
def chat(served: Any) -> Chat:
    return served(FakeSearcher())


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


def test_what_is_added_reaches_the_case_without_a_telephone_number(chat: Chat, database: Any) -> None:
    number = filed(chat)
    added = chat("补充：夜里也响，改打13900000005")
    with database.readers() as session:
        event = store.case(session, number).events[-1]

    assert added["intent"] == "query_status"
    assert "已补充" in added["said"]
    assert (event.deed, event.note) == ("补充", "夜里也响，改打139****0005")


def test_urging_again_on_the_same_day_says_so(chat: Chat) -> None:
    filed(chat)
    first, second = chat("麻烦催一下"), chat("再催一下吧，还没人来")

    assert "已提醒住建局" in first["said"]
    assert "今天已经催办过" in second["said"]


def test_dissatisfied_with_a_reason_is_done_again(chat: Chat, database: Any, calendar: Any, at: Any) -> None:
    number = filed(chat)
    steps = [
        ("签收", {}, OFFICER, at),
        ("拟复", {"text": "已修好。"}, OFFICER, at),
        ("审核通过", {}, HEAD, at),
        ("答复", {}, OFFICE, at),
    ]
    walk(database.sessions, number, steps, calendar=calendar)
    answered = chat("查一下进度")
    rated = chat("不满意，电梯还是不动")
    with database.readers() as session:
        rating = next(event for event in store.case(session, number).events if event.deed == "评价")

    assert "评价" in [button["title"] for reply in answered["replies"] for button in reply["buttons"]]
    assert "已退回住建局重新办理一次" in rated["said"]
    assert rating.note == "不满意，电梯还是不动"


def test_of_several_cases_the_button_does_the_whole_thing(chat: Chat, database: Any) -> None:
    older, newer = filed(chat), filed(chat, "三溪镇街上有人占道摆摊，电话13900000003")
    asked = chat("补充：下雨天更堵")
    buttons = {button["title"][:18]: button["payload"] for reply in asked["replies"] for button in reply["buttons"]}
    added = chat(buttons[older])
    with database.readers() as session:
        notes = [event.note for event in store.case(session, older).events if event.deed == "补充"]

    assert set(buttons) == {older, newer}
    assert older in added["said"]
    assert notes == ["下雨天更堵"]


def test_a_secret_that_is_said_stays_out_of_the_record(
    chat: Chat, database: Any, at: Any, calendar: Any, vault: Any
) -> None:
    receipt = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    urged = chat(f"催办 {receipt.number} 查询码 {receipt.secret}")
    with database.readers() as session:
        event = store.case(session, receipt.number).events[-1]

    assert "已催办" in urged["said"]
    assert (event.deed, event.note) == ("催办", "")


def filed(chat: Chat, matter: str = "我要投诉小区物业,电梯坏了半个月没人修，在旌阳镇新桥社区，电话13900000001") -> str:
    """File a ticket in the conversation and return its number."""
    chat(matter)
    number: str = chat("确认")["filed"][0]["number"]
    return number
