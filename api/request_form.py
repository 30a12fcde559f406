"""What an officer types when a request came by letter, fax, in person or orally."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form

from api.text import clean
from desk import disclosure_items
from desk.disclosure_clock import AT_ONCE, CONFIRMED
from desk.disclosure_table import Channel
from desk.errors import Invalid
from desk.filings import DisclosureFiling
from desk.moments import shanghai

PAPER = tuple(channel for channel in Channel if channel not in AT_ONCE)  # what an officer registers
WAITING = tuple(channel for channel in PAPER if channel in CONFIRMED)  # counts from a confirmation


@dataclass(frozen=True)
class Registration:
    """*key* files it once; *arrived* and *confirmed* are in Shanghai time, as a browser's form gives them."""

    key: str
    channel: str
    arrived: str
    confirmed: str
    wanted: str
    applicant: str
    name: str
    id_kind: str
    id_number: str
    organisation: str
    agent_of: str
    phone: str
    email: str
    address: str
    form: str
    delivery: str
    purpose: str

    def filing(self) -> DisclosureFiling:
        """Raises Invalid for a channel or a moment that cannot be right."""
        if self.channel not in PAPER:
            raise Invalid("申请方式", f"应为：{'、'.join(PAPER)}；电话只作咨询，不受理申请")
        given = ("name", "phone", "email", "address", "id_kind", "id_number", "organisation", "agent_of")
        lines = disclosure_items.lines(self.wanted)
        return DisclosureFiling(
            wanted="\n".join(lines),
            form=self.form,
            channel=Channel(self.channel),
            applicant=self.applicant,
            person={name: getattr(self, name) for name in given},
            arrived=_moment("收到时间", self.arrived),
            confirmed=_moment("确认时间", self.confirmed) if self.channel in WAITING else None,
            purpose=self.purpose,
            delivery=self.delivery,
            items=tuple(lines) if len(lines) > 1 else (),
        )


def _moment(field: str, text: str) -> datetime | None:
    try:
        return shanghai(datetime.fromisoformat(text)) if text else None
    except ValueError:
        raise Invalid(field, "应为日期和时间，例如 2026-11-20 09:00") from None


def registration(
    key: Annotated[str, Form(min_length=8, max_length=80)],
    channel: Annotated[str, Form(max_length=20)] = "",
    arrived: Annotated[str, Form(max_length=40)] = "",
    confirmed: Annotated[str, Form(max_length=40)] = "",
    wanted: Annotated[str, Form(max_length=5000)] = "",
    applicant: Annotated[str, Form(max_length=20)] = "",
    name: Annotated[str, Form(max_length=60)] = "",
    id_kind: Annotated[str, Form(max_length=30)] = "",
    id_number: Annotated[str, Form(max_length=40)] = "",
    organisation: Annotated[str, Form(max_length=60)] = "",
    agent_of: Annotated[str, Form(max_length=60)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    email: Annotated[str, Form(max_length=100)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
    form: Annotated[str, Form(max_length=40)] = "",
    delivery: Annotated[str, Form(max_length=40)] = "",
    purpose: Annotated[str, Form(max_length=2000)] = "",
) -> Registration:
    plain = (arrived, confirmed, wanted, applicant, name, id_kind, id_number, organisation, agent_of)
    return Registration(key, clean(channel), *map(clean, (*plain, phone, email, address, form, delivery, purpose)))
