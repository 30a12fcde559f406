import numpy as np

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
