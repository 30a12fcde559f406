"""What is wrong with a letter before it may be signed: articles that do not exist, other days and titles, people.

Sample letter NO.4 of 2020 answered a request about a decision of 4月23日 with words about one of 4月21日.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import cn2an

from desk import masking
from desk.letter_text import LetterText
from knowledge.laws import Law

Level = Literal["block", "warn"]
_NUMERAL = "[一二三四五六七八九十百千零〇两0-9]{1,8}"
_TITLE = re.compile(r"《((?:[^《》〈〉]|〈[^〈〉]*〉){2,80})》")
_CITED = re.compile(
    rf"{_TITLE.pattern}|第(?P<article>{_NUMERAL})条(?:第{_NUMERAL}款)?(?:第?[（(]?(?P<item>{_NUMERAL})[）)]?项)?"
)
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
CONTEXT = 4  # characters beside a day by which two sentences speak of the same thing
ALIKE = 0.6  # likeness from which two titles that differ may be slips of one another
PERSONAL = {"phone": "手机号码", "id": "身份证号码", "card": "银行卡号", "passport": "证件号码", "email": "电子邮箱"}
PENALTY = re.compile(r"行政处罚(?:决定|案)")
WHOLLY_REFUSED = ("third_party", "enforcement_file")


@dataclass(frozen=True)
class Finding:
    """*block* keeps the letter from being signed, *warn* asks to look again; *quote* are the words it is about."""

    rule: str
    level: Level
    message: str
    quote: str = ""


def check(
    letter: LetterText, wanted: str, *, laws: Mapping[str, Law], ground: str = "", strangers: Iterable[str] = ()
) -> list[Finding]:
    """Return what is wrong with *letter* about a request for *wanted*, what blocks first.

    *ground* is the code of the answer. *strangers* are names the addressee may not learn: of third parties in a letter
    to the applicant, of the applicant in a letter to anybody else.
    """
    found = [
        *_articles(letter.body, laws),
        *_days(letter.body, wanted),
        *_titles(letter.body, wanted, laws),
        *_people(letter.body, strangers),
        *_openness(wanted, ground),
    ]
    return sorted(found, key=lambda each: each.level)


def _articles(text: str, laws: Mapping[str, Law]) -> Iterator[Finding]:
    """Article numbers beyond the last of the law named before them."""
    law: Law | None = None
    for match in _CITED.finditer(text):
        if match[1]:
            law = laws.get(match[1])
        elif law is not None and not _exists(law, match["article"], match["item"]):
            yield Finding("article", "block", f"《{law.name}》没有{match.group()}，请核对条号。", match.group())


def _exists(law: Law, article: str, item: str | None) -> bool:
    number = int(cn2an.cn2an(article, "smart"))
    items = law.items.get(f"第{cn2an.an2cn(number)}条")
    return 1 <= number <= law.articles and (not item or items is None or int(cn2an.cn2an(item, "smart")) <= items)


def _days(text: str, wanted: str) -> Iterator[Finding]:
    """A day said of the same thing as in the request, but another one."""
    asked = list(_DAY.finditer(wanted))
    for match in _DAY.finditer(text):
        for other in asked:
            if match.group() != other.group() and _same_thing(text, match, wanted, other):
                message = f"申请中写的是{other.group()}，文书中写的是{match.group()}，请核对。"
                yield Finding("day", "block", message, match.group())


def _same_thing(text: str, day: re.Match[str], wanted: str, other: re.Match[str]) -> bool:
    after, before = text[day.end() : day.end() + CONTEXT], text[max(0, day.start() - CONTEXT) : day.start()]
    same_after = after == wanted[other.end() : other.end() + CONTEXT]
    same_before = before == wanted[max(0, other.start() - CONTEXT) : other.start()]
    return (len(after) == CONTEXT and same_after) or (len(before) == CONTEXT and same_before)


def _titles(text: str, wanted: str, laws: Mapping[str, Law]) -> Iterator[Finding]:
    asked = {match[1] for match in _TITLE.finditer(wanted)}
    for title in dict.fromkeys(match[1] for match in _TITLE.finditer(text)):
        near = max(asked, key=lambda other: _likeness(title, other), default="")
        if title not in asked and title not in laws and _likeness(title, near) >= ALIKE:
            yield Finding("title", "warn", f"申请中的文件名是《{near}》，文书中是《{title}》，请核对。", title)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if other else 0.0


def _people(text: str, strangers: Iterable[str]) -> Iterator[Finding]:
    for name in strangers:
        if len(name) > 1 and name in text:
            yield Finding("stranger", "block", "文书写出了收件人不应知道的姓名或名称，请隐去。", name)
    for found in masking.find(text):
        if found.kind in PERSONAL:
            quote = text[found.start : found.end]
            yield Finding("personal", "block", f"文书中有{PERSONAL[found.kind]}，请区分处理后再发出。", quote)


def _openness(wanted: str, ground: str) -> Iterator[Finding]:
    """A refusal of the whole where the law asks to separate, or to publish without being asked."""
    if ground in WHOLLY_REFUSED:
        yield Finding("separate", "warn", "能够作区分处理的，应当提供可以公开的内容（第三十七条），请核对。")
    if ground in WHOLLY_REFUSED and PENALTY.search(wanted):
        yield Finding("penalty", "warn", "具有一定社会影响的行政处罚决定属于主动公开的内容（第二十条第六项）。")
