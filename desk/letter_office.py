"""What letters are made with: templates, lawful outcomes, the organs that sign and the laws that may be cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk.errors import Invalid, NotFound
from desk.letter_text import Wording
from knowledge.catalogue import Catalogue
from knowledge.laws import Law
from knowledge.letters import Template
from knowledge.reasons import Reason
from knowledge.remedies import Remedy


@dataclass(frozen=True)
class Office:
    """Attributes:
    reasons: By code.
    organs: Remedies by the organ in whose name a letter is signed; the first is the usual one.
    """

    templates: Mapping[str, Template]
    reasons: Mapping[str, Reason]
    organs: Mapping[str, Remedy]
    laws: Mapping[str, Law]

    @classmethod
    def of(cls, known: Catalogue) -> Office:
        return cls(
            known.letters,
            {reason.code: reason for reason in known.reasons},
            {remedy.organ: remedy for remedy in known.remedies.values()},
            known.laws,
        )

    @property
    def usual_organ(self) -> str:
        return next(iter(self.organs))

    def template(self, key: str) -> Template:
        """Raises NotFound."""
        if key not in self.templates:
            raise NotFound("文书", key)
        return self.templates[key]

    def wording(self, organ: str) -> Wording:
        """What *organ* writes with; the usual organ where none is named. Raises Invalid for another one."""
        organ = organ or self.usual_organ
        if organ not in self.organs:
            raise Invalid("落款机关", f"应为：{'、'.join(self.organs)}")
        return Wording(self.reasons, self.organs[organ])

    def answers(self, ground: str) -> list[Template]:
        """The letters a request decided by *ground* may be answered with: the 告知书 the ground names, the 答复书."""
        named = self.reasons[ground].letter
        own = [each for each in self.templates.values() if each.answer and each.title == named]
        return [*own, *(each for each in self.templates.values() if each.answer and each.title == GENERAL)]


GENERAL = "政府信息公开答复书"
