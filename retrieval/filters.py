"""Which passages a search may show: those of an audience, an issuer, a kind of document, a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from retrieval.passages import Passage

Scope = Literal["public", "agent"]
EXPIRED = "已失效"


@dataclass(frozen=True)
class Filters:
    """What a passage must be; an empty field asks nothing.

    Attributes:
        scope: ``agent`` also sees internal documents.
        issuer: Issuing body as printed in the document's head.
        kind: Kind of document, such as 制度 or 通报.
        since, until: First and last day of issue (of effect where none is printed); documents without a day are left
            out when either is given.
    """

    scope: Scope = "public"
    issuer: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None

    def allow(self, passage: Passage) -> bool:
        """Whether *passage* may be shown. An expired document answers nobody."""
        return (
            passage.status != EXPIRED
            and (self.scope == "agent" or passage.audience == "public")
            and self.issuer in ("", passage.issuer)
            and self.kind in ("", passage.kind)
            and self._covers(passage.date)
        )

    def _covers(self, day: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        printed = date.fromisoformat(day)
        return (self.since is None or self.since <= printed) and (self.until is None or printed <= self.until)
