"""The index on disk: vectors of all texts and what was learnt from them, replaced as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge.source import KNOWLEDGE
from retrieval.answerable import Gate
from retrieval.corpus import Corpus
from retrieval.dense import DenseIndex
from retrieval.encode import Encoder, fingerprint
from retrieval.errors import IndexUnusable
from retrieval.fitting import fit
from retrieval.leaning import Leaning
from retrieval.rank import Ranker
from retrieval.static import Vectors

FORMAT = 1
CURRENT = "CURRENT"  # names the folder in force; replacing this one file swaps the index
SOURCES = (
    "documents/*.md",
    "questions.jsonl",
    "outside_topics.jsonl",
    "departments.yml",
    "conflicts.yml",
    "elsewhere.txt",
    "lexicon.tsv",
    "pinyin_confusions.tsv",
)

Report = Callable[[str], None]


@dataclass(frozen=True)
class Index:
    """Vectors of the corpus' passages and known questions, in its order, and the fitted models."""

    passages: DenseIndex
    asked: DenseIndex
    ranker: Ranker
    gate: Gate
    leaning: Leaning


def knowledge_fingerprint(root: Path = KNOWLEDGE) -> str:
    """SHA-256 over the knowledge files that are indexed and over this package, which cuts and compares them."""
    digest = hashlib.sha256()
    knowledge = (path for pattern in SOURCES for path in root.glob(pattern))
    for path in (*sorted(knowledge), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build(folder: Path, encoder: Encoder, *, root: Path = KNOWLEDGE, report: Report, again: bool = False) -> Index:
    """Bring the index in *folder* up to date and return it.

    Only texts the index in force has no vector for are encoded; a reader of that index is not disturbed.

    Args:
        report: Told each step in Chinese.
        again: Build even if nothing changed, encoding everything.
    """
    made_from = {"format": FORMAT, "knowledge": knowledge_fingerprint(root), "encoder": encoder.fingerprint}
    if not again and _manifest(folder) == made_from:
        report("索引已是最新，无需重建")
        return load(folder, encoder.fingerprint, root=root)
    corpus = Corpus.load(root)
    texts = [passage.searched for passage in corpus.passages] + [question.text for question in corpus.asked]
    known = {} if again else _vectors_by_text(folder, encoder.fingerprint)
    missing = [text for text in dict.fromkeys(texts) if _key(text) not in known]
    report(f"段落 {len(corpus.passages)} 条，问法 {len(corpus.asked)} 条；需要编码 {len(missing)} 条")
    known |= dict(zip(map(_key, missing), encoder.encode(missing), strict=True)) if missing else {}
    vectors = np.stack([known[_key(text)] for text in texts])
    passages, asked = vectors[: len(corpus.passages)], vectors[len(corpus.passages) :]
    report("学习排序与可答判断（约半分钟）")
    ranker, gate, leaning = fit(corpus, passages, asked, encoder.encode)
    index = Index(DenseIndex.build(passages), DenseIndex.build(asked), ranker, gate, leaning)
    _store(folder, index, made_from, [_key(text) for text in texts])
    report(f"索引已写入 {folder}")
    return index


def load(folder: Path, encoder_fingerprint: str, *, root: Path = KNOWLEDGE) -> Index:
    """Read the index in force.

    Raises:
        IndexUnusable: Missing, damaged, or built from other documents or another encoder.
    """
    found = _manifest(folder)
    if found is None:
        raise IndexUnusable(folder, "索引不存在或已损坏")
    if found.get("encoder") != encoder_fingerprint:
        raise IndexUnusable(folder, "索引是用另一个句向量模型建立的")
    if found.get("knowledge") != knowledge_fingerprint(root):
        raise IndexUnusable(folder, "知识库在建立索引之后有改动")
    place = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    try:
        learnt = json.loads((place / "learnt.json").read_text(encoding="utf-8"))
        gate = learnt["gate"]
        return Index(
            DenseIndex.load(place / "passages.faiss"),
            DenseIndex.load(place / "asked.faiss"),
            Ranker(np.array(learnt["ranker"])),
            Gate(
                np.array(gate["mean"]),
                np.array(gate["deviation"]),
                np.array(gate["weights"]),
                float(gate["offset"]),
                float(gate["threshold"]),
            ),
            Leaning(**learnt["leaning"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexUnusable(folder, f"索引文件已损坏（{type(error).__name__}）") from error


def in_force(folder: Path) -> str | None:
    """Name of the index in force, a new one for each build; None if there is none."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def is_current(folder: Path, encoder: str, *, root: Path = KNOWLEDGE) -> bool:
    """Whether the index in *folder* was built from the documents and the encoder as they are on disk."""
    wanted = {"format": FORMAT, "knowledge": knowledge_fingerprint(root), "encoder": fingerprint(encoder)}
    return _manifest(folder) == wanted


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _manifest(folder: Path) -> dict[str, object] | None:
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
        found = json.loads((folder / name / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _vectors_by_text(folder: Path, encoder_fingerprint: str) -> dict[str, Vectors]:
    """Vectors of the index in force by hash of their text; empty if there is none from the same encoder."""
    found = _manifest(folder)
    if found is None or found.get("encoder") != encoder_fingerprint or found.get("format") != FORMAT:
        return {}
    place = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    try:
        keys = json.loads((place / "texts.json").read_text(encoding="utf-8"))
        parts = [DenseIndex.load(place / name).vectors for name in ("passages.faiss", "asked.faiss")]
    except (OSError, ValueError, RuntimeError):
        return {}
    return dict(zip(keys, np.concatenate(parts), strict=True))


def _store(folder: Path, index: Index, made_from: dict[str, object], keys: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="index-", dir=folder))
    index.passages.save(place / "passages.faiss")
    index.asked.save(place / "asked.faiss")
    gate = {
        name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in asdict(index.gate).items()
    }
    _write(
        place / "learnt.json", {"ranker": index.ranker.weights.tolist(), "gate": gate, "leaning": asdict(index.leaning)}
    )
    _write(place / "texts.json", list(keys))
    _write(place / "manifest.json", made_from)
    pointer = folder / f"{CURRENT}.new"
    pointer.write_text(place.name, encoding="utf-8")
    os.replace(pointer, folder / CURRENT)
    for old in folder.glob("index-*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
