"""Matters that have a lawful path of their own, which the hotline tells before it files them all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

_SENTENCES = re.compile(r"[。！!；;\n]+|(?<=[？?])")
# Who asks how a suit works is not in one: questions are answered, not turned away.
_QUESTION = re.compile(
    r"怎么|怎样|如何|多少|多久|几天|几个|哪里|哪儿|哪个|能不能|要不要|是不是|什么|请问|[吗么呢？?]\s*$"
)


@dataclass(frozen=True)
class Exclusion:
    """A kind of matter the hotline may not decide.

    Attributes:
        code: ASCII key.
        cues: Any of them, found in a sentence that is no question, tells of it.
        near_misses: Words that look like a cue and are none; they are taken out first.
        path: What the citizen is told to do instead.
        basis: The document that keeps it out of the hotline.
    """

    code: str
    name: str
    cues: tuple[re.Pattern[str], ...]
    near_misses: tuple[re.Pattern[str], ...]
    path: str
    basis: str

    def tells_of(self, text: str) -> bool:
        return any(self._told(sentence) for sentence in _SENTENCES.split(text) if sentence)

    def _told(self, sentence: str) -> bool:
        if _QUESTION.search(sentence):
            return False
        for near_miss in self.near_misses:
            sentence = near_miss.sub("，", sentence)
        return any(cue.search(sentence) for cue in self.cues)


def load_exclusions(root: Path = KNOWLEDGE) -> list[Exclusion]:
    """Read ``exclusions.yml``; raises KnowledgeError, also when an example is not told as it says."""
    found: list[Exclusion] = []
    for record in read_yaml(root / "exclusions.yml"):
        record.expect(("code", "name", "cues", "near_misses", "matches", "misses", "path", "basis"))
        exclusion = Exclusion(
            code=record.text("code"),
            name=record.text("name"),
            cues=_patterns(record, "cues"),
            near_misses=_patterns(record, "near_misses"),
            path=record.text("path"),
            basis=record.text("basis"),
        )
        if any(exclusion.code == other.code for other in found):
            raise record.refusal(f"{exclusion.code} 写了两次", "code")
        _check(record, exclusion)
        found.append(exclusion)
    return found


def spot_exclusion(text: str, exclusions: Iterable[Exclusion]) -> Exclusion | None:
    """Return the first that *text* tells of."""
    return next((exclusion for exclusion in exclusions if exclusion.tells_of(text)), None)


def _check(record: Record, exclusion: Exclusion) -> None:
    matches, misses = record.texts("matches"), record.texts("misses")
    if not matches or not misses:
        raise record.refusal("matches 与 misses 都要有例句")
    for text in matches:
        if not exclusion.tells_of(text):
            raise record.refusal(f"没有认出例句「{text}」", "matches")
    for text in misses:
        if exclusion.tells_of(text):
            raise record.refusal(f"误认了例句「{text}」", "misses")


def _patterns(record: Record, key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern) for pattern in record.texts(key))
    except re.error as error:
        raise record.refusal(f"{key} 中「{error.pattern!r}」不是合法的正则表达式", key) from None
