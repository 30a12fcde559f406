"""What an agent types at the console: a call, a letter, a visit, or what another platform passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form

from api.text import clean
from desk import validity
from desk.errors import Invalid
from desk.filings import TicketFiling
from desk.moments import shanghai
from desk.ticket_table import TicketType

PHONE = "电话"


@dataclass(frozen=True)
class Intake:
    """What was typed; *unit* is empty when the proposal may decide, *key* files it once.

    *reply* is what the caller was told on the phone; the ticket then ends there and goes to no unit. *merge* is the
    ticket it is the same matter as (并入), *repeat_of* the caller's own earlier one; *insist*: the caller was told the
    lawful path and wants it filed all the same.
    """

    key: str
    channel: str
    upstream: str
    received: str
    matter: str
    place: str
    town: str
    wanted: str
    kind: str
    name: str
    phone: str
    anonymous: bool
    confidential: bool
    publishable: bool
    insist: bool
    merge: str
    repeat_of: str
    unit: str
    reply: str

    @property
    def where(self) -> str:
        return self.place if self.town in self.place else f"{self.town}{self.place}"

    def filing(self) -> TicketFiling:
        """Raises Invalid for a telephone number that cannot be one, or a moment that is none."""
        return TicketFiling(
            matter=self.matter,
            place=self.where,
            wanted=self.wanted,
            channel=self.channel,
            kind=TicketType(self.kind) if self.kind else None,
            anonymous=self.anonymous,
            confidential=self.confidential,
            publishable=self.publishable,
            repeat_of=self.repeat_of,
            upstream=self.upstream,
            received=_moment(self.received) if self.received else None,
            person=caller(self.name, self.phone, anonymous=self.anonymous),
        )


def intake(
    key: Annotated[str, Form(max_length=60)],
    channel: Annotated[str, Form(max_length=40)] = PHONE,
    upstream: Annotated[str, Form(max_length=60)] = "",
    received: Annotated[str, Form(max_length=30)] = "",
    matter: Annotated[str, Form(max_length=2000)] = "",
    place: Annotated[str, Form(max_length=200)] = "",
    town: Annotated[str, Form(max_length=20)] = "",
    wanted: Annotated[str, Form(max_length=500)] = "",
    kind: Annotated[str, Form(pattern=f"^({'|'.join(TicketType)})?$")] = "",
    name: Annotated[str, Form(max_length=40)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    anonymous: Annotated[bool, Form()] = False,
    confidential: Annotated[bool, Form()] = False,
    publishable: Annotated[bool, Form()] = False,
    insist: Annotated[bool, Form()] = False,
    merge: Annotated[str, Form(max_length=40)] = "",
    repeat_of: Annotated[str, Form(max_length=40)] = "",
    unit: Annotated[str, Form(max_length=40)] = "",
    other_unit: Annotated[str, Form(max_length=40)] = "",
    reply: Annotated[str, Form(max_length=5000)] = "",
) -> Intake:
    return Intake(
        key=key,
        channel=clean(channel) or PHONE,
        upstream=clean(upstream),
        received=clean(received),
        matter=clean(matter),
        place=clean(place),
        town=clean(town),
        wanted=clean(wanted),
        kind=kind,
        name=clean(name),
        phone=clean(phone),
        anonymous=anonymous,
        confidential=confidential,
        publishable=publishable,
        insist=insist,
        merge=clean(merge).upper(),
        repeat_of=clean(repeat_of).upper(),
        unit=clean(other_unit or unit),
        reply=clean(reply),
    )


def caller(name: str, phone: str, *, anonymous: bool) -> dict[str, str]:
    """Who calls. Raises Invalid for a telephone number that cannot be one; who stays anonymous may say anything."""
    problem = None if anonymous or not phone else validity.phone_problem(phone)
    if problem:
        raise Invalid("联系电话", problem)
    return {"name": name, "phone": validity.normal_phone(phone) or phone}


def _moment(text: str) -> datetime:
    """What a datetime-local field sends, in Shanghai time."""
    try:
        return shanghai(datetime.fromisoformat(text))
    except ValueError:
        raise Invalid("收到时间", f"「{text}」应如 2026-11-20 09:30") from None
