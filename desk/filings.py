"""What a citizen files, before it has a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desk.disclosure_table import Channel
from desk.errors import Invalid
from desk.ticket_table import TicketType

IDENTITY_COLUMNS = ("name", "phone", "address", "email", "id_number", "organisation", "agent_of", "original")
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
    """

    matter: str
    place: str = ""
    wanted: str = ""
    channel: str = "网页"
    kind: TicketType | None = None
    anonymous: bool = False
    confidential: bool = False
    repeat_of: str = ""
    person: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises Invalid unless matter, place and one way to reach the citizen (or anonymous) are given."""
        _filled("诉求内容", self.matter)
        _filled("地点", self.place)
        _short("渠道", self.channel)
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
    arrived, confirmed: Moments the day of receipt follows from (第三十一条); web and WeChat need neither.
    """

    wanted: str
    form: str = ""
    channel: Channel = Channel.WEB
    applicant: str = "自然人"
    person: Mapping[str, str] = field(default_factory=dict)
    arrived: datetime | None = None
    confirmed: datetime | None = None

    def check(self) -> None:
        """Raises Invalid unless what is wanted, a name and a contact are given (第二十九条)."""
        _filled("所需政府信息", self.wanted)
        _filled("姓名或名称", self.person.get("name", ""))
        _short("获取形式", self.form)
        if not _reachable(self.person):
            raise Invalid("联系方式", "必须填写")
        if self.applicant not in APPLICANTS:
            raise Invalid("申请人类别", f"应为：{'、'.join(APPLICANTS)}")


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
