"""/api/v1/disclosures: apply for information, prove one's identity, follow the request, and one call per deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api import cases, request_deeds
from api.cases import Body, Caller, DeedDetails, FilingKey, Number, ReadIdentity, shown
from api.deps import Calendar, Catalogue, Keys, Measured, Now, Reading, Tx, filing_allowance
from api.signin import MaybeStaff, Staff
from api.text import clean
from desk import casework, filing, store, views
from desk.disclosure_table import Channel, Deed, State
from desk.errors import Invalid, NotAllowed
from desk.filings import DisclosureFiling
from desk.identity_documents import IdentityKind
from desk.lifecycle import Actor, Role

router = APIRouter(prefix="/api/v1/disclosures", tags=["依申请公开"])

BY_CLOCK = (Deed.REMIND, Deed.ESCALATE)  # done by the scheduled jobs only
NOTES = {
    Deed.TO_TICKET: "经申请人同意按工单办理（第三十九条）；申请本身仍须答复。ticket 中是工单的编号和查询码。",
    Deed.ANSWER: "同时签发答复文书：letter 选文书，organ 选落款机关。",
    Deed.GRANT_EXTENSION: "同时签发并发出延期答复告知书：manner 写告知方式。",
    Deed.DELAY: "同时签发并发出延迟答复告知书：manner 写告知方式。",
    Deed.DELIVER: "同时把已签发的答复文书记为发出。",
}
PERSON = ("name", "phone", "address", "email", "id_number", "id_kind", "organisation", "representative", "agent_of")


class NewDisclosure(Body):
    wanted: str = Field(
        ..., min_length=1, max_length=2000, description="所需政府信息的名称、文号或者便于查询的其他特征"
    )
    form: str = Field("", max_length=40, description="提供方式：纸质、电子邮件、当面查阅")
    delivery: str = Field("", max_length=40, description="获取方式：邮寄、当面领取等")
    purpose: str = Field("", max_length=2000, description="用途，可不填，不作为是否公开的理由")
    applicant: str = Field(
        "自然人", max_length=20, description="自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他"
    )
    channel: Channel = Field(Channel.WEB, description="工作人员代录纸质申请时填写")
    arrived: datetime | None = Field(None, description="工作人员代录时：申请到达的时间")
    confirmed: datetime | None = Field(None, description="工作人员代录时：双方确认的时间（平常信函、传真）")
    name: str = Field(..., min_length=1, max_length=60, description="姓名或名称")
    phone: str = Field("", max_length=30)
    address: str = Field("", max_length=200)
    email: str = Field("", max_length=100)
    id_number: str = Field("", max_length=30, description="身份证明号码")
    id_kind: IdentityKind = Field(IdentityKind.RESIDENT, description="身份证明种类")
    organisation: str = Field("", max_length=60, description="统一社会信用代码")
    representative: str = Field("", max_length=60, description="单位的法定代表人或者委托代理人，可不填")
    agent_of: str = Field("", max_length=60, description="受谁委托")

    def filing(self, by: Actor) -> DisclosureFiling:
        """Raises Invalid when a citizen dates a request back."""
        if by.role is Role.CITIZEN and (self.channel is not Channel.WEB or self.arrived or self.confirmed):
            raise Invalid("收到日期", "网上申请以提交时间为准")
        if any(at is not None and at.tzinfo is None for at in (self.arrived, self.confirmed)):
            raise Invalid("收到日期", "须带时区，例如 2026-11-21T09:00:00+08:00")
        return DisclosureFiling(
            wanted=clean(self.wanted),
            form=clean(self.form),
            delivery=clean(self.delivery),
            purpose=clean(self.purpose),
            applicant=clean(self.applicant),
            channel=self.channel,
            arrived=self.arrived,
            confirmed=self.confirmed,
            person={name: clean(getattr(self, name)) for name in PERSON},
        )


class Proof(Body):
    id_kind: IdentityKind = Field(IdentityKind.RESIDENT, description="身份证明种类")
    id_number: str = Field("", max_length=30, description="身份证明号码")
    organisation: str = Field("", max_length=60, description="统一社会信用代码")
    address: str = Field("", max_length=200, description="通信地址")


@router.post("", status_code=201, dependencies=[Depends(filing_allowance)])
def file(
    wanted: NewDisclosure,
    staff: MaybeStaff,
    tx: Tx,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    metrics: Measured,
    key: FilingKey = None,
) -> dict[str, Any]:
    """提交政府信息公开申请。编号和查询码只在这一次答复里给出；身份证明可以随后补交。"""
    by = _filer(staff)
    receipt = filing.file_disclosure(
        tx,
        wanted.filing(by),
        key=cases.filing_key(key, scope=f"公开|{by.name}"),
        by=by,
        at=at,
        calendar=calendar,
        vault=keys,
    )
    metrics.filed("disclosure", wanted.channel.value)
    request = store.disclosure(tx, receipt.number)
    return {**shown(tx, request, by=by, at=at, calendar=calendar, vault=keys), "secret": receipt.secret}


@router.get("")
def list_disclosures(
    session: Reading,
    staff: Staff,
    at: Now,
    calendar: Calendar,
    state: Annotated[list[State] | None, Query(description="只看这些状态")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> dict[str, Any]:
    """列出登录人员可以看到的公开申请，最急的在前；坐席不办理公开申请。"""
    if staff.role in (Role.ADMIN, Role.AGENT):
        raise NotAllowed(staff.role.value, "查看公开申请")
    unit = staff.unit if staff.role in casework.IN_UNITS else None
    found = store.disclosures(session, unit=unit, states=state, limit=limit, offset=offset)
    return {"disclosures": [views.line(request, by=staff, at=at) for request in found]}


@router.get("/{number}")
def read(number: Number, by: Caller, session: Reading, at: Now, calendar: Calendar, keys: Keys) -> dict[str, Any]:
    """查看一件公开申请。申请人凭请求头 X-Case-Secret 中的查询码，工作人员凭登录。"""
    request = store.disclosure(session, number)
    return shown(session, request, by=by, at=at, calendar=calendar, vault=keys)


@router.post("/{number}/proof")
def prove(number: Number, proof: Proof, by: Caller, tx: Tx, at: Now, calendar: Calendar, keys: Keys) -> dict[str, Any]:
    """申请人补交身份证明（第二十九条）。只在页面上收，不在对话里收；加密保存。"""
    if by.role is not Role.CITIZEN:
        raise NotAllowed(by.role.value, "提交身份证明")
    fields = {name: clean(value) for name, value in proof.dict().items()}
    request = casework.add_identity(tx, number, fields, by=by, at=at, vault=keys)
    return shown(tx, request, by=by, at=at, calendar=calendar, vault=keys)


@router.post("/{number}/identity")
def read_identity(number: Number, wanted: ReadIdentity, by: Staff, tx: Tx, at: Now, keys: Keys) -> dict[str, Any]:
    """查看申请人身份信息：须写明理由，每次查看都计入办理记录。"""
    store.disclosure(tx, number)
    return cases.opened(tx, number, wanted, by=by, at=at, vault=keys)


def _filer(staff: Actor | None) -> Actor:
    """Raises NotAllowed for staff who do not register requests."""
    if staff is None:
        return cases.CITIZEN
    if staff.role not in (Role.AGENT, Role.OFFICER, Role.OFFICE):
        raise NotAllowed(staff.role.value, "登记公开申请")
    return staff


def _doing(deed: Deed) -> Callable[..., dict[str, Any]]:
    def do(
        request: Request,
        number: Number,
        wanted: DeedDetails,
        by: Caller,
        tx: Tx,
        at: Now,
        calendar: Calendar,
        keys: Keys,
        reasons: Catalogue,
    ) -> dict[str, Any]:
        store.disclosure(tx, number)
        details = wanted.details(reasons)
        done = request_deeds.do(request, tx, number, deed.value, details, by=by, at=at, calendar=calendar, vault=keys)
        told = shown(tx, done.case, by=by, at=at, calendar=calendar, vault=keys)
        ticket = {"ticket": {"number": done.ticket.number, "secret": done.ticket.secret}} if done.ticket else {}
        return {**told, **ticket}

    return do


for each in Deed:
    if each not in BY_CLOCK:
        router.add_api_route(
            f"/{{number}}/{each.value}",
            _doing(each),
            methods=["POST"],
            name=f"disclosure_{each.name.lower()}",
            summary=each.value,
            description=f"对公开申请进行「{each.value}」。谁、何时可以做见 docs/lifecycles.md；现在可做的见 offers。"
            + NOTES.get(each, ""),
        )
