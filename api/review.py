"""A reply is checked before it can leave the unit (《互动类信件办理工作流程》三、五).

On the page while it is written, when it is handed in, and again when it is approved and sent: another reply may have
gone to the same citizen in between. Pages and API do every deed of a ticket's staff through ``Review.perform``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from api.parts import Parts
from desk import casework, store
from desk.case import Details
from desk.earlier_replies import earlier_replies
from desk.errors import Invalid
from desk.lifecycle import Actor
from desk.linter import Finding, Linter
from desk.store import AnyCase
from desk.ticket_table import Deed
from desk.tickets import Ticket
from desk.workdays import WorkCalendar
from knowledge.units import Unit

HANDED_IN = (Deed.DRAFT.value, Deed.REPLY_AT_ONCE.value)
PASSED_ON = (Deed.APPROVE.value, Deed.ANSWER.value)


class Review:
    """Knows the rules of replies and the names of the units."""

    def __init__(self, linter: Linter, units: Sequence[Unit]) -> None:
        self._linter = linter
        self._names = {unit.name: (unit.name, unit.full, *unit.aliases) for unit in units}

    def findings(self, session: Session, case: AnyCase, reply: str, *, told: bool | None) -> list[Finding]:
        """Return the faults of *reply*, those that block first; *told* as ``Linter.check`` takes *contacted*."""
        ticket = case if isinstance(case, Ticket) else None
        return self._linter.check(
            reply,
            unit_names=self._names.get(case.unit, (case.unit,)),
            others=[name for unit, names in self._names.items() if unit != case.unit for name in names],
            matter=ticket.matter if ticket else "",
            previous=earlier_replies(session, ticket) if ticket else (),
            contacted=told,
        )

    def perform(
        self,
        session: Session,
        number: str,
        deed: str,
        details: Details,
        *,
        by: Actor,
        at: datetime,
        calendar: WorkCalendar,
    ) -> AnyCase:
        """Do *deed* unless it would let a reply out that must not leave.

        Raises:
            Invalid: the reply has faults that block; also what ``casework.perform`` raises. Nothing was changed.
        """
        case = store.case(session, number, lock=True)
        casework.reach(case, by)
        if isinstance(case, Ticket) and any(
            each.value == deed for each in case.lifecycle.offers(case.state, role=by.role)
        ):
            self._stop(session, case, deed, details)
        return casework.perform(session, number, deed, details, by=by, at=at, calendar=calendar)

    def _stop(self, session: Session, ticket: Ticket, deed: str, details: Details) -> None:
        if deed in HANDED_IN and details.text.strip():
            reply = details.text
            # Whoever answers on the phone is speaking with the citizen.
            told: bool | None = details.told or deed == Deed.REPLY_AT_ONCE.value
        elif deed in PASSED_ON:
            reply, told = ticket.reply, _told(ticket)
        else:
            return
        blocking = [each for each in self.findings(session, ticket, reply, told=told) if each.level == "block"]
        if blocking:
            raise Invalid("答复内容", "；".join(each.message.removesuffix("。") for each in blocking) + "。")


def nearness(parts: Parts, matter: str, reply: str) -> float | None:
    """Cosine of the two in meaning; None until the index is loaded."""
    if parts.searcher is None:
        return None
    one, other = parts.searcher.encoder.encode([matter, reply])
    return float(one @ other)


def _told(ticket: Ticket) -> bool | None:
    """Whether the contact was recorded with the draft; None when there is no draft in the log."""
    drafts = ticket.did(Deed.DRAFT)
    return bool(drafts[-1].facts.get("contacted")) if drafts else None
