"""The desk with 100,000 tickets of five years: how long each page takes, as the person at the browser waits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np
from sqlalchemy import func, select

from benchmarks import history
from benchmarks.history import CLERKS, PASSWORD, Span
from benchmarks.server import running
from desk import keys, ledger, reminders, tables
from desk.database import Database, connect, sqlite_url
from desk.lifecycle import Role
from desk.migrate import migrate
from desk.moments import SHANGHAI
from desk.vault import Vault
from desk.workdays import load_calendar
from knowledge.catalogue import Catalogue
from tests.desk import postgres

COUNT, YEARS = 100_000, 5
TIMES, SEED = 60, 7
COMMON = ("旌阳镇", "物业", "医保", "老人", "办理")  # in 670 to 99,500 of 100,000 tickets
RARE = ("咨询", "彩票", "教育", "道路", "路灯", "社区 办理")  # in 15 to 220
UNKNOWN = ("火星移民", "拖欠工资", "电梯 维修", "100%", "龘")  # in none
WORDS = (*COMMON, *RARE, *UNKNOWN)
MATTERS = ("路口的红绿灯坏了，上学时很危险", "邻居装修夜里十一点还在施工", "老人办理高龄津贴要带哪些材料")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Known:
    """Tickets to ask for: numbers with the keys they were filed under, one of every thousandth."""

    tickets: Sequence[tuple[str, str]]
    own: Sequence[str]
    vault: Vault


@dataclass(frozen=True)
class Visit:
    """One thing a person does again and again; *aim_ms* is what its 95th percentile may take."""

    name: str
    role: Role | None
    ask: Callable[[httpx.Client, random.Random, Known], httpx.Response]
    times: int = TIMES
    aim_ms: int | None = None


def report(prepared: Path, count: int, say: Say) -> list[str]:
    """Lines of Markdown for SQLite and, where its server is installed, PostgreSQL; raises RuntimeError."""
    lines = [
        f"{count:,} 件工单，{YEARS} 年，由业务规则自己逐件办出来，事件链可校验。每项逐次请求，用时含网络与页面生成。",
        "",
    ]
    lines += ["### SQLite", "", *_measured(prepared, count, say)]
    try:
        postgres.binaries()
    except RuntimeError as missing:
        say(f"PostgreSQL 没有量：{missing}")
        return lines
    with postgres.server() as url:
        return [*lines, "", "### PostgreSQL", "", *_measured(prepared, count, say, url=url)]


def _measured(prepared: Path, count: int, say: Say, *, url: str = "") -> list[str]:
    with TemporaryDirectory() as folder:
        address = url or sqlite_url(Path(folder))
        facts, known = _filled(Path(folder), address, count, say)
        with running(prepared, folder=Path(folder), DATABASE_URL=address) as server, ExitStack() as opened:
            say(f"服务就绪：{server.ready_s:.1f} 秒")
            clients = {role: opened.enter_context(_client(server.base, role)) for role in (None, *CLERKS)}
            _settle(clients[Role.AGENT], clients[Role.OFFICE])
            rows = [_row(visit, _times(visit, clients[visit.role], known, say)) for visit in VISITS]
            resident = server.resident_mib()
    table = ["| 页面或接口 | p50 | p95 | 次数 | 目标（p95） |", "|---|---|---|---|---|", *rows]
    return [*table, "", *facts, f"- 启动到就绪：{server.ready_s:.1f} 秒；上述请求之后常驻内存 {resident:.0f} MiB"]


def _filled(folder: Path, url: str, count: int, say: Say) -> tuple[list[str], Known]:
    """Fill the database; return what was measured on the way, and what to ask the server for."""
    migrate(url)
    database, vault, calendar = connect(url), keys.load_or_create(folder, production=False), load_calendar()
    until = datetime.now(SHANGHAI)
    took = _took(
        lambda: history.store(
            database, vault, calendar, Catalogue.load(), count, Span(until - timedelta(days=365 * YEARS), until)
        )
    )
    say(f"写入 {count:,} 件：{took:.0f} 秒")
    with database.readers() as session:
        began = time.perf_counter()
        audit = ledger.verify(session)
        checked_s = time.perf_counter() - began
    if audit.finding is not None:
        raise RuntimeError(f"事件链不完整：{audit.finding}")
    first, again = (_took(lambda: _remind(database, until)) for _ in range(2))
    known = _known(database, vault)
    database.engine.dispose()
    return [
        f"- 写入：{took:.0f} 秒；校验全部 {audit.checked:,} 个事件的链：{checked_s:.1f} 秒",
        f"- 提醒与上报一轮：停机五年后第一轮 {first:.2f} 秒，平时一轮 {again:.2f} 秒",
    ], known


def _remind(database: Database, at: datetime) -> None:
    with database.sessions.begin() as session:
        reminders.run(session, at=at, calendar=load_calendar())


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _known(database: Database, vault: Vault) -> Known:
    columns = tables.tickets.c
    with database.readers() as session:
        every = session.execute(select(columns.number, columns.key).order_by(columns.number)).all()
        unit = session.execute(
            select(columns.unit).group_by(columns.unit).order_by(func.count().desc()).limit(1)
        ).scalar_one()
        own = session.execute(select(columns.number).where(columns.unit == unit).limit(500)).scalars().all()
    with database.sessions.begin() as session:
        history.employ(session, unit, at=datetime.now(SHANGHAI))
    return Known([(number, key) for number, key in every[:: max(1, len(every) // 1000)]], own, vault)


@contextmanager
def _client(base: str, role: Role | None) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=120, headers={"accept": "text/html"}) as client:
        if role is not None:
            client.post("/sign-in", data={"name": role.value, "password": PASSWORD})
        yield client


def _settle(agent: httpx.Client, office: httpx.Client) -> None:
    """Wait until the matters are taken in and the quarter's topics drawn, which the service does after it is ready."""
    for ask in (
        lambda: agent.get("/api/v1/similar", params={"q": MATTERS[0]}).raise_for_status(),
        lambda: office.get("/office/topics").raise_for_status(),
    ):
        while _took(ask) > 0.5:
            time.sleep(2)


