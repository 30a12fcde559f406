"""Yearly table and exports, against figures counted by hand."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import disclosure_year, exports
from desk.disclosure_year import YearTable
from knowledge.reasons import load_reasons
from tests.builders import CHIEF, CITIZEN, CLERK, PHONE, filed_disclosure, filed_ticket, moment, walk


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


@pytest.mark.parametrize("format", exports.FORMATS)
@pytest.mark.parametrize("name", exports.SHEETS)
def test_no_export_holds_personal_data(sessions, at, calendar, vault, name, format):
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault, matter=f"=漏水 {PHONE}")
    filed_disclosure(sessions, at=at, calendar=calendar, vault=vault)
    with sessions() as session:
        text = unpacked(exports.sheet(session, name, format))

    assert PHONE not in text
    assert "陈某" not in text


def unpacked(file: bytes) -> str:
    """All text of a CSV file, or of every part of an .xlsx file."""
    if not file.startswith(b"PK"):
        return file.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
