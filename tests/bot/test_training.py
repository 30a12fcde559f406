"""When the model is trained again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import training
from bot.nlu.encoder import EncoderMissing, encoder


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in training.FILES:
        (tmp_path / name).write_text("a", "utf-8")
    for folder in training.FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(training, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "path",
    ["config.yml", "bot/data/more.yml", "bot/nlu/part.py", "knowledge/questions.jsonl", "models/encoder/weights"],
)
def test_each_source_changes_the_fingerprint(sources: Path, path: str) -> None:
    before = training.fingerprint()
    (sources / path).write_text("changed", "utf-8")

    assert training.fingerprint() != before


def test_a_document_changes_no_dialogue(sources: Path) -> None:
    before = training.fingerprint()
    (sources / "knowledge" / "note.md").write_text("new", "utf-8")

    assert training.fingerprint() == before


def test_a_present_model_is_not_trained_again(sources: Path, tmp_path: Path) -> None:
    present = training.model_path(tmp_path)
    present.write_bytes(b"model")

    assert training.up_to_date_model(tmp_path) == present
    assert present.read_bytes() == b"model"


def test_a_missing_encoder_names_the_command() -> None:
    with pytest.raises(EncoderMissing, match="python -m retrieval train"):
        encoder("models/none")
