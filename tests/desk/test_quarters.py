"""The printed tables of 2020 are reproduced by cases, and their contradictions named."""

import pytest

from desk import bulletins, ledger
from desk.printed import PrintedRow, PrintedTable
from desk.quarters import Figures, Rate, bounds
from desk.statistics import quarter_table
from knowledge.documents import load_documents
from knowledge.units import load_units
from tests.builders import AGENT, CITIZEN, HEAD, OFFICE, OFFICER, a_routing, filed_ticket, moment, walk


@pytest.fixture(scope="module")
def printed():
    documents = {document.id: document for document in load_documents()}
    return {quarter: bulletins.read(documents[f"bulletin-2020-q{quarter}"]) for quarter in (2, 3)}


@pytest.mark.parametrize("quarter, routed, interaction", [(2, 127, 13), (3, 201, 22)])
def test_loaded_cases_reproduce_the_printed_table(printed, sessions, calendar, vault, quarter, routed, interaction):
    table, units = printed[quarter], load_units()
    with sessions.begin() as session:
        bulletins.load(session, table, 2020, quarter, units=units, calendar=calendar, vault=vault)
        again = bulletins.load(session, table, 2020, quarter, units=units, calendar=calendar, vault=vault)
        counted = quarter_table(session, 2020, quarter, at=moment("2020-12-31 四 17:00"))
        audit = ledger.verify(session)

    names = {alias: unit.name for unit in units for alias in (unit.name, *unit.aliases)}
    expected = {names[row.unit.removeprefix("县")]: row.figures for row in table.rows}
    assert dict(counted.rows) == expected
    assert counted.total == Figures(routed, routed, routed, 0, 0, interaction)
    assert again == routed + interaction
    assert counted.contradictions() == []
    assert audit.finding is None


def test_the_contradictions_of_the_second_quarter_are_named(printed):
    found = printed[2].contradictions()

    assert "政民互动：各行相加为 13，合计印作 0" in found
    assert "政民互动：正文为 37，表中合计为 0、各行相加为 13" in found
    assert "序号 24 用了 2 次：县医保局、县数据局" in found
    assert "附件1：附件目录印作“第一季度”，通报为第二季度" in found
    assert len(found) == 4


def test_the_third_quarter_agrees_with_itself(printed):
    assert printed[3].contradictions() == []


def test_a_wrong_sum_in_the_text_is_named():
    table = PrintedTable(
        "", [PrintedRow("1", "甲", Figures(3, 3, 3))], Figures(3, 3, 3), {"直办": 2, "转办": 3, "反馈并办结": 6}, {}
    )

    assert table.contradictions() == ["反馈并办结：正文为 6，直办与转办相加为 5"]


@pytest.mark.parametrize(
    "quarter, first, after",
    [(1, "2020-01-01 三", "2020-04-01 三"), (4, "2020-10-01 四", "2021-01-01 五")],
)
def test_quarters_begin_and_end_at_midnight_in_shanghai(quarter, first, after):
    assert bounds(2020, quarter) == (moment(f"{first} 00:00"), moment(f"{after} 00:00"))


def test_rates_show_their_parts():
    assert Rate("反馈率", 2, 3).words() == "反馈率：66.7%（2/3）"
    assert Rate("反馈率", 0, 0).words() == "反馈率：无（0件）"


def test_feedback_stands_until_the_case_is_returned_or_redone(either, at, calendar, vault):
    """One case in time and returned for rework, one late, one withdrawn, one answered by the hotline itself."""
    numbers = [
        filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, key=str(n), routing=routing).number
        for n, routing in enumerate([a_routing(), a_routing(), a_routing(), a_routing(sure=False)])
    ]
    late = moment("2026-12-01 二 09:00")
    feedback = [("拟复", {"text": "已修好。"}, OFFICER), ("审核通过", {}, HEAD)]
    for number, when in ((numbers[0], at), (numbers[1], late)):
        steps = [("签收", {}, OFFICER, at), *((*step, when) for step in feedback)]
        walk(either.sessions, number, steps, calendar=calendar)
    walk(either.sessions, numbers[0], [("退回重办", {"reason": "没有结果"}, OFFICE, at)], calendar=calendar)
    walk(either.sessions, numbers[2], [("撤回", {}, CITIZEN, at)], calendar=calendar)
    walk(either.sessions, numbers[3], [("直接答复", {"text": "周一至周五上班。"}, AGENT, at)], calendar=calendar)

    with either.readers() as session:
        table = quarter_table(session, 2026, 4, at=moment("2026-12-02 三 09:00"))
        before = quarter_table(session, 2026, 4, at=moment("2026-11-30 一 09:00"))

    assert dict(table.rows) == {"住建局": Figures(3, 1, 0, 1, 1, 0)}
    assert dict(before.rows) == {"住建局": Figures(3, 0, 0, 2, 0, 0)}
    assert table.direct == 1
    assert table.contradictions() == []


def test_an_open_case_past_its_due_counts_as_overdue(sessions, calendar, vault, at):
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault)
    with sessions() as session:
        in_time = quarter_table(session, 2026, 4, at=moment("2026-11-25 三 17:30"))
        late = quarter_table(session, 2026, 4, at=moment("2026-11-25 三 17:31"))

    assert in_time.total.overdue_open == 0
    assert late.total.overdue_open == 1
