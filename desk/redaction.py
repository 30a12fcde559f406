"""What a paper shows to the one who decides what is hidden in it, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk.folding import places
from desk.sensitive import Finding

AROUND = 16  # characters shown before and after


@dataclass(frozen=True)
class Paper:
    """A file as it will be given out if nothing is hidden.

    Attributes:
        texts: Its paragraphs, or its pages.
        notes: What will be missing, and what a person has to look at.
        unsearched: It holds pictures or pages whose words nobody but a person can read.
        pages: How many there are to look at; 0 for a file without pages of its own.
        previews: Small JPEGs of the pictures in it.
    """

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unsearched: bool = False
    pages: int = 0
    previews: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What is hidden: the ticked findings everywhere, whole pages (from 1), and pictures unless kept."""

    findings: tuple[Finding, ...] = ()
    pages: tuple[int, ...] = ()
    with_pictures: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.findings if each.hide)


@dataclass(frozen=True)
class Context:
    """Where words stand, with what is around them."""

    before: str
    words: str
    after: str


def contexts(texts: Iterable[str], words: str) -> list[Context]:
    """Every place of *words* in *texts*, in order."""
    return [
        Context(_flat(text[max(0, start - AROUND) : start]), text[start:end], _flat(text[end : end + AROUND]))
        for text in texts
        for start, end in places(text, [words])
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())
