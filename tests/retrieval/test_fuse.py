import pytest

from retrieval.fuse import fuse


def test_agreement_beats_one_first_place():
    assert [row for row, _ in fuse([[1, 2], [3, 2]])] == [2, 1, 3]


def test_score_is_the_sum_of_reciprocal_ranks():
    assert dict(fuse([[1, 2], [2]])) == pytest.approx({1: 1 / 61, 2: 1 / 62 + 1 / 61})


def test_a_weight_scales_its_ranking():
    assert dict(fuse([[1], [2]], weights=[1.0, 0.5])) == pytest.approx({1: 1 / 61, 2: 0.5 / 61})
