import numpy as np
import pytest

from retrieval.fuse import best_first, fuse, with_company


def test_agreement_beats_one_first_place():
    rows, _ = fuse([([3.0, 2.9, 0.0], [1, 2, 4]), ([3.0, 2.9, 0.0], [3, 2, 4])], (0.5, 0.5))

    assert rows[0] == 2


def test_scales_do_not_matter():
    small, large = ([0.3, 0.2, 0.1], [7, 5, 6]), ([30.0, 20.0, 10.0], [7, 5, 6])

    assert fuse([small], (1.0,))[1] == pytest.approx(fuse([large], (1.0,))[1])


def test_score_is_the_weighted_sum_of_standard_scores_and_absence_counts_as_last():
    rows, scores = fuse([([3.0, 1.0], [1, 2]), ([4.0, 2.0], [2, 3])], (0.75, 0.25))

    assert dict(zip(rows.tolist(), scores, strict=True)) == pytest.approx({1: 0.5, 2: -0.5, 3: -1.0})


def test_a_ranking_without_rows_changes_nothing():
    ranking = ([2.0, 1.0], [4, 3])

    assert fuse([ranking, ([], [])], (1.0, 1.0))[0].tolist() == [4, 3]


def test_company_lifts_a_passage_of_a_document_that_answers_well():
    scores, groups = np.array([5.0, 4.0, 4.0, 3.0, 0.0]), np.array([0, 1, 2, 1, 3])

    raised = with_company(scores, groups, size=2, weight=1.0)

    assert raised.tolist() == [7.5, 7.5, 6.0, 6.5, 0.0]


def test_no_more_than_the_best_of_a_document_keep_company():
    scores, groups = np.array([5.0, 4.0, 1.0, 0.0]), np.array([0, 0, 0, 1])

    assert with_company(scores, groups, size=1, weight=1.0).tolist() == [10.0, 9.0, 6.0, 0.0]


def test_ties_are_in_row_order():
    assert best_first(np.array([9, 2]), np.array([1.0, 1.0]))[0].tolist() == [2, 9]
