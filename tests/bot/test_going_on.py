"""Going on: laid aside and taken up again by words, on another channel by code, with files and cases."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import going_on
from desk import attachments, conversations, draft_files, store, uploads
from tests.bot.hall import Hall, Visitor
from tests.builders import CITIZEN
from tests.files import PDF

CODE = re.compile(r"续填码：(\S{4}-\S{4})")

PAUSING = [
    "暂停",
    "先放着",
    "等会再填",
    "先放着，等会再填",
    "回头再弄",
    "我有事，一会儿再填",
    "保存一下",
    "明天再说吧",
    "先不填了",
]
RESUMING = ["继续", "继续填", "接着填", "好的，继续", "继续填刚才的工单"]
ELSEWHERE = ["换个地方接着填", "换手机接着填", "到微信上接着填", "给我续填码"]
CODES = ["续填 ABCD-2345", "续填码：abcd2345", "续填ABCD 2345"]
NEITHER = ["继续扰民没人管", "等会儿回家", "接着又来了一辆车", "不填了", "存着的垃圾没人清", "换个地方摆摊", "续填"]


@pytest.mark.parametrize("text", [*PAUSING, *RESUMING, *ELSEWHERE, *CODES, *NEITHER])
def test_what_is_said_of_going_on(text: str) -> None:
    told = (
        going_on.pauses(text),
        going_on.resumes(text),
        going_on.goes_elsewhere(text),
        going_on.code(text) is not None,
    )

    assert told == (text in PAUSING, text in RESUMING, text in ELSEWHERE, text in CODES)


def code_from(reply: dict[str, Any]) -> str:
    found = CODE.search(reply["said"])
    assert found, reply["said"]
    return found.group(1)


def attach(hall: Hall, visitor: Visitor, name: str) -> None:
    talk = conversations.identify(visitor.token)
    with hall.database.sessions.begin() as session:
        files = [uploads.checked(name, PDF)]
        draft_files.add(session, talk, files, at=hall.clock(), vault=hall.app.state.vault)


BEGUN = {
    "ticket": (["我要投诉三溪镇街上有人占道摆摊"], ["匿名"]),
    "disclosure": (
        ["我要申请信息公开", "2019年三溪镇某村征地补偿的批复文件", "我叫陈某"],
        ["13900000012", "邮寄"],
    ),
}


@pytest.mark.parametrize("kind", BEGUN)
def test_a_form_goes_on_in_another_conversation_with_its_files(hall: Hall, bot: Any, kind: str) -> None:
    here, there = hall.visitor(), hall.visitor()
    said, answers = BEGUN[kind]
    for words in said:
        here.say(words)
    attach(hall, here, "收据.pdf")
    code = code_from(here.say("换个地方接着填"))
    wrong, moved = there.say("续填 0000-0000"), there.say(f"续填 {code}")
    for words in answers:
        told = there.say(words)
    filed = there.say("确认")["filed"]
    left, again = here.say("继续"), here.say(f"续填 {code}")
    with hall.database.readers() as session:
        case = store.case(session, filed[0]["number"])
        kept = attachments.listed(session, case, by=CITIZEN, vault=hall.app.state.vault)

    assert "续填码不对" in wrong["said"]
    assert moved["form"]["name"] == kind
    assert "附件：1 个" in told["said"]
    assert [each.name for each in kept] == ["收据.pdf"]
    assert left["form"] is None
    assert "续填码不对" in again["said"]


def test_cases_go_along_and_a_draft_in_the_way_stops_them(hall: Hall, bot: Any) -> None:
    here, there = hall.visitor(), hall.visitor()
    here.say("三溪镇街上有人占道摆摊，匿名")
    number = here.say("确认")["filed"][0]["number"]
    here.say("我要投诉旌阳镇解放街的垃圾很久没人清")
    code = code_from(here.say("换手机接着填"))
    there.say("我要投诉庙首镇东山村的班车停了")
    refused = there.say(f"续填 {code}")
    there.say("取消填写")
    moved, progress = there.say(f"续填 {code}"), there.say("查一下进度")

    assert "没有提交的内容" in refused["said"]
    assert "解放街" in moved["form"]["slots"]["matter"]
    assert number in progress["said"]


def test_the_handler_sees_that_it_is_said_again(hall: Hall, bot: Any) -> None:
    citizen = hall.visitor()
    citizen.say("三溪镇街上有人占道摆摊，匿名")
    first = citizen.say("确认")["filed"][0]["number"]
    citizen.say("我要投诉三溪镇街上还是有人占道摆摊，匿名")
    citizen.say("作为重复诉求提交")
    second = citizen.say("确认")["filed"][0]["number"]
    with hall.database.readers() as session:
        assert store.ticket(session, second).repeat_of == first


def test_each_of_two_matters_gets_its_own_unit_and_a_second_yes_files_nothing_twice(hall: Hall, bot: Any) -> None:
    citizen = hall.visitor()
    said = citizen.say("两件事，第一三溪镇街上有人占道摆摊，第二旌阳镇解放街路灯不亮很久了，我姓陈，13900000001")
    queued = citizen.say("分开提交")["form"]["queued"]
    first, second, third = citizen.say("确认"), citizen.say("确认"), citizen.say("确认")
    numbers = [receipt["number"] for reply in (first, second, third) for receipt in reply["filed"]]
    with hall.database.readers() as session:
        places = [store.ticket(session, number).place for number in numbers]

    assert (said["form"]["queued"], queued, first["form"]["queued"]) == (0, 1, 0)
    assert places == ["三溪镇街上", "旌阳镇解放街"]
