"""Which event of a case is told to whom outside, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from knowledge.source import KNOWLEDGE, Record, read_yaml

KINDS = ("工单", "公开申请")
CITIZEN, IN_CHARGE, ASKED, OFFICE = "群众", "承办单位", "所请单位", "县政府办"
RECIPIENTS = (CITIZEN, IN_CHARGE, ASKED, OFFICE)
FACTS = ("number", "unit", "due")  # all that may leave the house: nothing personal, no secret


@dataclass(frozen=True)
class NoticeRule:
    """One kind of notice.

    Attributes:
        event: Deed or other event as the log names it.
        to: One of ``RECIPIENTS``; 所请单位 is the unit the event itself names (协办, 交办).
        words: A sentence with any of ``FACTS`` in braces.
    """

    kind: str
    event: str
    to: str
    words: str


def load_notices(root: Path = KNOWLEDGE) -> list[NoticeRule]:
    """Read ``notices.yml``; raises KnowledgeError, also for words with another blank than ``FACTS``."""
    found: dict[tuple[str, str, str], NoticeRule] = {}
    for record in read_yaml(root / "notices.yml"):
        record.expect(("kind", "event", "to", "words"))
        rule = NoticeRule(
            kind=record.choice("kind", KINDS),
            event=record.text("event"),
            to=record.choice("to", RECIPIENTS),
            words=_words(record),
        )
        if (rule.kind, rule.event, rule.to) in found:
            raise record.refusal(f"{rule.kind}「{rule.event}」告诉{rule.to}写了两次", "event")
        found[rule.kind, rule.event, rule.to] = rule
    return list(found.values())


def _words(record: Record) -> str:
    words = record.text("words")
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError:
        raise record.refusal("花括号不成对", "words") from None
    if unknown := blanks - set(FACTS):
        raise record.refusal(f"不能填 {{{min(unknown)}}}（可用：{'、'.join(FACTS)}）", "words")
    if "number" not in blanks:
        raise record.refusal("没有写 {number}", "words")
    return words
