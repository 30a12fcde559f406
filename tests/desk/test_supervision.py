"""What the county office watches: pressing cases, and figures that are the cases behind them."""

from datetime import timedelta

import pytest

from desk import supervision
from tests.builders import CITIZEN, HEAD, OFFICE, OFFICER, filed_ticket, moment, walk

SIGNED = ("签收", {}, OFFICER, moment("2026-11-20 五 11:00"))
DRAFTED = ("拟复", {"text": "已更换主板，电梯恢复运行。"}, OFFICER, moment("2026-11-23 一 09:00"))
APPROVED = ("审核通过", {}, HEAD, moment("2026-11-23 一 10:00"))
ANSWERED = ("答复", {}, OFFICE, moment("2026-11-23 一 11:00"))
ANSWERED_LATE = ("答复", {}, OFFICE, moment("2026-11-27 五 11:00"))
ASKED = (
    "申请延期",
    {"days": 2, "reason": "等配件", "basis": "《流程》四", "told": True},
    OFFICER,
    moment("2026-11-23 一 09:00"),
)
LATER = moment("2026-11-28 六 09:00")  # after the due date, 2026-11-25

LIVES = {  # what was done → questions answered with yes, later
    "签收后没有下文": ([SIGNED], {"received", "open", "overdue", "owed"}),
    "申请延期": ([SIGNED, ASKED], {"received", "open", "overdue", "owed", "extensions"}),
    "等审阅": ([SIGNED, DRAFTED, APPROVED], {"received", "open", "overdue", "owed", "review"}),
    "按时答复": ([SIGNED, DRAFTED, APPROVED, ANSWERED], {"received", "answered", "in_time", "owed"}),
    "逾期答复": ([SIGNED, DRAFTED, APPROVED, ANSWERED_LATE], {"received", "answered", "late", "owed"}),
    "评价满意": (
        [SIGNED, DRAFTED, APPROVED, ANSWERED, ("评价", {"rating": "满意"}, CITIZEN, LATER)],
        {"received", "answered", "in_time", "owed", "rated", "satisfied"},
    ),
    "不满意重办": (
        [SIGNED, DRAFTED, APPROVED, ANSWERED, ("评价", {"rating": "不满意"}, CITIZEN, LATER)],
        {"received", "open"},
    ),
}


@pytest.mark.parametrize("steps,yes", LIVES.values(), ids=LIVES)
def test_each_question_is_answered_from_the_case(sessions, calendar, vault, at, steps, yes):
    filed = filed_ticket(sessions, at=at, calendar=calendar, vault=vault)
    walk(sessions, filed.number, steps, calendar=calendar)
    with sessions.begin() as session:
        standing = supervision.standings(session, at=LATER, after=at, until=at + timedelta(days=1))

    assert {question for question in supervision.QUESTIONS if supervision.asked(question, standing)} == yes


def test_without_a_period_only_open_cases_are_looked_at(sessions, calendar, vault, at):
    done, still_open = (filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key=key) for key in "ab")
    walk(sessions, done.number, [SIGNED, DRAFTED, APPROVED, ANSWERED], calendar=calendar)
    with sessions.begin() as session:
        standing = supervision.standings(session, at=LATER)

    assert [one.number for one in standing] == [still_open.number]


def test_the_spread_counts_cases_and_late_ones(sessions, calendar, vault, at):
    for key in "ab":
        filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key=key)
    with sessions.begin() as session:
        standing = supervision.standings(session, at=LATER)

    assert supervision.spread(standing, lambda one: one.unit) == [("住建局", 2, 2)]
