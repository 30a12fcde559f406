import math

import pytest

from retrieval.lexical import K1, B, LexicalIndex, terms


def test_terms_are_characters_and_pairs():
    assert terms("延期吗？") == ["延", "期", "吗", "延期", "期吗"]


def test_score_is_bm25_by_hand():
    index = LexicalIndex.build(["a a b", "b c"], cut=str.split)

    scores = index.scores(["a", "z"])

    idf = math.log1p((2 - 1 + 0.5) / (1 + 0.5))
    assert scores[0] == pytest.approx(idf * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / 2.5)))
    assert scores[1] == 0


def test_ties_come_in_row_order():
    index = LexicalIndex.build(["甲", "乙", "甲"], cut=list)

    assert index.search(["甲"], 3)[1].tolist() == [0, 2, 1]


def test_no_text_reaches_the_ceiling_of_a_question_with_an_unknown_word():
    index = LexicalIndex.build(["延期一次", "退回平台"])

    assert index.scores(terms("延期一次龘")).max() < index.ceiling(terms("延期一次龘"))
