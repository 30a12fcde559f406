import numpy as np
import pytest

from retrieval import dense
from retrieval.dense import DenseIndex


def unit_vectors(count, dim=16, seed=7):
    vectors = np.random.default_rng(seed).standard_normal((count, dim)).astype("float32")
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_search_agrees_with_brute_force():
    rows, queries = unit_vectors(200), unit_vectors(5, seed=8)

    similarities, found = DenseIndex.build(rows).search(queries, 10)

    exact = queries @ rows.T
    expected = np.argsort(-exact, axis=1)[:, :10]
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_allclose(similarities, np.take_along_axis(exact, expected, axis=1), rtol=1e-5)


def test_a_saved_index_answers_the_same(tmp_path):
    rows, queries = unit_vectors(50), unit_vectors(3, seed=8)
    index = DenseIndex.build(rows)

    index.save(tmp_path / "rows.faiss")
    again = DenseIndex.load(tmp_path / "rows.faiss")

    np.testing.assert_array_equal(again.search(queries, 5)[1], index.search(queries, 5)[1])
    np.testing.assert_array_equal(again.vectors, rows)


def test_more_rows_than_there_are_gives_all():
    assert DenseIndex.build(unit_vectors(4)).search(unit_vectors(1), 9)[1].shape == (1, 4)


@pytest.fixture
def many(monkeypatch):
    """3,000 rows, enough for codes; the queries lie near rows as questions do."""
    monkeypatch.setattr(dense, "EXACT_UP_TO", 2_000)
    rows = unit_vectors(3000)
    queries = rows[:50] + 0.5 * unit_vectors(50, seed=8)
    return rows, queries / np.linalg.norm(queries, axis=1, keepdims=True)


@pytest.mark.parametrize("halved_from", [10_000, 1_000], ids=["float32", "float16"])
def test_many_rows_are_found_nearly_as_exactly(many, monkeypatch, halved_from):
    monkeypatch.setattr(dense, "HALVED_FROM", halved_from)
    rows, queries = many

    similarities, found = DenseIndex.build(rows).search(queries, 10)

    exact = queries @ rows.T
    expected = np.argsort(-exact, axis=1)[:, :10]
    missed = [len(set(right) - set(row)) for right, row in zip(expected.tolist(), found.tolist(), strict=True)]
    assert sum(missed) <= 0.03 * 500
    np.testing.assert_allclose(similarities, np.take_along_axis(exact, found, axis=1), atol=1e-3)


def test_a_saved_index_of_many_rows_keeps_its_vectors(many, tmp_path):
    rows, queries = many
    index = DenseIndex.build(rows)

    index.save(tmp_path / "rows.faiss")
    again = DenseIndex.load(tmp_path / "rows.faiss")

    np.testing.assert_array_equal(again.search(queries, 5)[1], index.search(queries, 5)[1])
    np.testing.assert_array_equal(again.vectors, rows)
