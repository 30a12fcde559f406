"""Hot topics: matters near in meaning, counted in this period and in the earlier ones (docs/decisions/0077)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.stats import binom

from desk.topic_names import telling_terms

# Mean cosine distance up to which two groups are one topic, and cosine to its middle from which a matter belongs.
APART = 0.5
BELONGS = 0.6
CLUSTERED = 4000  # matters the tree is grown over; beyond, an even sample of them
FEWEST = 3  # matters of this period that make a topic
MOST = 12
SURE = 0.001  # a rise is named when chance alone would bring it less often

Vectors = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Filed:
    """One matter, masked; *period* 0 is the one looked at, 1 the one before it, and so on."""

    number: str
    matter: str
    unit: str
    town: str
    period: int


@dataclass(frozen=True)
class Topic:
    """One topic of the period.

    Attributes:
        terms: The words that tell it from the rest, most telling first.
        central: The matter nearest to its middle.
        numbers: Of its tickets in the period, oldest first.
        earlier: How many there were in each earlier period, latest first.
        units, towns: Names with counts, most first; an empty name means not known.
        chance: How probable so many are if it is as frequent as before; None when it is no sudden rise.
    """

    terms: tuple[str, ...]
    central: Filed
    numbers: tuple[str, ...]
    earlier: tuple[int, ...]
    units: tuple[tuple[str, int], ...]
    towns: tuple[tuple[str, int], ...]
    chance: float | None

    @property
    def usual(self) -> float:
        """Mean of the earlier periods; 0 without any."""
        return sum(self.earlier) / len(self.earlier) if self.earlier else 0.0


def hot_topics(filed: Sequence[Filed], vectors: Vectors, *, periods: Sequence[int]) -> list[Topic]:
    """The topics of period 0, most matters first; *vectors* are unit rows in the order of *filed*.

    *periods* are the earlier ones to compare with: those of which there are records.
    """
    topic_of = assigned(vectors, middles(vectors))
    members: dict[int, list[int]] = {}
    for row, topic in enumerate(topic_of):
        if topic >= 0:
            members.setdefault(int(topic), []).append(row)
    now = {topic: [row for row in rows if filed[row].period == 0] for topic, rows in members.items()}
    ranked = sorted((topic for topic in now if len(now[topic]) >= FEWEST), key=lambda topic: (-len(now[topic]), topic))
    shown = ranked[:MOST]
    terms = telling_terms([[filed[row].matter for row in now[topic]] for topic in shown], [one.matter for one in filed])
    return [
        _topic(filed, vectors, now[topic], members[topic], words, periods)
        for topic, words in zip(shown, terms, strict=True)
    ]


def middles(vectors: Vectors) -> Vectors:
    """Unit middles of the groups of at least FEWEST that average linkage finds; the same for the same rows."""
    sample = vectors[np.linspace(0, len(vectors) - 1, min(len(vectors), CLUSTERED)).astype(np.intp)]
    if len(sample) < FEWEST:
        return np.empty((0, vectors.shape[1]), dtype=np.float32)
    groups = grouped(sample)
    large = [group for group, count in sorted(Counter(groups.tolist()).items()) if count >= FEWEST]
    sums = [sample[groups == group].sum(axis=0) for group in large]
    return np.array([total / np.linalg.norm(total) for total in sums], dtype=np.float32).reshape(-1, vectors.shape[1])


def grouped(vectors: Vectors) -> NDArray[np.intp]:
    """The group of each row by average linkage, a row far from all others alone in its own."""
    if len(vectors) < 2:
        return np.zeros(len(vectors), dtype=np.intp)
    found: NDArray[np.intp] = fcluster(linkage(_distances(vectors), "average"), APART, "distance")
    return found


def assigned(vectors: Vectors, centres: Vectors) -> Rows:
    """The row of the nearest centre for each vector, -1 where none is near."""
    if not len(centres):
        return np.full(len(vectors), -1, dtype=np.intp)
    cosines = vectors @ centres.T
    nearest = np.argmax(cosines, axis=1)
    near: Rows = np.where(cosines[np.arange(len(vectors)), nearest] >= BELONGS, nearest, -1)
    return near


def chance_of(count: int, earlier: Sequence[int]) -> float | None:
    """Probability that *count* or more of all these fall into one period of equals; None unless below SURE.

    The exact test of two Poisson means: given their sum, the later count is binomial. Unlike a Poisson tail at the
    earlier mean it does not take the mean of a few small counts for known.
    """
    if not earlier:
        return None
    chance = float(binom.sf(count - 1, count + sum(earlier), 1 / (1 + len(earlier))))
    return chance if chance < SURE else None


def _distances(vectors: Vectors) -> NDArray[np.float64]:
    """Cosine distances of every pair, as scipy's tree wants them: one row after the other above the diagonal."""
    count = len(vectors)
    found = np.empty(count * (count - 1) // 2)
    at = 0
    for row in range(count - 1):
        rest = count - 1 - row
        found[at : at + rest] = 1 - vectors[row + 1 :] @ vectors[row]
        at += rest
    return found.clip(0)


def _topic(
    filed: Sequence[Filed],
    vectors: Vectors,
    now: Sequence[int],
    whole: Sequence[int],
    terms: tuple[str, ...],
    periods: Sequence[int],
) -> Topic:
    middle = vectors[list(now)].sum(axis=0)
    central = now[int(np.argmax(vectors[list(now)] @ middle))]
    counted = Counter(filed[row].period for row in whole)
    earlier = tuple(counted[period] for period in periods)
    return Topic(
        terms=terms,
        central=filed[central],
        numbers=tuple(filed[row].number for row in now),
        earlier=earlier,
        units=_most(filed[row].unit for row in now),
        towns=_most(filed[row].town for row in now),
        chance=chance_of(len(now), earlier),
    )


def _most(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda each: (-each[1], each[0])))
