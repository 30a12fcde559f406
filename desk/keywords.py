"""Which character sequences are words a person would point at: for training the router, and for naming topics."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba 0.42 imports pkg_resources, which warns of its own end
    import jieba
    import jieba.posseg

jieba.setLogLevel(logging.WARNING)
_TELLING = re.compile(r"n(?!r)|v[ni]?$|j|l|i$|a[n]?$")  # nouns but no personal names, verbs, short forms, idioms
_HAN = re.compile(r"[一-鿿]{2,4}")
_EMPTY = frozenset(
    [
        "没有",
        "可以",
        "需要",
        "知道",
        "请问",
        "反映",
        "投诉",
        "举报",
        "建议",
        "希望",
        "解决",
        "处理",
        "有人",
        "没人",
        "时候",
        "问题",
        "感谢",
    ]
)


def words(text: str) -> list[str]:
    """The words of two to four characters in *text*, whatever they mean."""
    return [word for word in jieba.cut(text) if _HAN.fullmatch(word)]


def keywords(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of two to four characters in *texts* that carry meaning."""
    return frozenset(
        pair.word
        for text in texts
        for pair in jieba.posseg.cut(text)
        if _HAN.fullmatch(pair.word) and _TELLING.match(pair.flag) and pair.word not in _EMPTY
    )


def names(text: str) -> list[tuple[int, int]]:
    """Where jieba reads the name of a person in *text*, as spans."""
    found, at = [], 0
    for pair in jieba.posseg.cut(text):
        if pair.flag.startswith("nr"):
            found.append((at, at + len(pair.word)))
        at += len(pair.word)
    return found
