"""What the desk knows beside the documents when somebody asks about 领导接听: the announced session, and the rule."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.leader_sessions import told
from api.parts import Finder
from api.search import shown
from desk import leader_diary
from knowledge.leader_cues import LeaderCues


async def cues(request: Request) -> LeaderCues:
    known: LeaderCues = request.app.state.leader_cues
    return known


Cues = Annotated[LeaderCues, Depends(cues)]


def leaders(
    question: str, best: str, found: Finder, known: LeaderCues, session: Session, at: datetime
) -> dict[str, Any] | None:
    """Return what is announced when *question*, best met by the document *best*, is about 领导接听.

    ``asked`` says that the announcement answers it; ``next`` is None when none is announced.
    """
    if not known.about(question, best):
        return None
    rule = [each for each in found.passages if (each.document, each.section) == (known.quoted, known.section)]
    return {
        "asked": known.asks_for_session(question),
        "next": _next(session, at),
        "rule": [{**shown(passage), "quote": passage.text} for passage in rule],
    }


def on_now(session: Session, at: datetime) -> dict[str, Any] | None:
    """The session whose leaders are at the telephone at *at*."""
    coming = _next(session, at)
    return coming if coming and coming["on_now"] else None


def _next(session: Session, at: datetime) -> dict[str, Any] | None:
    coming = leader_diary.coming(session, at)
    return told(coming, at) if coming else None
