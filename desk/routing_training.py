"""Learning to route from knowledge/: ``train`` writes the model that ``Router`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from desk.routing_knowledge import DUTIES, RoutingKnowledge
from desk.routing_model import Floats, Judge, RoutingModel, RoutingModelUnusable, Topics
from desk.wording import grams
from knowledge.routing_examples import MESSAGE_TYPES
from knowledge.source import KNOWLEDGE

FOLDS = 5
WANTED_PRECISION = 0.95
RARE = 2  # a sequence of three or more characters seen in fewer texts teaches nothing
COST_UNIT, COST_TYPE = 1.0, 0.5


def is_current(out: Path, root: Path = KNOWLEDGE) -> bool:
    """Whether *out* holds a model learnt from the knowledge as it is now."""
    try:
        return RoutingModel.load(out).fingerprint == RoutingKnowledge.load(root).fingerprint()
    except RoutingModelUnusable:
        return False


def train(out: Path, root: Path = KNOWLEDGE, *, say: Callable[[str], None] = lambda line: None) -> None:
    """Learn unit and type of a message from *root*, and write the model into the folder *out*.

    Raises:
        KnowledgeError: a file of the knowledge base is not usable.
    """
    knowledge = RoutingKnowledge.load(root)
    veil = knowledge.gazetteer().veil
    lessons = knowledge.lessons()
    say(f"转办模型：{len(lessons)} 条样例，{len(knowledge.units)} 个单位")
    counts = [grams(veil(text)) for *_, text in lessons]
    terms = _vocabulary(counts)
    idf = _idf(counts, terms)
    matrix = _matrix(counts, terms, idf)
    unit = _judge(matrix, [label for label, *_ in lessons], COST_UNIT)
    say(f"单位：{len(unit.labels)} 类，把握阈值 {unit.sure:.2f}")
    typed = [row for row, (_, name, _) in enumerate(lessons) if name in MESSAGE_TYPES]
    kind = _judge(matrix[typed], [lessons[row][1] for row in typed], COST_TYPE)
    say(f"类型：{len(kind.labels)} 类，{len(typed)} 条样例，把握阈值 {kind.sure:.2f}")
    topics = _topics(matrix, lessons)
    RoutingModel(terms, idf, unit, kind, topics, knowledge.fingerprint()).save(out)
    say(f"已写入 {out}")


def _vocabulary(counts: Sequence[Counter[str]]) -> dict[str, int]:
    seen = Counter(term for count in counts for term in count)
    kept = sorted(term for term, texts in seen.items() if len(term) < 3 or texts >= RARE)
    return {term: row for row, term in enumerate(kept)}


def _idf(counts: Sequence[Counter[str]], terms: dict[str, int]) -> Floats:
    texts = np.zeros(len(terms))
    for count in counts:
        texts[[terms[term] for term in count if term in terms]] += 1
    return np.asarray(np.log((1 + len(counts)) / (1 + texts)) + 1, dtype=np.float32)


def _matrix(counts: Sequence[Counter[str]], terms: dict[str, int], idf: Floats) -> csr_matrix:
    """(N, V) tf-idf, each row of length 1: the same numbers ``RoutingModel.features`` gives."""
    starts, which, values = [0], [], []
    for count in counts:
        known = [(terms[term], times) for term, times in count.items() if term in terms]
        row = (1 + np.log([times for _, times in known])) * idf[[place for place, _ in known]]
        which += [place for place, _ in known]
        values += list(row / (np.linalg.norm(row) or 1.0))
        starts.append(len(which))
    return csr_matrix((values, which, starts), shape=(len(counts), len(terms)), dtype=np.float32)


def _judge(matrix: csr_matrix, labels: Sequence[str], cost: float) -> Judge:
    names = tuple(sorted(set(labels)))
    gold = np.array([names.index(label) for label in labels])
    held_out = np.zeros((len(labels), len(names)), dtype=np.float32)
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, gold):
        held_out[test] = _fit(matrix[learn], gold[learn], cost).decision_function(matrix[test])
    sharpness = _sharpness(held_out, gold)
    whole = _fit(matrix, gold, cost)
    draft = Judge(names, whole.coef_.T.astype(np.float32), whole.intercept_.astype(np.float32), sharpness, 1.0)
    return Judge(draft.labels, draft.weights, draft.bias, sharpness, _sure(draft, held_out, gold))


def _fit(matrix: csr_matrix, gold: NDArray[np.intp], cost: float) -> LinearSVC:
    return LinearSVC(C=cost, random_state=0, dual=True, max_iter=5000).fit(matrix, gold)


def _sharpness(margins: Floats, gold: NDArray[np.intp]) -> float:
    """Return the factor under which the held-out labels are likeliest (temperature scaling, Guo et al. 2017)."""

    def surprise(factor: float) -> float:
        odds = factor * (margins - margins.max(axis=1, keepdims=True))
        right = odds[np.arange(len(gold)), gold]
        return float(np.mean(np.log(np.exp(odds).sum(axis=1)) - right))

    return float(min(np.arange(0.5, 12.1, 0.25), key=surprise))


def _sure(judge: Judge, margins: Floats, gold: NDArray[np.intp]) -> float:
    """Return the lowest probability above which ``WANTED_PRECISION`` of the held-out texts are right."""
    best = np.array([judge.probabilities(row).max() for row in margins])
    right = margins.argmax(axis=1) == gold
    order = np.argsort(-best)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.nonzero(precision >= WANTED_PRECISION)[0]
    return float(best[order[enough[-1]]]) if len(enough) else 1.0


def _topics(matrix: csr_matrix, lessons: Sequence[tuple[str, str, str]]) -> Topics:
    names = sorted({(name, label) for label, name, _ in lessons if name not in (*MESSAGE_TYPES, DUTIES)})
    row_of = {pair: row for row, pair in enumerate(names)}
    of = [(row_of[name, label], row) for row, (label, name, _) in enumerate(lessons) if (name, label) in row_of]
    chooser = csr_matrix((np.ones(len(of)), zip(*of, strict=True)), shape=(len(names), matrix.shape[0]))
    means = chooser @ matrix
    lengths = np.sqrt(means.multiply(means).sum(axis=1)).A1
    by_term = csr_matrix(means.multiply(1 / lengths[:, None])).tocsc()
    return Topics(
        names=tuple(name for name, _ in names),
        units=tuple(label for _, label in names),
        starts=by_term.indptr.astype(np.int32),
        which=by_term.indices.astype(np.int32),
        weight=by_term.data.astype(np.float32),
    )
