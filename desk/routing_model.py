"""The learnt part of routing: two linear classifiers and the nearest topics, as plain arrays in one file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "model.npz"
COMMAND = "python -m desk train-routing"
Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[np.generic]]


class RoutingModelUnusable(Exception):
    """The routing model is missing, damaged or older than the knowledge it was learnt from."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"转办模型{problem}（{path}）。请运行：{COMMAND}")
        self.path, self.problem = path, problem


@dataclass(frozen=True)
class Seen:
    """The features of one text.

    Attributes:
        terms: The N known terms in it; *rows*: (N,) their rows; *values*: (N,) their tf-idf, scaled to length 1.
    """

    terms: tuple[str, ...]
    rows: NDArray[np.intp]
    values: Floats

    def plus(self, rows: NDArray[np.intp], value: float) -> Seen:
        """Return these features and those in *rows*, each with *value*; they are no terms."""
        values = np.concatenate([self.values, np.full(len(rows), value, dtype=np.float32)])
        return Seen(self.terms, np.concatenate([self.rows, rows]), values)


@dataclass(frozen=True)
class Vocabulary:
    """The terms that count.

    Attributes:
        terms: Term → its row, 0 to V - 1.
        idf: (V,).
    """

    terms: Mapping[str, int]
    idf: Floats

    def seen(self, counts: Mapping[str, int]) -> Seen:
        known = [(term, self.terms[term], count) for term, count in counts.items() if term in self.terms]
        rows = np.array([row for _, row, _ in known], dtype=np.intp)
        values = (1 + np.log(np.array([count for *_, count in known], dtype=np.float32))) * self.idf[rows]
        length = float(np.linalg.norm(values)) or 1.0
        return Seen(tuple(term for term, *_ in known), rows, np.asarray(values / length, dtype=np.float32))


@dataclass(frozen=True)
class Judge:
    """One linear classifier.

    Attributes:
        vocabulary: V terms; further rows of *weights* belong to features that are no terms.
        labels: C names.
        weights: (at least V, C); *bias*: (C,).
        sharpness: Factor that turns margins into log odds; fitted on held-out messages.
        sure: Probability from which 95 of 100 held-out messages went to the right label.
    """

    vocabulary: Vocabulary
    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    sharpness: float
    sure: float

    def margins(self, seen: Seen) -> Floats:
        """(C,) signed distances from each label's plane."""
        return np.asarray(seen.values @ self.weights[seen.rows] + self.bias, dtype=np.float32)

    def probabilities(self, margins: Floats) -> Floats:
        odds = np.exp(self.sharpness * (margins - margins.max()))
        return np.asarray(odds / odds.sum(), dtype=np.float32)


@dataclass(frozen=True)
class Topics:
    """Known topics, each the mean of its questions, listed by term (compressed rows).

    Attributes:
        names, units: T topics and the label each belongs to.
        starts: (V + 1,); term v occurs in topics ``which[starts[v]:starts[v + 1]]`` with ``weight`` likewise.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    starts: NDArray[np.int32]
    which: NDArray[np.int32]
    weight: Floats

    def likeness(self, seen: Seen) -> Floats:
        """(T,) cosines."""
        scores = np.zeros(len(self.names), dtype=np.float32)
        for row, value in zip(seen.rows, seen.values, strict=True):
            listed = slice(self.starts[row], self.starts[row + 1])
            scores[self.which[listed]] += value * self.weight[listed]
        return scores


@dataclass(frozen=True)
class RoutingModel:
    """Everything learnt.

    Attributes:
        words: The terms that are words a person would point at.
        fingerprint: Of the knowledge and the features it was learnt from.
    """

    unit: Judge
    type: Judge
    topics: Topics
    words: frozenset[str]
    fingerprint: str

    def save(self, folder: Path) -> None:
        """Write the model; a half-written file never takes the place of a good one."""
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{FILE}"
        with draft.open("wb") as file:
            np.savez(file, **_arrays(self))
        draft.replace(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> RoutingModel:
        """Raises RoutingModelUnusable when there is none or the file is damaged."""
        path = folder / FILE
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                return _model({name: stored[name] for name in stored.files})
        except FileNotFoundError:
            raise RoutingModelUnusable(path, "不存在") from None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise RoutingModelUnusable(path, "已损坏") from None


def _arrays(model: RoutingModel) -> Arrays:
    arrays: Arrays = {
        "topic_names": np.array(model.topics.names),
        "topic_units": np.array(model.topics.units),
        "topic_starts": model.topics.starts,
        "topic_which": model.topics.which,
        "topic_weight": model.topics.weight,
        "words": np.array(sorted(model.words)),
        "fingerprint": np.array(model.fingerprint),
    }
    for name, judge in (("unit", model.unit), ("type", model.type)):
        arrays |= {
            f"{name}_terms": np.array(list(judge.vocabulary.terms)),
            f"{name}_idf": judge.vocabulary.idf,
            f"{name}_labels": np.array(judge.labels),
            f"{name}_weights": judge.weights,
            f"{name}_bias": judge.bias,
            f"{name}_scale": np.array([judge.sharpness, judge.sure]),
        }
    return arrays


def _model(arrays: Arrays) -> RoutingModel:
    return RoutingModel(
        unit=_judge(arrays, "unit"),
        type=_judge(arrays, "type"),
        topics=Topics(
            names=tuple(str(name) for name in arrays["topic_names"]),
            units=tuple(str(unit) for unit in arrays["topic_units"]),
            starts=arrays["topic_starts"].astype(np.int32),
            which=arrays["topic_which"].astype(np.int32),
            weight=arrays["topic_weight"].astype(np.float32),
        ),
        words=frozenset(str(word) for word in arrays["words"]),
        fingerprint=str(arrays["fingerprint"]),
    )


def _judge(arrays: Arrays, name: str) -> Judge:
    sharpness, sure = (float(value) for value in arrays[f"{name}_scale"].astype(np.float64))
    terms = {str(term): row for row, term in enumerate(arrays[f"{name}_terms"])}
    return Judge(
        vocabulary=Vocabulary(terms, arrays[f"{name}_idf"].astype(np.float32)),
        labels=tuple(str(label) for label in arrays[f"{name}_labels"]),
        weights=arrays[f"{name}_weights"].astype(np.float32),
        bias=arrays[f"{name}_bias"].astype(np.float32),
        sharpness=sharpness,
        sure=sure,
    )
