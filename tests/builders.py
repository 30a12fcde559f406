"""Valid things with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from datetime import date, datetime, time

from desk import filing
from desk.case import Details
from desk.casework import perform
from desk.disclosure import Disclosure
from desk.disclosure_table import Channel
from desk.filings import DisclosureFiling, TicketFiling
from desk.leader_calls import taken
from desk.leader_diary import find
from desk.leader_sessions import Plan
from desk.lifecycle import Actor, Role
from desk.moments import SHANGHAI, closing
from desk.routing import Candidate, Routing
from desk.ticket_table import TicketType
from desk.tickets import Ticket

WEEKDAYS = "一二三四五六日"
CITIZEN = Actor("群众", Role.CITIZEN)
AGENT = Actor("坐席甲", Role.AGENT)
OFFICER = Actor("经办甲", Role.OFFICER, "住建局")
HEAD = Actor("负责人甲", Role.HEAD, "住建局")
OFFICE = Actor("督办甲", Role.OFFICE, "县政府办")
CLERK = Actor("公开股经办", Role.OFFICER, "县政府办")
CHIEF = Actor("县政府办负责人", Role.HEAD, "县政府办")
AUDITOR = Actor("审计甲", Role.AUDITOR)
ADMIN = Actor("管理员甲", Role.ADMIN)
CLOCK = Actor("系统", Role.CLOCK)
ACTORS = {
    Role.CITIZEN: CITIZEN,
    Role.AGENT: AGENT,
    Role.OFFICER: OFFICER,
    Role.HEAD: HEAD,
    Role.OFFICE: OFFICE,
    Role.AUDITOR: AUDITOR,
    Role.ADMIN: ADMIN,
    Role.CLOCK: CLOCK,
}
PHONE = "13900000001"


def day(text: str) -> date:
    """Read "2025-09-26 五"; a wrong weekday is an error, so tables of dates check themselves."""
    iso, weekday = text.split()
    read = date.fromisoformat(iso)
    assert WEEKDAYS[read.weekday()] == weekday, f"{iso} 是星期{WEEKDAYS[read.weekday()]}"
    return read


def moment(text: str) -> datetime:
    """Read "2026-11-20 五 10:00" in Shanghai time."""
    first, clock = text.rsplit(" ", 1)
    return datetime.combine(day(first), time.fromisoformat(clock), SHANGHAI)


def a_routing(unit="住建局", **overrides) -> Routing:
    reasons = ("关键词：电梯",)
    return Routing(
        **{
            "type": "投诉",
            "type_score": 0.9,
            "town": "旌阳镇",
            "village": None,
            "candidates": (Candidate(unit, 0.9, reasons),),
            "sure": True,
            **overrides,
        }
    )


def a_ticket_filing(**overrides) -> TicketFiling:
    return TicketFiling(
        **{
            "matter": "小区电梯坏了半个月没人修",
            "place": "旌阳镇某小区3栋",
            "person": {"name": "陈某", "phone": PHONE},
            **overrides,
        }
    )


def a_disclosure_filing(**overrides) -> DisclosureFiling:
    return DisclosureFiling(
        **{
            "wanted": "2019年县本级部门预算公开情况",
            "form": "纸质",
            "channel": Channel.WEB,
            "person": {"name": "李某", "phone": PHONE},
            **overrides,
        }
    )


def a_ticket(**overrides) -> Ticket:
    """A complaint signed by 住建局 on Friday 2026-11-20 at 10:00, not stored."""
    signed = moment("2026-11-20 五 10:00")
    return Ticket(
        **{
            "number": "JD-20261120-000012",
            "key": "k",
            "fingerprint": "f",
            "secret_digest": "s",
            "channel": "网页",
            "unit": "住建局",
            "received": signed,
            "due": closing(day("2026-11-25 三")),
            "kind": TicketType.COMPLAINT,
            "matter": "小区电梯坏了半个月没人修",
            "counted_from": signed,
            "routed": signed,
            "signed": signed,
            "routing": [],
            **overrides,
        }
    )


def a_disclosure(**overrides) -> Disclosure:
    """A request received on 2025-09-01, not stored."""
    received = moment("2025-09-01 一 09:00")
    return Disclosure(
        **{
            "number": "GK-20250901-000012",
            "key": "k",
            "fingerprint": "f",
            "secret_digest": "s",
            "channel": "网络",
            "unit": "县政府办",
            "received": received,
            "arrived": received,
            "counted_from": received,
            "due": closing(day("2025-09-28 日")),
            "wanted": "本县2024年度排水管网改造合同",
            **overrides,
        }
    )


def filed_ticket(sessions, *, at, calendar, vault, key="t-1", routing=None, **overrides):
    """File a ticket and return its receipt."""
    with sessions.begin() as session:
        return filing.file_ticket(
            session,
            a_ticket_filing(**overrides),
            key=key,
            routing=routing or a_routing(),
            by=CITIZEN,
            at=at,
            calendar=calendar,
            vault=vault,
        )


def filed_disclosure(sessions, *, at, calendar, vault, key="g-1", **overrides):
    with sessions.begin() as session:
        return filing.file_disclosure(
            session, a_disclosure_filing(**overrides), key=key, by=CITIZEN, at=at, calendar=calendar, vault=vault
        )


def walk(sessions, number, steps, *, calendar):
    """Do (deed, details, actor, moment) one after the other, each in its own transaction; return the case."""
    for deed, details, by, at in steps:
        with sessions.begin() as session:
            case = perform(session, number, deed, Details(**details), by=by, at=at, calendar=calendar)
    return case


def a_leader_plan(**overrides) -> Plan:
    """The third session of 2020 as it was announced (公告第3期), leaders by post."""
    return Plan(
        **{
            "starts": moment("2020-12-22 二 09:00"),
            "ends": moment("2020-12-22 二 10:00"),
            "unit": "人社局",
            "leaders": "旌德县人社局局长",
            "topics": ("创业", "退休", "失业", "申领社会保障卡", "劳动维权"),
            **overrides,
        }
    )


LEADER_CALLS = (  # topic, issue, answered on the spot; ten calls on six issues, as the report of 2020-12-22 counts
    *(("创业", "创业贷款", True),) * 3,
    ("失业", "失业就业", True),
    ("退休", "养老保险", True),
    ("申领社会保障卡", "社保卡办理", True),
    ("失业", "失业就业", False),
    ("退休", "养老保险", False),
    ("退休", "退休补贴", False),
    ("", "小区电梯", False),
)


def leader_calls(sessions, number, *, at, calendar, vault) -> list[str]:
    """Log ``LEADER_CALLS`` in the session *number*; return the tickets' numbers in order."""
    numbers = []
    for ordinal, (topic, issue, direct) in enumerate(LEADER_CALLS):
        with sessions.begin() as session:
            held = find(session, number)
            call = taken(held, a_ticket_filing(matter=f"想咨询{issue}的办理"), topic=topic, issue=issue, at=at)
            receipt = filing.file_ticket(
                session,
                call,
                key=f"call-{ordinal}",
                routing=a_routing(held.unit if topic else "住建局", sure=not direct),
                by=AGENT,
                at=at,
                calendar=calendar,
                vault=vault,
            )
            if direct:
                told = Details(text="已当场解答办理条件和流程。", told=True)
                perform(session, receipt.number, "直接答复", told, by=AGENT, at=at, calendar=calendar)
            numbers.append(receipt.number)
    return numbers
