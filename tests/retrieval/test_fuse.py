import pytest

from retrieval.fuse import fuse


def test_agreement_beats_one_first_place():
    assert [row for row, _ in fuse([[1, 2], [3, 2]])] == [2, 1, 3]


def test_score_is_the_sum_of_reciprocal_ranks():
    assert dict(fuse([[1, 2], [2]])) == pytest.approx({1: 1 / 61, 2: 1 / 62 + 1 / 61})
