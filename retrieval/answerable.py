"""One probability per question: do the documents answer it?

The match with the best passage says little by itself, since look-alike questions match as well. What decides is whether
questions known to lie outside are nearer than questions known to be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from retrieval.mentions import NAMED
from retrieval.signals import PASSAGE_SIGNALS, Array, Reading

RIVALS = ("whole", "own", "asked_words", "dense", "asked_dense", "votes")
COMPARED = ("whole", "heard", "asked_dense", "asked_words", "votes")
SHARPEST = 5  # known questions over which nearness falls

# A look-alike of one passage may be answered by another; a document is named by those who ask what it leaves out, too.
LEFT_OUT = ("alike", "alike_whole", "document")
TAKEN = [at for at, name in enumerate(PASSAGE_SIGNALS) if name not in LEFT_OUT]

CLUES = (
    *(f"best_{PASSAGE_SIGNALS[at]}" for at in TAKEN),
    "lead", "asked_dense", "asked_words", "outside_dense", "outside_words", "nearer", "closer_words", "vote_share",
    "whole", "outside_whole", "whole_gap", "leaning",
    *(f"unmet_{name}" for name in NAMED),
    *(f"passed_{name}" for name in RIVALS), "agreed",
    *(f"{side}_{name}" for name in COMPARED for side in ("ahead", "inside", "outside")),
    "nearest", "falling", "length", "share",
)  # fmt: skip
RIDGE = 0.1


def clues(reading: Reading, scores: Array) -> Array:
    """What the decision rests on, shape (len(CLUES),); *scores* are the ranker's, shape (passages,)."""
    order = np.argsort(-scores, kind="stable")
    best = reading.passages[order[0]]
    answered = {name: float(reading.signal(name).max()) for name in ("asked_dense", "asked_words")}
    outside_dense = float(reading.topic_dense.max(initial=-1.0))
    outside_words = float(reading.topic_words.max(initial=0.0))
    whole, outside_whole = float(reading.signal("whole").max()), float(reading.topic_whole.max(initial=0.0))
    inside, outside = float(reading.signal("votes").max()), float(reading.topic_votes.sum())
    rest = np.array(
        [
            scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0,
            answered["asked_dense"],
            answered["asked_words"],
            outside_dense,
            outside_words,
            answered["asked_dense"] - outside_dense,
            answered["asked_words"] - outside_words,
            inside / max(inside + outside, 1e-12),
            whole,
            outside_whole,
            whole - outside_whole,
            reading.leaning,
        ]
    )
    return np.concatenate(
        (
            best[TAKEN],
            rest,
            _unmet(reading, best),
            _rivals(reading, best),
            *_standings(reading, best),
            _shape(reading, scores),
        )
    )


def _unmet(reading: Reading, best: Array) -> Array:
    """For each kind of name, 1 when the question holds one and the best passage does not."""
    met = [best[PASSAGE_SIGNALS.index(name)] >= 1 for name in NAMED[:-1]]
    return reading.named * (1 - np.array([*met, False], dtype=np.float64))


def _rivals(reading: Reading, best: Array) -> Array:
    """By each signal, how many passages stand before the best one (as a logarithm), and by how many none does."""
    passed = [(reading.signal(name) > best[PASSAGE_SIGNALS.index(name)]).sum() for name in RIVALS]
    return np.array([*np.log1p(passed), passed.count(0)])


def _standings(reading: Reading, best: Array) -> list[Array]:
    """Best passage, all passages and outside topics on one scale: deviations from the mean over both."""
    topics = {
        "whole": reading.topic_whole,
        "heard": reading.topic_heard,
        "asked_dense": reading.topic_dense,
        "asked_words": reading.topic_words,
        "votes": reading.topic_votes,
    }
    found = []
    for name in COMPARED:
        inside, outside = reading.signal(name), topics[name]
        everything = np.concatenate((inside, outside))
        mean, deviation = everything.mean(), everything.std() + 1e-9
        top = (outside.max(initial=mean) - mean) / deviation
        own = (best[PASSAGE_SIGNALS.index(name)] - mean) / deviation
        found.append(np.array([own - top, (inside.max() - mean) / deviation, top]))
    return found


def _shape(reading: Reading, scores: Array) -> Array:
    """How near the nearest known question is and how fast the next ones fall off; length; share of the ranking."""
    near = np.pad(reading.nearness[:SHARPEST].astype(np.float64), (0, max(0, SHARPEST - len(reading.nearness))))
    return np.array([near[0], near[0] - near[-1], reading.length, 1 / np.exp(scores - scores.max()).sum()])


@dataclass(frozen=True)
class Gate:
    """A logistic model over ``CLUES``; its threshold says from which probability on a question is answered."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    weights: NDArray[np.float64]
    offset: float
    threshold: float

    def probability(self, seen: Array) -> float:
        """Calibrated probability that the documents answer a question with the clues *seen*."""
        return float(expit((seen - self.mean) / self.deviation @ self.weights + self.offset))

    @classmethod
    def fit(cls, seen: Sequence[Array], answerable: Sequence[bool], *, loss_allowed: float) -> Gate:
        """Fit on clues of questions that were unknown when read, both kinds weighing the same.

        Args:
            seen: Clues of each question.
            answerable: Whether it is answered.
            loss_allowed: Share of the answerable that may fall below the threshold, in 0..1.
        """
        inputs, labels = np.stack(seen), np.array(answerable, dtype=np.float64)
        mean, deviation = inputs.mean(axis=0), np.maximum(inputs.std(axis=0), 1e-9)
        inputs = (inputs - mean) / deviation
        share = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())

        def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights, offset = parameters[:-1], parameters[-1]
            logits = inputs @ weights + offset
            error = share * (expit(logits) - labels)
            value = float((share * (np.logaddexp(0, logits) - labels * logits)).sum() + RIDGE * weights @ weights)
            return value, np.append(inputs.T @ error + 2 * RIDGE * weights, error.sum())

        found = minimize(loss, np.zeros(inputs.shape[1] + 1), jac=True, method="L-BFGS-B").x
        chances = expit(inputs @ found[:-1] + found[-1])
        threshold = float(np.quantile(chances[labels == 1], loss_allowed))
        return cls(mean, deviation, np.asarray(found[:-1]), float(found[-1]), threshold)
