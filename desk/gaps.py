"""Questions the documents did not answer: what to write next into knowledge/."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.masking import mask
from desk.records import Gap

LONGEST = 500


def record(session: Session, question: str, *, score: float, at: datetime) -> Gap:
    """Note an unanswered question, masked; the same question again only counts up."""
    text = mask(question.strip())[:LONGEST]
    found: Gap | None = session.execute(select(Gap).where(tables.gaps.c.question == text)).scalar_one_or_none()
    if found is None:
        found = Gap(text, score, first=at, last=at)
        session.add(found)
    else:
        found.times += 1
        found.score, found.last = max(found.score, score), at
    session.flush()
    return found


def most_asked(session: Session, *, limit: int = 50) -> list[Gap]:
    columns = tables.gaps.c
    wanted = select(Gap).order_by(columns.times.desc(), columns.last.desc()).limit(limit)
    return list(session.execute(wanted).scalars())
