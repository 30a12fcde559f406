"""What became of each turn of a conversation, one row a turn, without its words: what figures are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from desk.drafts import Draft
from desk.moments import day_of
from desk.turn_mark_tables import turn_marks

KEPT = timedelta(days=400)  # a year and a month: this month beside the same one of last year
SUMMARY = "核对"  # asked when every slot of a form is filled
SMALL_TALK = frozenset(("greet", "goodbye", "thanks", "chitchat", "affirm", "deny", "cancel"))
FALLBACK = "nlu_fallback"
PERSON = "human_agent"


class Outcome(StrEnum):
    ANSWERED = "已答"
    UNKNOWN = "查无"
    HANDED_OVER = "转人工"
    FILED = "已立案"
    EMERGENCY = "险情"
    FILLING = "填写"
    SMALL_TALK = "闲谈"
    NOT_UNDERSTOOD = "没听懂"
    OTHER = "其他"


@dataclass(frozen=True)
class Mark:
    """One turn.

    Attributes:
        form: The form open after the turn, else the one it filed.
        asked: The slot that form still lacks first, SUMMARY when none, "" without an open form.
    """

    at: datetime
    conversation: str
    channel: str
    intent: str
    outcome: Outcome
    form: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Signs:
    """What an answer shows of itself; *filed* is the kind of case it became."""

    cited: bool = False
    unknown: bool = False
    handover: bool = False
    emergency: bool = False
    filed: str = ""


def mark(signs: Signs, intent: str, draft: Draft | None, *, conversation: str, channel: str, at: datetime) -> Mark:
    """Put a turn down as what matters most of it: danger before a case, a case before an answer."""
    form = draft.kind.value if draft else signs.filed
    missing = draft.missing() if draft else []
    asked = "" if draft is None else missing[0] if missing else SUMMARY
    return Mark(at, conversation, channel, intent, _outcome(signs, intent, filling=draft is not None), form, asked)


def _outcome(signs: Signs, intent: str, *, filling: bool) -> Outcome:
    told = (
        (signs.emergency, Outcome.EMERGENCY),
        (signs.filed, Outcome.FILED),
        (signs.handover or intent == PERSON, Outcome.HANDED_OVER),
        (signs.cited, Outcome.ANSWERED),
        (signs.unknown, Outcome.UNKNOWN),
        (filling, Outcome.FILLING),
        (intent == FALLBACK, Outcome.NOT_UNDERSTOOD),
        (intent in SMALL_TALK, Outcome.SMALL_TALK),
    )
    return next((outcome for is_so, outcome in told if is_so), Outcome.OTHER)


def keep(session: Session, made: Mark) -> None:
    session.execute(insert(turn_marks), {**vars(made), "day": day_of(made.at)})


def between(session: Session, first: date, last: date) -> list[Mark]:
    """The turns of these days, both included, in the order they were taken."""
    columns = turn_marks.c
    names = ("at", "conversation", "channel", "intent", "outcome", "form", "asked")
    wanted = select(*(columns[name] for name in names)).where(columns.day >= first, columns.day <= last)
    rows = session.execute(wanted.order_by(columns.id))
    return [
        Mark(at, who, channel, intent, Outcome(outcome), *form) for at, who, channel, intent, outcome, *form in rows
    ]


def expire(session: Session, *, at: datetime) -> int:
    """Forget what is older than KEPT; return how many turns that were."""
    count: int = session.execute(delete(turn_marks).where(turn_marks.c.day < day_of(at - KEPT))).rowcount
    return count
