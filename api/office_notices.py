"""What the outbox could not deliver, for the county office: how many, to whom, why, and trying again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.deps import Now, Tx
from api.signin import Staff
from desk import outbox
from desk.case_records import Notice
from desk.errors import NotAllowed
from desk.lifecycle import Role
from desk.notices import FILE, WEBHOOK, WECHAT
from desk.outbox import Counts

router = APIRouter(include_in_schema=False)

SHOWN = 10
MAY_RETRY = (Role.OFFICE, Role.ADMIN)
WAYS = {FILE: "文件", WEBHOOK: "接口推送", WECHAT: "微信"}
CITIZEN = "群众"  # the recipient is a conversation's id, which is nobody's business


@dataclass(frozen=True)
class Line:
    """A notice that was not delivered; *next_try* is None when it was given up. Its words stay in the case."""

    number: str
    way: str
    to: str
    created: datetime
    tries: int
    why: str
    next_try: datetime | None


@dataclass(frozen=True)
class Unsent:
    counts: Counts
    lines: list[Line]


def overview(session: Session) -> Unsent:
    return Unsent(outbox.counts(session), [_line(notice) for notice in outbox.undelivered(session, limit=SHOWN)])


@router.post("/office/notices/retry")
def retry(request: Request, by: Staff, session: Tx, at: Now) -> Response:
    """Queue what was given up once more. Raises NotAllowed."""
    if by.role not in MAY_RETRY:
        raise NotAllowed(by.role.value, "重新发送通知")
    outbox.retry(session, at=at)
    return RedirectResponse("/office#unsent", status_code=303)


def _line(notice: Notice) -> Line:
    to = CITIZEN if notice.adapter == WECHAT else notice.recipient
    way = WAYS.get(notice.adapter, notice.adapter)
    return Line(notice.number, way, to, notice.created, notice.attempts, notice.error, notice.next_try)
