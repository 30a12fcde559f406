import numpy as np
from tokenizers.normalizers import Precompiled

from retrieval.charsmap import compile_charsmap
from retrieval.ngrams import UNKNOWN, learn_vocabulary, pieces, splitter


def test_the_character_table_replaces_what_it_names():
    normalizer = Precompiled(compile_charsmap({"沒": "没 ", "a": "b"}))

    assert normalizer.normalize_str("沒人a") == "没 人b"


def test_pieces_are_characters_pairs_and_clause_ends():
    assert pieces(splitter(), "沒人，20") == ["^没", "没", "没人", "人", "人$", "^2", "2", "20", "0", "0$"]


def test_marks_at_the_end_add_nothing():
    assert pieces(splitter(), "几点？！") == pieces(splitter(), "几点")


def test_the_vocabulary_keeps_the_commonest_pieces_with_their_idf():
    tokenizer, idf = learn_vocabulary(["甲乙", "甲丙", "甲"], size=2, least=1)

    assert tokenizer.get_vocab() == {UNKNOWN: 0, "^甲": 1} or tokenizer.get_vocab() == {UNKNOWN: 0, "甲": 1}
    np.testing.assert_allclose(idf, [0.0, 0.0], atol=1e-6)
