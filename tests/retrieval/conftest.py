import os
import shutil
from pathlib import Path

import pytest

from knowledge.source import KNOWLEDGE
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.search import Searcher


@pytest.fixture(scope="session")
def encoder():
    return Encoder.load(str(DEFAULT_ENCODER))


@pytest.fixture(scope="session")
def searcher(encoder):
    """The whole knowledge, from the prepared index (built here if it is missing or stale)."""
    folder = Path(os.environ.get("DATA_DIR") or "var") / "index"
    stored.build(folder, encoder, report=print)
    return Searcher.load(folder, str(DEFAULT_ENCODER))


@pytest.fixture
def small(tmp_path):
    """A knowledge folder of two regulations, twenty groups of questions and twenty outside topics."""
    root = tmp_path / "knowledge"
    (root / "documents").mkdir(parents=True)
    for name in ("disclosure-rules", "interaction-workflow"):
        shutil.copy(KNOWLEDGE / "documents" / f"{name}.md", root / "documents")
    (root / "lexicon.tsv").write_text("说法\t文件用语\n跟政府要材料\t政府信息、申请\n", encoding="utf-8")
    for name in ("departments.yml", "elsewhere.txt", "pinyin_confusions.tsv"):
        shutil.copy(KNOWLEDGE / name, root)
    for name, wanted in (("questions.jsonl", '"disclosure-rules"'), ("outside_topics.jsonl", "{")):
        lines = [line for line in (KNOWLEDGE / name).read_text(encoding="utf-8").splitlines() if wanted in line]
        (root / name).write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
    conflicts = (KNOWLEDGE / "conflicts.yml").read_text(encoding="utf-8").split("\n- ")
    kept = [part for part in conflicts[1:] if part.startswith(("document: disclosure-rules", "document: interaction-"))]
    (root / "conflicts.yml").write_text("\n- ".join(["", *kept]), encoding="utf-8")
    return root
