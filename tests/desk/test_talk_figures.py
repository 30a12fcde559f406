"""Conversation figures equal what somebody counts by hand over simulated conversations, form by form, wait by wait."""

import random
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from desk import form_runs, gap_clusters, gaps, handover_waits, handovers, talk_figures
from desk.errors import Invalid, NotAllowed
from desk.form_runs import End
from desk.gap_clusters import State
from desk.moments import day_of
from desk.records import Conversation
from desk.turn_marks import Mark, Outcome
from tests.builders import AUDITOR, OFFICE, PHONE, moment

NOW = moment("2026-11-20 五 16:00")
FIRST = date(2026, 11, 1)


def turn(at, outcome="填写", form="", asked="", who="c", channel="web", intent="file_ticket"):
    return Mark(at, who, channel, intent, Outcome(outcome), form, asked)


def simulated(seed, talks=120):
    """Conversations of a month, and beside them what was done, written down as it was made."""
    dice, marks, book = random.Random(seed), [], Counter()
    for ordinal in range(talks):
        at = moment("2026-11-01 日 08:00") + timedelta(minutes=dice.randrange(19 * 24 * 60))
        channel, who, seen = dice.choice(("web", "widget", "wechat")), f"c{ordinal}", set()
        book["talks"] += 1
        for _ in range(dice.randint(1, 6)):
            outcome = dice.choice(("已答", "查无", "转人工", "已立案", "险情", "闲谈", "没听懂", "其他"))
            at += timedelta(minutes=dice.randint(0, 3))
            marks.append(turn(at, outcome, "ticket" if outcome == "已立案" else "", "", who, channel))
            seen.add(outcome)
            book["turns"] += 1
            book[f"turns {outcome}"] += 1
            book[f"turns in {channel}"] += 1
            book[f"turns on {day_of(at)}"] += 1
        for outcome in seen:
            book[f"talks {outcome}"] += 1
    return sorted(marks, key=lambda mark: mark.at), book


