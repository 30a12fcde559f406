"""What the county office watches: pressing cases, and figures that are the cases behind them."""

from datetime import timedelta

import pytest

from desk import supervision
from desk.standing import returned_by_unit, standing
from desk.supervision import QUESTIONS
from tests.builders import CITIZEN, HEAD, OFFICE, OFFICER, a_routing, filed_ticket, moment, walk

SIGNED = ("签收", {}, OFFICER, moment("2026-11-20 五 11:00"))
RETURNED = (
    "退回",
    {"reason": "不属本局职责", "basis": "三定方案", "unit": "城管执法局"},
    OFFICER,
    moment("2026-11-20 五 11:30"),
)
BACK = ("再派", {"unit": "住建局", "reason": "核实后仍应由其承办"}, OFFICE, moment("2026-11-20 五 14:40"))
SIGNED_AGAIN = ("签收", {}, OFFICER, moment("2026-11-20 五 15:00"))
RETURNED_AGAIN = (*RETURNED[:3], moment("2026-11-20 五 15:10"))
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
REFUSED = ("不同意延期", {"reason": "配件已到"}, OFFICE, moment("2026-11-23 一 10:00"))
URGED = ("催办", {"text": "请快些"}, CITIZEN, moment("2026-11-23 一 09:30"))
SUPERVISED = ("督办", {"text": "限期办结"}, OFFICE, moment("2026-11-23 一 09:40"))
LATER = moment("2026-11-28 六 09:00")  # after the due date, 2026-11-25
UNHAPPY = ("评价", {"rating": "不满意"}, CITIZEN, moment("2026-11-24 二 09:00"))
DRAFTED_ANEW = ("拟复", {"text": "已再次检修并延长质保一年。"}, OFFICER, moment("2026-11-25 三 09:00"))
APPROVED_ANEW = ("审核通过", {}, HEAD, moment("2026-11-25 三 10:00"))
ANSWERED_ANEW = ("答复", {}, OFFICE, moment("2026-11-25 三 11:00"))
STILL_UNHAPPY = ("评价", {"rating": "非常不满意"}, CITIZEN, moment("2026-11-26 四 09:00"))

LYING = {"received", "routed", "open", "overdue", "owed", "missed"}
DONE = {"received", "routed", "answered", "owed"}
LIVES = {  # what was done → questions answered with yes, later
    "签收后没有下文": ([SIGNED], LYING),
    "催办、督办": ([SIGNED, URGED, SUPERVISED], {*LYING, "urged", "supervised"}),
    "申请延期": ([SIGNED, ASKED], {*LYING, "extensions"}),
    "延期没有同意": ([SIGNED, ASKED, REFUSED], LYING),
    "退回": ([SIGNED, RETURNED], {*LYING, "returned", "returns"}),
    "再次退回": ([SIGNED, RETURNED, BACK, SIGNED_AGAIN, RETURNED_AGAIN], {*LYING, "designate", "returns"}),
    "等审阅": ([SIGNED, DRAFTED, APPROVED], {*LYING, "review"}),
    "按时答复": ([SIGNED, DRAFTED, APPROVED, ANSWERED], {*DONE, "in_time"}),
    "逾期答复": ([SIGNED, DRAFTED, APPROVED, ANSWERED_LATE], {*DONE, "late", "missed"}),
    "评价满意": (
        [SIGNED, DRAFTED, APPROVED, ANSWERED, ("评价", {"rating": "满意"}, CITIZEN, LATER)],
        {*DONE, "in_time", "rated", "satisfied"},
    ),
    "不满意重办": (
        [SIGNED, DRAFTED, APPROVED, ANSWERED, ("评价", {"rating": "不满意"}, CITIZEN, LATER)],
        {"received", "routed", "open"},
    ),
    "重办后仍不满意": (
        [SIGNED, DRAFTED, APPROVED, ANSWERED, UNHAPPY, DRAFTED_ANEW, APPROVED_ANEW, ANSWERED_ANEW, STILL_UNHAPPY],
        {*DONE, "in_time", "rated", "disputed"},
    ),
}


@pytest.fixture
def filed(sessions, calendar, vault, at):
    """File a ticket and do *steps* with it; gives its number."""

    def lived(*steps, **given):
        number = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, **given).number
        if steps:
            walk(sessions, number, steps, calendar=calendar)
        return number

    return lived


@pytest.fixture
def asked(sessions, at):
    """Numbers that answer a question with yes, of the tickets received on the day, or of all undecided ones."""

    def numbers(question, *, now=LATER, undecided=False, **narrowed):
        day = {} if undecided else {"after": at, "until": at + timedelta(days=1)}
        with sessions.begin() as session:
            of = standing(at=now, **day)
            return supervision.numbers(session, of, question, at=now, narrowed=narrowed)

    return numbers


