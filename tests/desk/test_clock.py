"""Properties of a ticket's clock: whatever happens to it, wherever the server stands, whichever calendar is loaded."""

import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import reminders, store
from desk.case import Details
from desk.database import connect, sqlite_url
from desk.moments import SHANGHAI, due_words
from desk.ticket_table import Deed, State, TicketType
from desk.workdays import calendar_of, load_calendar
from knowledge.holidays import Holiday, Notice, load_holidays
from tests.builders import HEAD, OFFICE, OFFICER, a_ticket, filed_ticket, moment, walk
from tests.desk import naive

CALENDAR = load_calendar()
DAYS = st.dates(date(2020, 1, 1), date(2026, 10, 31))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(SHANGHAI))
KINDS = st.sampled_from(TicketType)
PROMISE = {"reason": "需现场调查", "basis": "《流程》四", "told": True}


def done(ticket, deed, by, at, **details):
    return ticket.do(deed, Details(**details), by=by, at=at, calendar=CALENDAR)


def signed(kind, at):
    ticket = a_ticket(state=State.ROUTED, kind=kind, routed=at, signed=None)
    done(ticket, Deed.SIGN, OFFICER, at)
    return ticket


@given(KINDS, MOMENTS)
def test_the_due_date_is_the_one_counted_by_hand(kind, at):
    days = 1 if kind is TicketType.CONSULTATION else 3

    assert signed(kind, at).due == naive.evening(naive.plus(at.date(), days))


