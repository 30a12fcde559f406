"""Checks a reply before it may leave: the banned phrases, then what ``desk.reply_checks`` looks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desk.reply_checks import CHECKS, Fault, Reply, Rules
from desk.sentences import sentence_at
from knowledge.phrases import BannedPhrase

Level = Literal["block", "warn"]
Nearness = Callable[[str, str], float | None]  # cosine of two texts' meanings; None when no encoder is at hand


@dataclass(frozen=True)
class Finding:
    """One fault of a reply.

    Attributes:
        rule: ASCII key of the rule broken.
        level: ``block`` keeps the reply from leaving, ``warn`` asks the writer to look again.
        message: What to mend, with its source.
        quote: The words it is about; empty when something is missing.
        start, end: The sentence it is about, as positions in the reply; both 0 when it is about the whole.
    """

    rule: str
    level: Level
    message: str
    quote: str = ""
    start: int = 0
    end: int = 0


class Linter:
    """Checks replies against the phrases and rules of the knowledge base.

    *nearness* measures how near a reply is to its matter in meaning; without it only their words are compared.
    """

    def __init__(self, phrases: Sequence[BannedPhrase], rules: Rules, nearness: Nearness | None = None) -> None:
        self._phrases, self._rules = tuple(phrases), rules
        self._nearness = nearness or (lambda matter, reply: None)

    def check(
        self,
        reply: str,
        *,
        unit_names: Sequence[str],
        others: Sequence[str] = (),
        matter: str = "",
        previous: Sequence[str] = (),
        contacted: bool | None = None,
    ) -> list[Finding]:
        """Return the faults of *reply*, those that block first, then as they stand in the text.

        Args:
            unit_names: All names of the unit that answers, short name first.
            others: Names of all other units.
            matter: What the citizen said; empty skips the question whether the reply is about it.
            previous: Earlier replies on the same matter.
            contacted: Whether a contact with the citizen is recorded; None looks for it in the reply.
        """
        nearness = self._nearness(matter, reply) if matter and reply.strip() else None
        given = Reply(reply, unit_names, others, matter, previous, contacted, nearness)
        faults = [fault for check in CHECKS for fault in check(given, self._rules)]
        found = [*self._banned(reply), *(_finding(fault, unit_names[0]) for fault in faults)]
        return sorted(found, key=lambda each: (each.level != "block", each.start))

    def _banned(self, reply: str) -> list[Finding]:
        return [
            Finding(
                phrase.rule,
                _level(phrase.level),
                f"{phrase.message}（{phrase.source}）",
                match.group(),
                *sentence_at(reply, match.start()),
            )
            for phrase in self._phrases
            for match in phrase.pattern.finditer(reply)
        ]


def _finding(fault: Fault, unit: str) -> Finding:
    rule = fault.rule
    message = f"{rule.message.format(unit=unit, name=fault.name).removesuffix('。')}（{rule.source}）。"
    return Finding(rule.rule, _level(rule.level), message, fault.quote, fault.start, fault.end)


def _level(written: str) -> Level:
    return "block" if written == "block" else "warn"
