"""The year's score: found in the database, capped by heading, in every reading of the plan, with manual entries."""

import pytest

from desk import ledger, score_entries, scoring
from desk.case_records import LeaderSession
from desk.errors import Invalid, NotAllowed, NotFound
from desk.lifecycle import Role
from desk.score import ONE_SHEET, SHARED_APART, SHARED_IN_BOTH, TWO_SHEETS, Deduction, UnitScore, unsatisfied
from knowledge.appraisal import load_appraisal
from knowledge.documents import load_documents
from tests.builders import ACTORS, AGENT, CITIZEN, HEAD, OFFICE, OFFICER, PHONE, a_routing, filed_ticket, moment, walk

SHEET = load_appraisal(load_documents())
LATE = moment("2026-11-30 一 09:00")
END = moment("2026-12-31 四 09:00")
FRIDAY = moment("2026-12-04 五 09:00")


@pytest.fixture
def scored(either, calendar):
    def run(**more):
        with either.readers() as session:
            return scoring.score(session, 2026, at=END, calendar=calendar, sheet=SHEET, **more)

    return run


@pytest.fixture
def filed(either, at, calendar, vault):
    def one(key, **more):
        return filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, key=key, **more).number

    return one


def a_deduction(item, points=None, **more):
    item = SHEET.items[item]
    return Deduction(item, item.each if points is None else points, **{"number": "", "why": "", **more})


def a_score(*deductions):
    return UnitScore("住建局", SHEET, deductions, {})


def test_each_deduction_names_its_case_and_event(either, filed, scored, calendar):
    late = filed("late")
    steps = [
        ("签收", {}, OFFICER, LATE),
        ("拟复", {"text": "正在看。"}, OFFICER, LATE),
        ("审核通过", {}, HEAD, LATE),
        ("退回重办", {"reason": "没有结果"}, OFFICE, LATE),
        ("拟复", {"text": "已修好。"}, OFFICER, FRIDAY),
        ("审核通过", {}, HEAD, FRIDAY),
        ("答复", {}, OFFICE, FRIDAY),
        ("评价", {"rating": "满意"}, CITIZEN, FRIDAY),
        ("办结", {}, AGENT, FRIDAY),
    ]
    case = walk(either.sessions, late, steps, calendar=calendar)
    deeds = {event.sequence: event.deed for event in case.events}
    (unit,) = scored()

    assert {(each.item.id, each.number, deeds[each.sequence]) for each in unit.deductions} == {
        ("hotline.late_sign", late, "签收"),
        ("hotline.late_reply", late, "审核通过"),
        ("hotline.reworked", late, "退回重办"),
        ("hotline.unvisited", late, "办结"),
    }
    assert unit.lost("12345") == 4.5
    assert unit.readings()[ONE_SHEET] == 95.5
    assert unit.readings()[TWO_SHEETS] == round(40 + 60 * (58 - 4.5) / 58, 2)
    assert unit.satisfaction == {"12345": (1, 1)}


def test_only_what_went_wrong_is_deducted(either, filed, scored, calendar, at):
    """A clean case, one unanswered past its due, one merged, one withdrawn, one of the governor's without a visit."""
    clean, waiting, merged, gone = (filed(str(n)) for n in range(4))
    governor = filed("g", channel="省长热线", upstream="S-1")
    answered = [
        ("签收", {}, OFFICER, at),
        ("拟复", {"text": "已修好。"}, OFFICER, at),
        ("审核通过", {}, HEAD, at),
        ("答复", {}, OFFICE, at),
    ]
    rated = ("评价", {"rating": "非常不满意"}, CITIZEN, at)
    walk(
        either.sessions,
        clean,
        [*answered, ("回访", {"text": "已修好"}, AGENT, at), ("办结", {}, AGENT, at)],
        calendar=calendar,
    )
    walk(either.sessions, governor, [*answered, rated], calendar=calendar)
    walk(either.sessions, gone, [("撤回", {}, CITIZEN, at)], calendar=calendar)
    walk(either.sessions, merged, [("并入", {"number": waiting, "reason": "同一件事"}, OFFICE, at)], calendar=calendar)
    (unit,) = scored()

    assert unit.cases == 4
    assert sorted((each.item.id, each.why) for each in unit.deductions) == [
        ("governor.late_reply", "超过办理期限仍未反馈，未说明原因"),
        ("hotline.late_reply", "超过办理期限仍未反馈，未说明原因"),
        ("hotline.late_sign", "超过认领期限仍未签收"),
    ]


