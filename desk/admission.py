"""Whether a ticket may come in as it is offered: by its channel, and by what the hotline may not decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desk import channels
from desk.exclusions import Exclusions
from desk.filings import TicketFiling
from desk.lifecycle import Role
from knowledge.channels import Channel


@dataclass(frozen=True)
class Admission:
    """What every door asks before it files."""

    channels: Mapping[str, Channel]
    exclusions: Exclusions

    def admit(self, filing: TicketFiling, *, by: Role, at: datetime, insist: bool) -> TicketFiling:
        """Return *filing* with the path its citizen was told of and did not take, if there is one.

        Raises:
            Invalid, NotAllowed: see ``channels.admit``.
            Excluded: see ``Exclusions.admit``.
        """
        channels.admit(self.channels, filing.channel, by=by, upstream=filing.upstream, received=filing.received, at=at)
        return replace(filing, path=self.exclusions.admit(filing.matter, insist=insist))


def key_of(filing: TicketFiling, given: str) -> str:
    """Return the idempotency key: the number another platform gave it, else the *given* one."""
    return channels.key(filing.channel, filing.upstream) if filing.upstream else given