@given(KINDS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_signing_later_is_never_due_earlier(kind, at, later):
    assert signed(kind, at).due <= signed(kind, at + later).due


@given(KINDS, MOMENTS, st.integers(1, 5))
def test_an_extension_adds_exactly_the_promised_working_days(kind, at, days):
    ticket = signed(kind, at)
    before = ticket.due
    done(ticket, Deed.ASK_EXTENSION, OFFICER, at, days=days, **PROMISE)
    promised = next(each for each in ticket.clock(CALENDAR)["dates"] if each["name"] == "延期承诺")
    assert ticket.due == before
    done(ticket, Deed.GRANT_EXTENSION, OFFICE, at + timedelta(days=30))

    assert ticket.due == naive.evening(naive.plus(before.date(), days))
    assert promised["at"] == ticket.due.isoformat()


@given(KINDS, MOMENTS, st.integers(1, 5), st.integers(0, 10))
def test_a_return_starts_the_next_unit_with_a_whole_clock(kind, at, days, waited):
    ticket = signed(kind, at)
    done(ticket, Deed.ASK_EXTENSION, OFFICER, at, days=days, **PROMISE)
    done(ticket, Deed.RETURN, OFFICER, at, reason="不属本局", basis="三定方案", unit="城管执法局")
    again = at + timedelta(days=waited)
    done(ticket, Deed.REROUTE, OFFICE, again, unit="城管执法局")
    done(ticket, Deed.SIGN, OFFICER, again)

    assert ticket.due == signed(kind, again).due
    assert (ticket.extension, ticket.extension_asked) == (0, 0)


@given(KINDS, MOMENTS, st.integers(0, 20))
def test_a_rework_moves_no_date_and_freezes_each_verdict(kind, at, waited):
    ticket = signed(kind, at)
    due, fed = ticket.due, at + timedelta(days=waited)
    done(ticket, Deed.DRAFT, OFFICER, fed, text="正在看。")
    first = done(ticket, Deed.APPROVE, HEAD, fed)
    done(ticket, Deed.REWORK, OFFICE, fed, reason="没有结果")
    done(ticket, Deed.DRAFT, OFFICER, due + timedelta(days=1), text="已修好。")
    second = done(ticket, Deed.APPROVE, HEAD, due + timedelta(days=1))

    assert ticket.due == due
    assert (first.verdict, second.verdict) == ("按时" if fed <= due else "逾期", "逾期")


@given(KINDS, MOMENTS, st.integers(1, 30), st.booleans())
def test_a_redo_has_a_whole_clock_without_the_days_granted_before(kind, at, waited, extended):
    ticket = signed(kind, at)
    if extended:
        done(ticket, Deed.ASK_EXTENSION, OFFICER, at, days=5, **PROMISE)
        done(ticket, Deed.GRANT_EXTENSION, OFFICE, at)
    ticket.state, ticket.rating = State.RATED, "不满意"
    again = at + timedelta(days=waited)
    done(ticket, Deed.REDO, OFFICE, again)

    assert ticket.due == signed(kind, again).due
    assert ticket.extension_pends is False


@given(KINDS, MOMENTS, st.integers(0, 5))
def test_the_reminder_comes_before_the_due_moment_and_after_the_start(kind, at, extension):
    ticket = signed(kind, at)
    ticket.extension = extension
    ticket.recount(CALENDAR)
    ahead = ticket.remind_at(CALENDAR)

    assert at.date() <= ahead.date() <= ticket.due.date()
    assert ahead < ticket.due
    half_a_day = ticket.days == 1
    assert CALENDAR.count(ahead.date(), ticket.due.date()) == (0 if half_a_day else 1)


@given(KINDS, MOMENTS, st.integers(0, 5))
def test_every_day_between_start_and_due_is_counted_or_explained(kind, at, asked):
    ticket = signed(kind, at)
    if asked:
        done(ticket, Deed.ASK_EXTENSION, OFFICER, at, days=asked, **PROMISE)
    for told in ticket.clock(CALENDAR)["dates"]:
        if told["name"] == "催办时点":
            continue
        start, end = date.fromisoformat(told["start"]), datetime.fromisoformat(told["at"]).date()
        assert told["working_days"] + len(told["skipped"]) == (end - start).days, told["name"]
        assert told["calendar"] == CALENDAR.version
        assert {mark["date"] for mark in told["made_up"]} == {
            day.isoformat() for day, worked in naive.MARKED.items() if worked and start < day <= end
        }


SCRIPT = """
import json, sys
from datetime import datetime
from desk.case import Details
from desk.ticket_table import Deed, State, TicketType
from desk.workdays import load_calendar
from tests.builders import OFFICER, a_ticket
calendar, told = load_calendar(), []
for text in json.load(sys.stdin):
    at = datetime.fromisoformat(text)
    for kind in TicketType:
        ticket = a_ticket(state=State.ROUTED, kind=kind, routed=at, signed=None)
        verdict = ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=calendar).verdict
        moments = (ticket.due, ticket.remind_at(calendar), ticket.claim_due(calendar))
        told.append([verdict, *(moment.isoformat() for moment in moments)])
print(json.dumps(told))
"""
EDGES = (
    *("2026-02-13T23:59:59.999999+08:00", "2026-02-14T00:00:00+08:00", "2026-11-20T17:30:00+08:00"),
    *("2026-11-20T15:59:59+00:00", "2026-11-20T16:00:00+00:00", "2026-11-01T01:30:00-07:00"),
    *("2026-12-31T23:30:00+08:00", "2024-02-29T08:00:00+08:00", "2026-03-08T02:30:00-08:00"),
)


def test_the_servers_time_zone_moves_no_date():
    told = []
    for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles"):
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(EDGES),
            env={**os.environ, "TZ": zone, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(json.loads(ran.stdout))

    assert told[0] == told[1] == told[2]


NOTICES = load_holidays()


def with_changes(changes):
    """The calendar after a notice of 2026 was replaced: *changes* are days made free or working."""
    kept = [notice for notice in NOTICES if notice.year != 2026]
    (now,) = [notice for notice in NOTICES if notice.year == 2026]
    days = {day.day: day for day in now.days} | {day: Holiday("调整", day, off=off) for day, off in changes.items()}
    return calendar_of([*kept, Notice(2026, now.papers, tuple(days[day] for day in sorted(days)))])


NOVEMBER = st.dates(date(2026, 11, 21), date(2026, 12, 4))


@pytest.fixture
def open_ticket(sessions, at, calendar, vault):
    number = filed_ticket(sessions, at=at, calendar=calendar, vault=vault).number
    walk(sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    return number


@pytest.fixture
def fresh(migrated, tmp_path, calendar, vault, at):
    """Make a database with one signed ticket; hypothesis asks for many within one test."""
    made = []

    def one():
        folder = tmp_path / str(len(made))
        folder.mkdir()
        shutil.copy(migrated, folder / "desk.db")
        made.append(connect(sqlite_url(folder)))
        number = filed_ticket(made[-1].sessions, at=at, calendar=calendar, vault=vault).number
        walk(made[-1].sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
        return made[-1].sessions, number

    yield one
    for database in made:
        database.engine.dispose()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(NOVEMBER, st.booleans(), max_size=4), min_size=1, max_size=3), st.integers(1, 2))
def test_replaced_calendars_neither_double_nor_lose_a_reminder(fresh, at, changes, runs):
    """After each replacement the date is that of the new calendar, and every date is spoken of once."""
    sessions, number = fresh()
    calendars, said = [CALENDAR, *(with_changes(each) for each in changes)], []
    for hour in range(0, 21 * 24, 12):
        now, using = at + timedelta(hours=hour), calendars[min(hour // 48, len(calendars) - 1)]
        for _ in range(runs):
            with sessions.begin() as session:
                said += [(each.kind, each.words) for each in reminders.run(session, at=now, calendar=using)]
    with sessions() as session:
        ticket = store.ticket(session, number)

    assert ticket.due.date() == calendars[-1].explain(at.date(), 3).end
    spoken = [each for each in said if each[0] != "重算期限"]  # a date may move to and fro, each time on record
    assert len(spoken) == len(set(spoken))
    for kind in ("提醒", "上报"):
        assert (kind, due_words(ticket.due)) in said


def test_two_processes_at_once_remind_once(either, calendar, vault, at):
    number = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault).number
    walk(either.sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    late, said = moment("2026-11-26 四 09:00"), []

    def run():
        with either.sessions.begin() as session:
            said.extend(each.kind for each in reminders.run(session, at=late, calendar=calendar))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["上报", "提醒"]


def test_after_three_days_off_nothing_is_lost_or_doubled(sessions, open_ticket, calendar):
    said = []
    for text in ("2026-11-24 二 12:00", "2026-11-27 五 12:00", "2026-11-27 五 12:01"):
        with sessions.begin() as session:
            said.append([each.kind for each in reminders.run(session, at=moment(text), calendar=calendar)])
    with sessions() as session:
        events = [event.deed for event in store.ticket(session, open_ticket).events]

    assert said == [[], ["提醒", "上报"], []]
    assert (events.count("提醒"), events.count("上报")) == (1, 1)


def test_a_verdict_stays_when_the_calendar_changes(sessions, open_ticket, calendar):
    late = moment("2026-11-26 四 09:00")
    steps = [("拟复", {"text": "已修好。"}, OFFICER, late), ("审核通过", {}, HEAD, late), ("答复", {}, OFFICE, late)]
    walk(sessions, open_ticket, steps, calendar=calendar)
    kinder = with_changes({date(2026, 11, 23): True, date(2026, 11, 24): True})
    with sessions.begin() as session:
        assert reminders.run(session, at=late, calendar=kinder) == []
        ticket = store.ticket(session, open_ticket)
        verdicts = [event.verdict for event in ticket.events if event.deed in ("审核通过", "答复")]
        words = ticket.clock(kinder)["words"]

    assert verdicts == ["逾期", "逾期"]
    assert ticket.due == moment("2026-11-25 三 17:30")
    assert words == [
        f"按当时的放假安排（日历版本 {calendar.version}）推算为11月25日（周三）17:30前，之后的变动不再影响。"
    ]
