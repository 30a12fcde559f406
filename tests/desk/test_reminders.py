"""The clock's own deeds: on time, exactly once, also after downtime."""

import pytest

from desk import ledger, reminders, store
from desk.disclosure_table import Channel
from desk.workdays import WorkCalendar
from tests.builders import (
    CLERK,
    HEAD,
    OFFICE,
    OFFICER,
    filed_disclosure,
    filed_ticket,
    moment,
    walk,
)


@pytest.fixture
def run(sessions, calendar):
    def at(text, calendar=calendar):
        with sessions.begin() as session:
            return [sent.kind for sent in reminders.run(session, at=moment(text), calendar=calendar)]

    return at


@pytest.fixture
def signed(sessions, at, calendar, vault):
    number = filed_ticket(sessions, at=at, calendar=calendar, vault=vault).number
    walk(sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    return number


def test_a_three_day_ticket_is_reminded_a_day_ahead_and_escalated_once(run, signed):
    told = {
        "2026-11-24 二 17:29": [],
        "2026-11-24 二 17:30": ["提醒"],
        "2026-11-25 三 09:00": [],
        "2026-11-25 三 17:30": [],
        "2026-11-25 三 17:31": ["上报"],
        "2026-11-26 四 09:00": [],
    }

    assert {text: run(text) for text in told} == told


def test_after_downtime_each_is_sent_once(run, signed):
    assert run("2027-01-05 二 09:00") == ["提醒", "上报"]
    assert run("2027-01-05 二 09:01") == []


def test_an_answered_ticket_is_left_alone(run, sessions, signed, at, calendar):
    steps = [("拟复", {"text": "已修好。"}, OFFICER, at), ("审核通过", {}, HEAD, at), ("答复", {}, OFFICE, at)]
    walk(sessions, signed, steps, calendar=calendar)

    assert run("2026-12-25 五 09:00") == []


def test_an_unsigned_ticket_is_escalated_after_its_working_day(run, sessions, at, calendar, vault):
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault)

    assert run("2026-11-23 一 17:30") == []
    assert run("2026-11-23 一 17:31") == ["认领超期"]


def test_a_new_due_day_brings_a_new_reminder(run, sessions, signed, calendar):
    assert run("2026-11-24 二 17:30") == ["提醒"]
    asked = {"reason": "需调查", "basis": "《流程》四", "days": 2, "told": True}
    later = moment("2026-11-25 三 09:00")
    walk(sessions, signed, [("申请延期", asked, OFFICER, later), ("同意延期", {}, OFFICE, later)], calendar=calendar)

    assert run("2026-11-26 四 17:29") == []
    assert run("2026-11-26 四 17:30") == ["提醒"]


def test_a_changed_calendar_moves_open_dates_on_record(run, sessions, signed, calendar):
    day_off = {**calendar.rest, moment("2026-11-24 二 09:00").date(): "临时放假"}
    changed = WorkCalendar(calendar.papers, day_off, calendar.work, "2007-2026#changed")

    assert run("2026-11-21 六 09:00", changed) == ["重算期限"]
    assert run("2026-11-21 六 09:00", changed) == []
    with sessions() as session:
        ticket = store.ticket(session, signed)
        assert ticket.due == moment("2026-11-26 四 17:30")
        assert ticket.events[-1].facts["from"] == "2026-11-25T17:30:00+08:00"


def test_silent_applicants_and_third_parties_are_noticed(run, sessions, at, calendar, vault):
    first = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number
    second = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault, key="g-2").number
    walk(sessions, first, [("要求补正", {"text": "写明年度", "days": 5}, CLERK, at)], calendar=calendar)
    consult = [("受理", {}, CLERK, at), ("征求第三方意见", {"text": "是否同意公开", "party": "某公司"}, CLERK, at)]
    walk(sessions, second, consult, calendar=calendar)

    assert run("2026-11-27 五 17:30") == []
    assert run("2026-11-27 五 17:31") == ["逾期不补正"]
    assert run("2026-12-10 四 17:30") == ["征求意见提醒"]
    assert run("2026-12-11 五 17:31") == ["第三方逾期未答"]
    with sessions() as session:
        assert store.disclosure(session, first).state.value == "视为放弃"
        assert store.disclosure(session, second).due == moment("2027-01-08 五 17:30")
        assert store.disclosure(session, second).provisional
        assert ledger.verify(session).finding is None


INNER = {
    # how the request came to wait, when the clock spoke, and what it said
    "未确认": ({"channel": Channel.FAX}, [], {"2026-11-20 五 17:29": [], "2026-11-20 五 17:30": ["确认提醒"]}),
    "补正告知": ({}, [], {"2026-11-30 一 17:29": [], "2026-11-30 一 17:30": ["补正告知提醒"]}),
    "收费": (
        {},
        [("受理", {}), ("收费通知", {"reason": "数量过多", "method": "按量", "quantity": 31, "amount": 10})],
        {"2026-12-17 四 17:30": ["缴费提醒"], "2026-12-18 五 17:30": [], "2026-12-18 五 17:31": ["逾期不缴费"]},
    ),
    "延期待批": (
        {},
        [("受理", {}), ("申请延期", {"reason": "材料分散", "days": 20})],
        {"2026-12-17 四 17:29": [], "2026-12-17 四 17:30": ["提醒", "延期待批提醒"]},
    ),
    "交办": (
        {},
        [("受理", {}), ("交办", {"unit": "住建局", "days": 5})],
        {"2026-11-26 四 17:30": ["交办提醒"], "2026-11-27 五 17:30": [], "2026-11-27 五 17:31": ["交办超期"]},
    ),
}


@pytest.mark.parametrize("overrides,steps,told", INNER.values(), ids=INNER)
def test_inner_dates_of_a_request_are_told_once(run, sessions, at, calendar, vault, overrides, steps, told):
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault, **overrides).number
    if steps:
        walk(sessions, number, [(deed, details, CLERK, at) for deed, details in steps], calendar=calendar)

    assert {text: run(text) for text in told} == told
    assert run(list(told)[-1]) == []


def test_a_unit_that_has_fed_back_is_not_reminded(run, sessions, at, calendar, vault):
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number
    steps = [
        ("受理", {}, CLERK, at),
        ("交办", {"unit": "住建局", "days": 5}, CLERK, at),
        ("反馈", {"text": "见附件"}, OFFICER, at),
    ]
    walk(sessions, number, steps, calendar=calendar)

    assert run("2026-11-30 一 09:00") == []
