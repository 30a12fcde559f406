"""Citizens who asked for a person: the queue, who took whom, and the office hours.

Who may do what is in ``ownership``; what the clock does by itself in ``handover_care``.
"""

from __future__ import annotations

import uuid
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import conversations, tables
from desk.conversations import SYSTEM
from desk.draft_words import DraftKind
from desk.errors import NotFound, WrongState
from desk.moments import SHANGHAI, WEEKDAYS, day_of, local
from desk.ownership import Owner, Party, Step, after, owner_of
from desk.records import Conversation, DraftRecord, Handover
from desk.workdays import ONE_DAY, WorkCalendar

# 《依申请公开制度（修订）》办公时间：法定工作日
HOURS = ((time(8, 0), time(12, 0)), (time(14, 30), time(17, 30)))
HOURS_WORDS = "周一至周五 8:00—12:00，14:30—17:30"
TOLD = {  # the citizen, when somebody else than he did it
    Step.TAKE: "工作人员已接入，请直接说。您前面说的都能看到，个人信息已隐去。",
    Step.PASS: "您的对话已转给另一位工作人员，不用重说，请稍候。",
    Step.PUT_BACK: "刚才的工作人员暂时离开，已为您重新排队，位置在前，不用重说。",
    Step.GIVE_BACK: "人工服务已结束，接下来由机器人为您服务。",
    Step.LAPSE: "好一阵没有新的消息，这次人工服务先结束了。还需要时，请说“转人工”。",
}
FILLING = {DraftKind.TICKET.value: "工单", DraftKind.DISCLOSURE.value: "公开申请"}


def office_is_open(at: datetime, calendar: WorkCalendar) -> bool:
    """A year without a notice counts Monday to Friday: better a person called in vain than none called."""
    now, today = local(at).time(), day_of(at)
    working = calendar.count(today - ONE_DAY, today) == 1
    return working and any(opens <= now < closes for opens, closes in HOURS)


def opens_next(at: datetime, calendar: WorkCalendar) -> datetime:
    """When somebody is there again; a year without a notice counts as in ``office_is_open``."""
    day = day_of(at)
    while True:
        if calendar.count(day - ONE_DAY, day) == 1:
            for opens, _ in HOURS:
                moment = datetime.combine(day, opens, SHANGHAI)
                if moment > at:
                    return moment
        day += ONE_DAY


def promise(at: datetime, calendar: WorkCalendar) -> str:
    """The next opening in words, e.g. ``11月23日（周一）8:00 上班后``."""
    when = opens_next(at, calendar)
    words = f"{when.month}月{when.day}日（周{WEEKDAYS[when.weekday()]}）{when.hour}:{when:%M} 上班后"
    return words if when.year in calendar.papers else f"{words}（暂定，以国务院放假安排为准）"


def ask(session: Session, conversation: Conversation, reason: str, *, at: datetime) -> Handover:
    """Queue for a person; a conversation already waiting or talking keeps its place."""
    asked = standing(session, conversation.id)
    if asked is not None:
        return asked
    conversation.owner = after(owner_of(conversation.owner), Step.ASK, Party.CITIZEN).value
    handover = Handover(conversation.id, reason, at)
    session.add(handover)
    session.flush()
    return handover


def call_off(session: Session, conversation: str, *, at: datetime) -> bool:
    """The citizen waits no longer; False when he was not waiting."""
    handover = standing(session, conversation)
    if handover is None or handover.taken_by:
        return False
    step(session, handover, Step.CALL_OFF, Party.CITIZEN, at=at)
    return True


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


def find(session: Session, handover_id: int) -> Handover:
    """Raises NotFound."""
    found: Handover | None = session.get(Handover, handover_id)
    if found is None:
        raise NotFound("转人工记录", str(handover_id))
    return found


def standing(session: Session, conversation: str) -> Handover | None:
    """The one that is not closed."""
    columns = tables.handovers.c
    wanted = select(Handover).where(columns.conversation == conversation, columns.closed.is_(None))
    found: Handover | None = session.execute(wanted.order_by(columns.id)).scalars().first()
    return found


def take(session: Session, handover_id: int, *, agent: str, at: datetime) -> Handover:
    """Raises NotFound, or WrongState when somebody else took it."""
    handover = _locked(session, handover_id, Step.TAKE)
    if handover.taken_by not in ("", agent):
        raise WrongState("转人工", f"已由{handover.taken_by}接入", Step.TAKE.value)
    if not handover.taken_by:
        step(session, handover, Step.TAKE, Party.AGENT, at=at, to=agent)
    return handover


def pass_on(session: Session, handover_id: int, *, agent: str, to: str, at: datetime) -> Handover:
    """Give the conversation to another agent. Raises NotFound, WrongState, NotAllowed."""
    return _by(session, handover_id, Step.PASS, agent, at=at, to=to)


def put_back(session: Session, handover_id: int, *, agent: str, at: datetime) -> Handover:
    """Back into the queue, at the place it had. Raises NotFound, WrongState, NotAllowed."""
    return _by(session, handover_id, Step.PUT_BACK, agent, at=at)


def give_back(session: Session, handover_id: int, *, agent: str, at: datetime) -> Handover:
    """Let the bot go on. Raises NotFound, WrongState, NotAllowed."""
    return _by(session, handover_id, Step.GIVE_BACK, agent, at=at)


def step(session: Session, handover: Handover, what: Step, by: Party, *, at: datetime, to: str = "") -> None:
    """Change the owner and tell the citizen; *to* is the person it goes to. Raises WrongState, NotAllowed."""
    conversation: Conversation = session.get(Conversation, handover.conversation)
    owner = after(owner_of(conversation.owner), what, by)
    conversation.owner = to if owner is Owner.PERSON else owner.value
    if owner is Owner.PERSON:
        handover.taken_by, handover.taken = to, at
    elif owner is Owner.QUEUE:
        handover.taken_by = ""
    else:
        handover.closed = at
    if what in TOLD:
        words = TOLD[what] + (_form_waits(session, conversation.id) if owner is Owner.BOT else "")
        conversations.remember(session, conversation, uuid.uuid4().hex, words, at=at, author=SYSTEM)
    session.flush()


def _by(session: Session, handover_id: int, what: Step, agent: str, *, at: datetime, to: str = "") -> Handover:
    handover = _locked(session, handover_id, what)
    step(session, handover, what, Party.HOLDER if handover.taken_by == agent else Party.AGENT, at=at, to=to)
    return handover


def _locked(session: Session, handover_id: int, what: Step) -> Handover:
    """Two who take the same at once: the second sees what the first did."""
    found: Handover | None = session.get(Handover, handover_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("转人工记录", str(handover_id))
    if found.closed is not None:
        raise WrongState("转人工", "已结束", what.value)
    return found


def _form_waits(session: Session, conversation: str) -> str:
    draft: DraftRecord | None = session.get(DraftRecord, conversation)
    if draft is None or draft.filed:
        return ""
    return f"您没填完的{FILLING[draft.kind]}还在，说“继续”接着填。"
