"""What citizens say and the words official papers use instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.questions import PassageQuestions, without_space
from knowledge.source import KNOWLEDGE, Record, read_tsv
from knowledge.topics import Topic
from knowledge.units import Unit, names_of

SAID, OFFICIAL = "说法", "文件用语"
SEPARATOR = "、"
# A single character is part of too many words; what is longer than eight is a sentence.
SAID_FORM = re.compile(r"[\u4e00-\u9fffa-z0-9]{2,8}")


@dataclass(frozen=True)
class Phrase:
    """A turn of everyday speech.

    Attributes:
        said: Two to eight Chinese characters, lower-case letters or digits.
        official: Words of the documents, questions, topics or duties, best first; none is itself a phrase.
    """

    said: str
    official: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All phrases in file order; no two are said alike."""

    phrases: tuple[Phrase, ...]


def load_lexicon(
    documents: Iterable[Document],
    questions: Iterable[PassageQuestions],
    topics: Iterable[Topic],
    units: Iterable[Unit],
    root: Path = KNOWLEDGE,
) -> Lexicon:
    """Read ``lexicon.tsv``.

    Raises:
        KnowledgeError: A row is malformed, repeated or maps a phrase to itself; a phrase is a unit's name or another
            row's official word, so that one row would lead to the next; an official word occurs nowhere else here.
    """
    units = tuple(units)
    names, texts = names_of(units), _texts(documents, questions, topics, units)
    found: dict[str, tuple[Record, Phrase]] = {}
    for record in read_tsv(root / "lexicon.tsv", (SAID, OFFICIAL)):
        phrase = _phrase(record)
        if phrase.said in found:
            raise record.refusal(f"说法「{phrase.said}」重复，第 {found[phrase.said][0].line} 行已有")
        if phrase.said in names:
            raise record.refusal(f"说法「{phrase.said}」是{names[phrase.said].name}的名称，应写在 departments.yml")
        found[phrase.said] = record, phrase
    seen: set[str] = set()
    for record, phrase in found.values():
        for word in phrase.official:
            if word in found:
                raise record.refusal(f"文件用语「{word}」又是第 {found[word][0].line} 行的说法")
            if word not in seen and word not in texts:
                raise record.refusal(f"文件用语「{word}」在文件、问法、主题和职责里都没有")
            seen.add(word)
    return Lexicon(tuple(phrase for _, phrase in found.values()))


def _phrase(record: Record) -> Phrase:
    said, official = record.text(SAID), tuple(word.strip() for word in record.text(OFFICIAL).split(SEPARATOR))
    if not SAID_FORM.fullmatch(said):
        raise record.refusal(f"说法「{said}」应为 2 至 8 个汉字、小写字母或数字")
    if not all(official) or len(set(official)) < len(official):
        raise record.refusal(f"文件用语有空的或重复的：{record.text(OFFICIAL)}")
    for word in official:
        if word in said or said in word:
            raise record.refusal(f"「{said}」和「{word}」一个包含另一个，不必对应")
    return Phrase(said, official)


def _texts(
    documents: Iterable[Document],
    questions: Iterable[PassageQuestions],
    topics: Iterable[Topic],
    units: Iterable[Unit],
) -> str:
    """Everything an official word may come from, one text a line."""
    lines = [f"{document.title}\n{without_space(document.text)}" for document in documents]
    lines += ["\n".join(group.questions) for group in questions]
    lines += ["\n".join((topic.topic, *topic.questions)) for topic in topics]
    lines += ["\n".join((unit.name, unit.full, *unit.aliases, *unit.duties)) for unit in units]
    return "\n".join(lines)
