"""One spelling for many: width, case, 繁体, digits against Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from retrieval.ngrams import simplified

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
# Numerals are turned to digits before these words only: 一般, 三溪镇 and 一把手 are no numbers.
COUNTED = re.compile(
    r"([零〇一二两三四五六七八九十百千]+)(?=(?:个|年|月|日|号|天|条|款|项|件|次|期|名|人|分|季度|家|万|亿|元|倍|小时|分钟|工作日|周|岁|成|[到至~-][零〇一二两三四五六七八九十百千\d]))"
)
KEPT = 1024  # spellings kept: one question is normalised a dozen times
NO_WORD = re.compile(r"(?:[^\w%.\n]|_)+")


def number(numeral: str) -> int | None:
    """Value of a Chinese numeral below ten thousand (二十 → 20, 二〇二〇 → 2020); None when it is none."""
    if not NUMERAL.fullmatch(numeral):
        return None
    if not any(character in UNITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += (digit or 1) * UNITS[character]
            digit = 0
    return total + digit


def plain(text: str) -> str:
    """NFKC, lower case, 简体."""
    return unicodedata.normalize("NFKC", text).lower().translate(simplified())


@lru_cache(maxsize=KEPT)
def normalise(text: str) -> str:
    """Spelling for matching words: ``plain``, counted numerals as digits, everything that is no word a space."""
    return normalise_lines((text,)).strip()


def normalise_lines(texts: Iterable[str]) -> str:
    """``normalise`` of each of *texts*, one a line; spaces may stand at the ends of a line."""
    lines = plain("\n".join(text.replace("\n", " ") for text in texts))
    counted = COUNTED.sub(lambda found: str(number(found[1])), lines)
    return NO_WORD.sub(" ", counted)
