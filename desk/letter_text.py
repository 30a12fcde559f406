"""The words of a letter, put together from the request's own log; pure, so that page, Word file and checks agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.disclosure import Disclosure
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.events import Event
from desk.fees import tariff
from desk.moments import day_of
from knowledge.letters import Template
from knowledge.reasons import Reason
from knowledge.remedies import Remedy

UNNUMBERED = "　"  # where the number will stand once the letter is signed
_PLACE = re.compile(r"{(\w+)}")
_COUNTING = "一二三四五六七八九十"


@dataclass(frozen=True)
class LetterText:
    """A letter as it will be read.

    Attributes:
        number: Its document number (文号); empty for letters without a series.
        addressee: 主送.
        attachments: Names of the files given with it (附件).
        organ: Who signs it (落款).
        day: Of signing; None while it is a draft.
    """

    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    organ: str
    attachments: tuple[str, ...] = ()
    day: date | None = None

    @property
    def body(self) -> str:
        return "\n".join((*self.paragraphs, *self.attachments))

    def stamped(self, template: Template, *, year: int, ordinal: int | None, day: date) -> LetterText:
        """The same letter as it is signed: numbered and dated."""
        return replace(self, number=_number(template, str(year), str(ordinal)), day=day)


@dataclass(frozen=True)
class Wording:
    """What letters are written with: the lawful outcomes by code, and the organ that answers with its remedies."""

    reasons: Mapping[str, Reason]
    remedy: Remedy


def compose(
    template: Template,
    request: Disclosure,
    *,
    wording: Wording,
    addressee: str,
    item: int = 0,
    given: Mapping[str, str] | None = None,
    attachments: tuple[str, ...] = (),
) -> LetterText:
    """Fill in *template*; what comes out has neither number nor day yet.

    Args:
        item: Which consultation a letter to somebody asked is about, from 1.
        given: Places that no event fills, e.g. ``matter`` of a letter to a third party about the decision.

    Raises:
        Invalid: the deed the letter is about has not been done.
    """
    values = {**_of_request(request), **_of_deeds(template, request, item), **dict(given or {})}
    if template.answer:
        values |= _of_answer(request, wording)
    elif "remedy" in template.places():
        values["remedy"] = wording.remedy.open
    return LetterText(
        title=template.title,
        number=_number(template, UNNUMBERED * 3, UNNUMBERED),
        addressee=addressee,
        paragraphs=tuple(line for paragraph in template.body for line in _filled(paragraph, values)),
        attachments=attachments,
        organ=wording.remedy.organ,
    )


def _number(template: Template, year: str, ordinal: str) -> str:
    return template.series.format(year=year, ordinal=ordinal) if template.series else ""


def _filled(paragraph: str, values: Mapping[str, str]) -> list[str]:
    """The lines of one paragraph; none when every place of it is empty."""
    names = _PLACE.findall(paragraph)
    if names and not any(values.get(name) for name in names):
        return []
    return [line for line in _PLACE.sub(lambda place: values.get(place[1], ""), paragraph).splitlines() if line.strip()]


def _of_request(request: Disclosure) -> dict[str, str]:
    return {
        "received": written(request.received),
        "channel": request.channel,
        "wanted": "；".join(request.wanted.splitlines()),  # several things stand on lines of their own
        "number": request.number,
    }


def _of_deeds(template: Template, request: Disclosure, item: int) -> dict[str, str]:
    """What the events named by the template say; the last of each, or the one of consultation *item*."""
    values: dict[str, str] = {}
    for name in template.after:
        events = [event for event in request.did(Deed(name)) if not item or _about(event, item)]
        if not events:
            raise Invalid("文书", f"还没有「{name}」，不能制作《{template.title}》")
        values |= {key: text for key, text in _of_event(events[-1]).items() if text}
    return values


def _about(event: Event, item: int) -> bool:
    return event.facts.get("consultation", item) == item


def _of_event(event: Event) -> dict[str, str]:
    facts = event.facts
    until = facts.get("until") or facts.get("due")
    method = str(facts.get("method", ""))
    return {
        "matter": event.note,
        "until": written(datetime.fromisoformat(str(until))) if until else "",
        "days": str(facts.get("days", "")),
        "method": method,
        "amount": str(facts.get("amount", "")),
        "quantity": f"{facts['quantity']}{tariff(method).unit}" if method else "",
        "manner": str(facts.get("manner", "")),
    }


def _of_answer(request: Disclosure, wording: Wording) -> dict[str, str]:
    drafted = request.did(Deed.DRAFT)
    if not drafted:
        raise Invalid("文书", "还没有拟答复")
    facts = drafted[-1].facts
    reason = wording.reasons[str(facts["ground"])]
    searched = str(facts["search"]) or "；".join(_search_words(event) for event in request.did(Deed.SEARCH))
    filled = {"needed": facts["needed"], "reason": facts["reason"], "search": searched}
    return {
        "words": _ended(_PLACE.sub(lambda place: str(filled[place[1]]), reason.words)),
        "items": "\n".join(_item(ordinal, each) for ordinal, each in enumerate(request.items, start=1)),
        "reply": request.reply,
        "remedy": remedy(request, reason, wording),
    }


def remedy(request: Disclosure, reason: Reason, wording: Wording) -> str:
    """Refusals go to review first (《行政复议法》第二十三条); what is partly given away has both ways."""
    grounds = [wording.reasons[item["ground"]] for item in request.items if item["ground"]] or [reason]
    refused = any(each.review_first for each in (*grounds, reason))
    given = any(not each.review_first or each.outcome == "部分公开" for each in (*grounds, reason))
    return "\n".join([wording.remedy.open] * (given or not refused) + [wording.remedy.refused] * refused)


def _item(ordinal: int, item: Mapping[str, str]) -> str:
    mark = _COUNTING[ordinal - 1] if ordinal <= len(_COUNTING) else str(ordinal)
    return f"（{mark}）关于“{item['wanted']}”：{_ended(item['note'])}"


def _search_words(event: Event) -> str:
    return f"以“{event.facts['terms']}”在{event.facts['place']}检索，{event.note}"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；", "：")) else f"{text}。"


def written(at: datetime) -> str:
    return day_written(day_of(at))


def day_written(day: date) -> str:
    """A day as official letters write it: 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"
