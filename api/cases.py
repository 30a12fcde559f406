"""What tickets and disclosure requests share at the edge: who is asking, what comes with a deed, the case to show."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Request
from pydantic import BaseModel, Extra, Field
from sqlalchemy.orm import Session

from api.deps import Buckets, Calendar, Keys, Network, Now
from api.errors import NotSignedIn
from api.limits import GUESSES
from api.signin import MaybeStaff
from api.text import clean
from desk import access, attachments, casework, identities, views
from desk.case import Details
from desk.errors import Invalid, NotFound
from desk.lifecycle import Actor, Role
from desk.store import AnyCase
from desk.vault import Vault
from knowledge.reasons import Reason

CITIZEN = Actor("群众", Role.CITIZEN)

Number = Annotated[str, Path(max_length=40, description="办件编号，例如 JD-20261120-000126")]
Secret = Annotated[str | None, Header(alias="X-Case-Secret", max_length=80, description="查询码，只放在请求头里")]
FilingKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=8, max_length=80, description="重发同一次提交时用同一个")
]


class Body(BaseModel):
    """Strict: a field nobody knows is a mistake of the caller, not something to drop in silence."""

    class Config:
        extra = Extra.forbid


class DeedDetails(Body):
    """What comes with a deed; which of these it needs is the deed's own rule, and the refusal names what is missing."""

    text: str = Field("", max_length=5000, description="答复、补充、意见等正文")
    reason: str = Field("", max_length=1000, description="理由")
    basis: str = Field("", max_length=500, description="依据的文件和条款")
    unit: str = Field("", max_length=40, description="单位简称")
    days: int = Field(0, ge=0, le=250, description="工作日数")
    told: bool = Field(False, description="已告知诉求人或申请人")
    rating: str = Field("", max_length=10, description="非常满意、满意、基本满意、不满意、非常不满意")
    code: str = Field("", max_length=60, description="答复类型，见理由目录")
    search: str = Field("", max_length=2000, description="检索记录")
    needed: str = Field("", max_length=1000, description="答复类型要求写明的内容，例如该机关的名称和联系方式")
    manner: str = Field("", max_length=200, description="送达或联系方式")
    number: str = Field("", max_length=40, description="并入的工单编号")
    kind: str = Field("", max_length=10, description="改定的工单类型；行政复议、行政诉讼")
    party: str = Field("", max_length=200, description="被征求意见的第三方或机关（加密保存）；复议机关或法院")
    consent: str = Field("", max_length=10, description="同意公开、同意部分公开、不同意公开")
    item: int = Field(0, ge=0, le=99, description="第几项、第几份")
    method: str = Field("", max_length=10, description="按件、按量")
    quantity: int = Field(0, ge=0, le=100_000, description="件数或页数")
    before: int = Field(0, ge=0, le=100_000, description="同一申请人本月此前件数")
    amount: int = Field(0, ge=0, le=10_000_000, description="决定收取的金额（元）")
    result: str = Field("", max_length=10, description="维持、纠正、其他")
    letter: str = Field(
        "", max_length=14, description="答复用的文书（knowledge/letters.yml）；空的用理由目录写的告知书"
    )
    organ: str = Field("", max_length=40, description="落款机关，决定救济途径；空的为旌德县人民政府办公室")

    def details(self, reasons: Sequence[Reason]) -> Details:
        """Raises Invalid for a code that is not in the catalogue."""
        ground = next((reason for reason in reasons if reason.code == self.code), None)
        if self.code and ground is None:
            raise Invalid("答复类型", "不在理由目录中")
        return Details(
            text=clean(self.text),
            reason=clean(self.reason),
            basis=clean(self.basis),
            unit=clean(self.unit),
            days=self.days,
            told=self.told,
            rating=clean(self.rating),
            ground=ground,
            search=clean(self.search),
            needed=clean(self.needed),
            manner=clean(self.manner),
            number=clean(self.number).upper(),
            kind=clean(self.kind),
            party=clean(self.party),
            consent=clean(self.consent),
            item=self.item,
            method=clean(self.method),
            quantity=self.quantity,
            before=self.before,
            amount=self.amount,
            result=clean(self.result),
            letter=clean(self.letter),
            organ=clean(self.organ),
        )


class ReadIdentity(Body):
    reason: str = Field(..., min_length=1, max_length=500, description="查看理由，计入办理记录")


def caller_of_case(
    request: Request,
    number: Number,
    staff: MaybeStaff,
    at: Now,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    secret: Secret = None,
) -> Actor:
    """Return who is asking for case *number*: a citizen whose secret opens it, or signed-in staff.

    Asked for before the transaction, because a wrong secret is remembered in a transaction of its own.

    Raises:
        NotFound: unknown number and wrong secret alike.
        NotSignedIn: neither secret nor sign-in.
    """
    if secret is None:
        if staff is None:
            raise NotSignedIn
        return staff
    buckets.check(GUESSES, network)
    try:
        access.unlock(request.app.state.database, number, secret, at=at, vault=keys)
    except NotFound:
        buckets.count(GUESSES, network)
        raise
    return CITIZEN


Caller = Annotated[Actor, Depends(caller_of_case)]


def shown(
    session: Session, case: AnyCase, *, by: Actor, at: Now, calendar: Calendar, vault: Vault, previews: bool = False
) -> dict[str, Any]:
    """Return *case* as *by* may see it, contact details masked; *previews* are small pictures of the attachments.

    Raises NotFound when *by* may not see it at all.
    """
    person = identities.get(session, case.number, vault=vault)
    told = views.view(case, by=by, at=at, calendar=calendar, person=person)
    found = attachments.listed(session, case, by=by, vault=vault)
    told["attachments"] = [each.told(preview=previews) for each in found]
    return told


def opened(
    session: Session, number: str, wanted: ReadIdentity, *, by: Actor, at: Now, vault: Vault
) -> dict[str, dict[str, str]]:
    """Open who filed the case for staff, on record. Raises NotAllowed for citizens: they see it masked."""
    fields = casework.read_identity(session, number, reason=clean(wanted.reason), by=by, at=at, vault=vault)
    return {"identity": dict(fields)}


def filing_key(given: str | None, *, scope: str) -> str:
    """Return the key a filing is stored under: the caller's, kept apart by *scope*, or one that nobody repeats."""
    return f"{scope}|{given or secrets.token_hex(16)}"
