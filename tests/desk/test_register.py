"""The register of requests: found by words and facts, by whom, and by person only through the blind index."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import ledger, register
from desk.case import Details
from desk.casework import perform
from desk.disclosure_table import Channel
from desk.errors import Invalid, NotAllowed
from desk.identity_documents import code_check_character
from desk.lifecycle import Actor, Role
from desk.register import FIND_PERSON, LATE_ANSWER, LATE_NOW, Asked, listed, of_person
from knowledge.reasons import load_reasons
from tests.builders import AGENT, AUDITOR, CHIEF, CLERK, OFFICE, OFFICER, PHONE, filed_disclosure, moment, walk

GRANTED = next(reason for reason in load_reasons() if reason.code == "granted")
START = moment("2026-09-01 二 09:00")
NOW = moment("2026-11-20 五 10:00")
CODE = "91341825MA0000000" + code_check_character("91341825MA0000000")
FILED = (
    {"wanted": "2019年部门预算", "person": {"name": "李某", "phone": PHONE}},
    {"wanted": "排水管网改造合同100%复印件", "channel": Channel.IN_PERSON, "applicant": "商业企业",
     "person": {"name": "某公司", "phone": "13900000002", "organisation": CODE}},
    {"wanted": "征地补偿方案", "channel": Channel.SIGNED_MAIL, "person": {"name": "李某", "address": "某镇"}},
)  # fmt: skip


@pytest.fixture
def numbers(sessions, calendar, vault):
    """Three requests a day apart: the first answered late, the second assigned to 住建局, the third never answered."""
    made = [
        filed_disclosure(sessions, at=START + timedelta(days=n), calendar=calendar, vault=vault, key=f"g-{n}", **more)
        for n, more in enumerate(FILED)
    ]
    draft = {"text": "随函提供预算表", "ground": GRANTED, "needed": "见附件"}
    late = moment("2026-11-02 一 10:00")
    walk(
        sessions,
        made[0].number,
        [("受理", {}, CLERK, START), ("拟答复", draft, CLERK, late), ("签发答复", {}, CHIEF, late)],
        calendar=calendar,
    )
    assign = {"unit": "住建局", "days": 5}
    second = START + timedelta(days=1)
    walk(
        sessions,
        made[1].number,
        [("受理", {}, CLERK, second), ("交办", assign, CLERK, second)],
        calendar=calendar,
    )
    return [each.number for each in made]


CASES = {
    "全部，新的在前": (Asked(), (2, 1, 0)),
    "所需信息中的词": (Asked(words="预算"), (0,)),
    "答复中的词": (Asked(words="随函"), (0,)),
    "几个词都要有": (Asked(words="排水 合同"), (1,)),
    "百分号就是百分号": (Asked(words="100%"), (1,)),
    "期间": (Asked(since=date(2026, 9, 2), until=date(2026, 9, 2)), (1,)),
    "渠道": (Asked(channel="挂号信函"), (2,)),
    "申请人类别": (Asked(applicant="商业企业"), (1,)),
    "状态": (Asked(state="已答复"), (0,)),
    "没有这种状态": (Asked(state="不存在"), ()),
    "结果": (Asked(outcome="予以公开"), (0,)),
    "依据": (Asked(ground="granted"), (0,)),
    "交办单位": (Asked(unit="住建局"), (1,)),
    "逾期未答复": (Asked(late=LATE_NOW), (2, 1)),
    "逾期答复": (Asked(late=LATE_ANSWER), (0,)),
}


@pytest.mark.parametrize("asked,expected", CASES.values(), ids=CASES)
def test_requests_are_found(sessions, numbers, asked, expected):
    with sessions() as session:
        found = listed(session, asked, by=CLERK, at=NOW)

    assert [each.number for each in found.requests] == [numbers[n] for n in expected]


def test_a_number_is_found_in_any_case(sessions, numbers):
    with sessions() as session:
        found = listed(session, Asked(words=numbers[1].lower()), by=OFFICE, at=NOW)

    assert [each.number for each in found.requests] == [numbers[1]]


def test_pages_join_without_a_gap(sessions, numbers):
    found, after = [], ""
    with sessions() as session:
        while True:
            one = listed(session, Asked(), by=AUDITOR, at=NOW, after=after, limit=1)
            found += [each.number for each in one.requests]
            if not one.older:
                break
            after = one.older

    assert found == numbers[::-1]


@pytest.mark.parametrize("by", [AGENT, OFFICER, replace(OFFICER, role=Role.HEAD), Actor("甲", Role.ADMIN)])
def test_the_register_is_not_for_others(sessions, numbers, by):
    with sessions() as session, pytest.raises(NotAllowed):
        listed(session, Asked(), by=by, at=NOW)


@pytest.mark.parametrize(
    "column,value,expected",
    [
        ("name", "李某", (2, 0)),
        ("phone", "139 0000 0002", (1,)),
        ("organisation", CODE.lower(), (1,)),
        ("name", "李", ()),
        ("id_number", "李某", ()),
    ],
)
def test_a_person_is_found_by_the_whole_value_and_on_record(sessions, numbers, vault, column, value, expected):
    with sessions.begin() as session:
        found = of_person(session, column, value, reason="核对是否重复申请", by=CLERK, at=NOW, vault=vault)
        got = [each.number for each in found]
    with sessions() as session:
        (event,) = [each for each in _log(session) if each.deed == FIND_PERSON]
        assert ledger.verify(session).finding is None

    assert got == [numbers[n] for n in expected]
    assert (event.actor, event.note, event.facts) == (
        CLERK.name, "核对是否重复申请", {"column": column, "found": len(expected)},
    )  # fmt: skip


@pytest.mark.parametrize(
    "given,by,problem",
    [
        ({"reason": " "}, CLERK, Invalid),
        ({"value": " "}, CLERK, Invalid),
        ({"column": "address"}, CLERK, Invalid),
        ({}, AUDITOR, NotAllowed),
        ({}, OFFICER, NotAllowed),
    ],
)
def test_nobody_is_searched_without_right_or_reason(sessions, numbers, vault, given, by, problem):
    asked = {"column": "name", "value": "李某", "reason": "核对"} | given
    with pytest.raises(problem), sessions.begin() as session:
        of_person(session, asked["column"], asked["value"], reason=asked["reason"], by=by, at=NOW, vault=vault)
    with sessions() as session:
        assert [each for each in _log(session) if each.deed == FIND_PERSON] == []


def test_the_log_does_not_tell_who_was_searched(sessions, numbers, vault):
    with sessions.begin() as session:
        of_person(session, "phone", PHONE, reason="核对", by=OFFICE, at=NOW, vault=vault)
    with sessions() as session:
        text = "".join(f"{each.note}{each.facts}" for each in _log(session))

    assert PHONE not in text


def test_logs_come_with_the_page_when_asked(sessions, numbers):
    with sessions() as session:
        found = listed(session, Asked(), by=OFFICE, at=NOW, logs=True)
        session.expunge_all()

    assert [len(each.events) for each in found.requests] == [1, 3, 4]


def test_an_archived_request_stays_in_the_register(sessions, numbers, calendar):
    with sessions.begin() as session:
        perform(session, numbers[2], "撤回", Details(), by=CLERK, at=NOW, calendar=calendar)
        perform(session, numbers[2], "归档", Details(), by=CLERK, at=NOW, calendar=calendar)
    with sessions() as session:
        found = listed(session, Asked(state="归档"), by=OFFICE, at=NOW)

    assert [each.number for each in found.requests] == [numbers[2]]
    assert register.may_open(CHIEF)


def _log(session):
    return session.query(register.Event).all()
