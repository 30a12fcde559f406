"""Articles, years and quarters a text names outright."""

from __future__ import annotations

import re

from retrieval.normal import normalise

ARTICLE = re.compile(r"第(\d+)条")
YEAR = re.compile(r"(20[0-3]\d)(?:年|$|\D)")
QUARTER = re.compile(r"(?<!\d)([1-4])季度")
MONTHS = re.compile(r"(?<!\d)(\d{1,2})(?:月|月份)?\s*[-—~到至]+\s*(\d{1,2})月")


def articles(text: str) -> set[int]:
    """Numbers of the articles named: 第八条 and 第8条 are 8."""
    return {int(number) for number in ARTICLE.findall(normalise(text))}


def years(text: str) -> set[int]:
    return {int(year) for year in YEAR.findall(normalise(text))}


def quarters(text: str) -> set[int]:
    """Quarters named: 第二季度, 二季度, 4-6月, 四到六月 are 2; other spans of months are none."""
    plain = normalise(text)
    found = {int(number) for number in QUARTER.findall(plain)}
    spans = [
        (int(first), int(last)) for first, last in MONTHS.findall(normalise(text.replace("-", "至").replace("—", "至")))
    ]
    return found | {(last + 2) // 3 for first, last in spans if first % 3 == 1 and last == first + 2}
