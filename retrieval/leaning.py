"""Which way the words of a question lean: to what the documents answer, or to what lies outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from retrieval.lexical import terms

# Inverse strength of the ridge. Chosen on the development questions: AUC .87, .90, .90 with 1, 10, 30.
LOOSENESS = 10.0


@dataclass(frozen=True)
class Leaning:
    """A logistic model over the characters and pairs of a question; unknown ones weigh nothing."""

    weights: dict[str, float]
    idf: dict[str, float]
    offset: float

    def of(self, query: str) -> float:
        """Log-odds that *query* is one the documents answer, by its words alone."""
        shares = _shares(Counter(terms(query)), self.idf)
        return self.offset + sum(share * self.weights[term] for term, share in shares.items())

    @classmethod
    def fit(cls, texts: Sequence[str], answered: Sequence[bool]) -> Leaning:
        """Fit on known questions, both kinds weighing the same."""
        counts = [Counter(terms(text)) for text in texts]
        holding = Counter(term for count in counts for term in count)
        idf = {term: float(np.log((1 + len(texts)) / (1 + held)) + 1) for term, held in holding.items()}
        rows = [_shares(count, idf) for count in counts]
        number = {term: column for column, term in enumerate(idf)}
        starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
        columns = [number[term] for row in rows for term in row]
        inputs = csr_matrix(([share for row in rows for share in row.values()], columns, starts), (len(rows), len(idf)))
        found = _logistic(inputs, np.array(answered, dtype=np.float64))
        return cls(dict(zip(idf, found[:-1].tolist(), strict=True)), idf, float(found[-1]))


def _shares(counts: Counter[str], idf: dict[str, float]) -> dict[str, float]:
    """tf-idf of the known terms, of length 1."""
    weights = {term: (1 + float(np.log(count))) * idf[term] for term, count in counts.items() if term in idf}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {term: weight / length for term, weight in weights.items()}


def _logistic(inputs: csr_matrix, labels: NDArray[np.float64]) -> NDArray[np.float64]:
    share = len(labels) / 2 / np.maximum(np.where(labels == 1, labels.sum(), (1 - labels).sum()), 1)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, offset = parameters[:-1], parameters[-1]
        logits = inputs @ weights + offset
        error = share * (expit(logits) - labels)
        value = float((share * (np.logaddexp(0, logits) - labels * logits)).sum())
        ridge = weights / LOOSENESS
        return value + 0.5 * float(weights @ ridge), np.append(inputs.T @ error + ridge, error.sum())

    result = minimize(loss, np.zeros(inputs.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    found: NDArray[np.float64] = result.x
    return found
