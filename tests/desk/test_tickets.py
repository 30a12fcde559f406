"""The ticket's deeds: what each demands, changes and freezes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.case import Details
from desk.errors import Invalid, NotAllowed, WrongState
from desk.offers import offers
from desk.ticket_table import Deed, State, TicketType
from desk.workdays import load_calendar
from tests.builders import AGENT, CITIZEN, HEAD, OFFICE, OFFICER, a_ticket, moment

CALENDAR = load_calendar()
SIGNED = "2026-11-20 五 10:00"
EXTENSION = Details(reason="需现场调查", basis="《流程》四", days=5, told=True)

CLOCKS = {
    # type, signed, extension, due, reminder
    "咨询一个工作日，半天前提醒": ("咨询", "2026-11-19 四 16:00", 0, "2026-11-20 五 17:30", "2026-11-20 五 12:00"),
    "投诉三个工作日，提前一天提醒": ("投诉", "2026-11-20 五 10:00", 0, "2026-11-25 三 17:30", "2026-11-24 二 17:30"),
    "周六签收，次日起算": ("求助", "2026-11-21 六 09:00", 0, "2026-11-25 三 17:30", "2026-11-24 二 17:30"),
    "跨国庆": ("建议", "2026-09-30 三 09:00", 0, "2026-10-10 六 17:30", "2026-10-09 五 17:30"),
    "延期五天": ("投诉", "2026-11-20 五 10:00", 5, "2026-12-02 三 17:30", "2026-12-01 二 17:30"),
    "周五咨询，调休周六到期": ("咨询", "2026-02-13 五 10:00", 0, "2026-02-14 六 17:30", "2026-02-14 六 12:00"),
}


@pytest.mark.parametrize("kind, signed, extension, due, remind", CLOCKS.values(), ids=CLOCKS.keys())
def test_the_clock_runs_from_signing(calendar, kind, signed, extension, due, remind):
    ticket = a_ticket(state=State.ROUTED, kind=TicketType(kind), extension=extension, signed=None)
    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=moment(signed), calendar=calendar)

    assert ticket.due == moment(due)
    assert ticket.remind_at(calendar) == moment(remind)
    assert ticket.clock(calendar)["due"] == moment(due).isoformat()


@pytest.mark.parametrize(
    "signed, verdict",
    [("2026-11-23 一 17:30", "按时"), ("2026-11-23 一 17:31", "逾期")],
    ids=["下一工作日下班前", "再晚一分钟"],
)
def test_signing_within_a_working_day_is_in_time(calendar, signed, verdict):
    ticket = a_ticket(state=State.ROUTED, routed=moment(SIGNED), signed=None)

    assert ticket.do(Deed.SIGN, Details(), by=OFFICER, at=moment(signed), calendar=calendar).verdict == verdict


RIGHT_RETURN = {"reason": "不属本局职责", "basis": "三定方案", "unit": "城管执法局"}
WRONG_RETURNS = {
    "没有理由": ({**RIGHT_RETURN, "reason": " "}, "2026-11-20 五 17:00", "退回理由"),
    "没有依据": ({**RIGHT_RETURN, "basis": ""}, "2026-11-20 五 17:00", "退回依据"),
    "没有说明应由谁办": ({**RIGHT_RETURN, "unit": ""}, "2026-11-20 五 17:00", "应承办单位"),
    "退给自己": ({**RIGHT_RETURN, "unit": "住建局"}, "2026-11-20 五 17:00", "不能是本单位"),
    "签收次日": (RIGHT_RETURN, "2026-11-21 六 00:00", "签收当日"),
}


@pytest.mark.parametrize("details, at, problem", WRONG_RETURNS.values(), ids=WRONG_RETURNS.keys())
def test_a_return_without_its_conditions_changes_nothing(calendar, details, at, problem):
    ticket = a_ticket(state=State.HANDLING)
    with pytest.raises(Invalid, match=problem):
        ticket.do(Deed.RETURN, Details(**details), by=OFFICER, at=moment(at), calendar=calendar)

    assert (ticket.state, ticket.events) == (State.HANDLING, [])


def test_a_returned_ticket_starts_again_with_the_right_unit(calendar):
    ticket = a_ticket(state=State.HANDLING)
    at = moment("2026-11-20 五 23:59")
    ticket.do(Deed.RETURN, Details(**RIGHT_RETURN), by=OFFICER, at=at, calendar=calendar)
    ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=AGENT, at=moment("2026-11-23 一 09:00"), calendar=calendar)

    assert (ticket.unit, ticket.signed) == ("城管执法局", None)
    assert ticket.due == moment("2026-11-26 四 17:30")


def test_a_call_a_leader_took_has_two_working_days(calendar):
    ticket = a_ticket(state=State.ROUTED, channel="领导接听")
    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=moment(SIGNED), calendar=calendar)

    assert ticket.due == moment("2026-11-24 二 17:30")


WRONG_EXTENSIONS = {
    "六个工作日": ({"days": 6}, "2026-11-23 一 09:00", "1 至 5"),
    "零天": ({"days": 0}, "2026-11-23 一 09:00", "1 至 5"),
    "没有理由": ({"reason": ""}, "2026-11-23 一 09:00", "延期理由"),
    "没有依据": ({"basis": ""}, "2026-11-23 一 09:00", "延期依据"),
    "没有告知诉求人": ({"told": False}, "2026-11-23 一 09:00", "告知"),
    "已经到期": ({}, "2026-11-25 三 17:31", "届满前"),
}


@pytest.mark.parametrize("change, at, problem", WRONG_EXTENSIONS.values(), ids=WRONG_EXTENSIONS.keys())
def test_an_extension_without_its_conditions_is_refused(calendar, change, at, problem):
    ticket = a_ticket(state=State.HANDLING)
    wanted = Details(**{**EXTENSION.__dict__, **change})
    with pytest.raises(Invalid, match=problem):
        ticket.do(Deed.ASK_EXTENSION, wanted, by=OFFICER, at=moment(at), calendar=calendar)

    assert (ticket.extension_asked, ticket.due) == (0, moment("2026-11-25 三 17:30"))


def test_an_extension_is_granted_once(calendar):
    ticket, at = a_ticket(state=State.HANDLING), moment("2026-11-25 三 17:30")
    ticket.do(Deed.ASK_EXTENSION, EXTENSION, by=OFFICER, at=at, calendar=calendar)
    assert ticket.due == moment("2026-11-25 三 17:30")

    ticket.do(Deed.GRANT_EXTENSION, Details(), by=OFFICE, at=at, calendar=calendar)

    assert ticket.due == moment("2026-12-02 三 17:30")
    with pytest.raises(Invalid, match="最多申请一次"):
        ticket.do(Deed.ASK_EXTENSION, EXTENSION, by=OFFICER, at=at, calendar=calendar)
    with pytest.raises(Invalid, match="没有待批"):
        ticket.do(Deed.GRANT_EXTENSION, Details(), by=OFFICE, at=at, calendar=calendar)


def test_a_refused_extension_leaves_the_date_and_cannot_be_asked_again(calendar):
    ticket, at = a_ticket(state=State.HANDLING), moment("2026-11-23 一 10:00")
    ticket.do(Deed.ASK_EXTENSION, EXTENSION, by=OFFICER, at=at, calendar=calendar)
    ticket.do(Deed.REFUSE_EXTENSION, Details(reason="情况不复杂"), by=OFFICE, at=at, calendar=calendar)

    assert ticket.due == moment("2026-11-25 三 17:30")
    with pytest.raises(Invalid, match="最多申请一次"):
        ticket.do(Deed.ASK_EXTENSION, EXTENSION, by=OFFICER, at=at, calendar=calendar)


@pytest.mark.parametrize(
    "at, verdict", [("2026-11-25 三 17:30", "按时"), ("2026-11-25 三 17:31", "逾期")], ids=["到点", "过点"]
)
def test_the_verdict_is_frozen_when_the_head_approves(calendar, at, verdict):
    ticket = a_ticket(state=State.DRAFTED)
    event = ticket.do(Deed.APPROVE, Details(), by=HEAD, at=moment(at), calendar=calendar)

    assert event.verdict == verdict
    assert not ticket.overdue(moment("2026-11-25 三 17:30"))


def test_rework_keeps_the_date_and_redoing_starts_it_anew(calendar):
    ticket = a_ticket(state=State.APPROVED)
    later = moment("2026-11-24 二 09:00")
    ticket.do(Deed.REWORK, Details(reason="未说明结果"), by=OFFICE, at=later, calendar=calendar)
    assert ticket.due == moment("2026-11-25 三 17:30")

    dissatisfied = a_ticket(state=State.RATED, rating="不满意", reply="旧答复")
    event = dissatisfied.do(Deed.REDO, Details(), by=OFFICE, at=later, calendar=calendar)

    assert dissatisfied.due == moment("2026-11-27 五 17:30")
    assert event.facts["previous_reply"] == "旧答复"
    assert dissatisfied.rating == ""


def test_a_redone_ticket_is_not_returned_even_on_the_day_it_was_signed(calendar):
    ticket, at = a_ticket(state=State.HANDLING, redone=1), moment(SIGNED)
    with pytest.raises(Invalid, match="签收当日"):
        ticket.do(
            Deed.RETURN,
            Details(reason="非本单位职责", basis="三定方案", unit="城管执法局"),
            by=OFFICER,
            at=at,
            calendar=calendar,
        )


def test_a_satisfied_ticket_is_not_redone(calendar):
    with pytest.raises(Invalid, match="不满意"):
        a_ticket(state=State.RATED, rating="满意").do(
            Deed.REDO, Details(), by=OFFICE, at=moment(SIGNED), calendar=calendar
        )


def test_a_dissatisfied_citizen_is_not_closed_away(calendar):
    at = moment("2026-11-24 二 09:00")
    with pytest.raises(Invalid, match="先重新办理"):
        a_ticket(state=State.RATED, rating="不满意").do(Deed.CLOSE, Details(), by=OFFICE, at=at, calendar=calendar)
    with pytest.raises(Invalid, match="县政府办核查"):
        a_ticket(state=State.RATED, rating="不满意", redone=1).do(
            Deed.CLOSE, Details(text="已核查"), by=AGENT, at=at, calendar=calendar
        )


@pytest.mark.parametrize("rating", ["", "很好", "五星"])
def test_a_rating_is_one_of_five_levels(calendar, rating):
    with pytest.raises(Invalid, match="非常满意"):
        a_ticket(state=State.ANSWERED).do(
            Deed.RATE, Details(rating=rating), by=CITIZEN, at=moment(SIGNED), calendar=calendar
        )


def test_the_wrong_role_and_the_wrong_state_are_told_apart(calendar):
    with pytest.raises(NotAllowed, match="承办人不能进行「答复」"):
        a_ticket(state=State.APPROVED).do(Deed.ANSWER, Details(), by=OFFICER, at=moment(SIGNED), calendar=calendar)
    with pytest.raises(WrongState, match="工单当前为「办结」"):
        a_ticket(state=State.CLOSED).do(Deed.SIGN, Details(), by=OFFICER, at=moment(SIGNED), calendar=calendar)


MOMENTS = st.datetimes(
    min_value=moment(SIGNED).replace(tzinfo=None, year=2019), max_value=moment(SIGNED).replace(tzinfo=None)
)


@given(at=MOMENTS, days=st.integers(1, 5))
def test_an_extension_always_moves_the_date_later(at, days):
    at = at.replace(tzinfo=moment(SIGNED).tzinfo)
    ticket = a_ticket(state=State.ROUTED, routed=at)
    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=CALENDAR)
    before = ticket.due
    wanted = Details(reason="调查", basis="《流程》四", days=days, told=True)
    ticket.do(Deed.ASK_EXTENSION, wanted, by=OFFICER, at=at, calendar=CALENDAR)
    ticket.do(Deed.GRANT_EXTENSION, Details(), by=OFFICE, at=at, calendar=CALENDAR)

    assert before < ticket.due
    assert CALENDAR.count(before.date(), ticket.due.date()) == days


RETURNED = Details(**RIGHT_RETURN)


def returned(times, calendar):
    """A ticket that so many units gave back, each on the day it signed."""
    ticket, at = a_ticket(state=State.HANDLING), moment(SIGNED)
    ticket.do(Deed.RETURN, RETURNED, by=OFFICER, at=at, calendar=calendar)
    for _ in range(times - 1):
        ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=AGENT, at=at, calendar=calendar)
        ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=calendar)
        ticket.do(Deed.RETURN, Details(**{**RIGHT_RETURN, "unit": "住建局"}), by=OFFICER, at=at, calendar=calendar)
    return ticket


def test_after_the_first_return_an_agent_reroutes(calendar):
    ticket = returned(1, calendar)
    ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=AGENT, at=moment(SIGNED), calendar=calendar)

    assert (ticket.unit, ticket.designated) == ("城管执法局", False)


def test_from_the_second_return_on_the_county_office_designates_the_unit(calendar):
    ticket, at = returned(2, calendar), moment(SIGNED)
    with pytest.raises(Invalid, match="已退回 2 次，由县政府办指定"):
        ticket.do(Deed.REROUTE, Details(unit="住建局"), by=AGENT, at=at, calendar=calendar)
    assert "再派" not in offers(ticket, by=AGENT, at=at)
    assert "再派" in offers(ticket, by=OFFICE, at=at)

    ticket.do(Deed.REROUTE, Details(unit="住建局"), by=OFFICE, at=at, calendar=calendar)
    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=calendar)

    assert (ticket.unit, ticket.designated) == ("住建局", True)
    assert "退回" not in offers(ticket, by=OFFICER, at=at)
    with pytest.raises(Invalid, match="不能再退回"):
        ticket.do(Deed.RETURN, RETURNED, by=OFFICER, at=at, calendar=calendar)


def test_only_the_county_office_takes_a_designated_ticket_away(calendar):
    ticket, at = a_ticket(state=State.ROUTED, signed=None, designated=True), moment(SIGNED)
    with pytest.raises(Invalid, match="由县政府办指定"):
        ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=AGENT, at=at, calendar=calendar)
    ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=OFFICE, at=at, calendar=calendar)

    assert ticket.designated


@pytest.mark.parametrize("kind, due", [("咨询", "2026-11-23 一 17:30"), ("求助", "2026-11-25 三 17:30")])
def test_the_clock_follows_the_type_before_signing(calendar, kind, due):
    ticket = a_ticket(state=State.ROUTED, signed=None)
    event = ticket.do(Deed.RETYPE, Details(kind=kind), by=AGENT, at=moment(SIGNED), calendar=calendar)

    assert (ticket.kind.value, ticket.due) == (kind, moment(due))
    assert (event.facts["from"], event.facts["type"]) == ("投诉", kind)


@pytest.mark.parametrize("kind, problem", [("", "应为"), ("闲聊", "应为"), ("投诉", "与原类型相同")])
def test_a_wrong_type_changes_nothing(calendar, kind, problem):
    ticket = a_ticket(state=State.ROUTED, signed=None)
    with pytest.raises(Invalid, match=problem):
        ticket.do(Deed.RETYPE, Details(kind=kind), by=AGENT, at=moment(SIGNED), calendar=calendar)

    assert (ticket.kind, ticket.events) == (TicketType.COMPLAINT, [])


def test_a_signed_ticket_keeps_its_type(calendar):
    with pytest.raises(WrongState):
        a_ticket(state=State.HANDLING).do(
            Deed.RETYPE, Details(kind="咨询"), by=AGENT, at=moment(SIGNED), calendar=calendar
        )


def test_who_reported_stays_hidden_whatever_the_report_is_called_later(calendar):
    ticket = a_ticket(state=State.ROUTED, signed=None, kind=TicketType.REPORT)
    ticket.do(Deed.RETYPE, Details(kind="投诉"), by=AGENT, at=moment(SIGNED), calendar=calendar)

    assert ticket.hidden


def test_a_supervised_ticket_is_marked(calendar):
    ticket = a_ticket(state=State.HANDLING)
    with pytest.raises(Invalid, match="督办要求"):
        ticket.do(Deed.SUPERVISE, Details(), by=OFFICE, at=moment(SIGNED), calendar=calendar)
    ticket.do(Deed.SUPERVISE, Details(text="两日内报结果"), by=OFFICE, at=moment(SIGNED), calendar=calendar)

    assert ticket.supervised


def test_a_call_back_may_follow_the_citizens_own_rating(calendar):
    ticket = a_ticket(state=State.RATED, rating="满意")
    ticket.do(Deed.VISIT, Details(text="已电话回访", told=True), by=AGENT, at=moment(SIGNED), calendar=calendar)

    assert (ticket.state, len(ticket.did(Deed.VISIT))) == (State.RATED, 1)


def test_whoever_stays_dissatisfied_is_looked_into_by_the_county_office(calendar):
    ticket, at = a_ticket(state=State.RATED, rating="不满意", redone=1), moment(SIGNED)

    assert "办结" not in offers(ticket, by=AGENT, at=at)
    assert "办结" in offers(ticket, by=OFFICE, at=at)


def test_an_extension_nobody_decided_lapses_with_the_unit_that_asked(calendar):
    ticket, at = a_ticket(state=State.HANDLING), moment(SIGNED)
    ticket.do(Deed.ASK_EXTENSION, EXTENSION, by=OFFICER, at=at, calendar=calendar)
    ticket.do(Deed.RETURN, RETURNED, by=OFFICER, at=at, calendar=calendar)
    ticket.do(Deed.REROUTE, Details(unit="城管执法局"), by=AGENT, at=at, calendar=calendar)
    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=calendar)

    assert "同意延期" not in offers(ticket, by=OFFICE, at=at)
    assert "申请延期" in offers(ticket, by=replace(OFFICER, unit="城管执法局"), at=at)
