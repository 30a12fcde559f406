"""Reports over HTTP: the printed totals of 2020, both forms, and who may read them."""

import shutil
from io import BytesIO

import pytest
from docx import Document

from api.reports import printed
from api.sheets import WORD, Sheet
from desk import bulletins
from desk.database import connect, sqlite_url
from desk.errors import Invalid
from desk.lifecycle import Role

QUARTER = "/api/v1/reports/quarter"


@pytest.fixture(scope="session")
def printed_quarter(tmp_path_factory, migrated, known, calendar, vault):
    """A database file with the 223 cases of the third quarter of 2020, to be copied."""
    folder = tmp_path_factory.mktemp("quarter")
    shutil.copy(migrated, folder / "desk.db")
    opened = connect(sqlite_url(folder))
    document = next(each for each in known.documents if each.id == "bulletin-2020-q3")
    with opened.sessions.begin() as session:
        bulletins.load(session, bulletins.read(document), 2020, 3, units=known.units, calendar=calendar, vault=vault)
    opened.engine.dispose()
    return folder / "desk.db"


@pytest.fixture
def third_quarter(database, printed_quarter, tmp_path):
    database.engine.dispose()
    shutil.copy(printed_quarter, tmp_path / "desk.db")


def test_the_third_quarter_of_2020_adds_up_to_what_was_printed(staff, third_quarter):
    reply = staff(Role.OFFICE).get(QUARTER, params={"year": 2020, "quarter": 3}).json()

    assert reply["total"]["转办"] == reply["total"]["办结"] == 201
    assert reply["total"]["政民互动"] == 22
    assert reply["rows"][0] == {
        "单位": "城管执法局", "转办": 48, "反馈": 48, "办结": 48, "逾期未办理": 0, "逾期已办理": 0, "政民互动": 1,
    }  # fmt: skip
    assert reply["checks"] == []


def test_contradictions_of_the_printed_bulletin_are_shown_beside(staff):
    reply = staff(Role.OFFICE).get(QUARTER, params={"year": 2020, "quarter": 2}).json()

    assert any("13" in line and "37" in line for line in reply["printed"])


@pytest.mark.parametrize(
    "ask", [{"params": {"format": "docx"}}, {"headers": {"accept": WORD}}], ids=["format", "accept"]
)
@pytest.mark.parametrize("path", [f"{QUARTER}?quarter=3&year=2020", "score?year=2020", "disclosure-year?year=2020"])
def test_every_report_comes_as_a_word_file_too(staff, third_quarter, path, ask):
    path = path if path.startswith("/") else f"/api/v1/reports/{path}"
    params = dict(pair.split("=") for pair in path.partition("?")[2].split("&")) | ask.get("params", {})
    reply = staff(Role.AUDITOR).get(path.partition("?")[0], params=params, headers=ask.get("headers"))
    paper = Document(BytesIO(reply.content))

    assert reply.headers["content-type"] == WORD
    assert paper.paragraphs[0].text.startswith("旌德县2020年")
    assert len(paper.tables[0].rows) > 1


def test_the_score_names_every_reading_and_every_deduction(staff, third_quarter):
    reply = staff(Role.OFFICE).get("/api/v1/reports/score", params={"year": 2020}).json()

    assert reply["header"] == ["单位", *reply["assumptions"], "扣分明细"]
    assert {row["扣分明细"] for row in reply["rows"]} == {"无"}
    assert sum(unit["cases"] for unit in reply["units"]) == 223
    assert any("首接责任" in line for line in reply["lines"] if line.startswith("扫描件缺失"))


def test_odd_things_in_the_printed_bulletin_are_shown_beside(staff):
    reply = staff(Role.OFFICE).get(QUARTER, params={"year": 2020, "quarter": 3}).json()

    assert "审计局：正文归入“大量栏目”，附件1为“部分栏目三季度更新不到位”" in reply["hints"]
    assert "附件3：序号缺 20、23" in reply["hints"]
    assert any(hint.startswith("附件3：沿用上一季度的序号") for hint in reply["hints"])


@pytest.mark.parametrize("format, start", [("csv", "\ufeff".encode()), ("xlsx", b"PK")])
def test_a_report_comes_as_a_spreadsheet(staff, third_quarter, format, start):
    reply = staff(Role.OFFICE).get("/api/v1/reports/score", params={"year": 2020, "format": format})

    assert reply.content.startswith(start)
    assert f".{format}" in reply.headers["content-disposition"]


def test_a_report_that_contradicts_itself_is_not_printed():
    sheet = Sheet("表", ("单位",), [("住建局",)], checks=["住建局：反馈 2 多于转办 1"])

    assert printed(sheet, format=None, accept="").status_code == 200
    with pytest.raises(Invalid, match="反馈 2 多于转办 1"):
        printed(sheet, format="docx", accept="")


def test_the_yearly_table_keeps_its_invariant(staff):
    reply = staff(Role.OFFICE).get("/api/v1/reports/disclosure-year", params={"year": 2026}).json()

    assert reply["checks"] == []
    assert reply["rows"][0]["事项"] == "本年新收"


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
def test_assessments_are_not_for_everybody(staff, role):
    assert staff(role).get("/api/v1/reports/score", params={"year": 2020}).status_code == 403


@pytest.mark.parametrize(
    "query", ["year=2020", "year=2020&quarter=5", "year=20&quarter=1", "year=2020&quarter=1&format=pdf"]
)
def test_a_period_that_does_not_exist_is_refused(staff, query):
    assert staff(Role.OFFICE).get(f"{QUARTER}?{query}").status_code == 422
