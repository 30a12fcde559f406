"""What else a reply to a citizen is checked for before it may leave, beside the banned phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.phrases import LEVELS
from knowledge.source import KNOWLEDGE, KnowledgeError, Record, read_yaml

FIELDS = ("id", "rule", "level", "message", "source", "limit", "finds", "example", "unless", "unless_example")
# What each check needs besides its words: the checks themselves are desk/reply_checks.py.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "no_result": ("limit", "finds", "unless"),
    "inner_office": ("finds",),
    "other_unit": (),
    "person": ("finds",),
    "unsigned": ("finds",),
    "copied": ("limit",),
    "near_copy": ("limit",),
    "off_topic": ("limit",),
    "no_basis": ("finds", "unless"),
    "not_contacted": (),
    "contact_unwritten": ("finds",),
}
NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class ReplyRule:
    """One check.

    Attributes:
        id: Which check; *rule* is the ASCII key of the rule broken, which several checks may share.
        level: ``block`` keeps the reply from leaving, ``warn`` only shows.
        message: What the writer is told; may name ``{unit}`` and ``{name}``.
        source: Document and part.
        limit: The measured threshold, where the check has one.
        finds, unless: Words it looks for, and words that make them harmless or do not count.
    """

    id: str
    rule: str
    level: str
    message: str
    source: str
    limit: float = 0.0
    finds: re.Pattern[str] = NOTHING
    unless: re.Pattern[str] = NOTHING


def load_reply_rules(root: Path = KNOWLEDGE) -> dict[str, ReplyRule]:
    """Read ``reply_rules.yml`` by id; raises KnowledgeError, also when a check is missing or misses its example."""
    path = root / "reply_rules.yml"
    found: dict[str, ReplyRule] = {}
    for record in read_yaml(path):
        rule = _rule(record)
        if rule.id in found:
            raise record.refusal(f"检查项 {rule.id} 写了两次", "id")
        found[rule.id] = rule
    missing = [each for each in NEEDS if each not in found]
    if missing:
        raise KnowledgeError(path, 1, f"缺少检查项 {'、'.join(missing)}")
    return found


def _rule(record: Record) -> ReplyRule:
    record.expect(FIELDS)
    key = record.choice("id", tuple(NEEDS))
    for field in ("limit", "finds", "unless"):
        if (field in record.values) != (field in NEEDS[key]):
            raise record.refusal(f"{key} {'缺少' if field in NEEDS[key] else '不用'} {field}", field)
    return ReplyRule(
        id=key,
        rule=record.text("rule"),
        level=record.choice("level", LEVELS),
        message=_message(record),
        source=record.text("source"),
        limit=_limit(record),
        finds=_pattern(record, "finds", "example"),
        unless=_pattern(record, "unless", "unless_example"),
    )


def _message(record: Record) -> str:
    message = record.text("message")
    try:
        message.format(unit="", name="")
    except (KeyError, IndexError, ValueError):
        raise record.refusal("message 中只能用 {unit} 和 {name}", "message") from None
    return message


def _limit(record: Record) -> float:
    limit = record.values.get("limit", 0)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 0:
        raise record.refusal("limit 应为不小于 0 的数", "limit")
    return float(limit)


def _pattern(record: Record, field: str, example: str) -> re.Pattern[str]:
    """Any of the expressions of *field*; the text of *example* proves that they find something."""
    written = record.texts(field)
    if not written:
        return NOTHING
    try:
        pattern = re.compile("|".join(written))
    except re.error as error:
        raise record.refusal(f"{field} 不是合法的正则表达式（{error.msg}）", field) from None
    if not pattern.search(record.text(example)):
        raise record.refusal(f"{field} 没有匹配「{record.text(example)}」", example)
    return pattern
