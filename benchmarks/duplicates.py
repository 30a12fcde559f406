"""``python -m benchmarks.duplicates``: learn and judge the weights of ``desk.duplicates`` on the labelled pairs.

duplicates.tsv holds invented tickets in groups of five: three about the same thing in other words (``same``), one
about something else at the same place, one about the same sort of thing elsewhere. Pairs of two groups are about
other things.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from desk.duplicates import LIKELY, Where, locate, overlap
from desk.places import Gazetteer
from knowledge.places import load_places
from knowledge.units import load_units
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.static import Vectors

SET = Path(__file__).with_suffix(".tsv")
FOLDS = 6
EASY = 0.05  # weight of a pair of two groups: there are fifty times as many
SAME, HARD, ACROSS = "同一件事", "同组不同事", "不同组"


@dataclass(frozen=True)
class Sample:
    group: int
    kind: str
    place: str
    matter: str


@dataclass(frozen=True)
class Pair:
    """Two samples by row; *sort* is SAME, HARD or ACROSS."""

    one: int
    other: int
    sort: str


def samples() -> list[Sample]:
    with SET.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Sample(int(row["group"]), row["kind"], row["place"], row["matter"]) for row in rows]


def pairs(found: list[Sample]) -> list[Pair]:
    return [Pair(i, j, _sort(found[i], found[j])) for i, j in combinations(range(len(found)), 2)]


def places(found: list[Sample]) -> list[Where]:
    gazetteer = Gazetteer(load_places(load_units()))
    return [locate(gazetteer, each.place, matter=each.matter) for each in found]


def main() -> None:
    found = samples()
    compared, where = pairs(found), places(found)
    vectors = Encoder.load(str(DEFAULT_ENCODER)).encode([each.matter for each in found])
    features = np.array([_features(pair, where, vectors) for pair in compared])
    chances = _held_out(found, compared, features)
    for sort in (SAME, HARD, ACROSS):
        chosen = [chances[row] for row, pair in enumerate(compared) if pair.sort == sort and row in chances]
        share = np.mean([chance >= LIKELY for chance in chosen])
        print(f"{sort}：{len(chosen)} 对，达到 {LIKELY} 的占 {share:.1%}")
    model = _fit(compared, features, range(len(compared)))
    weights = zip(("内容", "地点", "不同镇"), model.coef_[0], strict=True)
    print("；".join(f"{name} {weight:.2f}" for name, weight in weights), f"；常数 {model.intercept_[0]:.2f}", sep="")


def _sort(one: Sample, other: Sample) -> str:
    if one.group != other.group:
        return ACROSS
    return SAME if one.kind == other.kind == "same" else HARD


def _features(pair: Pair, where: list[Where], vectors: Vectors) -> tuple[float, float, float]:
    here, there = where[pair.one], where[pair.other]
    elsewhere = bool(here.town and there.town and here.town != there.town)
    return float(vectors[pair.one] @ vectors[pair.other]), overlap(here, there), float(elsewhere)


def _fit(compared: list[Pair], features: NDArray[np.float64], rows: range | list[int]) -> LogisticRegression:
    weights = [EASY if compared[row].sort == ACROSS else 1.0 for row in rows]
    labels = [compared[row].sort == SAME for row in rows]
    return LogisticRegression(C=10, max_iter=1000).fit(features[list(rows)], labels, sample_weight=weights)


def _held_out(found: list[Sample], compared: list[Pair], features: NDArray[np.float64]) -> dict[int, float]:
    """Chances by row of pairs, each by a model that saw neither of its groups."""
    chances: dict[int, float] = {}
    for fold in range(FOLDS):
        inside = [[found[row].group % FOLDS == fold for row in (pair.one, pair.other)] for pair in compared]
        learnt = [row for row, both in enumerate(inside) if not any(both)]
        judged = [row for row, both in enumerate(inside) if all(both)]
        model = _fit(compared, features, learnt)
        chances |= dict(zip(judged, model.predict_proba(features[judged])[:, 1].tolist(), strict=True))
    return chances


if __name__ == "__main__":
    main()
