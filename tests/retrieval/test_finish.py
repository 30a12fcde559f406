import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from retrieval.finish import finish, static
from retrieval.ngrams import learn_vocabulary

TEXTS = ["工单延期几天", "延期要几天", "公开申请多久答复", "申请答复要多久", "老人优待证"]


@pytest.fixture
def model():
    tokenizer, idf = learn_vocabulary(TEXTS, size=100, least=1)
    rows = np.random.default_rng(3).normal(size=(len(idf), 8)).astype(np.float32)
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=rows)], device="cpu")


def test_a_turn_alone_changes_no_cosine(model):
    before = model.encode(TEXTS, normalize_embeddings=True)

    finish(model, TEXTS, character_factor=1.0, power=0.0, seed=1)

    after = model.encode(TEXTS, normalize_embeddings=True)
    assert before @ before.T == pytest.approx(after @ after.T, abs=1e-5)


def test_the_strongest_direction_comes_first(model):
    finish(model, TEXTS, character_factor=1.0, power=0.0, seed=1)

    spread = (model.encode(TEXTS, normalize_embeddings=True) ** 2).sum(axis=0)
    assert (np.diff(spread) <= 1e-5).all()


def test_single_characters_are_strengthened(model):
    before = length(model, "延")

    finish(model, TEXTS, character_factor=2.0, power=0.0, seed=1)

    assert length(model, "延") == pytest.approx(2 * before, rel=1e-4)


def length(model, piece):
    bag = static(model)
    return float(torch.linalg.vector_norm(bag.embedding.weight[bag.tokenizer.get_vocab()[piece]].detach()))
