"""/api/v1/reports: the hotline's quarter, the yearly score and the yearly disclosure table, for the county office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response

from api.deps import Catalogue, Now, Reading
from api.sheets import WORD, Sheet
from api.signin import Staff
from desk import bulletins, disclosure_year, statistics
from desk import score as scoring
from desk.errors import Invalid, NotAllowed
from desk.filings import APPLICANTS
from desk.lifecycle import Role
from desk.moments import local
from desk.quarters import COLUMNS, QuarterTable
from knowledge.documents import Document

READERS = (Role.OFFICE, Role.AUDITOR)
QUARTERS = "一二三四"


def reader_of_reports(staff: Staff) -> None:
    """Raises NotAllowed: assessment results are confidential before they are published (《考评方案》)."""
    if staff.role not in READERS:
        raise NotAllowed(staff.role.value, "查看报表")


router = APIRouter(prefix="/api/v1/reports", tags=["报表"], dependencies=[Depends(reader_of_reports)])

Year = Annotated[int, Query(ge=2000, le=2100, description="年份")]
Accept = Annotated[str, Header(include_in_schema=False)]
Format = Annotated[Literal["json", "docx"] | None, Query(description="docx 为 Word 文件；也可以用请求头 Accept")]


def printed(sheet: Sheet, *, format: str | None, accept: str) -> Response:
    """Return *sheet* as Word where that was asked for, else as JSON."""
    if format == "docx" or (format is None and WORD in accept):
        name = quote(f"{sheet.title}.docx")
        return Response(
            sheet.word(), media_type=WORD, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        )
    return JSONResponse(sheet.json())


@router.get("/quarter")
def quarter(
    request: Request,
    session: Reading,
    at: Now,
    year: Year,
    quarter: Annotated[int, Query(ge=1, le=4, description="季度")],
    format: Format = None,
    accept: Accept = "",
) -> Response:
    """12345 热线季度转办情况表，附各项比率的分子分母和核对结果；该季度另有印发的通报时，一并列出通报中互相矛盾之处。"""
    table = statistics.quarter_table(session, year, quarter, at=at)
    sheet = quarter_sheet(table, contradictions_in_print(request.app.state.documents.values(), year, quarter))
    return printed(sheet, format=format, accept=accept)


@router.get("/score")
def score(session: Reading, at: Now, year: Year, format: Format = None, accept: Accept = "") -> Response:
    """热线留言办理考评（附件4中能从办理记录得出的部分），两种计算口径并列，每一处扣分都指明办件。"""
    return printed(score_sheet(scoring.score(session, year, at=at), year), format=format, accept=accept)


@router.get("/disclosure-year")
def yearly(
    session: Reading, at: Now, year: Year, reasons: Catalogue, format: Format = None, accept: Accept = ""
) -> Response:
    """收到和处理政府信息公开申请情况（国办公开办函〔2021〕30号表三）。"""
    table = disclosure_year.year_table(session, year, at=at)
    return printed(year_sheet(table, {reason.row: reason.name for reason in reasons}), format=format, accept=accept)


def quarter_sheet(table: QuarterTable, printed_contradictions: list[str]) -> Sheet:
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
        },
    )


def contradictions_in_print(documents: Iterable[Document], year: int, quarter: int) -> list[str]:
    """Name what does not add up in the bulletin published for the quarter; empty when none was."""
    name = f"{QUARTERS[quarter - 1]}季度"
    found: list[str] = []
    for document in documents:
        if document.kind == "通报" and document.year == year and name in document.title:
            found += _contradictions(document)
    return found


def _contradictions(document: Document) -> list[str]:
    try:
        return bulletins.read(document).contradictions()
    except Invalid:  # a bulletin without a hotline table
        return []


def score_sheet(scores: Iterable[scoring.UnitScore], year: int) -> Sheet:
    scored = list(scores)
    readings = list(scored[0].readings()) if scored else []
    return Sheet(
        title=f"旌德县{year}年热线留言办理考评（办理记录部分）",
        header=("单位", *readings, "扣分明细"),
        rows=[(each.unit, *each.readings().values(), _deductions(each)) for each in scored],
        lines=["只计办理记录能证明的项目；须由人评判的项目不在内。"],
        facts={"year": year},
    )


def _deductions(scored: scoring.UnitScore) -> str:
    lines = [f"{each.number} {each.item.name} −{each.item.each:g}（{each.why}）" for each in scored.deductions]
    return "；".join(lines) or "无"


def year_sheet(table: disclosure_year.YearTable, names: Mapping[str, str]) -> Sheet:
    def counted(label: str, count: Callable[[str], int]) -> tuple[str | int, ...]:
        by_applicant = [count(applicant) for applicant in APPLICANTS]
        return (label, *by_applicant, sum(by_applicant))

    def with_outcome(row: str) -> Callable[[str], int]:
        return lambda applicant: table.outcomes.get((row, applicant), 0)

    done = [
        counted(f"{row} {names.get(row, '')}".strip(), with_outcome(row))
        for row in sorted({row for row, _ in table.outcomes} | set(names))
    ]
    return Sheet(
        title=f"旌德县{table.year}年收到和处理政府信息公开申请情况",
        header=("事项", *APPLICANTS, "总计"),
        rows=[
            counted("本年新收", lambda applicant: table.received.get(applicant, 0)),
            counted("上年结转", lambda applicant: table.carried_in.get(applicant, 0)),
            *done,
            counted("结果合计", table.finished),
            counted("结转下年度", lambda applicant: table.carried_out.get(applicant, 0)),
        ],
        checks=table.contradictions(),
        facts={"year": table.year},
    )
