"""/api/v1/tickets: file a ticket, read it, and one call per deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api import cases
from api.cases import Body, Caller, DeedDetails, FilingKey, Number, ReadIdentity, shown
from api.deps import Admitting, Calendar, Keys, Measured, Now, Reading, Reviewed, Routed, Tx, filing_allowance
from api.signin import MaybeStaff, Staff
from api.text import clean
from desk import casework, filing, proposals, store, views
from desk.admission import key_of
from desk.case import Details
from desk.errors import NotAllowed
from desk.filings import TicketFiling
from desk.lifecycle import Actor, Role
from desk.moments import shanghai
from desk.ticket_table import Deed, State, TicketType
from desk.validity import normal_phone

router = APIRouter(prefix="/api/v1/tickets", tags=["工单"])

BY_CLOCK = (Deed.REMIND, Deed.ESCALATE)  # done by the scheduled jobs only


class NewTicket(Body):
    matter: str = Field(..., min_length=1, max_length=2000, description="反映的事情")
    place: str = Field("", max_length=200, description="地点")
    wanted: str = Field("", max_length=500, description="希望怎样解决")
    type: TicketType | None = Field(None, description="不填则由系统判断")
    anonymous: bool = Field(False, description="匿名：不留姓名和电话")
    confidential: bool = Field(False, description="不让承办单位知道我是谁")
    publishable: bool = Field(False, description="同意隐去个人信息后公开诉求和答复")
    channel: str = Field("", max_length=40, description="渠道，见 knowledge/channels.yml；不填则坐席为电话，其余为网页")
    upstream: str = Field("", max_length=60, description="上级编号，同一渠道只登记一次")
    received: datetime | None = Field(None, description="收到时间，只用于来信来访和上级转来的；没有时区的为北京时间")
    insist: bool = Field(False, description="已知道法定途径，仍要提交")
    name: str = Field("", max_length=40, description="称呼")
    phone: str = Field("", max_length=30, description="联系电话")
    repeat_of: str = Field("", max_length=40, description="此前同一事项的编号")

    def filing(self, *, channel: str) -> TicketFiling:
        return TicketFiling(
            matter=clean(self.matter),
            place=clean(self.place),
            wanted=clean(self.wanted),
            channel=channel,
            kind=self.type,
            anonymous=self.anonymous,
            confidential=self.confidential,
            publishable=self.publishable,
            repeat_of=clean(self.repeat_of).upper(),
            upstream=clean(self.upstream),
            received=self.received and shanghai(self.received),
            person={"name": clean(self.name), "phone": normal_phone(self.phone) or clean(self.phone)},
        )


@router.post("", status_code=201, dependencies=[Depends(filing_allowance)])
def file(
    wanted: NewTicket,
    staff: MaybeStaff,
    tx: Tx,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    routes: Routed,
    metrics: Measured,
    admitting: Admitting,
    key: FilingKey = None,
) -> dict[str, Any]:
    """提交工单。坐席登录后提交的记为代录；其余为群众自行提交。编号和查询码只在这一次答复里给出。

    另有法定途径的事（诉讼、仲裁、复议等）先以 409 告知途径，带上 insist 再提交即登记。
    """
    by = _filer(staff)
    channel = clean(wanted.channel) or ("电话" if by.role is Role.AGENT else "网页")
    ticket_filing = admitting.admit(wanted.filing(channel=channel), by=by.role, at=at, insist=wanted.insist)
    if ticket_filing.repeat_of:
        proposals.check_earlier(tx, ticket_filing.repeat_of, phone=ticket_filing.person["phone"], by=by, vault=keys)
    receipt = filing.file_ticket(
        tx,
        ticket_filing,
        key=key_of(ticket_filing, cases.filing_key(key, scope=f"{channel}|{by.name}")),
        routing=routes.route(wanted.matter, place=wanted.place),
        by=by,
        at=at,
        calendar=calendar,
        vault=keys,
    )
    metrics.filed("ticket", channel)
    ticket = store.ticket(tx, receipt.number)
    return {**shown(tx, ticket, by=by, at=at, calendar=calendar, vault=keys), "secret": receipt.secret}


@router.get("")
def list_tickets(
    session: Reading,
    staff: Staff,
    at: Now,
    calendar: Calendar,
    state: Annotated[list[State] | None, Query(description="只看这些状态")] = None,
    town: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> dict[str, Any]:
    """列出登录人员可以看到的工单，最急的在前；承办单位只能看到转给本单位的。"""
    if staff.role is Role.ADMIN:
        raise NotAllowed(staff.role.value, "查看工单")
    unit = staff.unit if staff.role in casework.IN_UNITS else None
    found = store.tickets(session, unit=unit, states=state, town=town, limit=limit, offset=offset)
    return {"tickets": [views.line(ticket, by=staff, at=at) for ticket in found]}


@router.get("/{number}")
def read(number: Number, by: Caller, session: Reading, at: Now, calendar: Calendar, keys: Keys) -> dict[str, Any]:
    """查看一件工单。群众凭请求头 X-Case-Secret 中的查询码，工作人员凭登录。"""
    ticket = store.ticket(session, number)
    return shown(session, ticket, by=by, at=at, calendar=calendar, vault=keys)


@router.post("/{number}/identity")
def read_identity(number: Number, wanted: ReadIdentity, by: Staff, tx: Tx, at: Now, keys: Keys) -> dict[str, Any]:
    """查看诉求人身份信息：须写明理由，每次查看都计入办理记录。"""
    store.ticket(tx, number)
    return cases.opened(tx, number, wanted, by=by, at=at, vault=keys)


def _filer(staff: Actor | None) -> Actor:
    """Raises NotAllowed for staff who do not take calls."""
    if staff is None:
        return cases.CITIZEN
    if staff.role not in (Role.AGENT, Role.OFFICE):
        raise NotAllowed(staff.role.value, "登记工单")
    return staff


def _doing(deed: Deed) -> Callable[..., dict[str, Any]]:
    def do(
        number: Number,
        wanted: DeedDetails,
        by: Caller,
        tx: Tx,
        at: Now,
        calendar: Calendar,
        keys: Keys,
        reviewed: Reviewed,
    ) -> dict[str, Any]:
        details: Details = wanted.details(())
        store.ticket(tx, number)
        case = reviewed.perform(tx, number, deed.value, details, by=by, at=at, calendar=calendar)
        return shown(tx, case, by=by, at=at, calendar=calendar, vault=keys)

    return do


for each in Deed:
    if each not in BY_CLOCK:
        router.add_api_route(
            f"/{{number}}/{each.value}",
            _doing(each),
            methods=["POST"],
            name=f"ticket_{each.name.lower()}",
            summary=each.value,
            description=f"对工单进行「{each.value}」。谁、何时可以做见 docs/lifecycles.md；现在可做的见 offers。",
        )
