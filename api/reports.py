"""/api/v1/reports: the hotline's quarter, the yearly score and the yearly disclosure table, for the county office."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response

from api.deps import Calendar, Catalogue, Now, Reading
from api.downloads import download
from api.score_sheet import score_sheet
from api.sheets import WORD, Sheet
from api.signin import Staff
from desk import (
    annual_drafts,
    annual_figures,
    annual_text,
    bulletin_hints,
    bulletins,
    disclosure_year,
    scoring,
    statistics,
)
from desk.annual_blanks import LAST_LEFT
from desk.annual_figures import YearFigures
from desk.bulletin_text import QUARTERS
from desk.errors import Invalid, NotAllowed
from desk.filings import APPLICANTS
from desk.lifecycle import Role
from desk.moments import local
from desk.quarters import COLUMNS, QuarterTable
from knowledge.documents import Document
from knowledge.units import Unit

SPREADSHEETS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
READERS = (Role.OFFICE, Role.AUDITOR)


def reader_of_reports(staff: Staff) -> None:
    """Raises NotAllowed: assessment results are confidential before they are published (《考评方案》)."""
    if staff.role not in READERS:
        raise NotAllowed(staff.role.value, "查看报表")


router = APIRouter(prefix="/api/v1/reports", tags=["报表"], dependencies=[Depends(reader_of_reports)])

Year = Annotated[int, Query(ge=2000, le=2100, description="年份")]
Accept = Annotated[str, Header(include_in_schema=False)]
Quarter = Annotated[int, Query(ge=1, le=4, description="季度")]
Format = Annotated[
    Literal["json", "docx", "xlsx", "csv"] | None,
    Query(description="docx 为 Word，xlsx、csv 为表格；Word 也可以用请求头 Accept"),
]


def printed(sheet: Sheet, *, format: str | None, accept: str) -> Response:
    """Return *sheet* in the form that was asked for, else as JSON. Raises Invalid rather than print errors."""
    if format in SPREADSHEETS:
        return download(sheet.spreadsheet(format), f"{sheet.title}.{format}", SPREADSHEETS[format])
    if format == "docx" or (format is None and WORD in accept):
        if sheet.checks:
            raise Invalid("核对", f"数字互相矛盾，不予印发：{'；'.join(sheet.checks)}")
        return download(sheet.word(), f"{sheet.title}.docx", WORD)
    return JSONResponse(sheet.json())


@router.get("/quarter")
def quarter(
    request: Request,
    session: Reading,
    at: Now,
    year: Year,
    quarter: Quarter,
    format: Format = None,
    accept: Accept = "",
) -> Response:
    """12345 热线季度转办情况表，附各项比率的分子分母和核对结果；该季度另有印发的通报时，一并列出通报中互相矛盾之处。"""
    table = statistics.quarter_table(session, year, quarter, at=at)
    documents, units = request.app.state.documents.values(), request.app.state.units
    odd = hints_of_print(documents, units, year, quarter)
    sheet = quarter_sheet(table, contradictions_in_print(documents, year, quarter), odd)
    return printed(sheet, format=format, accept=accept)


@router.get("/score")
def score(
    request: Request,
    session: Reading,
    at: Now,
    calendar: Calendar,
    year: Year,
    format: Format = None,
    accept: Accept = "",
) -> Response:
    """热线留言办理考评（附件4）：各种计算口径并列，每一处扣分都指明办件和记录，或录入人和理由。"""
    sheet = request.app.state.appraisal
    scores = scoring.score(session, year, at=at, calendar=calendar, sheet=sheet)
    return printed(score_sheet(scores, year, sheet), format=format, accept=accept)


@router.get("/disclosure-year")
def yearly(
    session: Reading,
    at: Now,
    calendar: Calendar,
    year: Year,
    reasons: Catalogue,
    format: Format = None,
    accept: Accept = "",
) -> Response:
    """收到和处理政府信息公开申请情况（国办公开办函〔2021〕30号表三），附复议诉讼情况（表四）和总体情况的数字。"""
    figures = annual_figures.year_figures(session, year, at=at, calendar=calendar)
    draft = annual_drafts.latest(session, year)
    sheet = year_sheet(figures, disclosure_year.rows_of(reasons), draft.words.get(LAST_LEFT.name, ""))
    return printed(sheet, format=format, accept=accept)


def quarter_sheet(table: QuarterTable, printed_contradictions: list[str], odd: list[str]) -> Sheet:
    rows: list[tuple[str | int, ...]] = [(unit, *figures.values()) for unit, figures in table.rows.items()]
    return Sheet(
        title=f"旌德县{table.year}年第{QUARTERS[table.quarter - 1]}季度12345热线转办情况表",
        header=("单位", *COLUMNS),
        rows=[*rows, ("合计", *table.total.values())],
        lines=[
            f"热线直办 {table.direct} 件，转办 {table.total.routed} 件；截至 {local(table.at):%Y-%m-%d %H:%M}。",
            *(rate.words() for rate in table.rates()),
            *(f"已印发通报中的矛盾：{each}" for each in printed_contradictions),
        ],
        checks=table.contradictions(),
        facts={
            "year": table.year,
            "quarter": table.quarter,
            "direct": table.direct,
            "submitted": table.submitted,
            "visited": table.visited,
            "total": table.total.named(),
            "rates": [{"name": rate.name, "part": rate.part, "whole": rate.whole} for rate in table.rates()],
            "printed": printed_contradictions,
            "hints": odd,
            "channels": {name: asdict(figures) for name, figures in table.channels.items()},
        },
    )


def published(documents: Iterable[Document], year: int, quarter: int) -> Document | None:
    """The bulletin that was published for the quarter, if any."""
    name = f"{QUARTERS[quarter - 1]}季度"
    found = (each for each in documents if each.kind == "通报" and each.year == year and name in each.title)
    return next(found, None)


def contradictions_in_print(documents: Iterable[Document], year: int, quarter: int) -> list[str]:
    """Name what does not add up in the bulletin published for the quarter; empty when none was."""
    document = published(documents, year, quarter)
    try:
        return bulletins.read(document).contradictions() if document else []
    except Invalid:  # a bulletin without a hotline table
        return []


def hints_of_print(documents: Collection[Document], units: Sequence[Unit], year: int, quarter: int) -> list[str]:
    """What else is odd in that bulletin, also beside the one of the quarter before."""
    document = published(documents, year, quarter)
    before = published(documents, *((year, quarter - 1) if quarter > 1 else (year - 1, 4)))
    return bulletin_hints.hints(document, units=units, earlier=before) if document else []


def year_sheet(figures: YearFigures, rows: Sequence[str], last_left: str) -> Sheet:
    table = figures.table
    return Sheet(
        title=f"旌德县{table.year}年收到和处理政府信息公开申请情况",
        header=("事项", *APPLICANTS, "总计"),
        rows=[(name, *counts, sum(counts)) for name, counts in table.lines(rows)],
        lines=[annual_text.received_words(figures), annual_text.time_words(figures)],
        checks=annual_text.problems(table, last_left),
        facts={"year": table.year, **figures.plain()},
    )
