"""The model read without PyTorch gives the very bits that sentence-transformers gives."""

from __future__ import annotations

import json
import shutil

import numpy as np
from sentence_transformers import SentenceTransformer

from knowledge.documents import load_documents
from knowledge.questions import load_questions
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.static import StaticModel

ODD = ["", " ", "😀", "\u200b", "a", "Ａ１２", "The quick brown fox", "龘" * 40, "工单几个工作日办结？" * 60]


def test_both_give_the_same_bits():
    documents = load_documents()
    asked = [question for row in load_questions(documents) for question in row.questions][::15]
    texts = [*ODD, *asked, *(document.title for document in documents)]
    oracle = SentenceTransformer(str(DEFAULT_ENCODER), device="cpu")

    wanted = oracle.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    found = StaticModel.load(DEFAULT_ENCODER).encode(texts)

    assert len(texts) > 2000
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, wanted)


def test_a_text_by_itself_gives_the_same_bits_as_among_others():
    model = StaticModel.load(DEFAULT_ENCODER)
    np.testing.assert_array_equal(model.encode(ODD), np.concatenate([model.encode([text]) for text in ODD]))


def test_another_kind_of_model_is_left_to_sentence_transformers(tmp_path):
    folder = shutil.copytree(DEFAULT_ENCODER, tmp_path / "encoder")
    (folder / "modules.json").write_text(json.dumps([{"type": "sentence_transformers.models.Transformer"}]))

    assert StaticModel.load(folder) is None


def test_a_model_in_use_is_not_loaded_twice():
    first = Encoder.load(str(DEFAULT_ENCODER))

    assert Encoder.load(str(DEFAULT_ENCODER)) is first