@pytest.mark.parametrize("seed", range(5))
def test_every_share_equals_the_hand_count(seed):
    marks, book = simulated(seed)
    whole = talk_figures.tally(marks)
    asked = book["turns 已答"] + book["turns 查无"]

    assert (whole.conversations, whole.turns) == (book["talks"], book["turns"])
    assert [(rate.name, rate.part, rate.whole) for rate in whole.rates] == [
        ("答出", book["turns 已答"], asked),
        ("查无", book["turns 查无"], asked),
        ("转人工", book["talks 转人工"], book["talks"]),
        ("提交办件", book["talks 已立案"], book["talks"]),
        ("遇到险情", book["talks 险情"], book["talks"]),
        ("没听懂", book["turns 没听懂"], book["turns"]),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_of_every_division_add_up(seed):
    marks, book = simulated(seed)
    channels = {"网页": "web", "嵌入窗口": "widget", "微信": "wechat"}
    daily = talk_figures.by_time(marks, FIRST, date(2026, 11, 20))
    weekly = talk_figures.by_time(marks, date(2026, 10, 1), date(2026, 11, 20))

    assert {name: tally.turns for name, tally in talk_figures.by_channel(marks).items()} == {
        name: book[f"turns in {channel}"] for name, channel in channels.items()
    }
    assert [span.tally.turns for span in daily] == [book[f"turns on {span.first}"] for span in daily]
    assert len(daily) == 20
    assert [span.first.isoweekday() for span in weekly] == [4] + [1] * (len(weekly) - 1)
    assert sum(span.tally.turns for span in weekly) == book["turns"]
    assert dict(talk_figures.by_outcome(marks))["没听懂"] == book["turns 没听懂"]
    assert sum(count for _, count in talk_figures.by_intent(marks)) == book["turns"]


MINUTE, LONG_AGO = timedelta(minutes=1), NOW - timedelta(hours=5)
TALKS = {  # turns as (outcome, form, asked), when → how each form of it ended, and what was asked last
    "一句话说全": ([("填写", "ticket", "核对"), ("已立案", "ticket", "")], LONG_AGO, [(End.FILED, "核对")]),
    "逐项": (
        [("填写", "ticket", "matter"), ("填写", "ticket", "place"), ("填写", "ticket", "place"),
         ("填写", "ticket", "contact"), ("已立案", "ticket", "")],
        LONG_AGO, [(End.FILED, "contact")],
    ),
    "取消": ([("填写", "ticket", "place"), ("闲谈", "", "")], LONG_AGO, [(End.CANCELLED, "place")]),
    "搁下": ([("填写", "disclosure", "name"), ("已答", "disclosure", "name")], LONG_AGO, [(End.LEFT, "name")]),
    "还在填": ([("填写", "ticket", "place")], NOW - MINUTE, [(End.OPEN, "place")]),
    "改填另一张": (
        [("填写", "ticket", "place"), ("填写", "disclosure", "name")],
        LONG_AGO, [(End.CANCELLED, "place"), (End.LEFT, "name")],
    ),
    "一句话两件事": (
        [("填写", "ticket", "核对"), ("已立案", "ticket", "核对"), ("已立案", "ticket", "")],
        LONG_AGO, [(End.FILED, "核对"), (End.FILED, "核对")],
    ),
    "没见开头的提交": ([("已立案", "ticket", "")], LONG_AGO, [(End.FILED, "")]),
    "险情之后接着填": (
        [("填写", "ticket", "place"), ("险情", "ticket", "place"), ("填写", "ticket", "contact")],
        LONG_AGO, [(End.LEFT, "contact")],
    ),
    "没有填表": ([("已答", "", ""), ("查无", "", "")], LONG_AGO, []),
}  # fmt: skip


def of_talk(name, turns, began):
    return [turn(began + MINUTE * n, *each, who=name) for n, each in enumerate(turns)]


@pytest.mark.parametrize("name", TALKS)
def test_a_form_ends_as(name):
    turns, began, expected = TALKS[name]
    found = form_runs.runs(of_talk(name, turns, began), at=NOW)

    assert [(run.end, run.last) for run in found] == expected


def test_funnels_count_each_question_once_a_form():
    marks = sorted((mark for name, (turns, began, _) in TALKS.items() for mark in of_talk(name, turns, began)),
                   key=lambda mark: mark.at)  # fmt: skip
    ticket, request = form_runs.funnels(marks, at=NOW)

    assert (ticket.begun, ticket.ends) == (9, {End.FILED: 5, End.CANCELLED: 2, End.LEFT: 1, End.OPEN: 1})
    assert {step.name: (step.asked, step.cancelled, step.left) for step in ticket.steps} == {
        "事项": (1, 0, 0), "地点": (5, 2, 0), "联系方式": (2, 0, 1), "核对": (3, 0, 0),
    }  # fmt: skip
    assert (request.begun, request.ends[End.LEFT]) == (2, 2)


def test_waits_are_counted_apart_by_office_hours(database, calendar):
    def asks(session, number, at, minutes):
        conversation = Conversation(f"{number}" * 8, "web", at, at)
        session.add(conversation)
        handover = handovers.ask(session, conversation, "", at=at)
        if minutes is not None:
            handovers.take(session, handover.id, agent="坐席甲", at=at + timedelta(minutes=minutes))

    morning, night = moment("2026-11-20 五 09:00"), moment("2026-11-20 五 22:00")
    with database.sessions.begin() as session:
        for number, minutes in enumerate((1, 2, 3, 40, None)):
            asks(session, number, morning, minutes)
        asks(session, 7, night, 720)
        asks(session, 8, moment("2026-11-21 六 00:00"), None)
        found = handover_waits.waiting(session, date(2026, 11, 20), date(2026, 11, 20), calendar=calendar)

    assert [(one.asked, one.taken, one.median_minutes, one.p95_minutes) for one in found.groups] == [
        (5, 4, 2.5, 40.0), (1, 1, 720.0, 720.0),
    ]  # fmt: skip
    assert (found.out_of_hours.part, found.out_of_hours.whole) == (1, 6)
    assert (found.taken.part, found.taken.whole) == (5, 6)


QUESTIONS = ("公园晚上几点关门", "公园几点开门", "学区怎么划分", f"我叫陈小明，电话{PHONE}，公园开门吗")
VECTORS = np.array([[1, 0], [0.98, 0.2], [0, 1], [0.99, 0.14]], dtype=np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


@pytest.fixture
def asked(database, at):
    """Four questions in vain, the second twice."""
    with database.sessions.begin() as session:
        for question in (*QUESTIONS, QUESTIONS[1]):
            gaps.record(session, question, score=0.1, at=at)
    return database


def clusters(database, at):
    with database.readers() as session:
        found = gap_clusters.asked(session, day_of(at), day_of(at))
        by_words = {question[-4:]: vector for question, vector in zip(QUESTIONS, VECTORS, strict=True)}
        vectors = np.array([by_words[gap.question[-4:]] for gap in found])
        return gap_clusters.clustered(found, vectors, gap_clusters.decisions(session, found))


def test_questions_near_in_meaning_are_one_gap(asked, at):
    park, school = clusters(asked, at)

    assert (park.times, len(park.gaps), park.since) == (4, 3, at)
    assert "公园" in park.name
    assert park.samples[0] == QUESTIONS[1]
    assert (school.times, school.name, school.state) == (1, QUESTIONS[2], State.PENDING)


def test_samples_hide_names_and_numbers(asked, at):
    shown = "".join(sample + one.name for one in clusters(asked, at) for sample in one.samples)

    assert "某某" in shown
    assert not any(canary in shown for canary in ("小明", PHONE))


def test_what_was_decided_goes_to_the_end_until_it_is_asked_again(asked, at):
    park, _ = clusters(asked, at)
    with asked.sessions.begin() as session:
        gap_clusters.decide(session, park.gaps, "已补充", by=OFFICE, at=at)
    decided = {one.central: (one.state, one.again) for one in clusters(asked, at)}
    with asked.sessions.begin() as session:
        gaps.record(session, QUESTIONS[0], score=0.1, at=at + MINUTE)
    again = clusters(asked, at)[0]

    assert list(decided.values()) == [(State.PENDING, False), (State.ADDED, False)]
    assert (again.times, again.state, again.again) == (5, State.PENDING, True)


@pytest.mark.parametrize(
    "by,given,state,problem",
    [(AUDITOR, [1], "已补充", NotAllowed), (OFFICE, [1], "算了", Invalid), (OFFICE, [1, 99], "已补充", Invalid),
     (OFFICE, [], "已补充", Invalid)],
)  # fmt: skip
def test_a_senseless_decision_keeps_nothing(asked, at, by, given, state, problem):
    with pytest.raises(problem), asked.sessions.begin() as session:
        gap_clusters.decide(session, given, state, by=by, at=at)

    assert {one.state for one in clusters(asked, at)} == {State.PENDING}


def test_without_questions_there_are_no_gaps(database, at):
    with database.readers() as session:
        assert gap_clusters.asked(session, day_of(at), day_of(at)) == []
    assert gap_clusters.clustered([], np.empty((0, 2), dtype=np.float32), {}) == []
