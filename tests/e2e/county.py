"""A county at work: every kind of case, letter, file, session and message that a page may have to show.

Served in this process over a database of its own, with the real search and routing; nobody talks in it, so the
dialogue model, which takes a dozen seconds to load, is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from benchmarks import history
from desk import accounts, attachments, conversations, gaps, handovers, redact, redactions, turn_marks, uploads
from desk.case_records import Notice
from desk.database import Database
from desk.drafts import Draft, DraftKind
from desk.leader_sessions import announce, close, plan, write
from desk.lifecycle import Actor, Role
from desk.redaction import Choices, proposed
from desk.routing import Router
from desk.ticket_table import TicketType
from desk.turn_marks import Signs
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.catalogue import Catalogue
from retrieval.search import Searcher
from tests.api.fakes import FakeBot
from tests.builders import (
    ADMIN,
    AGENT,
    CHIEF,
    CITIZEN,
    CLERK,
    HEAD,
    OFFICE,
    OFFICER,
    a_leader_plan,
    a_routing,
    filed_ticket,
    leader_calls,
    moment,
    walk,
)
from tests.desk.request_desk import PARTY, RequestDesk
from tests.desk.word_papers import everywhere
from tests.e2e.server import PASSWORD, ROOT, free_port, on_a_thread
from tests.files import photo

NOW = moment("2026-11-20 五 10:00")
MORNING = moment("2026-11-20 五 08:30")
WEEK_AGO = moment("2026-11-13 五 09:00")
LAST_SESSION = a_leader_plan(starts=moment("2026-11-17 二 09:00"), ends=moment("2026-11-17 二 10:00"))
SPAN = history.Span(moment("2026-04-01 三 08:00"), MORNING)
TICKETS = 400
LONG = "自去年入冬以来小区东门外的排水沟一直堵着，一下雨污水就漫到路面，老人孩子出门都要绕行；" * 4
BASIS = "《旌德县互动类信件办理工作流程》三"
REPLY = {
    "text": "经核实，已于11月19日派员修复，并电话告知您结果。旌德县住房和城乡建设局",
    "told": True,
    "manner": "电话",
    "basis": BASIS,
}
ENCODER = "models/encoder"
PEOPLE = {  # account → who
    "zuoxi": AGENT,
    "zhujian": OFFICER,
    "zhujian-head": HEAD,
    "xianban": OFFICE,
    "gongkai": CLERK,
    "gongkai-head": CHIEF,
    "shenji": Actor("审计甲", Role.AUDITOR),
    "guanli": ADMIN,
}
# What has been done to a ticket of 住建局: matter → deeds
LIVES = {
    "小区电梯坏了半个月没人修": (),
    LONG: (("签收", {}, OFFICER, MORNING),),
    "路灯不亮，希望尽快修": (
        ("签收", {}, OFFICER, WEEK_AGO),
        ("催办", {"text": "请尽快"}, CITIZEN, MORNING),
    ),
    "自来水发黄已有一周": (
        ("签收", {}, OFFICER, MORNING),
        ("申请延期", {"days": 3, "reason": "等检测结果", "basis": BASIS, "told": True}, OFFICER, MORNING),
    ),
    "工地夜间施工噪音大": (("签收", {}, OFFICER, MORNING), ("拟复", REPLY, OFFICER, MORNING)),
    "物业乱收停车费": (
        ("签收", {}, OFFICER, MORNING),
        ("拟复", REPLY, OFFICER, MORNING),
        ("审核通过", {}, HEAD, MORNING),
    ),
    "公租房怎么申请": (
        ("签收", {}, OFFICER, WEEK_AGO),
        ("拟复", REPLY, OFFICER, WEEK_AGO),
        ("审核通过", {}, HEAD, WEEK_AGO),
        ("答复", {}, OFFICE, MORNING),
    ),
    "下水道堵塞，返工后又堵": (
        ("签收", {}, OFFICER, WEEK_AGO),
        ("拟复", REPLY, OFFICER, WEEK_AGO),
        ("审核通过", {}, HEAD, WEEK_AGO),
        ("答复", {}, OFFICE, WEEK_AGO),
        ("评价", {"rating": "不满意"}, CITIZEN, MORNING),
    ),
    "河道边倾倒建筑垃圾": (
        ("签收", {}, OFFICER, MORNING),
        ("退回", {"reason": "属城管职责", "basis": BASIS, "unit": "城管执法局"}, OFFICER, MORNING),
    ),
}


@dataclass
class County:
    """*tickets* and *requests* by what they are about; *secrets* by their numbers; *handover* is being talked to."""

    address: str
    tickets: dict[str, str]
    requests: dict[str, str]
    secrets: dict[str, str]
    handover: int = 0


@contextmanager
def at_work(database: Database, vault: Vault, calendar: WorkCalendar) -> Iterator[County]:
    """Serve the county; yields its address and what is in it."""
    known = Catalogue.load()
    history.store(database, vault, calendar, known, TICKETS, SPAN)
    county = County(f"http://127.0.0.1:{free_port()}", {}, {}, {})
    _employ(database)
    _tickets(county, database, vault, calendar)
    _requests(county, database, vault, calendar)
    _sessions(database, vault, calendar)
    _waiting(county, database)
    _talked(database)
    prepared = ROOT / os.environ.get("DATA_DIR", "var")
    app = create_app(
        settings=Settings(rate_limit=False),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: NOW,
        known=known,
        parts=Parts(
            searcher=Searcher.load(prepared / "index", ENCODER),
            router=Router.load(prepared / "routing"),
            bot=FakeBot(),
        ),
    )
    with on_a_thread(app, county.address):
        yield county


def _employ(database: Database) -> None:
    with database.sessions.begin() as session:
        for name, who in PEOPLE.items():
            unit = who.unit if who.role in accounts.IN_UNIT else ""
            accounts.add(session, name, PASSWORD, role=who.role, unit=unit, by=ADMIN, at=WEEK_AGO)


def _tickets(county: County, database: Database, vault: Vault, calendar: WorkCalendar) -> None:
    for ordinal, (matter, steps) in enumerate(LIVES.items()):
        first = steps[0][-1] if steps else MORNING
        receipt = filed_ticket(
            database.sessions, at=first, calendar=calendar, vault=vault, key=f"county-{ordinal}", matter=matter
        )
        if steps:
            walk(database.sessions, receipt.number, steps, calendar=calendar)
        county.tickets[matter], county.secrets[receipt.number] = receipt.number, receipt.secret
    unsure = filed_ticket(
        database.sessions, at=MORNING, calendar=calendar, vault=vault, key="county-unsure",
        routing=a_routing(sure=False), matter="门口的树枝挡住了信号灯", kind=TicketType.COMPLAINT, confidential=True,
    )  # fmt: skip
    county.tickets["unsure"] = unsure.number
    with database.sessions.begin() as session:
        number = county.tickets[LONG]
        files = [uploads.checked(f"现场照片{each}.jpg", photo(size=(320 + each, 240))) for each in range(2)]
        attachments.add(session, number, files, by=CITIZEN, at=MORNING, vault=vault)


def _requests(county: County, database: Database, vault: Vault, calendar: WorkCalendar) -> None:
    desk = RequestDesk(database.sessions, calendar, vault, at=MORNING)
    county.requests["fresh"] = desk.filed(wanted="2025年行政处罚决定书")
    county.requests["drafted"] = desk.answered("granted", text="特此答复。")
    county.requests["consulting"] = number = desk.filed(wanted=LONG)
    desk.do(number, "受理")
    desk.do(number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
    county.requests["sent"] = number = desk.answered("granted", wanted="本县2024年度污水处理费收支", text="特此答复。")
    desk.do(number, "签发答复", by=CHIEF, letter="answer")
    number = county.requests["fresh"]
    with database.sessions.begin() as session:
        papers = [uploads.checked("处罚决定书.docx", everywhere()), uploads.checked("现场.jpg", photo())]
        attachments.add(session, number, papers, by=CLERK, at=MORNING, vault=vault)
        found = redactions.source(session, number, 1, by=CLERK, vault=vault)
        wanted = proposed(redact.read(found.media, found.content, Choices()))
        redactions.propose(session, found, wanted, by=CLERK, at=MORNING, vault=vault)


def _sessions(database: Database, vault: Vault, calendar: WorkCalendar) -> None:
    """One held with its report, one announced, one planned."""
    with database.sessions.begin() as session:
        held = plan(session, LAST_SESSION, by=OFFICE, at=WEEK_AGO).number
        announce(session, held, by=OFFICE, at=WEEK_AGO)
        coming = replace(LAST_SESSION, starts=moment("2026-11-24 二 09:00"), ends=moment("2026-11-24 二 10:00"))
        announce(session, plan(session, coming, by=OFFICE, at=WEEK_AGO).number, by=OFFICE, at=WEEK_AGO)
        later = replace(LAST_SESSION, starts=moment("2026-12-08 二 09:00"), ends=moment("2026-12-08 二 10:00"))
        plan(session, later, by=OFFICE, at=WEEK_AGO)
    leader_calls(database.sessions, held, at=LAST_SESSION.starts, calendar=calendar, vault=vault)
    with database.sessions.begin() as session:
        write(session, held, "本期共接听来电10个，当场解答6个，其余已转有关单位办理。", by=OFFICE, at=MORNING)
        close(session, held, by=OFFICE, at=MORNING)


def _talked(database: Database) -> None:
    """What is left of a month's conversations: answered or not, forms filed and left, questions nobody could answer."""
    asked = (("ask_policy", Signs(cited=True), None), ("ask_policy", Signs(unknown=True), None))
    begun = ("file_ticket", Signs(), Draft(DraftKind.TICKET, matter="路灯不亮"))
    filed = ("affirm", Signs(filed="ticket"), None)
    with database.sessions.begin() as session:
        for ordinal in range(60):
            at, where = WEEK_AGO - timedelta(hours=7 * ordinal), ("web", "widget", "wechat")[ordinal % 3]
            for intent, signs, draft in (*asked[ordinal % 2 :], begun, *(filed,) * (ordinal % 4 > 0)):
                key = {"conversation": f"{ordinal:064}", "channel": where, "at": at}
                turn_marks.keep(session, turn_marks.mark(signs, intent, draft, **key))
        for question in ("公园晚上几点关门", "公园早上几点开门", "公园门票多少钱", "宠物狗在哪里办证"):
            gaps.record(session, question, score=0.1, at=MORNING)


def _waiting(county: County, database: Database) -> None:
    """Two people who asked for a person, and a notice that nobody took."""
    with database.sessions.begin() as session:
        for words in ("社保卡丢了怎么补办？", "请转人工"):
            _, conversation = conversations.open_conversation(session, channel="网页", at=MORNING)
            conversations.remember(session, conversation, "m-1", words, at=MORNING)
            conversations.remember(session, conversation, "", "正在为您转接。", at=MORNING, author=conversations.BOT)
            asked = handovers.ask(session, conversation, "要人工", at=MORNING)
        county.handover = asked.id or 0
        handovers.take(session, asked.id or 0, agent="zuoxi", at=MORNING)
        number = next(iter(county.tickets.values()))
        session.add(Notice(1, number, "webhook", "住建局", "有新的转办件", MORNING, None, 8, None, "对方没有应答"))
