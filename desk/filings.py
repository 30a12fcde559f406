"""What a citizen files, before it has a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desk import identity_documents, validity
from desk.disclosure_table import Channel
from desk.errors import Invalid
from desk.ticket_table import TicketType

IDENTITY_COLUMNS = (
    "name",
    "phone",
    "address",
    "email",
    "id_number",
    "organisation",
    "agent_of",
    "original",
    "id_kind",
    "representative",
)
LONGEST = 5_000
SHORT = 40


class Candidate(Protocol):
    """A unit the router proposes; see ``desk.routing``."""

    @property
    def unit(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reasons(self) -> Sequence[str]: ...


class Routed(Protocol):
    """What the router says about a text; see ``desk.routing.Routing``."""

    @property
    def type(self) -> str: ...
    @property
    def town(self) -> str | None: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...
    @property
    def sure(self) -> bool: ...


@dataclass(frozen=True)
class TicketFiling:
    """Attributes:
    matter, place, wanted: As the citizen said them; masked when stored, the original is sealed.
    person: Identity fields by column (IDENTITY_COLUMNS); empty when anonymous.
    kind: Overrides the router's type when the citizen or agent chose one.
    publishable: The citizen agrees that question and answer are published without personal data.
    upstream: The number another platform passed it on under; see ``channels.key``.
    received: When it reached the county, where that was before it is filed (``channels.admit``).
    path: Name of the lawful path the citizen was told of and filed in spite of; see ``exclusions``.
    leader_session: Row of the 领导接听 session it was taken in.
    heard: What is kept of its taking, in the event it was filed with; no personal data.
    """

    matter: str
    place: str = ""
    wanted: str = ""
    channel: str = "网页"
    kind: TicketType | None = None
    anonymous: bool = False
    confidential: bool = False
    publishable: bool = False
    repeat_of: str = ""
    upstream: str = ""
    received: datetime | None = None
    path: str = ""
    leader_session: int | None = None
    heard: Mapping[str, object] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises Invalid unless matter, place and one way to reach the citizen (or anonymous) are given."""
        _filled("诉求内容", self.matter)
        _filled("地点", self.place)
        _short("渠道", self.channel)
        if self.confidential and self.publishable:
            raise Invalid("公开意愿", "要求保密的不能同时同意公开")
        if len(self.wanted) > LONGEST or any(len(text) > LONGEST for text in self.person.values()):
            raise Invalid("内容", f"不能超过 {LONGEST} 字")
        if not self.anonymous and not _reachable(self.person):
            raise Invalid("联系方式", "请留一个能联系到您的电话，或选择匿名")


@dataclass(frozen=True)
class DisclosureFiling:
    """Attributes:
    wanted: Name, document number or features of the information (第二十九条).
    form: Form of supply.
    applicant: One of the yearly report's columns: 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他.
    person: Identity fields; the proof may follow on the page.
    purpose: 用途, optional; never asked for and never a ground (第二十七条).
    delivery: How the reply should reach the applicant.
    items: What is wanted, one thing each, when it is several: kept as one request (see ``disclosure_items``).
    repeat_of: Number of his earlier request for the same, where the applicant himself says so.
    arrived, confirmed: Moments the day of receipt follows from (第三十一条); web and WeChat need neither.
    """

    wanted: str
    form: str = ""
    channel: Channel = Channel.WEB
    applicant: str = "自然人"
    person: Mapping[str, str] = field(default_factory=dict)
    arrived: datetime | None = None
    confirmed: datetime | None = None
    purpose: str = ""
    delivery: str = ""
    items: tuple[str, ...] = ()
    repeat_of: str = ""

    def check(self) -> None:
        """Raises Invalid unless what is wanted, a name and a contact are given (第二十九条).

        A letter or fax without a contact is registered all the same (《依申请公开制度（修订）》第十条（八）).
        """
        _filled("所需政府信息", self.wanted)
        _filled("姓名或名称", self.person.get("name", ""))
        _short("获取形式", self.form)
        _short("获取方式", self.delivery)
        if len(self.purpose) > LONGEST:
            raise Invalid("用途", f"不能超过 {LONGEST} 字")
        if not _reachable(self.person) and self.channel not in WRITTEN:
            raise Invalid("联系方式", "必须填写（《政府信息公开条例》第二十九条）：电话、电子邮箱或者通信地址")
        phone = self.person.get("phone", "").strip()
        if phone and self.channel not in WRITTEN and (fault := validity.phone_problem(phone)):
            raise Invalid("联系电话", fault.removesuffix("。"))
        if fault := validity.email_problem(self.person.get("email", "")):
            raise Invalid("电子邮箱", fault)
        identity_documents.checked(self.person)
        if self.applicant not in APPLICANTS:
            raise Invalid("申请人类别", f"应为：{'、'.join(APPLICANTS)}")


WRITTEN = (Channel.SIGNED_MAIL, Channel.ORDINARY_MAIL, Channel.FAX)
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


@dataclass(frozen=True)
class Filed:
    """The receipt. *kind* is ``ticket`` or ``disclosure``; *secret* is shown here and never again."""

    kind: str
    number: str
    secret: str
    unit: str
    type: str
    town: str
    due: datetime
    due_words: str


def _reachable(person: Mapping[str, str]) -> bool:
    return any(person.get(column, "").strip() for column in ("phone", "email", "address"))


def _short(field_name: str, text: str) -> None:
    if len(text) > SHORT:
        raise Invalid(field_name, f"不能超过 {SHORT} 字")


def _filled(field_name: str, text: str) -> None:
    if not text.strip():
        raise Invalid(field_name, "必须填写")
    if len(text) > LONGEST:
        raise Invalid(field_name, f"不能超过 {LONGEST} 字")