def test_a_case_not_claimed_costs_before_its_answer_is_due(database, calendar, vault, at):
    filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    with database.readers() as session:
        (unit,) = scoring.score(session, 2026, at=moment("2026-11-24 二 09:00"), calendar=calendar, sheet=SHEET)

    assert [each.item.id for each in unit.deductions] == ["hotline.late_sign"]


def test_dissatisfaction_is_linked_to_its_cases(either, filed, scored, calendar, at):
    number = filed("one", routing=a_routing("公安局"))
    with either.sessions.begin() as session:
        session.execute(scoring.tables.tickets.update().values(rating="不满意"))
    (unit,) = scored(unit="公安局")
    (found,) = (each for each in unit.deductions if each.item.id == "hotline.satisfaction")

    assert (found.cases, found.points) == ((number,), 17)
    assert found.why.startswith("满意度 0%（0/1），低于 85%")
    assert scored(unit="住建局") == []


@pytest.mark.parametrize(
    "item, satisfied, rated, points",
    [
        ("hotline", 85, 100, None),
        ("hotline", 0, 0, None),
        ("hotline", 84, 100, 1),
        ("hotline", 80, 100, 1),
        ("hotline", 79, 100, 2),
        ("hotline", 849, 1000, 1),
        ("governor", 9, 10, None),
        ("governor", 89, 100, 1),
        ("governor", 885, 1000, 2),
    ],
)
def test_satisfaction_below_the_threshold_costs_points(item, satisfied, rated, points):
    found = unsatisfied(SHEET.items[f"{item}.satisfaction"], satisfied, rated, [])

    assert (found.points if found else None) == points


CAPS = {
    "一个类别不超过它的分": (["hotline.late_sign"] * 9, "12345", 4),
    "各类别分别计": (["hotline.late_sign"] * 9 + ["hotline.late_reply"] * 2, "12345", 5),
    "满意度与投诉共用一个类别": (["hotline.satisfaction"] * 5 + ["hotline.complaint"] * 3, "12345", 5),
    "缺失的分值合计不超过九分": (["mechanism.body"] * 4 + ["mechanism.rules"] * 4, "工作机制", 9),
    "缺失之外的另计": (["mechanism.body"] * 9 + ["mechanism.steps"], "工作机制", 10),
    "别的板块不计": (["governor.leak"], "12345", 0),
}


@pytest.mark.parametrize("items, block, lost", CAPS.values(), ids=CAPS)
def test_no_heading_loses_more_than_it_has(items, block, lost):
    assert a_score(*map(a_deduction, items)).lost(block) == lost


def test_every_reading_of_the_plan_is_computed():
    found = a_score(
        a_deduction("mechanism.steps"),
        a_deduction("governor.unlawful"),
        a_deduction("hotline.reworked"),
        a_deduction("bonus.leader", 2),
    ).readings()

    assert found == {
        ONE_SHEET: 100 - 1 - 2 - 1 + 2,
        TWO_SHEETS: round(40 * 28 / 30 + 60 * 57 / 58 + 2, 2),
        SHARED_IN_BOTH: round(40 * (28 + 11) / 42 + 60 * (57 + 11) / 70 + 2, 2),
        SHARED_APART: round(11 + 0.88 * (40 * 28 / 30 + 60 * 57 / 58) + 2, 2),
    }


def test_a_unit_without_findings_has_full_marks_in_every_reading():
    assert set(a_score().readings().values()) == {100}


def test_the_doubtful_figure_is_read_both_ways():
    unit = a_score(a_deduction("hotline.not_redone"))

    assert (unit.doubtful, a_score().doubtful) == (True, False)
    assert (unit.readings()[ONE_SHEET], unit.other_readings()[ONE_SHEET]) == (95, 99)


def enter(sessions, **changed):
    given = {"unit": "住建局", "item": "hotline.harm", "points": 2, "reason": "被市级通报批评", "by": OFFICE, **changed}
    with sessions.begin() as session:
        return score_entries.enter(session, SHEET, year=2026, at=END, **given).id


