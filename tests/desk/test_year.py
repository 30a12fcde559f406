"""300 made-up cases through a year of simulated days: every figure equals a count made by hand."""

import shutil
from collections import Counter, defaultdict

import pytest
from sqlalchemy import select

from desk import ledger, scoring, statistics, supervision, tables
from desk.database import connect, sqlite_url
from desk.standing import standing
from desk.tickets import Ticket
from knowledge.appraisal import load_appraisal
from knowledge.documents import load_documents
from tests.desk import naive, year_count
from tests.desk.year import LAST, Year

END = naive.at(LAST, 23, 59)


@pytest.fixture(scope="module")
def lived(migrated, tmp_path_factory, calendar, vault):
    """The database after the year, and the notes of what was done to it."""
    folder = tmp_path_factory.mktemp("year")
    shutil.copy(migrated, folder / "desk.db")
    database = connect(sqlite_url(folder))
    year = Year(database.sessions, calendar=calendar, vault=vault)
    year.run()
    yield year, database
    database.engine.dispose()


def test_the_year_holds_something_of_everything(lived):
    year, _ = lived
    deeds = Counter(note.deed for tale in year.tales for note in tale.log)
    lates = Counter((note.deed, note.late) for tale in year.tales for note in tale.log if note.late is not None)

    assert len(year.tales) == 300
    assert {tale.kind for tale in year.tales} >= {"咨询", "投诉", "求助", "建议", "举报", "表扬"}
    for deed in ("转办", "直接答复", "退回", "再派", "同意延期", "不同意延期", "协办反馈", "退回重办", "重新办理"):
        assert deeds[deed] >= 5, deed
    for deed in ("并入", "拆出", "撤回", "催办", "改定类型", "回访", "评价", "办结", "归档"):
        assert deeds[deed] >= 5, deed
    assert min(lates[deed, late] for deed in ("签收", "审核通过", "答复") for late in (True, False)) >= 5


def test_every_case_stands_where_its_script_left_it(lived):
    year, database = lived
    with database.readers() as session:
        found = {ticket.number: ticket for ticket in session.execute(select(Ticket)).scalars()}
        stood = {n: (t.state.value, t.due, t.unit, t.rating, t.redone, t.kind.value) for n, t in found.items()}
        assert ledger.verify(session).finding is None

    assert stood == {t.number: (t.state, t.due, t.unit, t.rating, t.redone, t.kind) for t in year.tales}


def test_each_verdict_is_the_one_counted_by_hand(lived):
    year, database = lived
    noted = Counter((t.number, note.deed, note.late) for t in year.tales for note in t.log if note.late is not None)
    events = tables.events.c
    with database.readers() as session:
        rows = session.execute(select(events.number, events.deed, events.verdict).where(events.verdict != ""))
        frozen = Counter((number, deed, verdict == "逾期") for number, deed, verdict in rows if deed != "协办反馈")

    assert frozen == noted


def test_every_reminder_went_out_exactly_once(lived):
    year, database = lived
    with database.readers() as session:
        book = Counter(
            session.execute(select(tables.reminders.c.number, tables.reminders.c.kind, tables.reminders.c.due)).all()
        )
        in_log = session.execute(select(tables.events.c.number).where(tables.events.c.deed.in_(("提醒", "上报")))).all()

    assert book == Counter(year.sent)
    assert len(year.said) == len(in_log) == len(year.sent)


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_quarters_table_is_the_count_made_by_hand(lived, quarter):
    year, database = lived
    with database.readers() as session:
        table = statistics.quarter_table(session, 2025, quarter, at=END)

    counted = year_count.table(year.tales, quarter, END)
    assert {unit: row.values() for unit, row in table.rows.items()} == counted["rows"]
    assert (table.direct, table.submitted, table.visited) == tuple(counted[name] for name in ("直办", "提交", "回访"))
    assert table.contradictions() == []


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_what_the_office_watches_is_the_count_made_by_hand(lived, quarter):
    year, database = lived
    after, until = (
        naive.at(naive.date(2025, 3 * quarter - 2, 1), 0),
        naive.at(naive.date(2025 + quarter // 4, 3 * quarter % 12 + 1, 1), 0),
    )
    within = [tale for tale in year.tales if after <= tale.filed < until]
    by_hand = {tale.number: year_count.answers(tale, END) for tale in within}
    questions = list(next(iter(by_hand.values())))
    with database.readers() as session:
        lines = supervision.tally(session, standing(at=END, after=after, until=until), questions, at=END)

    assert {line.number: dict(zip(questions, map(bool, line.answers), strict=True)) for line in lines} == by_hand


@pytest.fixture(scope="module")
def scores(lived, calendar):
    sheet = load_appraisal(load_documents())
    with lived[1].readers() as session:
        return scoring.score(session, 2025, at=END, calendar=calendar, sheet=sheet)


def test_each_deduction_is_one_found_by_hand(lived, scores):
    year, _ = lived
    found = Counter(
        (each.number, each.item.id.partition(".")[2], unit.unit)
        for unit in scores
        for each in unit.deductions
        if each.item.threshold is None
    )

    by_hand = Counter((tale.number, kind, unit) for tale in year.tales for kind, unit in year_count.findings(tale, END))
    assert found == by_hand
    assert len({kind for _, kind, _ in by_hand}) >= 5


def test_satisfaction_is_shared_out_as_by_hand(lived, scores):
    year, _ = lived
    by_hand = defaultdict(Counter)
    for tale in year.tales:
        if tale.routed and tale.into is None and tale.rating:
            block = "省长热线" if tale.channel == "省长热线" else "12345"
            by_hand[tale.unit, block].update(rated=1, pleased=tale.rating in ("非常满意", "满意", "基本满意"))

    shares = {(unit.unit, block): share for unit in scores for block, share in unit.satisfaction.items() if share[1]}
    assert shares == {place: (count["pleased"], count["rated"]) for place, count in by_hand.items()}
