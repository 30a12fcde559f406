"""Citizens who asked for a person: the queue, who took whom, and the office hours."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import tables
from desk.conversations import BOT
from desk.errors import NotFound, WrongState
from desk.moments import day_of, local
from desk.records import Conversation, Handover
from desk.workdays import ONE_DAY, WorkCalendar

QUEUE = "排队"
# 《依申请公开制度（修订）》办公时间：法定工作日
HOURS = ((time(8, 0), time(12, 0)), (time(14, 30), time(17, 30)))
HOURS_WORDS = "周一至周五 8:00—12:00，14:30—17:30"


def office_is_open(at: datetime, calendar: WorkCalendar) -> bool:
    """A year without a notice counts Monday to Friday: better a person called in vain than none called."""
    now, today = local(at).time(), day_of(at)
    working = calendar.count(today - ONE_DAY, today) == 1
    return working and any(opens <= now < closes for opens, closes in HOURS)


def ask(session: Session, conversation: Conversation, reason: str, *, at: datetime) -> Handover:
    """Queue for a person; a conversation already waiting or talking keeps its place."""
    before = standing(session, conversation.id)
    if before is not None:
        return before
    handover = Handover(conversation.id, reason, at)
    conversation.owner = QUEUE
    session.add(handover)
    session.flush()
    return handover


def standing(session: Session, conversation: str) -> Handover | None:
    """The one that waits or is being talked in."""
    columns = tables.handovers.c
    wanted = select(Handover).where(columns.conversation == conversation, columns.closed.is_(None))
    found: Handover | None = session.execute(wanted.order_by(columns.id)).scalars().first()
    return found


def position(session: Session, handover: Handover) -> int:
    """Place in the queue, 1 for the next; 0 once taken."""
    if handover.taken_by:
        return 0
    columns = tables.handovers.c
    before = select(func.count()).where(columns.taken_by == "", columns.closed.is_(None), columns.id <= handover.id)
    place: int = session.execute(before).scalar_one()
    return place


def waiting(session: Session) -> list[Handover]:
    """Those not closed, longest waiting first."""
    columns = tables.handovers.c
    return list(session.execute(select(Handover).where(columns.closed.is_(None)).order_by(columns.id)).scalars())


def take(session: Session, handover_id: int, *, agent: str, at: datetime) -> Handover:
    """Raises NotFound, or WrongState when somebody else took it."""
    handover = _get(session, handover_id)
    if handover.closed is not None or handover.taken_by not in ("", agent):
        raise WrongState("转人工", f"已由{handover.taken_by or '他人'}接入", "接入")
    handover.taken_by, handover.taken = agent, handover.taken or at
    session.get(Conversation, handover.conversation).owner = agent
    session.flush()
    return handover


def close(session: Session, handover_id: int, *, at: datetime) -> Handover:
    """Give the conversation back to the bot. Raises NotFound."""
    handover = _get(session, handover_id)
    handover.closed = handover.closed or at
    session.get(Conversation, handover.conversation).owner = BOT
    session.flush()
    return handover


def _get(session: Session, handover_id: int) -> Handover:
    found: Handover | None = session.get(Handover, handover_id, with_for_update=True)
    if found is None:
        raise NotFound("转人工记录", str(handover_id))
    return found
