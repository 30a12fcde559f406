"""Trains the dialogue model when anything it depends on has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import rasa
from rasa import version

ROOT = Path(__file__).parents[1]
CONFIG, DOMAIN, DATA = ROOT / "config.yml", ROOT / "domain.yml", ROOT / "bot" / "data"
FILES = ("config.yml", "domain.yml")
FOLDERS = {"bot/data": ("*.yml",), "bot/nlu": ("*.py",), "knowledge": ("*.yml", "*.jsonl"), "models/encoder": ("*",)}
DIGITS = 16  # of the fingerprint, in the model's name


class TrainingFailed(Exception):
    """Rasa refused the data or the configuration; it has said why on standard error."""


def fingerprint() -> str:
    """Changes with the training data, the pipeline, the knowledge it reads, the encoder, and Rasa's version."""
    digest = hashlib.sha256(version.__version__.encode())
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:DIGITS]


def model_path(folder: Path) -> Path:
    """Where the model of the present sources belongs; it need not exist."""
    return folder / f"dialogue-{fingerprint()}.tar.gz"


def up_to_date_model(folder: Path, *, force: bool = False) -> Path:
    """Train if there is no model of the present sources, and remove models of earlier ones.

    Raises:
        TrainingFailed
    """
    path = model_path(folder)
    if path.is_file() and not force:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as fresh:
        result = rasa.train(
            domain=str(DOMAIN), config=str(CONFIG), training_files=[str(DATA)], output=fresh, force_training=True
        )
        if result.model is None:
            raise TrainingFailed("对话模型没有训练出来")
        os.replace(result.model, path)
    for old in folder.glob("dialogue-*.tar.gz"):
        if old != path:
            old.unlink()
    return path


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES)
    for folder, patterns in FOLDERS.items():
        for pattern in patterns:
            yield from (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
