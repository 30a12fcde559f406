"""Learning to route from knowledge/: ``train`` writes the model that ``Router`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from desk import message_type
from desk.corrections import Lessons
from desk.keywords import keywords
from desk.routing_knowledge import DUTIES, Lesson, RoutingKnowledge
from desk.routing_model import Floats, Judge, RoutingModel, RoutingModelUnusable, Seen, Topics, Vocabulary
from desk.wording import grams, phrasing
from knowledge.routing_examples import MESSAGE_TYPES
from knowledge.source import KNOWLEDGE

NONE = Lessons()
FOLDS = 5
WANTED_PRECISION = 0.95
RARE = 2  # a sequence of three or more characters seen in fewer texts teaches nothing


def is_current(out: Path, root: Path = KNOWLEDGE) -> bool:
    """Whether *out* holds a model learnt from the knowledge as it is now."""
    try:
        return RoutingModel.load(out).fingerprint == RoutingKnowledge.load(root).fingerprint()
    except RoutingModelUnusable:
        return False


def train(
    out: Path,
    root: Path = KNOWLEDGE,
    *,
    corrections: Lessons = NONE,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Learn unit and type of a message from *root*, and write the model into the folder *out*.

    *corrections* are learnt in addition; one whose words are an example already teaches nothing new.

    Raises:
        KnowledgeError: a file of the knowledge base is not usable.
    """
    knowledge = RoutingKnowledge.load(root)
    fingerprint = knowledge.fingerprint()
    known = {example.text for example in knowledge.examples}
    units, kinds = (
        (*knowledge.examples, *(each for each in taught if each.text not in known))
        for taught in (corrections.units, corrections.kinds)
    )
    knowledge = replace(knowledge, examples=units)
    veil = knowledge.gazetteer().veil
    lessons = [Lesson(lesson.label, lesson.topic, veil(lesson.text)) for lesson in knowledge.lessons()]
    unit, matrix = _unit(lessons)
    say(f"单位：{len(lessons)} 条样例，{len(unit.labels)} 类，把握阈值 {unit.sure:.2f}")
    examples = [(example.type, veil(example.text)) for example in kinds]
    kind = _type(examples, knowledge)
    say(f"类型：{len(examples)} 条样例，{len(kind.labels)} 类，把握阈值 {kind.sure:.2f}")
    words = keywords(lesson.text for lesson in lessons) & unit.vocabulary.terms.keys()
    RoutingModel(unit, kind, _topics(matrix, lessons), words, fingerprint).save(out)


def _unit(lessons: Sequence[Lesson]) -> tuple[Judge, csr_matrix]:
    counts = [grams(lesson.text) for lesson in lessons]
    vocabulary = _vocabulary(counts, lambda term, texts: len(term) < 3 or texts >= RARE)
    matrix = _matrix([vocabulary.seen(count) for count in counts], len(vocabulary.terms))
    messages = np.array([lesson.topic in MESSAGE_TYPES for lesson in lessons])
    return _judge(vocabulary, matrix, [lesson.label for lesson in lessons], messages, balanced=False), matrix


def _type(examples: Sequence[tuple[str, str]], knowledge: RoutingKnowledge) -> Judge:
    vocabulary = _vocabulary([phrasing(text) for _, text in examples], lambda term, texts: texts >= RARE)
    seen = [message_type.seen(text, vocabulary, knowledge.cues) for _, text in examples]
    matrix = _matrix(seen, len(vocabulary.terms) + len(knowledge.cues))
    return _judge(vocabulary, matrix, [kind for kind, _ in examples], np.full(len(examples), True), balanced=True)


def _vocabulary(counts: Sequence[Mapping[str, int]], keep: Callable[[str, int], bool]) -> Vocabulary:
    texts = Counter(term for count in counts for term in count)
    terms = {term: row for row, term in enumerate(sorted(term for term in texts if keep(term, texts[term])))}
    found = np.array([texts[term] for term in terms])
    return Vocabulary(terms, np.asarray(np.log((1 + len(counts)) / (1 + found)) + 1, dtype=np.float32))


def _matrix(seen: Sequence[Seen], width: int) -> csr_matrix:
    """(N, width) features, one row a text."""
    starts = np.cumsum([0, *(len(text.rows) for text in seen)])
    values, rows = np.concatenate([text.values for text in seen]), np.concatenate([text.rows for text in seen])
    return csr_matrix((values, rows, starts), shape=(len(seen), width), dtype=np.float32)


def _judge(
    vocabulary: Vocabulary, matrix: csr_matrix, labels: Sequence[str], messages: NDArray[np.bool_], *, balanced: bool
) -> Judge:
    """Learn *labels*; the rows of *messages*, held out in turn, tell how far its word can be trusted."""
    names = tuple(sorted(set(labels)))
    gold = np.array([names.index(label) for label in labels])
    machine = LinearSVC(C=1.0, class_weight="balanced" if balanced else None, random_state=0, dual=True, max_iter=5000)
    held_out = np.zeros((len(labels), len(names)), dtype=np.float32)
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, gold):
        held_out[test] = machine.fit(matrix[learn], gold[learn]).decision_function(matrix[test])
    held_out, told = held_out[messages], gold[messages]
    machine.fit(matrix, gold)
    return Judge(
        vocabulary=vocabulary,
        labels=names,
        weights=machine.coef_.T.astype(np.float32),
        bias=machine.intercept_.astype(np.float32),
        sharpness=(sharpness := _sharpness(held_out, told)),
        sure=_sure(_probabilities(held_out, sharpness), told),
    )


def _probabilities(margins: Floats, sharpness: float) -> Floats:
    odds = np.exp(sharpness * (margins - margins.max(axis=1, keepdims=True)))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


def _sharpness(margins: Floats, gold: NDArray[np.intp]) -> float:
    """Return the factor under which the held-out labels are likeliest (temperature scaling, Guo et al. 2017)."""

    def surprise(factor: float) -> float:
        return -float(np.mean(np.log(_probabilities(margins, factor)[np.arange(len(gold)), gold] + 1e-12)))

    return float(min(np.arange(0.5, 12.1, 0.25), key=surprise))


def _sure(chances: Floats, gold: NDArray[np.intp]) -> float:
    """Return the lowest probability above which ``WANTED_PRECISION`` of the held-out texts are right."""
    best, right = chances.max(axis=1), chances.argmax(axis=1) == gold
    order = np.argsort(-best)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.nonzero(precision >= WANTED_PRECISION)[0]
    return float(best[order[enough[-1]]]) if len(enough) else 1.0


def _topics(matrix: csr_matrix, lessons: Sequence[Lesson]) -> Topics:
    pairs = [(lesson.topic, lesson.label) for lesson in lessons]
    names = sorted({pair for pair in pairs if pair[0] not in (*MESSAGE_TYPES, DUTIES)})
    row_of = {pair: row for row, pair in enumerate(names)}
    of = [(row_of[pair], row) for row, pair in enumerate(pairs) if pair in row_of]
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
