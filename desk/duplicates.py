"""How likely two tickets are about the same thing: by meaning, by place and by time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import SequenceMatcher

from desk.digits import half_width
from desk.places import Gazetteer

# Logistic regression on the pairs of benchmarks/duplicates.tsv (docs/decisions/0046).
MEANING, PLACE, OTHER_TOWN, CONSTANT = 6.18, 3.11, -4.86, -5.31
# Log likelihood ratios of the days between two real messages alike (cosine ≥ 0.7) and any two, by other senders.
DAYS = ((1, 2.32), (7, 1.46), (30, 1.02), (90, -0.24), (365, -0.79), (math.inf, -1.08))
# Below this cosine two matters of one place and day are told apart however near they are.
LEAST_MEANING = 0.3
LIKELY = 0.4  # probability from which a pair is proposed to a person
LEAST_COMMON = 2  # characters: one alone (镇, 村, 路) names no place


@dataclass(frozen=True)
class Where:
    """Attributes:
    town: Short name, empty when unknown.
    address: What was said of the place, without the town.
    """

    town: str
    address: str


def locate(gazetteer: Gazetteer, place: str, *, matter: str = "", town: str = "") -> Where:
    """Read *place*; the town is the given one, else the one the place or the matter names."""
    known = town or gazetteer.town(place) or gazetteer.town(matter) or ""
    return Where(known, gazetteer.unnamed(half_width(place)).strip(" ，,"))


def overlap(one: Where, other: Where) -> float:
    """The longest run of characters both addresses share, as a share of the shorter one: in [0, 1]."""
    shorter = min(len(one.address), len(other.address))
    match = SequenceMatcher(None, one.address, other.address, autojunk=False).find_longest_match()
    return match.size / shorter if match.size >= LEAST_COMMON else 0.0


def likeness(cosine: float, here: Where, there: Where, *, days: float) -> float:
    """Return the probability that two tickets are about the same thing.

    *cosine* is that of their matters, *days* how far apart they were received, in either direction.
    """
    if cosine < LEAST_MEANING:
        return 0.0
    elsewhere = bool(here.town and there.town and here.town != there.town)
    weight = CONSTANT + MEANING * cosine + PLACE * overlap(here, there) + OTHER_TOWN * elsewhere + _time(days)
    return 1 / (1 + math.exp(-weight))


def reasons(cosine: float, here: Where, there: Where, *, days: float) -> list[str]:
    """Say why, for the person who decides."""
    found = [f"内容相近 {round(100 * cosine)}%"]
    if overlap(here, there) > 0:
        found.append("地点相同或相近")
    elif here.town and here.town == there.town:
        found.append(f"同在{here.town}")
    found.append("同一天" if days < 1 else f"相隔 {round(days)} 天")
    return found


def _time(days: float) -> float:
    return next(weight for most, weight in DAYS if days <= most)
