"""What the hotline may not decide is told its lawful path, and filed when the citizen insists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.errors import Excluded
from knowledge.emergencies import Emergencies
from knowledge.exclusions import Exclusion, spot_exclusion

EMERGENCY = "紧急情况"
ONE_NUMBER = "国办发〔2020〕53号：110、119、120、122 不并入 12345"


@dataclass(frozen=True)
class Path:
    """What somebody is told to do instead.

    Attributes:
        code: ASCII key of the kind of matter.
        name: The kind in words, as the event keeps it.
    """

    code: str
    name: str
    words: str
    basis: str


class Exclusions:
    """Knows the matters with a lawful path of their own, and the dangers that have a number of their own."""

    def __init__(self, exclusions: Sequence[Exclusion], emergencies: Emergencies) -> None:
        self._exclusions, self._emergencies = exclusions, emergencies

    def find(self, text: str) -> Path | None:
        """Return the path of what *text* tells of; danger comes first."""
        if danger := self._emergencies.spot(text):
            words = f"如果正在发生（{danger.name}），请先拨打 {danger.number}。不是正在发生的，可以继续提交。"
            return Path("emergency", EMERGENCY, words, ONE_NUMBER)
        found = spot_exclusion(text, self._exclusions)
        return Path(found.code, found.name, found.path, found.basis) if found else None

    def admit(self, text: str, *, insist: bool) -> str:
        """Return the name of the path told of when somebody insists, "" when nothing keeps *text* out.

        Raises:
            Excluded: it has a path of its own, and nobody insisted.
        """
        path = self.find(text)
        if path is not None and not insist:
            raise Excluded(path.name, path.words, path.basis)
        return path.name if path else ""
