import shutil

import numpy as np
import pytest

from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.errors import IndexUnusable, ModelUnusable
from retrieval.search import Searcher


class Counting:
    """An encoder that remembers what it was asked to encode."""

    def __init__(self, encoder):
        self._encoder, self.fingerprint, self.calls = encoder, encoder.fingerprint, []

    def encode(self, texts):
        self.calls.append(list(texts))
        return self._encoder.encode(texts)


def silent(_):
    pass


def test_the_same_knowledge_is_not_indexed_twice(small, tmp_path, encoder):
    said = []
    stored.build(tmp_path / "index", encoder, root=small, report=silent)

    stored.build(tmp_path / "index", encoder, root=small, report=said.append)

    assert said == ["索引已是最新，无需重建"]


def test_only_changed_words_are_encoded_and_the_result_is_a_full_rebuild(small, tmp_path, encoder):
    counting = Counting(encoder)
    stored.build(tmp_path / "index", encoder, root=small, report=silent)
    path = small / "documents" / "interaction-workflow.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## 附则\n\n新增的一段文字。\n", encoding="utf-8")

    changed = stored.build(tmp_path / "index", counting, root=small, report=silent)

    fresh = stored.build(tmp_path / "fresh", encoder, root=small, report=silent)
    assert counting.calls[0] == ["旌德县互动类信件办理工作流程\n附则\n新增的一段文字。"]
    np.testing.assert_allclose(changed.passages.vectors, fresh.passages.vectors, atol=1e-6)
    np.testing.assert_allclose(changed.ranker.weights, fresh.ranker.weights, atol=1e-3)


def test_an_index_reloads_as_it_was(small, tmp_path, encoder):
    built = stored.build(tmp_path / "index", encoder, root=small, report=silent)

    loaded = stored.load(tmp_path / "index", encoder.fingerprint, root=small)

    np.testing.assert_array_equal(loaded.asked.vectors, built.asked.vectors)
    np.testing.assert_array_equal(loaded.ranker.weights, built.ranker.weights)
    np.testing.assert_array_equal(loaded.gate.weights, built.gate.weights)
    assert loaded.gate.threshold == built.gate.threshold


def test_a_missing_index_names_the_command(tmp_path):
    with pytest.raises(IndexUnusable, match="python -m retrieval index"):
        Searcher.load(tmp_path, str(DEFAULT_ENCODER))


def test_an_index_of_older_documents_is_refused(small, tmp_path, encoder):
    stored.build(tmp_path / "index", encoder, root=small, report=silent)
    (small / "outside_topics.jsonl").write_text("", encoding="utf-8")

    with pytest.raises(IndexUnusable, match="知识库"):
        stored.load(tmp_path / "index", encoder.fingerprint, root=small)


def test_a_damaged_index_is_refused(small, tmp_path, encoder):
    stored.build(tmp_path / "index", encoder, root=small, report=silent)
    next((tmp_path / "index").glob("index-*/asked.faiss")).write_bytes(b"broken")

    with pytest.raises(IndexUnusable, match="损坏"):
        stored.load(tmp_path / "index", encoder.fingerprint, root=small)


def test_a_missing_encoder_is_said_and_never_replaced(tmp_path):
    with pytest.raises(ModelUnusable, match="modules.json"):
        Encoder.load(str(tmp_path))


@pytest.mark.parametrize("name, said", [("model.safetensors", "加载失败"), ("tokenizer.json", "已损坏")])
def test_a_damaged_encoder_is_said(tmp_path, name, said):
    shutil.copytree(DEFAULT_ENCODER, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_bytes(b"broken")

    with pytest.raises(ModelUnusable, match=said):
        Encoder.load(str(tmp_path))
