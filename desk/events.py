"""What was done to a case, by whom, when and why; added, never changed, each sealed by the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(eq=False)
class Event:
    """One line of the log.

    Attributes:
        number: The case, or empty for what concerns no case (sign-in, account, backup).
        before, after: States; equal when the deed moved nothing.
        verdict: 按时 or 逾期 as it stood at *at*, empty when no clock was judged.
        note: Words a person wrote, personal data masked.
        sequence, previous, digest: Given when the event is sealed; sequence counts from 1 without gaps.
    """

    number: str
    deed: str
    at: datetime
    actor: str
    role: str
    unit: str = ""
    before: str = ""
    after: str = ""
    verdict: str = ""
    rule: str = ""
    note: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    sequence: int | None = None
    previous: str = ""
    digest: str = ""

    def seal(self, sequence: int, previous: str) -> None:
        self.sequence, self.previous = sequence, previous
        self.digest = self.reckon()

    def reckon(self) -> str:
        """SHA-256 over the previous digest and the canonical JSON of everything else."""
        content = {
            "sequence": self.sequence,
            "number": self.number,
            "deed": self.deed,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "role": self.role,
            "unit": self.unit,
            "before": self.before,
            "after": self.after,
            "verdict": self.verdict,
            "rule": self.rule,
            "note": self.note,
            "facts": self.facts,
        }
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256((self.previous + canonical).encode()).hexdigest()