def _times(visit: Visit, client: httpx.Client, known: Known, say: Say) -> list[float]:
    dice, milliseconds = random.Random(SEED), []
    visit.ask(client, dice, known)
    for _ in range(visit.times):
        began = time.perf_counter()
        reply = visit.ask(client, dice, known)
        milliseconds.append(1000 * (time.perf_counter() - began))
        if reply.status_code >= 400:
            raise RuntimeError(f"{visit.name}：{reply.status_code} {reply.text[:300]}")
    say(f"{visit.name}：p95 {np.percentile(milliseconds, 95):.0f} ms")
    return milliseconds


def _row(visit: Visit, milliseconds: list[float]) -> str:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    aim = f"{visit.aim_ms} ms{'' if p95 <= visit.aim_ms else '（未达到）'}" if visit.aim_ms else ""
    return f"| {visit.name} | {p50:.1f} ms | {p95:.1f} ms | {len(milliseconds)} | {aim} |"


def _page(path: str, **query: Sequence[str]) -> Callable[[httpx.Client, random.Random, Known], httpx.Response]:
    """Open *path*, each time with one of the values of each of *query*."""
    return lambda client, dice, known: client.get(path, params={name: dice.choice(of) for name, of in query.items()})


def _case(client: httpx.Client, dice: random.Random, known: Known) -> httpx.Response:
    return client.get(f"/desk/cases/{dice.choice(known.tickets)[0]}")


def _track(client: httpx.Client, dice: random.Random, known: Known) -> httpx.Response:
    number, key = dice.choice(known.tickets)
    return client.post("/track", data={"number": number, "secret": known.vault.secret(key)})


def _caller(client: httpx.Client, dice: random.Random, known: Known) -> httpx.Response:
    return client.post("/agent/caller", data={"phone": f"1390000{dice.randrange(history.PHONES):04d}"})


def _file(client: httpx.Client, dice: random.Random, known: Known) -> httpx.Response:
    person = {"name": "程某", "phone": f"1390000{dice.randrange(history.PHONES):04d}"}
    body = {"matter": f"{dice.choice(MATTERS)}（{dice.random()}）", "place": "旌阳镇", "type": "求助", **person}
    return client.post("/api/v1/tickets", json=body)


YEAR = [str(datetime.now(SHANGHAI).year - back) for back in range(3)]
QUARTER = ("1", "2", "3", "4")
VISITS = (
    Visit("办件台，承办人", Role.OFFICER, _page("/desk"), aim_ms=150),
    Visit("办件台，单位负责人", Role.HEAD, _page("/desk"), aim_ms=150),
    Visit("办件台，坐席", Role.AGENT, _page("/desk"), aim_ms=150),
    Visit("办件台，县政府办", Role.OFFICE, _page("/desk"), aim_ms=150),
    Visit("办件台，县政府办，全部在办", Role.OFFICE, _page("/desk", view=("open",)), aim_ms=150),
    Visit("办件台，县政府办，已办结", Role.OFFICE, _page("/desk", view=("done",)), aim_ms=150),
    Visit("查找，县政府办，常见的词", Role.OFFICE, _page("/desk", view=("find",), words=COMMON), aim_ms=150),
    Visit("查找，县政府办，少见的词", Role.OFFICE, _page("/desk", view=("find",), words=RARE), aim_ms=150),
    Visit("查找，县政府办，没有的词", Role.OFFICE, _page("/desk", view=("find",), words=UNKNOWN), aim_ms=150),
    Visit("查找，坐席，各种词", Role.AGENT, _page("/desk", view=("find",), words=WORDS), aim_ms=150),
    Visit("查找，承办人，各种词", Role.OFFICER, _page("/desk", view=("find",), words=WORDS), aim_ms=150),
    Visit("相似工单", Role.AGENT, _page("/api/v1/similar", q=MATTERS), aim_ms=150),
    Visit("来电人的以往办件", Role.AGENT, _caller, aim_ms=150),
    Visit("一件工单的页面", Role.OFFICE, _case),
    Visit("督办台，本季度", Role.OFFICE, _page("/office")),
    Visit("督办台，往年季度", Role.OFFICE, _page("/office", year=YEAR[1:], quarter=QUARTER), times=20),
    Visit(
        "督办台，数字后面的办件", Role.OFFICE, _page("/office/cases", what=("in_time",), year=YEAR[1:], quarter=QUARTER)
    ),
    Visit("接口：工单列表", Role.OFFICE, _page("/api/v1/tickets")),
    Visit("季度通报表", Role.OFFICE, _page("/api/v1/reports/quarter", year=YEAR[1:], quarter=QUARTER), aim_ms=2000),
    Visit("年度考评", Role.OFFICE, _page("/api/v1/reports/score", year=YEAR[1:]), times=5),
    Visit("群众查进度", None, _track),
    Visit("提交一件工单", None, _file),
)
