"""A reply is checked before it can leave the unit (《互动类信件办理工作流程》三、五).

On the page while it is written, and again when it is handed in, whichever way it comes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desk import store
from desk.case import Details
from desk.errors import Invalid
from desk.linter import Finding, Linter
from desk.store import AnyCase
from desk.ticket_table import Deed
from desk.tickets import Ticket
from knowledge.units import Unit

SENT = (Deed.ANSWER.value, Deed.REPLY_AT_ONCE.value)
BY_UNIT, ON_THE_PHONE = Deed.DRAFT.value, Deed.REPLY_AT_ONCE.value


class Review:
    """Knows the banned phrases and the names of the units."""

    def __init__(self, linter: Linter, units: Sequence[Unit]) -> None:
        self._linter = linter
        self._names = {unit.name: (unit.name, unit.full, *unit.aliases) for unit in units}

    def findings(self, session: Session, case: AnyCase, reply: str, *, told: bool | None) -> list[Finding]:
        """Return the faults of *reply*, those that block first; *told* as ``Linter.check`` takes *contacted*."""
        return self._linter.check(
            reply,
            unit_names=self._names.get(case.unit, (case.unit,)),
            matter=case.matter if isinstance(case, Ticket) else "",
            previous=_earlier(session, case),
            contacted=told,
        )

    def stop(self, session: Session, case: AnyCase, deed: str, details: Details) -> None:
        """Raises Invalid when *deed* hands in a ticket's reply that must not leave."""
        if not isinstance(case, Ticket) or deed not in (BY_UNIT, ON_THE_PHONE) or not details.text.strip():
            return
        # Whoever answers on the phone is speaking with the citizen.
        told = details.told or deed == ON_THE_PHONE
        blocking = [each for each in self.findings(session, case, details.text, told=told) if each.level == "block"]
        if blocking:
            raise Invalid("答复内容", "；".join(each.message.removesuffix("。") for each in blocking) + "。")


def _earlier(session: Session, case: AnyCase) -> list[str]:
    """Replies the citizen got before on the same matter: to this case, and to the one it repeats."""
    replies = [event.note for event in case.events if event.deed in SENT]
    if isinstance(case, Ticket) and case.repeat_of:
        before = store.ticket(session, case.repeat_of)
        replies += [event.note for event in before.events if event.deed in SENT]
    return replies
