"""What the clock does for those who asked for a person: nobody is left with an agent who has gone, or kept for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import handovers, tables
from desk.conversations import CITIZEN, SYSTEM
from desk.moments import day_of
from desk.ownership import Party, Step
from desk.records import Handover
from desk.workdays import WorkCalendar

IDLE = timedelta(minutes=10)  # of an agent whose citizen waits for an answer
GONE = timedelta(minutes=30)  # of a citizen who was answered
WAITED = 1  # whole working days in the queue after which nobody can be there any more


def tend(session: Session, *, at: datetime, calendar: WorkCalendar) -> int:
    """Put back or end what is due; return how many."""
    done = 0
    for handover in handovers.waiting(session):
        step = due(session, handover, at=at, calendar=calendar)
        if step is not None:
            handovers.step(session, handover, step, Party.CLOCK, at=at)
            done += 1
    return done


def leave(session: Session, agent: str, *, at: datetime) -> int:
    """The agent signs out: his citizens go back to the queue. Return how many."""
    taken = [each for each in handovers.waiting(session) if each.taken_by == agent]
    for handover in taken:
        handovers.step(session, handover, Step.PUT_BACK, Party.CLOCK, at=at)
    return len(taken)


def due(session: Session, handover: Handover, *, at: datetime, calendar: WorkCalendar) -> Step | None:
    if not handover.taken_by:
        began = max([handover.asked, *(moment for author, moment in _said(session, handover) if author == CITIZEN)])
        return Step.LAPSE if calendar.count(day_of(began), day_of(at)) > WAITED else None
    since = unanswered(session, handover)
    if since is not None:
        return Step.PUT_BACK if at - since > IDLE else None
    last = max(moment for _, moment in _said(session, handover))
    return Step.LAPSE if at - last > GONE else None


def unanswered(session: Session, handover: Handover) -> datetime | None:
    """Since when the citizen waits for a word of the agent who took him; None when it is his turn."""
    since: datetime | None = None
    for author, moment in _said(session, handover):
        if author == SYSTEM:
            since = moment  # somebody took him over and has not spoken yet
        elif author == handover.taken_by:
            since = None
        elif author == CITIZEN and since is None:
            since = moment
    return since


def _said(session: Session, handover: Handover) -> list[tuple[str, datetime]]:
    """Who spoke when, oldest first."""
    columns = tables.messages.c
    wanted = select(columns.author, columns.at).where(columns.conversation == handover.conversation)
    return [(author, at) for author, at in session.execute(wanted.order_by(columns.id)).all()]
