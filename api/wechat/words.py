"""What a turn says, as WeChat shows it: text alone, buttons as numbers, long texts page by page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.wechat.outgoing import LONGEST, split, tidy

PICK = "回复数字选择："
GO_ON = "继续"
MORE = f"\n（未完，回复“{GO_ON}”看下一段）"
GAP = "\n————\n"
OWN_PAGES = re.compile(r"(?<=（)/(?:apply|track|sessions|documents)\b")
NUMBER = re.compile(r"(?:回复|选|第)?\s*(\d{1,2}|[一二三四五六七八九])\s*(?:个|项|号)?[.。、]?")
SPOKEN = "一二三四五六七八九"


@dataclass(frozen=True)
class Words:
    """*choices* are the words behind the numbers in *text*, from 1."""

    text: str = ""
    choices: tuple[str, ...] = ()


def of_turn(body: Mapping[str, Any], public_url: str) -> Words:
    """The answer of ``api.turns`` in WeChat's terms; links only where the citizen can follow them."""
    parts = [part for reply in body["replies"] for part in (reply["text"], *_sources(reply["citations"], public_url))]
    buttons = [(each["title"], each["payload"]) for reply in body["replies"] for each in reply["buttons"]]
    said = OWN_PAGES.sub(lambda page: public_url + page[0], "\n".join(part for part in parts if part))
    return numbered(said, list(dict.fromkeys(buttons)))


def numbered(text: str, buttons: Sequence[tuple[str, str]]) -> Words:
    """*buttons* are title and payload."""
    if not buttons:
        return Words(text)
    lines = [f"{number} {title}" for number, (title, _) in enumerate(buttons, start=1)]
    return Words("\n".join([text, "", PICK, *lines]), tuple(payload for _, payload in buttons))


def chosen(text: str, choices: Sequence[str]) -> str | None:
    """The words behind the number that *text* is, None when it is none of them."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace("\ufe0f", "").replace("\u20e3", "").strip())
    if found is None:
        return None
    number = SPOKEN.index(found[1]) + 1 if found[1] in SPOKEN else int(found[1])
    return choices[number - 1] if 1 <= number <= len(choices) else None


def page(text: str) -> tuple[str, str]:
    """What one message holds of *text*, and the rest."""
    text = tidy(text)
    if len(text.encode()) <= LONGEST:
        return text, ""
    first = split(text, LONGEST - len(MORE.encode()))[0]
    return first + MORE, text[len(first) :].lstrip()


def _sources(citations: Sequence[Mapping[str, Any]], public_url: str) -> list[str]:
    if not public_url:
        return []
    own = [each for each in citations if str(each["url"]).startswith("/")]
    names = ("查看原文", *(f"另见{_title(each)}" for each in own[1:]))
    return [f"{name}：{public_url}{each['url']}" for name, each in zip(names, own, strict=False)]


def _title(citation: Mapping[str, Any]) -> str:
    section = f" {citation['section']}" if citation["section"] else ""
    return f"《{citation['title']}》{section}"
