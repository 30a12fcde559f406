"""What the intent classifier sees of a text: weighted character n-grams beside the meaning vector of the encoder."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from knowledge.script import simplified

CHARACTERS = 400  # of a text: intent shows early, and a pasted page must not cost seconds
NOISE = re.compile(r"[\s，。！？、,.!?；;：:…~～\"'“”‘’（）()【】《》<>\-—_]+")
MASKED = re.compile(r"[0-9*]{4,}")
OWN_PHONE = re.compile(r"(?:我的?|本人)?(?:联系)?(?:电话|手机|方式)?号?码?[是为:：]?\s*1[3-9][0-9*]{9}(?![0-9*])")
OWN_NAME = re.compile(r"我(?:姓|叫)[\u4e00-\u9fff]{1,3}(?=[，,。\s])")
CASE_NUMBER = re.compile(r"(?:jd|gk)-?[0-9]{8}-?[0-9a-z]{3,10}")

LATIN = re.compile(r"[a-z]+")

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]


def normal(text: str) -> str:
    """简体, half width and lower case without punctuation, numbers folded.

    ``n`` is a case number, ``p`` the citizen's own telephone with the words around it (so that a complaint that ends
    with one is not read as asking for one), ``0`` any other number of four digits or more.
    """
    text = CASE_NUMBER.sub("n", simplified(text[:CHARACTERS]))
    text = OWN_PHONE.sub("p", OWN_NAME.sub("", text))
    return "^" + NOISE.sub("", MASKED.sub("0", text)) + "$"


def latin(text: str) -> list[str]:
    """The words of *text* in Latin letters, in lower case."""
    return LATIN.findall(simplified(text[:CHARACTERS]))


def ngrams(text: str, longest: int) -> Counter[str]:
    """Counts of the runs of 1 to *longest* characters of the normal form; the bare ends, in every text, left out."""
    text = normal(text)
    found = Counter(text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1))
    for end in ("^", "$", "^$"):
        found.pop(end, None)
    return found


@dataclass(frozen=True)
class Features:
    """Maps texts to rows: TF-IDF of n-grams (unit length), then the encoder's vector (unit length) times *weight*.

    Attributes:
        vocabulary: n-gram → column.
        idf: float32 of shape (n-grams,).
        words: Latin words that training has seen.
        encode: Texts → float32 of shape (texts, dim), unit length.
    """

    vocabulary: dict[str, int]
    idf: Vectors
    words: frozenset[str]
    longest: int
    weight: float
    encode: Encode

    @classmethod
    def learn(cls, texts: Iterable[str], *, longest: int, weight: float, encode: Encode) -> Features:
        texts = list(texts)
        counted = [set(ngrams(text, longest)) for text in texts]
        words = frozenset(word for text in texts for word in latin(text))
        seen = Counter(gram for grams in counted for gram in grams)
        vocabulary = {gram: column for column, gram in enumerate(sorted(seen))}
        idf = np.array([1 + math.log((1 + len(counted)) / (1 + seen[gram])) for gram in sorted(seen)], dtype=np.float32)
        return cls(vocabulary, idf, words, longest, weight, encode)

    def familiar(self, text: str) -> float:
        """Share of its Latin words that training has seen; without any (88), of its pairs of characters."""
        words, pairs = latin(text), [gram for gram in ngrams(text, 2) if len(gram) > 1]
        known = [word in self.words for word in words] or [pair in self.vocabulary for pair in pairs]
        return sum(known) / (len(known) or 1)

    def sparse(self, text: str) -> tuple[NDArray[np.int64], Vectors]:
        """Columns and values of one text's n-grams; both empty when none is known."""
        known = [
            (self.vocabulary[gram], 1 + math.log(count))
            for gram, count in ngrams(text, self.longest).items()
            if gram in self.vocabulary
        ]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        values = np.array([value for _, value in known], dtype=np.float32) * self.idf[columns]
        return columns, values / (np.linalg.norm(values) or 1.0)

    def dense(self, texts: list[str]) -> Vectors:
        """float32 of shape (texts, dim)."""
        return self.encode([text[:CHARACTERS] for text in texts]) * np.float32(self.weight)

    def matrix(self, texts: list[str]) -> csr_matrix:
        """Both parts side by side, shape (texts, n-grams + dim)."""
        rows = [self.sparse(text) for text in texts]
        bounds = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        grams = csr_matrix(
            (np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows]), bounds),
            shape=(len(texts), len(self.vocabulary)),
        )
        return hstack([grams, csr_matrix(self.dense(texts))]).tocsr()

    def save(self, folder: Path) -> None:
        ordered = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        (folder / "words.json").write_text(json.dumps(sorted(self.words)), "utf-8")
        (folder / "ngrams.json").write_text(json.dumps(ordered, ensure_ascii=False), "utf-8")
        np.save(folder / "idf.npy", self.idf, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, longest: int, weight: float, encode: Encode) -> Features:
        ordered = json.loads((folder / "ngrams.json").read_text("utf-8"))
        vocabulary = {gram: column for column, gram in enumerate(ordered)}
        words = frozenset(json.loads((folder / "words.json").read_text("utf-8")))
        return cls(vocabulary, np.load(folder / "idf.npy", allow_pickle=False), words, longest, weight, encode)
