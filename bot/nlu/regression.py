"""Logistic regression over the features of a text, kept as plain arrays."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.features import Encode, Features, Vectors

ITERATIONS = 400
FAMILIAR = 0.4  # of rows of keys and of pasted code no word is known, of plain English most are
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHADE = "/"  # between an intent and its shade in a label: emergency/119


@dataclass(frozen=True)
class Ranked:
    """An intent with its probability; *shades* has that of each of its labels that has a shade."""

    name: str
    confidence: float
    shades: dict[str, float]


@dataclass(frozen=True)
class IntentModel:
    """Labels with their confidence; loading one from disk runs no code of the file.

    Attributes:
        labels: An intent, or an intent with a shade; shades of one intent are learnt apart and counted together.
        weights: float32 of shape (columns of the features, labels).
        bias: float32 of shape (labels,).
    """

    features: Features
    labels: list[str]
    weights: Vectors
    bias: Vectors

    @classmethod
    def fit(cls, features: Features, texts: list[str], labels: list[str], *, strength: float) -> IntentModel:
        """*strength* is the inverse of the L2 penalty; labels with few examples weigh as much as those with many."""
        fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=ITERATIONS)
        fitted.fit(features.matrix(texts), labels)
        weights = np.ascontiguousarray(fitted.coef_.T, dtype=np.float32)
        return cls(features, [str(name) for name in fitted.classes_], weights, fitted.intercept_.astype(np.float32))

    def rank(self, text: str, count: int) -> list[Ranked]:
        """The *count* likeliest intents, best first; all alike for gibberish."""
        if not CHINESE.search(text) and self.features.familiar(text) < FAMILIAR:
            names = sorted({label.split(SHADE)[0] for label in self.labels})
            return [Ranked(name, 1 / len(names), {}) for name in names[:count]]
        found: dict[str, Ranked] = {}
        for label, odds in zip(self.labels, self._odds(text), strict=True):
            name, _, shade = label.partition(SHADE)
            before = found.get(name, Ranked(name, 0.0, {}))
            shades = {**before.shades, shade: float(odds)} if shade else before.shades
            found[name] = Ranked(name, before.confidence + float(odds), shades)
        return sorted(found.values(), key=lambda ranked: -ranked.confidence)[:count]

    def _odds(self, text: str) -> Vectors:
        columns, values = self.features.sparse(text)
        grams = len(self.features.vocabulary)
        scores = values @ self.weights[columns] + self.bias
        scores = scores + self.features.dense([text])[0] @ self.weights[grams:]
        weighed: Vectors = np.exp(scores - scores.max())
        odds: Vectors = weighed / weighed.sum()
        return odds

    def save(self, folder: Path) -> None:
        self.features.save(folder)
        (folder / "labels.json").write_text(json.dumps(self.labels), "utf-8")
        np.save(folder / "weights.npy", self.weights, allow_pickle=False)
        np.save(folder / "bias.npy", self.bias, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, longest: int, weight: float, encode: Encode) -> IntentModel:
        return cls(
            Features.load(folder, longest=longest, weight=weight, encode=encode),
            json.loads((folder / "labels.json").read_text("utf-8")),
            np.load(folder / "weights.npy", allow_pickle=False),
            np.load(folder / "bias.npy", allow_pickle=False),
        )
