"""Score, yearly table and exports, against figures counted by hand."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import disclosure_year, exports, score
from desk.disclosure_year import YearTable
from knowledge.reasons import load_reasons
from tests.builders import (
    AGENT,
    CHIEF,
    CITIZEN,
    CLERK,
    HEAD,
    OFFICE,
    OFFICER,
    PHONE,
    filed_disclosure,
    filed_ticket,
    moment,
    walk,
)

LATE = moment("2026-11-30 一 09:00")


def test_each_deduction_names_its_case(sessions, at, calendar, vault):
    late = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="late").number
    steps = [
        ("签收", {}, OFFICER, LATE),
        ("拟复", {"text": "正在看。"}, OFFICER, LATE),
        ("审核通过", {}, HEAD, LATE),
        ("退回重办", {"reason": "没有结果"}, OFFICE, LATE),
        ("拟复", {"text": "已修好。"}, OFFICER, moment("2026-12-04 五 09:00")),
        ("审核通过", {}, HEAD, moment("2026-12-04 五 09:00")),
        ("答复", {}, OFFICE, moment("2026-12-04 五 09:00")),
        ("评价", {"rating": "满意"}, CITIZEN, moment("2026-12-04 五 09:00")),
        ("办结", {}, AGENT, moment("2026-12-04 五 09:00")),
    ]
    walk(sessions, late, steps, calendar=calendar)
    with sessions() as session:
        (unit,) = score.score(session, 2026, at=moment("2026-12-31 四 09:00"))

    found = {(each.item.name.split("：")[0], each.number) for each in unit.deductions}
    assert found == {("办理规范", late), ("认领时限", late), ("办理时限", late)}
    assert [each.item.each for each in unit.deductions] == [1, 2, 0.5, 1]
    assert unit.lost("12345") == 4.5
    assert list(unit.readings().values()) == [95.5, round(40 + 60 * (58 - 4.5) / 58, 2)]


def test_a_heading_never_loses_more_than_it_has():
    item = score.UNCLAIMED
    unit = score.UnitScore("住建局", [score.Deduction(item, str(n), "") for n in range(9)], {})

    assert unit.lost("12345") == 4


@pytest.mark.parametrize(
    "block, satisfied, rated, lost",
    [
        ("12345", 85, 100, 0),
        ("12345", 84, 100, 1),
        ("12345", 79, 100, 2),
        ("12345", 0, 10, 5),
        ("省长热线", 89, 100, 1),
    ],
)
def test_satisfaction_below_the_threshold_costs_points(block, satisfied, rated, lost):
    assert score.UnitScore("住建局", [], {block: (satisfied, rated)}).lost(block) == lost


def test_the_year_balances_by_kind_of_applicant(sessions, calendar, vault):
    received = moment("2025-12-25 四 09:00")
    granted = next(reason for reason in load_reasons() if reason.code == "granted")
    numbers = [
        filed_disclosure(sessions, at=received, calendar=calendar, vault=vault, key=f"g-{n}", applicant=who).number
        for n, who in enumerate(["自然人", "自然人", "商业企业"])
    ]
    answered = moment("2026-01-08 四 09:00")
    draft = {"text": "予以公开", "ground": granted, "needed": "随函提供"}
    steps = [("受理", {}, CLERK, answered), ("拟答复", draft, CLERK, answered), ("签发答复", {}, CHIEF, answered)]
    walk(sessions, numbers[0], steps, calendar=calendar)
    walk(sessions, numbers[1], [("撤回", {}, CITIZEN, answered)], calendar=calendar)

    with sessions() as session:
        old = disclosure_year.year_table(session, 2025, at=moment("2026-06-01 一 09:00"))
        new = disclosure_year.year_table(session, 2026, at=moment("2026-06-01 一 09:00"))

    assert (dict(old.received), dict(old.carried_out)) == ({"自然人": 2, "商业企业": 1},) * 2
    assert (dict(new.carried_in), dict(new.received)) == ({"自然人": 2, "商业企业": 1}, {})
    assert dict(new.outcomes) == {("予以公开", "自然人"): 1, ("其他处理：其他", "自然人"): 1}
    assert dict(new.carried_out) == {"商业企业": 1}
    assert old.contradictions() == new.contradictions() == []


def test_an_unbalanced_year_is_named():
    table = YearTable(2026, {"自然人": 3}, {"自然人": 1}, {("予以公开", "自然人"): 2}, {"自然人": 1})

    assert table.contradictions() == ["自然人：新收 3 + 上年结转 1 ≠ 结果合计 2 + 结转下年度 1"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_never_starts_a_formula(text):
    (row,) = list(csv.reader(io.StringIO(exports.to_csv(["a"], [[text]]).removeprefix(exports.BOM))))[1:]

    assert row == [f"'{text}"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_as_one_cell(text):
    rows = list(csv.reader(io.StringIO(exports.to_csv(["a"], [[text]]).removeprefix(exports.BOM), newline="")))

    assert rows[1] in ([text], [f"'{text}"])


@pytest.mark.parametrize("name", exports.SHEETS)
def test_no_export_holds_personal_data(sessions, at, calendar, vault, name):
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault, matter=f"=漏水 {PHONE}")
    filed_disclosure(sessions, at=at, calendar=calendar, vault=vault)
    with sessions() as session:
        text = exports.sheet(session, name)

    assert PHONE not in text
    assert "陈某" not in text
