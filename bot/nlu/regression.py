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
FAMILIAR = 0.45  # of rows of keys and emoji no more than .3 is known, of English sentences .6 and more
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class IntentModel:
    """Intents with their confidence; loading one from disk runs no code of the file.

    Attributes:
        weights: float32 of shape (columns of the features, intents).
        bias: float32 of shape (intents,).
    """

    features: Features
    intents: list[str]
    weights: Vectors
    bias: Vectors

    @classmethod
    def fit(cls, features: Features, texts: list[str], intents: list[str], *, strength: float) -> IntentModel:
        """*strength* is the inverse of the L2 penalty; intents with few examples weigh as much as those with many."""
        fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=ITERATIONS)
        fitted.fit(features.matrix(texts), intents)
        weights = np.ascontiguousarray(fitted.coef_.T, dtype=np.float32)
        return cls(features, [str(name) for name in fitted.classes_], weights, fitted.intercept_.astype(np.float32))

    def rank(self, text: str, count: int) -> list[tuple[str, float]]:
        """The *count* likeliest intents with their probability, best first; all alike for gibberish."""
        if not CHINESE.search(text) and self.features.familiar(text) < FAMILIAR:
            return [(name, 1 / len(self.intents)) for name in self.intents[:count]]
        columns, values = self.features.sparse(text)
        grams = len(self.features.vocabulary)
        scores = values @ self.weights[columns] + self.bias
        scores = scores + self.features.dense([text])[0] @ self.weights[grams:]
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [(self.intents[row], float(odds[row])) for row in np.argsort(-odds)[:count]]

    def save(self, folder: Path) -> None:
        self.features.save(folder)
        (folder / "intents.json").write_text(json.dumps(self.intents), "utf-8")
        np.save(folder / "weights.npy", self.weights, allow_pickle=False)
        np.save(folder / "bias.npy", self.bias, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, longest: int, weight: float, encode: Encode) -> IntentModel:
        return cls(
            Features.load(folder, longest=longest, weight=weight, encode=encode),
            json.loads((folder / "intents.json").read_text("utf-8")),
            np.load(folder / "weights.npy", allow_pickle=False),
            np.load(folder / "bias.npy", allow_pickle=False),
        )
