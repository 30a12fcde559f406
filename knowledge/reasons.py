"""Lawful outcomes of a disclosure request: letter, legal basis and line of the yearly report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

FILLED = ("needed", "reason", "search")
OUTCOMES = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")


@dataclass(frozen=True)
class Reason:
    """One outcome and its ground.

    Attributes:
        code: ASCII key.
        outcome: Group of the yearly report's table, one of ``OUTCOMES``.
        name: The ground in words.
        letter: Title of the letter that tells the applicant.
        basis: Article of 《中华人民共和国政府信息公开条例》.
        words: What the letter says of it; ``{needed}``, ``{reason}``, ``{search}`` stand for what goes with the deed.
        row: Line of the yearly report (国办公开办函〔2021〕30号), e.g. 不予公开/1.
        review_first: Review (复议) comes before a suit (《行政复议法》第二十三条).
        weighing: The organ may refuse, case by case, and must say why it did (第十六条).
        search: A record of the search is required (第三十六条第四项).
        consulted: Third parties must have been asked first (第三十二条).
        needs: What the letter must state besides, e.g. 该机关的名称、联系方式.
    """

    code: str
    outcome: str
    name: str
    letter: str
    basis: str
    words: str
    row: str
    review_first: bool
    weighing: bool
    search: bool
    consulted: bool
    needs: str


def load_reasons(root: Path = KNOWLEDGE) -> list[Reason]:
    """Read ``reasons.yml`` in the order of the yearly report; raises KnowledgeError."""
    found: list[Reason] = []
    for record in read_yaml(root / "reasons.yml"):
        reason = _reason(record)
        if any(reason.code == other.code for other in found):
            raise record.refusal(f"理由 {reason.code} 写了两次", "code")
        found.append(reason)
    return found


def _reason(record: Record) -> Reason:
    record.expect(
        (
            "code",
            "outcome",
            "name",
            "letter",
            "basis",
            "words",
            "row",
            "review_first",
            "weighing",
            "search",
            "consulted",
            "needs",
        )
    )
    return Reason(
        code=record.text("code"),
        outcome=record.choice("outcome", OUTCOMES),
        name=record.text("name"),
        letter=record.text("letter"),
        basis=record.text("basis"),
        words=_words(record),
        row=record.text("row"),
        review_first=record.flag("review_first", default=False),
        weighing=record.flag("weighing", default=False),
        search=record.flag("search", default=False),
        consulted=record.flag("consulted", default=False),
        needs=record.optional_text("needs"),
    )


def _words(record: Record) -> str:
    text = record.text("words")
    if unknown := set(re.findall(r"{(\w*)}", text)) - set(FILLED):
        raise record.refusal(f"words 中不认识 {{{min(unknown)}}}，可用：{'、'.join(FILLED)}", "words")
    return text