@pytest.mark.parametrize("steps,yes", LIVES.values(), ids=LIVES)
def test_each_question_is_answered_from_the_case(filed, asked, steps, yes):
    filed(*steps)

    assert {question for question in QUESTIONS if asked(question)} == yes


@pytest.mark.parametrize("steps,yes", LIVES.values(), ids=LIVES)
def test_a_figure_counts_the_list_behind_it(filed, asked, sessions, at, steps, yes):
    filed(*steps)
    with sessions.begin() as session:
        of = standing(at=LATER, after=at, until=at + timedelta(days=1))
        [line] = supervision.tally(session, of, QUESTIONS, at=LATER)

    assert {question for question, answer in zip(QUESTIONS, line.answers, strict=True) if answer} == yes


@pytest.mark.parametrize(
    "now,today,overdue",
    [("2026-11-25 三 08:00", 1, 0), ("2026-11-25 三 17:31", 0, 1), ("2026-11-24 二 17:00", 0, 0)],
    ids=["当日", "当日下班后", "前一日"],
)
def test_due_today_is_not_overdue(filed, asked, now, today, overdue):
    filed(SIGNED)

    assert len(asked("today", now=moment(now))) == today
    assert len(asked("overdue", now=moment(now))) == overdue


def test_a_leaders_call_waits_for_feedback(filed, asked):
    called = filed(SIGNED, channel="领导接听", leader_session=1)
    filed(SIGNED, key="another")

    assert asked("leader", undecided=True) == [called]


def test_without_a_period_only_undecided_cases_are_looked_at(filed, asked):
    filed(SIGNED, DRAFTED, APPROVED, ANSWERED, key="a")
    still_open = filed(key="b")

    assert asked("received", undecided=True) == [still_open]


def test_lists_are_narrowed(filed, asked):
    elevator = filed(SIGNED, key="a")
    lamp = filed(
        key="b",
        matter="路灯坏了",
        channel="微信",
        routing=a_routing("城管执法局", town="庙首镇", type="求助", sure=False),
    )

    assert asked("received", town="庙首镇") == asked("received", kind="求助") == [lamp]
    assert asked("received", channel="微信") == asked("received", words=("路灯", "井盖")) == [lamp]
    assert asked("received", unit="") == [lamp]
    assert asked("received", unit="住建局") == asked("received", numbers=(elevator,)) == [elevator]
    assert len(asked("received", week=moment("2026-11-16 一 00:00").date())) == 2
    assert asked("received", week=moment("2026-11-23 一 00:00").date()) == []


def test_words_are_looked_for_as_written(filed, asked):
    filed(matter="水压只有50%")
    filed(matter="水压只有500", key="b")

    assert len(asked("received", words=("50%",))) == 1


def test_a_return_counts_for_the_unit_that_gave_it_back(filed, asked, sessions):
    away = ("再派", {"unit": "城管执法局", "reason": "职责所在"}, OFFICE, moment("2026-11-20 五 14:40"))
    number = filed(SIGNED, RETURNED, away)
    with sessions.begin() as session:
        counted = returned_by_unit(session, [number])

    assert counted == {"住建局": 1}
    assert asked("returns", returned_by="住建局") == asked("returns", unit="城管执法局") == [number]
    assert asked("returns", returned_by="城管执法局") == asked("returns", unit="住建局") == []


def test_the_watch_list_counts_a_matter_under_each_of_its_subjects(filed, sessions):
    filed(matter="学校门口的工地扬尘大")
    filed(matter="路灯坏了", key="b")
    subjects = {"环境": ("扬尘",), "教育": ("学校", "老师"), "工资": ("欠薪",)}
    with sessions.begin() as session:
        lines = supervision.tally(session, standing(at=LATER), (), at=LATER, subjects=subjects)

    assert sorted(line.about for line in lines) == [(0, 0, 0), (1, 1, 0)]


def test_both_databases_understand_the_questions(either, calendar, vault, at):
    number = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault).number
    walk(either.sessions, number, [SIGNED, RETURNED], calendar=calendar)
    with either.sessions.begin() as session:
        of = standing(at=LATER)
        [line] = supervision.tally(session, of, QUESTIONS, at=LATER, subjects={"电梯": ("电梯",)})
        narrowed = {"unit": "住建局", "returned_by": "住建局", "words": ("电梯",)}
        narrowed["week"] = supervision.week_of(line.received)
        found = [name for name in QUESTIONS if supervision.numbers(session, of, name, at=LATER, narrowed=narrowed)]

    assert set(found) == LIVES["退回"][1]
    assert line.about == (1,)
