"""Text as it is compared: look-alike characters brought to one form, blanks left out, every position kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from desk.digits import half_width

# PDF files often name a glyph by its radical (⻢) instead of the character (马); NFKC knows only the Kangxi ones.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾",
    "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟户",
)
_INVISIBLE = {"Cf", "Cc", "Mn"}
BLOCK = "█"


def fold(text: str) -> str:
    """Return *text* half-width, without look-alikes, in lower case; the length stays the same."""
    return half_width("".join(_one(each) for each in text.translate(_RADICALS)))


def squeeze(text: str) -> str:
    """Return *text* folded and without anything blank or invisible: 陈　某 is 陈某, 139 0000 is 1390000."""
    return "".join(each for each in fold(text) if not _blank(each))


def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of *words* (squeezed) stands in *text*, however it is spaced, as spans that do not overlap."""
    kept = [(at, each) for at, each in enumerate(fold(text)) if not _blank(each)]
    squeezed = "".join(each for _, each in kept)
    found: list[tuple[int, int]] = []
    for word in words:
        at = squeezed.find(word) if word else -1
        while at >= 0:
            found.append((kept[at][0], kept[at + len(word) - 1][0] + 1))
            at = squeezed.find(word, at + 1)
    return _merged(found)


def hidden(text: str, words: Iterable[str]) -> str:
    """Return *text* with every character of *words* replaced by a block."""
    letters = list(text)
    for start, end in places(text, words):
        letters[start:end] = [each if each.isspace() else BLOCK for each in letters[start:end]]
    return "".join(letters)


def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _INVISIBLE


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
