"""领导接听: what may be planned, announced, changed, cancelled and closed, and what the report counts."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from desk import filing, ledger, tables
from desk.case import Details
from desk.casework import perform
from desk.errors import DeskError, Invalid, NotAllowed, NotFound, WrongState
from desk.leader_calls import taken
from desk.leader_diary import announced, coming, find, history, on_now, public, state_of
from desk.leader_report import report
from desk.leader_sessions import announce, cancel, change, close, offers, plan, write
from desk.leader_table import LIFECYCLE, Deed, State
from desk.lifecycle import Role
from tests.builders import ACTORS, AGENT, OFFICE, a_leader_plan, a_routing, a_ticket_filing, leader_calls, moment, walk

BEFORE = moment("2020-12-20 日 10:00")
EVE = moment("2020-12-21 一 16:33")
START = moment("2020-12-22 二 09:00")
DURING = moment("2020-12-22 二 09:07")
END = moment("2020-12-22 二 10:00")


def planned(sessions, at=BEFORE, issue=3, **overrides):
    with sessions.begin() as session:
        return plan(session, a_leader_plan(**overrides), issue=issue, by=OFFICE, at=at).number


def opened(sessions, **overrides):
    """Plan and announce on the eve."""
    number = planned(sessions, **overrides)
    with sessions.begin() as session:
        announce(session, number, by=OFFICE, at=EVE)
    return number


REFUSED = {  # overrides, at → what the sentence says
    "时间已过": ({}, moment("2020-12-22 二 09:00"), "已经过去"),
    "结束早于开始": ({"ends": moment("2020-12-22 二 08:00")}, BEFORE, "应晚于开始"),
    "跨天": ({"ends": moment("2020-12-23 三 09:00")}, BEFORE, "同一天"),
    "没有受理范围": ({"topics": ()}, BEFORE, "至少写一项"),
    "受理范围太长": ({"topics": ("创" * 31,)}, BEFORE, "不超过 30 字"),
    "没有领导": ({"leaders": " "}, BEFORE, "接听领导：必须填写"),
    "没有这个单位": ({"unit": "人社厅"}, BEFORE, "名录中没有"),
}


@pytest.mark.parametrize("overrides,at,words", REFUSED.values(), ids=REFUSED)
def test_a_plan_that_cannot_be_is_refused_and_leaves_nothing(sessions, overrides, at, words):
    with pytest.raises(Invalid, match=words), sessions.begin() as session:
        plan(session, a_leader_plan(**overrides), by=OFFICE, at=at)
    with sessions() as session:
        assert session.execute(tables.leader_sessions.select()).all() == []
        assert session.execute(tables.events.select()).all() == []


OVERLAPS = {  # hours of another session on the day of one from 9 to 10
    "同一时间": ("09:00", "10:00", False),
    "跨开头": ("08:00", "09:01", False),
    "跨结尾": ("09:59", "11:00", False),
    "在其中": ("09:20", "09:30", False),
    "包住": ("08:00", "11:00", False),
    "紧接着": ("10:00", "11:00", True),
    "刚好之前": ("08:00", "09:00", True),
}


@pytest.mark.parametrize("starts,ends,free", OVERLAPS.values(), ids=OVERLAPS)
def test_there_is_one_seat(sessions, starts, ends, free):
    planned(sessions)
    hours = {"starts": moment(f"2020-12-22 二 {starts}"), "ends": moment(f"2020-12-22 二 {ends}"), "unit": "教体局"}
    if free:
        assert planned(sessions, issue=None, **hours) == "LT-2020-4"
    else:
        with pytest.raises(Invalid, match="与人社局的第 3 期重叠"):
            planned(sessions, issue=None, **hours)


def test_a_cancelled_hour_is_free_again_and_keeps_its_issue(sessions):
    number = planned(sessions)
    with sessions.begin() as session:
        cancel(session, number, "会议冲突", by=OFFICE, at=BEFORE)

    assert planned(sessions, issue=None) == "LT-2020-4"
    with pytest.raises(Invalid, match="第 3 期已有安排"):
        planned(sessions, issue=3, starts=END, ends=moment("2020-12-22 二 11:00"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_only_the_county_office_decides(sessions, role):
    number = planned(sessions)
    by, wanted = ACTORS[role], a_leader_plan()
    deeds = {
        Deed.ANNOUNCE: lambda session: announce(session, number, by=by, at=EVE),
        Deed.CHANGE: lambda session: change(session, number, wanted, by=by, at=EVE),
        Deed.CANCEL: lambda session: cancel(session, number, "会议冲突", by=by, at=EVE),
    }
    for deed in deeds.values():
        with pytest.raises(NotAllowed), sessions.begin() as session:
            deed(session)
    with pytest.raises(NotAllowed), sessions.begin() as session:
        plan(session, a_leader_plan(starts=END, ends=END + timedelta(hours=1)), by=by, at=EVE)
    with sessions() as session:
        assert offers(find(session, number), by, EVE) == []


def test_every_state_is_reached_and_two_are_final():
    reached = {State.PLANNED} | {move.to for move in LIFECYCLE.moves.values()}

    assert reached == set(State)
    assert LIFECYCLE.terminal() == {State.CLOSED, State.CANCELLED}
    assert {deed for _, deed in LIFECYCLE.moves} == set(Deed)


AHEAD = {"前一天傍晚": ("2020-12-21 一 23:59", True), "当天一早": ("2020-12-22 二 07:00", False)}


@pytest.mark.parametrize("at,ahead", AHEAD.values(), ids=AHEAD)
def test_it_is_announced_ahead_of_its_day(sessions, at, ahead):
    number = planned(sessions)
    with sessions.begin() as session:
        if ahead:
            assert state_of(announce(session, number, by=OFFICE, at=moment(at))) is State.ANNOUNCED
        else:
            with pytest.raises(Invalid, match="提前公告"):
                announce(session, number, by=OFFICE, at=moment(at))


def test_what_is_only_planned_is_not_public(sessions):
    number = planned(sessions)
    with sessions() as session:
        assert announced(session) == []
        assert coming(session, BEFORE) is None
        with pytest.raises(NotFound):
            public(session, number)


def test_leaders_may_change_in_the_last_hour_but_the_time_may_not(sessions):
    number, early = opened(sessions), moment("2020-12-22 二 07:00")
    with sessions.begin() as session:
        change(session, number, a_leader_plan(leaders="旌德县人社局副局长"), by=OFFICE, at=early)
    later = a_leader_plan(starts=END, ends=moment("2020-12-22 二 11:00"))
    with pytest.raises(Invalid, match="提前公告"), sessions.begin() as session:
        change(session, number, later, by=OFFICE, at=early)
    with sessions() as session:
        held, log = find(session, number), history(session, number)

    assert (held.leaders, held.starts) == ("旌德县人社局副局长", START)
    assert [event.deed for event in log] == ["安排", "公告", "更改"]
    assert log[-1].facts == {"leaders": ["旌德县人社局局长", "旌德县人社局副局长"]}
    assert (log[-1].actor, log[-1].before, log[-1].after) == ("督办甲", "已公告", "已公告")


def test_it_stays_in_its_year(sessions):
    number = planned(sessions)
    next_year = a_leader_plan(starts=moment("2021-01-05 二 09:00"), ends=moment("2021-01-05 二 10:00"))
    with pytest.raises(Invalid, match="另一年"), sessions.begin() as session:
        change(session, number, next_year, by=OFFICE, at=BEFORE)


def test_once_begun_it_is_neither_changed_nor_cancelled(sessions):
    number = opened(sessions)
    with sessions.begin() as session:
        with pytest.raises(WrongState, match="接听已开始"):
            change(session, number, a_leader_plan(), by=OFFICE, at=START)
        with pytest.raises(WrongState, match="接听已开始"):
            cancel(session, number, "会议冲突", by=OFFICE, at=START)


def test_a_cancelled_one_stays_public_with_its_reason(sessions):
    number = opened(sessions)
    with pytest.raises(Invalid, match="取消原因"), sessions.begin() as session:
        cancel(session, number, " ", by=OFFICE, at=EVE)
    with sessions.begin() as session:
        cancel(session, number, "会议冲突", by=OFFICE, at=EVE)
    with sessions() as session:
        assert [held.why_cancelled for held in announced(session)] == ["会议冲突"]
        assert coming(session, EVE) is None


def test_it_is_closed_when_over_with_a_report(sessions):
    number = opened(sessions)
    with pytest.raises(Invalid, match="还没有到"), sessions.begin() as session:
        close(session, number, by=OFFICE, at=DURING)
    with pytest.raises(Invalid, match="接听报告：必须填写"), sessions.begin() as session:
        close(session, number, by=OFFICE, at=END)
    with pytest.raises(Invalid, match="还没有开始"), sessions.begin() as session:
        write(session, number, "共接听电话10个。", by=OFFICE, at=EVE)
    with sessions.begin() as session:
        write(session, number, "共接听电话10个。", by=OFFICE, at=DURING)
        close(session, number, by=OFFICE, at=END)
    with pytest.raises(WrongState), sessions.begin() as session:
        write(session, number, "另一份报告", by=OFFICE, at=END)
    with sessions() as session:
        assert find(session, number).summary == "共接听电话10个。"
        assert ledger.verify(session).finding is None


def test_the_hour_is_on_from_its_first_to_before_its_last_moment(sessions):
    number = opened(sessions)
    with sessions() as session:
        held = find(session, number)
        assert [on_now(held, at) for at in (EVE, START, DURING, END)] == [False, True, True, False]
        assert coming(session, DURING) is held
        assert coming(session, END) is None


TAKEN = {  # at, topic, issue → a word of the refusal
    "还没开始": (EVE, "创业", "", "还没有开始"),
    "第二天": (moment("2020-12-23 三 09:00"), "创业", "", "接听日已过"),
    "没有公告的范围": (DURING, "修路", "", "没有公告"),
    "范围外没写问题": (DURING, "", " ", "涉及问题"),
    "问题太长": (DURING, "创业", "贷" * 21, "不超过 20 字"),
}


@pytest.mark.parametrize("at,topic,issue,words", TAKEN.values(), ids=TAKEN)
def test_a_call_that_does_not_belong_is_refused(sessions, at, topic, issue, words):
    number = opened(sessions)
    with sessions() as session, pytest.raises(DeskError, match=words):
        taken(find(session, number), a_ticket_filing(), topic=topic, issue=issue, at=at)


SCOPE = {  # topic → channel, due when signed at once
    "范围内：两个工作日": ("创业", "领导接听", "2020-12-24 四 17:30"),
    "范围外：常规程序": ("", "电话", "2020-12-25 五 17:30"),
}


@pytest.mark.parametrize("topic,channel,due", SCOPE.values(), ids=SCOPE)
def test_calls_outside_the_topics_go_the_ordinary_way(sessions, calendar, vault, topic, channel, due):
    number = opened(sessions)
    with sessions.begin() as session:
        held = find(session, number)
        wanted = taken(held, a_ticket_filing(), topic=topic, issue="电梯维修", at=DURING)
        receipt = filing.file_ticket(
            session, wanted, key="k", routing=a_routing(), by=AGENT, at=DURING, calendar=calendar, vault=vault
        )
        (call,) = report(session, held, at=DURING, calendar=calendar).calls

    assert (call.ticket.channel, call.ticket.due) == (channel, moment(due))
    assert (call.ticket.number, call.in_scope, call.issue) == (receipt.number, bool(topic), "电梯维修")


def test_the_third_session_of_2020_gives_ten_calls_and_six_issues(sessions, calendar, vault):
    number = opened(sessions)
    numbers = leader_calls(sessions, number, at=DURING, calendar=calendar, vault=vault)
    with sessions() as session:
        found = report(session, find(session, number), at=END, calendar=calendar)

    assert found.counts() == {
        "来电": 10,
        "涉及问题": 6,
        "当场答复": 6,
        "转办": 4,
        "待转办": 0,
        "超出受理范围": 1,
        "督办件": 0,
    }
    assert found.issues[0] == ("创业贷款", 3)
    assert [promise.words() for promise in found.promises] == [
        "2个工作日内反馈：无（0件）；另有 3 件未到期",
        "2个工作日内回访：无（0件）；另有 3 件未到期",
    ]
    assert "共接听电话10个，涉及问题6个，主要涉及创业贷款" in found.draft()
    assert len(numbers) == 10


def test_the_promise_counts_from_the_call_and_names_its_cases(sessions, calendar, vault):
    number = opened(sessions)
    in_time, late, never = leader_calls(sessions, number, at=DURING, calendar=calendar, vault=vault)[6:9]
    officer, head = (dataclasses.replace(ACTORS[role], unit="人社局") for role in (Role.OFFICER, Role.HEAD))
    for case, signed, told in (
        (in_time, moment("2020-12-23 三 09:00"), moment("2020-12-24 四 17:30")),
        (late, moment("2020-12-23 三 09:00"), moment("2020-12-24 四 17:31")),
    ):
        steps = [
            ("签收", {}, officer, signed),
            ("拟复", {"text": "已为您办结。人社局"}, officer, signed),
            ("审核通过", {}, head, signed),
            ("答复", {}, OFFICE, told),
            ("回访", {"text": "已电话告知", "told": True}, AGENT, told),
        ]
        walk(sessions, case, steps, calendar=calendar)
    with sessions.begin() as session:
        urged = Details(text="跟踪督办")
        after = moment("2020-12-25 五 09:00")
        perform(session, never, "督办", urged, by=OFFICE, at=after, calendar=calendar)
        found = report(session, find(session, number), at=after, calendar=calendar)

    feedback, visited = found.promises
    assert (feedback.kept, feedback.broken, feedback.pending) == ([in_time], [late, never], [])
    assert visited.words() == "2个工作日内回访：33.3%（1/3）"
    assert [call.ticket.number for call in found.supervised] == [never]