def test_an_entry_counts_until_it_is_withdrawn_and_both_are_on_record(either, scored):
    id = enter(either.sessions, reason=f"来电 {PHONE} 反映属实")
    (entered,) = scored()
    with either.sessions.begin() as session:
        score_entries.withdraw(session, id, reason="重复录入", by=OFFICE, at=END)
    with either.readers() as session:
        (kept,) = score_entries.entries(session, 2026)
        log = session.execute(scoring.tables.events.select().where(scoring.EVENTS.deed.like("%考评录入"))).all()
        audit = ledger.verify(session)

    assert entered.lost("12345") == 2
    assert PHONE not in entered.deductions[0].why
    assert scored() == []
    assert (kept.withdrawn, kept.withdrawn_by) == (END, "督办甲")
    assert [(event.deed, event.actor, event.number, event.facts["points"]) for event in log] == [
        ("考评录入", "督办甲", "", 2),
        ("撤销考评录入", "督办甲", "", 2),
    ]
    assert audit.finding is None


REFUSED = {
    "不是县政府办": ({"by": HEAD}, NotAllowed),
    "审计只读": ({"by": ACTORS[Role.AUDITOR]}, NotAllowed),
    "没有这个单位": ({"unit": "某局"}, Invalid),
    "没有这一项": ({"item": "nothing"}, Invalid),
    "超过类别的分": ({"points": 6.5}, Invalid),
    "不是正数": ({"points": 0}, Invalid),
    "不是数": ({"points": float("nan")}, Invalid),
    "没有理由": ({"reason": "  "}, Invalid),
    "理由太长": ({"reason": "长" * 501}, Invalid),
    "没有这个办件": ({"number": "JD-20200101-000011"}, NotFound),
}


@pytest.mark.parametrize("changed, error", REFUSED.values(), ids=REFUSED)
def test_an_entry_that_cannot_stand_changes_nothing(database, changed, error):
    with pytest.raises(error):
        enter(database.sessions, **changed)
    with database.readers() as session:
        assert score_entries.entries(session, 2026) == []


def test_an_entry_names_a_case_of_the_unit_only(database, calendar, vault, at):
    number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number

    assert enter(database.sessions, number=number)
    with pytest.raises(Invalid, match="没有转办给公安局"):
        enter(database.sessions, number=number, unit="公安局")


def test_an_entry_is_withdrawn_once_and_by_the_office(database):
    id = enter(database.sessions)
    with pytest.raises(NotAllowed), database.sessions.begin() as session:
        score_entries.withdraw(session, id, reason="不服", by=HEAD, at=END)
    with pytest.raises(Invalid, match="理由"), database.sessions.begin() as session:
        score_entries.withdraw(session, id, reason="", by=OFFICE, at=END)
    with pytest.raises(NotFound), database.sessions.begin() as session:
        score_entries.withdraw(session, id + 1, reason="无", by=OFFICE, at=END)
    with database.sessions.begin() as session:
        score_entries.withdraw(session, id, reason="重复", by=OFFICE, at=END)
    with pytest.raises(Invalid, match="已由督办甲撤销"), database.sessions.begin() as session:
        score_entries.withdraw(session, id, reason="重复", by=OFFICE, at=END)


def test_leader_sessions_are_listed_for_the_bonus(database, calendar):
    starts = moment("2026-11-24 二 09:00")
    closed = {"issue": 3, "starts": starts, "ends": starts, "leaders": "局长", "topics": [], "announced": starts}
    with database.sessions.begin() as session:
        session.add(LeaderSession(number="LT-2026-3", unit="人社局", closed=starts, **closed))
        session.add(LeaderSession(number="LT-2026-4", unit="公安局", **closed))
        score_entries.enter(
            session,
            SHEET,
            year=2026,
            unit="人社局",
            item="bonus.leader",
            points=1,
            reason="局长接听",
            by=OFFICE,
            at=END,
        )
    with database.readers() as session:
        (unit,) = scoring.score(session, 2026, at=END, calendar=calendar, sheet=SHEET)

    assert (unit.unit, unit.sessions, unit.bonus) == ("人社局", (starts,), 1)
    assert unit.readings()[ONE_SHEET] == 101
