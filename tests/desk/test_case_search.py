"""Cases are found by number, words and facts, newest first, page by page, and only those one may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import casework, store
from desk.case_search import Wanted, newest, pressing, seen
from desk.disclosure_table import State as RequestState
from desk.errors import NotFound
from desk.lifecycle import Actor, Role
from desk.ticket_table import State, TicketType
from tests.builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    CLERK,
    HEAD,
    OFFICE,
    OFFICER,
    a_routing,
    filed_disclosure,
    filed_ticket,
    walk,
)

OTHER = Actor("经办乙", Role.OFFICER, "交运局")
MATTERS = (
    "路灯坏了三天",
    "电梯坏了，物业收费100%不退",
    "公交车总是晚点",
    "下水道堵了_很臭",
    "和平路3201号门口有人占道",
)
REPLY = "我局已更换灯泡，恢复照明"


@pytest.fixture
def filed(sessions, at, calendar, vault):
    """Six tickets of two units, one of them only registered, and two disclosure requests; oldest first."""
    numbers = []
    for ordinal, matter in enumerate(MATTERS):
        unit = "交运局" if "公交" in matter else "住建局"
        kind = TicketType.COMPLAINT if ordinal % 2 else TicketType.HELP
        given = {"matter": matter, "kind": kind, "routing": a_routing(unit), "key": f"t-{ordinal}"}
        moment = at + timedelta(days=ordinal)
        numbers.append(filed_ticket(sessions, at=moment, calendar=calendar, vault=vault, **given).number)
    unsure = a_routing(sure=False, candidates=a_routing().candidates)
    given = {"matter": "不知道归谁管的事", "routing": unsure, "key": "t-9"}
    numbers.append(filed_ticket(sessions, at=at + timedelta(days=6), calendar=calendar, vault=vault, **given).number)
    for ordinal in (0, 8):
        given = {"key": f"g-{ordinal}", "wanted": f"第{ordinal}份预算"}
        moment = at + timedelta(days=ordinal)
        numbers.append(filed_disclosure(sessions, at=moment, calendar=calendar, vault=vault, **given).number)
    return numbers


def found(sessions, by=OFFICE, limit=50, after="", **wanted):
    with sessions() as session:
        page = newest(session, Wanted(**wanted), by=by, limit=limit, after=after)
    return [case.number for case in page.cases], page.older


def test_all_cases_come_newest_first_whatever_their_kind(sessions, filed):
    tickets, requests = filed[:6], filed[6:]

    assert found(sessions)[0] == [requests[1], *tickets[:0:-1], tickets[0], requests[0]]


@pytest.mark.parametrize("limit", range(1, 9))
def test_pages_follow_each_other_without_gap_or_repetition(sessions, filed, limit):
    pages, after = [], ""
    while True:
        page, after = found(sessions, limit=limit, after=after)
        pages += page
        if not after:
            break

    assert pages == found(sessions)[0]


WORDS = {  # words → which of the tickets
    "路灯": [0],
    "坏了": [1, 0],
    "坏了 物业": [1],
    "路灯 物业": [],
    "100%": [1],
    "堵了_": [3],
    "%": [1],
    "_": [3],
    "3201": [4],
    "阳镇": [5, 4, 3, 2, 1, 0],
    "没有这回事": [],
    "１００％": [1],
}


@pytest.mark.parametrize("words,which", WORDS.items())
def test_words_are_looked_for_as_typed(sessions, filed, words, which):
    assert found(sessions, words=words)[0] == [filed[at] for at in which]


def test_a_number_finds_its_case_whole_or_in_part(sessions, filed):
    assert found(sessions, words=filed[2].lower())[0] == [filed[2]]
    assert found(sessions, words=filed[2][-6:])[0].count(filed[2]) == 1
    assert found(sessions, words=filed[-1])[0] == [filed[-1]]


def test_the_words_of_a_reply_are_searched_too(sessions, filed, at, calendar):
    steps = [("签收", {}, OFFICER, at), ("拟复", {"text": REPLY, "told": True}, OFFICER, at)]
    walk(sessions, filed[0], steps, calendar=calendar)

    assert found(sessions, words="恢复照明")[0] == [filed[0]]


NARROWED = {
    "单位": ({"unit": "交运局"}, [2]),
    "类型": ({"kind": "投诉"}, [5, 3, 1]),
    "公开申请": ({"kind": "公开申请"}, [7, 6]),
    "没有的类型": ({"kind": "不存在"}, []),
    "状态": ({"state": "登记"}, [5]),
    "没有的状态": ({"state": "不存在"}, []),
    "某日": ({"since": date(2026, 11, 22), "until": date(2026, 11, 22)}, [2]),
    "某日起": ({"since": date(2026, 11, 26)}, [7, 5]),
    "督办件": ({"supervised": True}, []),
    "重复": ({"repeated": True}, []),
}


@pytest.mark.parametrize("wanted,which", NARROWED.values(), ids=NARROWED)
def test_facts_narrow(sessions, filed, wanted, which):
    assert found(sessions, **wanted)[0] == [filed[at] for at in which]


def test_supervised_tickets_are_found_as_such(sessions, filed, at, calendar):
    walk(sessions, filed[1], [("督办", {"text": "请加快办理"}, OFFICE, at)], calendar=calendar)

    assert found(sessions, supervised=True)[0] == [filed[1]]


@pytest.mark.parametrize("by", [AGENT, OFFICER, HEAD, OTHER, CLERK, OFFICE, AUDITOR, ADMIN], ids=lambda by: by.name)
def test_the_query_finds_what_reach_lets_one_see(sessions, filed, by):
    """Two statements of the same right: the SQL of a search and the rule of ``casework.reach``."""
    with sessions() as session:
        reached = {number for number in filed if _reaches(store.case(session, number), by)}
        listed = {case.number for case in newest(session, Wanted(), by=by).cases}
        assert seen(session, filed, by=by) == listed

    # 坐席 may open a disclosure request whose number they are told, but have no list of them.
    assert listed == {number for number in reached if by.role is not Role.AGENT or number.startswith("JD")}


def _reaches(case, by):
    try:
        casework.reach(case, by)
    except NotFound:
        return False
    return True


def test_a_unit_that_assists_sees_the_ticket_and_has_it_on_its_list_until_it_answered(sessions, filed, at, calendar):
    asked = {"unit": "交运局", "text": "请提供车辆通行情况"}
    walk(sessions, filed[0], [("签收", {}, OFFICER, at), ("请协办", asked, OFFICE, at)], calendar=calendar)

    assert filed[0] in found(sessions, by=OTHER)[0]
    assert filed[0] in _owed(sessions, OTHER)
    walk(sessions, filed[0], [("协办反馈", {"text": "该路段无限行"}, OTHER, at)], calendar=calendar)
    assert filed[0] in found(sessions, by=OTHER)[0]
    assert filed[0] not in _owed(sessions, OTHER)


def _owed(sessions, by):
    with sessions() as session:
        return [case.number for case in pressing(session, Wanted(), (State.HANDLING, State.ROUTED), by=by, limit=50)]


def test_work_comes_soonest_due_first_and_only_up_to_a_day_if_asked(sessions, filed, at):
    states = (*State, *RequestState)
    with sessions() as session:
        cases = pressing(session, Wanted(), states, by=OFFICE, limit=50)
        due = sorted(case.due for case in cases if case.number.startswith("JD"))
        early = pressing(session, Wanted(), states, by=OFFICE, limit=50, due_by=due[0])

    assert [case.due for case in cases if case.number.startswith("JD")] == due
    assert {case.due for case in early} == {due[0]}


def test_an_empty_wish_asks_nothing():
    assert replace(Wanted(), words="").terms == []
    assert Wanted(words="一 二 三 四 五 六").terms == list("一二三四五")
