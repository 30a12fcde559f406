"""Tokenizer of the encoder: every character and every overlapping character pair of a sentence.

Chinese words are mostly two characters long, so pairs hold the words without a segmenter, and single characters catch
slips and unseen words. Hugging Face tokenizers cannot emit overlapping pieces; the trick here is a character table that
writes each character three times, ``没`` → ``没 没 没``, so that splitting at spaces leaves 没 | 没人 | 人 | 人理 | 理.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from retrieval.charsmap import compile_charsmap

UNKNOWN = "[UNK]"
START, END = "^", "$"  # mark the first and last character of a clause: 吗$ differs from 吗 inside a sentence
HAN_FIRST, HAN_LAST = 0x4E00, 0x9FA5
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz%"
SILENT = "·_'\"`*#|~^$<>《》〈〉“”‘’「」【】[]{}"  # carry no meaning for a question; ^ and $ are ours


@cache
def simplified() -> dict[int, str]:
    """Traditional character → simplified, for ``str.translate``: MediaWiki's table as packed by zhconv.

    The file is read without importing zhconv, whose import warns about ``pkg_resources``.
    """
    spec = find_spec("zhconv")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("zhconv", name="zhconv")
    table = json.loads(Path(spec.origin).with_name("zhcdict.json").read_text(encoding="utf-8"))["zh2Hans"]
    return {ord(traditional): simple for traditional, simple in table.items() if len(traditional) == len(simple) == 1}


def character_table() -> dict[str, str]:
    """Replacement of each character: 简体, tripled; punctuation becomes a clause boundary."""
    table = {chr(code): simplified().get(code, chr(code)) for code in range(HAN_FIRST, HAN_LAST + 1)}
    table |= {letter: letter for letter in LETTERS}
    table = {character: f"{simple} {simple} {simple}" for character, simple in table.items()}
    table |= {character: "" for character in SILENT}
    boundaries = (chr(code) for code in range(0x20, 0x10000) if chr(code) not in table)
    marks = [
        mark
        for mark in boundaries
        if unicodedata.category(mark)[0] in "PZS" and mark == unicodedata.normalize("NFKC", mark)
    ]
    return table | {mark: f"{END} {START}" for mark in marks}


def splitter() -> Tokenizer:
    """Return a tokenizer without vocabulary: NFKC, lower case, 简体, characters and pairs between spaces."""
    tokenizer = Tokenizer(models.WordLevel({UNKNOWN: 0}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Strip(),
            normalizers.Precompiled(compile_charsmap(character_table())),
            normalizers.Prepend(START),
            normalizers.Replace(Regex(r"\z"), END),
            normalizers.Replace(Regex(r"\^\s*\$"), ""),  # two marks in a row hold nothing between them
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def pieces(tokenizer: Tokenizer, text: str) -> list[str]:
    """Characters and pairs of *text* in reading order, before the vocabulary is applied."""
    return [piece for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text))]


def learn_vocabulary(texts: Iterable[str], *, size: int, least: int) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Return the tokenizer whose vocabulary is the *size* commonest pieces of *texts*, and each piece's idf.

    Args:
        texts: Training sentences; each piece counts once per text.
        size: Upper bound of the vocabulary, the unknown piece included.
        least: Pieces seen in fewer texts are left out.

    Returns:
        The tokenizer, and the idf, float32 of shape (vocabulary,): log of texts per text that holds the piece, 0 for
        the unknown.
    """
    tokenizer = splitter()
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(set(pieces(tokenizer, text)))
    kept = sorted(
        (piece for piece, count in counts.items() if count >= least), key=lambda piece: (-counts[piece], piece)
    )
    vocabulary = {UNKNOWN: 0} | {piece: number for number, piece in enumerate(kept[: size - 1], start=1)}
    tokenizer.model = models.WordLevel(vocabulary, unk_token=UNKNOWN)
    idf = [0.0] + [np.log(total / counts[piece]) for piece in kept[: size - 1]]
    return tokenizer, np.array(idf, dtype=np.float32)
