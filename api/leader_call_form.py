"""What an agent types for one call of a 领导接听 session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form

from api.call_form import caller
from api.text import clean
from desk.filings import TicketFiling
from desk.ticket_table import TicketType

NOT_SAID = "来电未说明"  # a question of policy has no place


@dataclass(frozen=True)
class LeaderCall:
    """*topic* is one of the announced, empty outside them; *reply* is what the leaders told the caller at once."""

    key: str
    matter: str
    topic: str
    issue: str
    place: str
    kind: str
    name: str
    phone: str
    anonymous: bool
    unit: str
    reply: str

    @property
    def where(self) -> str:
        return self.place or NOT_SAID

    def filing(self) -> TicketFiling:
        """Raises Invalid for a telephone number that cannot be one."""
        return TicketFiling(
            matter=self.matter,
            place=self.where,
            kind=TicketType(self.kind) if self.kind else None,
            anonymous=self.anonymous,
            person=caller(self.name, self.phone, anonymous=self.anonymous),
        )


def leader_call(
    key: Annotated[str, Form(max_length=60)],
    matter: Annotated[str, Form(max_length=2000)] = "",
    topic: Annotated[str, Form(max_length=40)] = "",
    issue: Annotated[str, Form(max_length=40)] = "",
    place: Annotated[str, Form(max_length=200)] = "",
    kind: Annotated[str, Form(pattern=f"^({'|'.join(TicketType)})?$")] = "",
    name: Annotated[str, Form(max_length=40)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    anonymous: Annotated[bool, Form()] = False,
    unit: Annotated[str, Form(max_length=40)] = "",
    reply: Annotated[str, Form(max_length=5000)] = "",
) -> LeaderCall:
    return LeaderCall(
        key=key,
        matter=clean(matter),
        topic=clean(topic),
        issue=clean(issue),
        place=clean(place),
        kind=kind,
        name=clean(name),
        phone=clean(phone),
        anonymous=anonymous,
        unit=clean(unit),
        reply=clean(reply),
    )
