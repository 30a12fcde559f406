"""Reports, scores and exports."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk import bulletins, disclosure_year, exports, keys, quarters, scoring, statistics
from desk.commands.common import CommandFailed, at_argument, command, dry_run_argument, now, opened
from desk.environment import Environment
from desk.filings import APPLICANTS
from desk.score import Deduction
from desk.workdays import load_calendar
from knowledge.appraisal import BONUS, load_appraisal
from knowledge.documents import load_documents
from knowledge.reasons import load_reasons
from knowledge.units import load_units


def add(subcommands: Any) -> None:
    report = command(
        subcommands,
        "report",
        run_report,
        help="季度热线转办情况表，或年度依申请公开情况表；附核对结果",
        example="report --year 2020 --quarter 2",
    )
    report.add_argument("--year", type=int, required=True)
    report.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="不写则为年度依申请公开情况表")
    at_argument(report)
    scored = command(
        subcommands,
        "score",
        run_score,
        help="按考评方案附件4计算各单位得分，各种口径并列，扣分逐件列出",
        example="score --year 2026",
    )
    scored.add_argument("--year", type=int, required=True)
    at_argument(scored)
    export = command(
        subcommands,
        "export",
        run_export,
        help="导出 CSV 或 Excel（不含身份信息，防公式注入）",
        example="export --sheet tickets --format xlsx --out var/tickets.xlsx",
    )
    export.add_argument("--sheet", choices=tuple(exports.SHEETS), required=True)
    export.add_argument("--format", choices=tuple(exports.FORMATS), default="csv", help="默认 csv")
    export.add_argument("--out", type=Path, required=True)
    load = command(
        subcommands,
        "load-bulletin",
        run_load,
        help="核对一份季度通报的热线转办情况表，并把表中数量载入为已办结的办件",
        example="load-bulletin bulletin-2020-q2 --year 2020 --quarter 2 --dry-run",
    )
    load.add_argument("document", help="knowledge/documents 中的文件名，不带 .md")
    load.add_argument("--year", type=int, required=True)
    load.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), required=True)
    dry_run_argument(load)


def run_report(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.readers() as session:
        if args.quarter is None:
            return _year(disclosure_year.year_table(session, args.year, at=now(args)))
        return _quarter(statistics.quarter_table(session, args.year, args.quarter, at=now(args)))


def _quarter(table: quarters.QuarterTable) -> list[str]:
    lines = [f"{table.year} 年第 {table.quarter} 季度热线转办情况（截至 {table.at:%Y-%m-%d %H:%M}）"]
    lines.append("\t".join(("单位", *quarters.COLUMNS)))
    for unit, figures in [*table.rows.items(), ("合计", table.total)]:
        lines.append("\t".join((unit, *map(str, figures.values()))))
    lines += [f"直办：{table.direct}", *(rate.words() for rate in table.rates())]
    return lines + _checked(table.contradictions())


def _year(table: disclosure_year.YearTable) -> list[str]:
    def line(name: str, counts: list[int]) -> str:
        return "\t".join((name, *map(str, counts), str(sum(counts))))

    lines = [f"{table.year} 年依申请公开情况", "\t".join(("", *APPLICANTS, "总计"))]
    lines += [line(name, counts) for name, counts in table.lines(disclosure_year.rows_of(load_reasons()))]
    return lines + _checked(table.contradictions())


def _checked(contradictions: list[str]) -> list[str]:
    return [f"矛盾：{each}" for each in contradictions] or ["核对：未发现矛盾。"]


def run_score(args: argparse.Namespace, environment: Environment) -> list[str]:
    lines = [f"{args.year} 年热线考评（附件4），办件记录能证明的扣分和人工录入"]
    sheet, calendar = load_appraisal(load_documents()), load_calendar()
    with opened(environment) as database, database.readers() as session:
        for unit in scoring.score(session, args.year, at=now(args), calendar=calendar, sheet=sheet):
            lines.append(unit.unit + "".join(f"\t{name}：{points:g}" for name, points in unit.readings().items()))
            lines += [f"  {_deduction(each)}" for each in unit.deductions]
    return lines


def _deduction(each: Deduction) -> str:
    sign = "＋" if each.item.block == BONUS else "−"
    proof = each.number or "、".join(each.cases) or "人工录入"
    return f"{sign}{each.points:g}\t{each.item.heading}：{each.item.name}\t{proof}\t{each.why}"


def run_export(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.readers() as session:
        file = exports.sheet(session, args.sheet, args.format)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(file)
    return [f"已导出 {args.out}（{len(file) / 1024:.0f} KB）。"]


def run_load(args: argparse.Namespace, environment: Environment) -> list[str]:
    documents = {document.id: document for document in load_documents()}
    if args.document not in documents:
        raise CommandFailed(f"没有文件 knowledge/documents/{args.document}.md。")
    table = bulletins.read(documents[args.document])
    lines = [table.title, *_checked(table.contradictions())]
    if args.dry_run:
        return [*lines, f"将载入 {sum(table_row.figures.routed for table_row in table.rows)} 件转办。"]
    vault = keys.load_or_create(environment.data_dir, production=environment.production)
    with opened(environment) as database, database.sessions.begin() as session:
        calendar, units = load_calendar(), load_units()
        loaded = bulletins.load(session, table, args.year, args.quarter, units=units, calendar=calendar, vault=vault)
        direct = bulletins.load_direct(session, table, args.year, args.quarter, calendar=calendar, vault=vault)
    return [*lines, f"已载入 {loaded} 件，另有热线直办 {direct} 件。"]
