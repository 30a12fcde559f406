"""The letters of disclosure requests: titles, document numbers and bodies with places to fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

ADDRESSEES = ("申请人", "第三方", "共同制作机关")
FIELDS = (
    *("received", "channel", "wanted", "number"),  # of every request
    *("words", "items", "reply", "remedy"),  # of answers
    *("matter", "until", "days", "method", "amount", "quantity"),  # of the deeds named in ``after``
    *("letter", "manner"),  # of the delivery
)
LONGEST_KEY = 14  # characters; the counter of a series is named after it
_PLACE = re.compile(r"{(\w*)}")


@dataclass(frozen=True)
class Template:
    """One letter.

    Attributes:
        series: Its document number with ``{year}`` and ``{ordinal}``; empty for letters without one.
        to: Whom it is written to, one of ``ADDRESSEES``.
        after: Deeds whose last events fill its places, oldest first; without them there is no such letter.
        answer: It answers the request, with decision, reply and remedy.
        asks: What a person writes in place of ``{matter}``; empty when an event fills it.
        consent: The letter goes only to those asked who answered so; empty means whatever they answered.
        body: Paragraphs; a paragraph whose places are all empty is left out.
    """

    key: str
    title: str
    series: str
    to: str
    after: tuple[str, ...]
    answer: bool
    asks: str
    consent: tuple[str, ...]
    body: tuple[str, ...]

    def places(self) -> set[str]:
        return {name for paragraph in self.body for name in _PLACE.findall(paragraph)}


def load_letters(root: Path = KNOWLEDGE) -> dict[str, Template]:
    """Read ``letters.yml`` by key; raises KnowledgeError, also for an unknown place or a series twice."""
    found: dict[str, Template] = {}
    for record in read_yaml(root / "letters.yml"):
        template = _template(record)
        if template.key in found:
            raise record.refusal(f"文书 {template.key} 写了两次", "key")
        if template.series and template.series in {other.series for other in found.values()}:
            raise record.refusal(f"文号「{template.series}」已用于另一种文书", "series")
        found[template.key] = template
    return found


def _template(record: Record) -> Template:
    record.expect(("key", "title", "series", "to", "after", "answer", "asks", "consent", "body"))
    template = Template(
        key=record.text("key"),
        title=record.text("title"),
        series=record.optional_text("series"),
        to=record.choice("to", ADDRESSEES),
        after=record.texts("after"),
        answer=record.flag("answer", default=False),
        asks=record.optional_text("asks"),
        consent=record.texts("consent"),
        body=record.texts("body"),
    )
    if unknown := template.places() - set(FIELDS):
        raise record.refusal(f"不认识的占位 {{{min(unknown)}}}，可用：{'、'.join(FIELDS)}", "body")
    if template.series and set(_PLACE.findall(template.series)) != {"year", "ordinal"}:
        raise record.refusal("series 应含 {year} 和 {ordinal}", "series")
    if len(template.key) > LONGEST_KEY:
        raise record.refusal(f"key 不能超过 {LONGEST_KEY} 个字符", "key")
    if not template.body:
        raise record.refusal("缺少 body", "body")
    return template
