"""The five levels of satisfaction, read from what people say."""

from __future__ import annotations

import re

LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}
# First match wins, so 非常不满意 stands before 不满意 before 满意; a count of stars or points stands between
# the levels said by name and words that only hint at one.
NAMED = (
    ("非常不满意", r"(?:非常|很|太|极其?|十分|特别|一点[儿都也]?)不(?:太)?满意"),
    ("不满意", r"不(?:太|是很|怎么)?满意|没有?满意"),
    ("基本满意", r"基本(?:上)?满意"),
    ("非常满意", r"(?:非常|很|太|十分|特别|相当|挺)(?:的)?满意"),
    ("满意", r"满意"),
)
HINTED = (
    ("不满意", r"不认可|不接受|差评|太差|敷衍|没解决|很差|不好"),
    ("基本满意", r"一般|还行|凑合|中等|马马虎虎|还可以"),
    ("非常满意", r"满分|点赞|特别好|优秀|非常好"),
    ("满意", r"好评|不错|挺好|很好|办得好|认可"),
)
STARS = re.compile(r"([0-9]{1,3}|[零一二两三四五六七八九十])\s*(?:颗)?(?:分|星)")
UPPER_BOUNDS = ((0.2, "非常不满意"), (0.4, "不满意"), (0.6, "基本满意"), (0.8, "满意"), (1.0, "非常满意"))
SCALES = (5, 10, 100)  # points are read on the smallest scale that holds them


def read_rating(text: str) -> str | None:
    """Return the level *text* names, else its points (of 5, 10 or 100) or stars, else what its words hint at."""
    return _first(NAMED, text) or _counted(text) or _first(HINTED, text)


def _first(levels: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((level for level, pattern in levels if re.search(pattern, text)), None)


def _counted(text: str) -> str | None:
    found = STARS.search(text)
    if not found:
        return None
    points = NUMERALS[found[1]] if found[1] in NUMERALS else int(found[1])
    scale = next((scale for scale in SCALES if points <= scale), None)
    return next(level for bound, level in UPPER_BOUNDS if points / scale <= bound) if scale else None
