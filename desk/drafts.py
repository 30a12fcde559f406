"""A case in the making: what the citizen has said so far, what is still missing, and how it reads back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Protocol

from desk.disclosure_table import Channel
from desk.filings import DisclosureFiling, TicketFiling
from desk.masking import mask

ANONYMOUS = "匿名"


class DraftKind(StrEnum):
    TICKET = "ticket"
    DISCLOSURE = "disclosure"


class Said(Protocol):
    """What one message says; see ``desk.intake.Facts``. Empty and None both mean: not said."""

    @property
    def matter(self) -> str | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def town(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def anonymous(self) -> bool | None: ...
    @property
    def wanted(self) -> str | None: ...
    @property
    def form(self) -> str | None: ...


@dataclass(frozen=True)
class Problem:
    """Why a slot is still missing although something was said."""

    slot: str
    message: str


# Asking order. A disclosure request asks no identity number here: a page does (docs/decisions/0003).
ASKED = {
    DraftKind.TICKET: ("matter", "place", "contact"),
    DraftKind.DISCLOSURE: ("wanted", "name", "contact", "form"),
}
SHOWN = {DraftKind.TICKET: ("matter", "place", "name", "contact"), DraftKind.DISCLOSURE: ASKED[DraftKind.DISCLOSURE]}
LABELS = {
    DraftKind.TICKET: {"matter": "事项", "place": "地点", "name": "称呼", "contact": "联系方式"},
    DraftKind.DISCLOSURE: {"wanted": "所需信息", "name": "姓名或名称", "contact": "联系方式", "form": "获取形式"},
}
LONGEST = {"matter": 5000, "wanted": 5000, "place": 200, "name": 60, "form": 40}
UNREAD = {
    "matter": "请说说要反映什么事。",
    "place": "请说明地点，例如哪个镇、哪个村或小区。",
    "contact": "没有认出电话号码。请留一个 11 位手机号或带区号的座机；不愿留的，说“匿名”。",
    "wanted": "请说明需要哪份政府信息：名称、文号或内容特征。",
    "name": "请告诉我申请人的姓名或单位名称。",
    "form": "请选择获取形式：纸质、电子邮件或当面查阅。",
}
NO_ANONYMOUS = "申请公开须留姓名和联系方式（《政府信息公开条例》第二十九条），不能匿名。"


@dataclass
class Draft:
    """Facts as said, unmasked: kept sealed, and only shown through ``slots`` and ``summary``."""

    kind: DraftKind
    matter: str = ""
    place: str = ""
    town: str = ""
    name: str = ""
    phone: str = ""
    anonymous: bool = False
    wanted: str = ""
    form: str = ""

    def fill(self, said: Said, *, text: str, asked: str | None = None) -> list[Problem]:
        """Take over everything *said*, later words replacing earlier ones; *text* is the whole message.

        When *asked* for a slot that takes free words and nothing at all was recognised, the message is the answer.
        """
        before = asdict(self)
        for slot in ("place", "town", "name", "phone", "form"):
            setattr(self, slot, getattr(said, slot) or getattr(self, slot))
        self._take_matter("matter", said.matter, asked)
        self._take_matter("wanted", said.wanted or (said.matter if self.kind is DraftKind.DISCLOSURE else ""), asked)
        if said.anonymous is not None and self.kind is DraftKind.TICKET:
            self.anonymous = said.anonymous
        if said.phone:
            self.anonymous = False
        if asked in LONGEST and asdict(self) == before and text.strip():
            setattr(self, asked, text.strip()[: LONGEST[asked]])
        return self._problems(said, asked)

    def _take_matter(self, slot: str, said: str | None, asked: str | None) -> None:
        """The matter once given is not replaced by what a later answer also says, unless it was asked again."""
        if said and (asked == slot or not getattr(self, slot)):
            setattr(self, slot, said[: LONGEST[slot]])

    def _problems(self, said: Said, asked: str | None) -> list[Problem]:
        if self.kind is DraftKind.DISCLOSURE and said.anonymous:
            return [Problem("contact", NO_ANONYMOUS)]
        if asked is not None and asked in self.missing():
            return [Problem(asked, UNREAD[asked])]
        return []

    def value(self, slot: str) -> str:
        if slot == "contact":
            return ANONYMOUS if self.anonymous else self.phone
        return str(getattr(self, slot))

    def missing(self) -> list[str]:
        """Slots still to ask, in asking order."""
        return [slot for slot in ASKED[self.kind] if not self.value(slot)]

    def slots(self) -> dict[str, str]:
        """What may be shown and logged: the filled slots, personal data masked."""
        return {slot: self._masked(slot) for slot in SHOWN[self.kind] if self.value(slot)}

    def summary(self) -> str:
        """Read the draft back for confirmation, one slot a line, personal data masked."""
        return "\n".join(f"{LABELS[self.kind][slot]}：{text}" for slot, text in self.slots().items())

    def _masked(self, slot: str) -> str:
        value = self.value(slot)
        if slot == "name" and self.kind is DraftKind.DISCLOSURE:
            return value[:1] + "*" * (len(value) - 1)
        if slot == "name":
            return value[:1] + "**" if len(value) > 1 else value
        return mask(value)

    def ticket(self, *, channel: str) -> TicketFiling:
        person = {} if self.anonymous else {"name": self.name, "phone": self.phone}
        return TicketFiling(self.matter, self.place, channel=channel, anonymous=self.anonymous, person=person)

    def disclosure(self, *, channel: Channel) -> DisclosureFiling:
        person = {"name": self.name, "phone": self.phone}
        return DisclosureFiling(self.wanted, form=self.form, channel=channel, person=person)

    def plain(self) -> dict[str, object]:
        """For sealing; ``restore`` reads it back."""
        return asdict(self)


def restore(plain: Mapping[str, object]) -> Draft:
    known = {field.name for field in fields(Draft)}
    values = {name: value for name, value in plain.items() if name in known}
    return Draft(**{**values, "kind": DraftKind(str(plain["kind"]))})  # type: ignore[arg-type]
