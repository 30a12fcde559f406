"""Which type, town and unit a citizen's message belongs to, with the reasons a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desk import message_type
from desk.accusation import Accusations
from desk.places import Spot
from desk.routing_knowledge import TOWN, RoutingKnowledge
from desk.routing_model import FILE, Floats, RoutingModel, RoutingModelUnusable, Seen
from desk.wording import grams
from knowledge.source import KNOWLEDGE
from knowledge.units import ANY_TOWN

COUNTY_OFFICE = "县政府办"
REPORT = "举报"
SHOWN = 5  # candidates
WORDS_SHOWN = 3
ALIKE = 0.25  # likeness from which a topic is worth naming
NAMED_BONUS = 0.35  # margin a unit gains when the message asks it by name


@dataclass(frozen=True)
class Candidate:
    """A unit that may take the case.

    Attributes:
        unit: Short name of knowledge/departments.yml.
        score: Probability in [0, 1] by the model, rules included.
        reasons: Chinese sentences, the strongest first.
    """

    unit: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Routing:
    """Where a message goes.

    Attributes:
        type: 咨询, 投诉, 求助, 举报, 建议 or 表扬.
        type_score: Probability of *type*.
        candidates: Best first.
        sure: Whether the first candidate may be taken without asking a person.
        accused: Unit the message accuses; it is no candidate.
        needs_town: The matter belongs to a town, and the message names none.
    """

    type: str
    type_score: float
    town: str | None
    village: str | None
    candidates: tuple[Candidate, ...]
    sure: bool
    accused: str | None = None
    needs_town: bool = False


class Router:
    """Routes one message at a time; safe to share between threads."""

    def __init__(self, model: RoutingModel, knowledge: RoutingKnowledge) -> None:
        names = {unit.name: (unit.name, unit.full, *unit.aliases) for unit in knowledge.units if unit.name != ANY_TOWN}
        self._model = model
        self._gazetteer = knowledge.gazetteer()
        self._cues = knowledge.cues
        self._accusations = Accusations(names)
        self._asked = {
            unit: re.compile(
                rf"(?:请|希望|建议|要求|恳请|麻烦|让|盼|望|求|找|问|向)[县市咱们我当地]{{0,3}}(?:{_any(of)})"
            )
            for unit, of in names.items()
        }

    @classmethod
    def load(cls, folder: Path, root: Path = KNOWLEDGE) -> Router:
        """Read the model in *folder*.

        Raises:
            RoutingModelUnusable: there is none, it is damaged, or knowledge changed since it was learnt.
            KnowledgeError: a file of the knowledge base is not usable.
        """
        model = RoutingModel.load(folder)
        knowledge = RoutingKnowledge.load(root)
        if model.fingerprint != knowledge.fingerprint():
            raise RoutingModelUnusable(folder / FILE, "与当前知识库不一致")
        return cls(model, knowledge)

    def route(self, matter: str, *, place: str = "") -> Routing:
        """Return where *matter* goes; a town that *place* names wins over one the matter mentions."""
        text = f"{matter} {place}".strip()
        at_place = self._gazetteer.spot(place)
        spot = at_place if at_place.town else self._gazetteer.spot(text)
        veiled = self._gazetteer.veil(text)
        seen = self._model.unit.vocabulary.seen(grams(veiled))
        kind, kind_chance = message_type.judged(veiled, self._model.type, self._cues)
        accusation = self._accusations.find(text)
        accused = accusation.unit if accusation and (accusation.grave or kind == REPORT) else None
        chances = self._chances(text, spot, seen)
        candidates = list(self._candidates(text, spot, seen, chances, accused))
        needs_town = self._model.unit.labels[int(chances.argmax())] == TOWN and spot.town is None
        if accused:
            candidates = [_above(accused), *(other for other in candidates if other.unit != COUNTY_OFFICE)]
        first = candidates[0]
        # Without a reason only the prior speaks: nothing in the text points anywhere.
        sure = bool(first.reasons) and not accused and not needs_town and first.score >= self._model.unit.sure
        return Routing(
            type=REPORT if accused else kind,
            type_score=kind_chance,
            town=spot.town,
            village=spot.village,
            candidates=tuple(candidates[:SHOWN]),
            sure=sure,
            accused=accused,
            needs_town=needs_town,
        )

    def _chances(self, text: str, spot: Spot, seen: Seen) -> Floats:
        """(C,) probabilities of the labels; a unit asked by name gains ``NAMED_BONUS``."""
        named = self._named(text)
        bonus = [NAMED_BONUS if self._unit(label, spot) in named else 0.0 for label in self._model.unit.labels]
        return self._model.unit.probabilities(self._model.unit.margins(seen) + np.array(bonus, dtype=np.float32))

    def _named(self, text: str) -> set[str | None]:
        return {unit for unit, asked in self._asked.items() if asked.search(text)}

    def _candidates(
        self, text: str, spot: Spot, seen: Seen, chances: Floats, accused: str | None
    ) -> Iterator[Candidate]:
        named = self._named(text)
        likeness = self._model.topics.likeness(seen)
        units = [self._unit(label, spot) for label in self._model.unit.labels]
        ranked = [int(place) for place in np.argsort(-chances) if units[place] not in (None, accused)]
        for place in ranked[:SHOWN]:
            unit, label = str(units[place]), self._model.unit.labels[place]
            reasons = [f"文中点名请{unit}处理"] if unit in named else []
            reasons += [f"发生在{spot.village or spot.town}，属镇村一级的事项"] if label == TOWN else []
            reasons += self._learnt(seen, place, likeness)
            yield Candidate(unit, float(chances[place]), tuple(reasons))

    @staticmethod
    def _unit(label: str, spot: Spot) -> str | None:
        return spot.town if label == TOWN else label

    def _learnt(self, seen: Seen, place: int, likeness: Floats) -> Iterator[str]:
        """Yield the words that speak most for the label at *place*, and its topic most like the text."""
        if words := self._words(seen, place):
            yield f"关键词：{'、'.join(words)}"
        topics = self._model.topics
        own = [row for row, label in enumerate(topics.units) if label == self._model.unit.labels[place]]
        nearest = max(own, key=lambda row: float(likeness[row]), default=None)
        if nearest is not None and likeness[nearest] >= ALIKE:
            yield f"与「{topics.names[nearest]}」类事项相近"

    def _words(self, seen: Seen, place: int) -> list[str]:
        weights = self._model.unit.weights[seen.rows]
        gain = seen.values * (weights[:, place] - weights.mean(axis=1))
        found: list[str] = []
        for at in np.argsort(-gain * np.sqrt([len(term) for term in seen.terms])):
            term = seen.terms[at]
            if gain[at] <= 0 or len(found) == WORDS_SHOWN:
                break
            if term in self._model.words and not any(set(term) & set(other) for other in found):
                found.append(term)
        return found


def _above(accused: str) -> Candidate:
    return Candidate(COUNTY_OFFICE, 1.0, (f"被举报的是{accused}，不能由其自行办理，由县政府办指定",))


def _any(names: Sequence[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
