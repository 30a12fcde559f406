import math
from collections import Counter

import numpy as np
import pytest

from retrieval import postings
from retrieval.lexical import K1, B, LexicalIndex, terms

TEXTS = [
    "沒人理我，投訴没人理！",
    "三個月\n第十五条，ＡＢ_c 99.5%",
    "",
    "退回平台的，退回平台",
    "没人没人没人",
    "旌德縣",
]


def bm25(texts, query):
    """Every score from the definition, one text at a time."""
    held = [Counter(terms(text)) for text in texts]
    mean = sum(one.total() for one in held) / len(held)

    def share(one, term):
        holding = sum(term in other for other in held)
        idf = math.log1p((len(held) - holding + 0.5) / (holding + 0.5))
        return idf * one[term] * (K1 + 1) / (one[term] + K1 * (1 - B + B * one.total() / mean))

    return [sum(share(one, term) for term in set(query)) for one in held]


def test_terms_are_characters_and_pairs():
    assert terms("延期吗？") == ["延", "期", "吗", "延期", "期吗"]


def test_score_is_bm25_by_hand():
    index = LexicalIndex.build(["a a b", "b c"])

    scores = index.scores(["a", "z"])

    idf = math.log1p((2 - 1 + 0.5) / (1 + 0.5))
    assert scores[0] == pytest.approx(idf * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / 2.5)))
    assert scores[1] == 0


@pytest.mark.parametrize("query", ["没人理", "3个月内退回", "旌德县99.5%ab", "龘"])
def test_counting_in_arrays_agrees_with_counting_one_by_one(query):
    scores = LexicalIndex.build(TEXTS).scores(terms(query))

    np.testing.assert_allclose(scores, bm25(TEXTS, terms(query)), rtol=1e-5)


def test_texts_counted_in_several_batches_score_as_in_one(monkeypatch):
    whole = LexicalIndex.build(TEXTS).scores(terms("没人退回"))
    monkeypatch.setattr(postings, "ROWS", 2)

    np.testing.assert_array_equal(LexicalIndex.build(TEXTS).scores(terms("没人退回")), whole)


def test_ties_come_in_row_order():
    index = LexicalIndex.build(["甲", "乙", "甲", "丙"])

    assert index.search(["甲"], 3)[1].tolist() == [0, 2, 1]


def test_the_best_of_many_rows_are_those_of_a_full_sort():
    dice = np.random.default_rng(7)
    index = LexicalIndex.build(
        ["".join(dice.choice(list("甲乙丙丁戊己庚"), size)) for size in dice.integers(2, 30, 3000)]
    )
    scores = index.scores(terms("甲乙丙"))

    found, rows = index.search(terms("甲乙丙"), 20)

    np.testing.assert_array_equal(rows, np.lexsort((np.arange(3000), -scores))[:20])
    np.testing.assert_array_equal(found, scores[rows])


def test_no_text_reaches_the_ceiling_of_a_question_with_an_unknown_word():
    index = LexicalIndex.build(["延期一次", "退回平台"])

    assert 0 < index.shares(terms("延期一次龘")).max() < 1


def test_an_index_of_nothing_finds_nothing():
    assert LexicalIndex.build([]).search(terms("延期"), 5)[1].tolist() == []
