"""/api/v1/similar: earlier tickets whose matter is near in meaning to what an agent is typing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session

from api.deps import Found, Reading, read_allowance
from api.search import asked
from api.signin import Staff
from desk import casework, store
from desk.lifecycle import Actor
from desk.tickets import Ticket
from desk.views import ANSWERED
from retrieval.encode import Encoder
from retrieval.static import Vectors

router = APIRouter(prefix="/api/v1", tags=["检索"])

# Cosine from which two matters are shown as alike (decision 0075 counts how many unlike ones reach it).
NEAR = 0.42
BATCH = 500  # matters encoded at a time
LOOKED_AT = 50  # tickets opened at a time, until enough of them are the actor's to see


class Matters:
    """Vectors of the matters of all tickets that are not confidential, one row each, oldest first.

    Kept in memory and compared one by one: 100,000 take 100 MiB and a few milliseconds (benchmarks/results.md), and
    the county routed 201 tickets in its busiest quarter. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warming = False
        self._forget("", 0)

    def nearest(
        self, session: Session, encoder: Encoder, query: str, *, least: float = NEAR
    ) -> list[tuple[str, float]]:
        """Numbers and cosines of the tickets near *query*, nearest first, after taking in what was filed meanwhile.

        *least* is the cosine from which a ticket counts as near.
        """
        numbers, vectors = self.known(session, encoder)
        cosines = vectors @ encoder.encode([query])[0]
        near = np.flatnonzero(cosines >= least)
        order = near[np.argsort(-cosines[near], kind="stable")]
        return [(numbers[row], float(cosines[row])) for row in order]

    def known(self, session: Session, encoder: Encoder) -> tuple[Sequence[str], Vectors]:
        """Numbers and vectors, row by row. While ``warm`` is at work, what it has taken in so far."""
        with self._lock:
            while not self._warming and self._take_in(session, encoder):
                pass
            # Rows are only added behind those handed out, which therefore stay as they are.
            return tuple(self._numbers), self._vectors[: len(self._numbers)]

    def warm(self, session: Session, encoder: Encoder) -> None:
        """Take in everything, letting others in after each batch: at the start there may be 100,000 matters."""
        self._warming = True
        try:
            more = True
            while more:
                with self._lock:
                    more = self._take_in(session, encoder)
        finally:
            self._warming = False

    def _forget(self, fingerprint: str, dim: int) -> None:
        self._fingerprint, self._last = fingerprint, 0
        self._numbers: list[str] = []
        self._vectors: Vectors = np.empty((BATCH, dim), dtype=np.float32)

    def _take_in(self, session: Session, encoder: Encoder) -> bool:
        """Encode what was filed after the last event seen, BATCH at most; all anew when the model is another one."""
        if encoder.fingerprint != self._fingerprint:
            self._forget(encoder.fingerprint, encoder.dim)
        filed = store.matters_filed(session, after=self._last, limit=BATCH)
        if not filed:
            return False
        count = len(self._numbers)
        while count + len(filed) > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.empty_like(self._vectors)])
        self._vectors[count : count + len(filed)] = encoder.encode([each.matter for each in filed])
        self._numbers += [each.number for each in filed]
        self._last = filed[-1].sequence
        return True


@router.get("/similar", dependencies=[Depends(read_allowance)])
def similar(
    request: Request,
    by: Staff,
    found: Found,
    session: Reading,
    q: Annotated[str, Query(max_length=2000, description="诉求内容")] = "",
    k: Annotated[int, Query(ge=1, le=20, description="最多几件")] = 3,
) -> dict[str, Any]:
    """列出内容相近的以往工单，最相近的在前；只列本人可以查看的，保密的不列。须工作人员登录。"""
    query = asked(q)
    matters: Matters = request.app.state.matters
    near = matters.nearest(session, found.encoder, query)
    seen = _seen(session, [number for number, _ in near], by)
    cosines = dict(near)
    tickets = [{**_line(ticket), "score": round(cosines[ticket.number], 4)} for ticket in islice(seen, k)]
    return {"query": query, "tickets": tickets}


def _seen(session: Session, numbers: list[str], by: Actor) -> Iterator[Ticket]:
    """The tickets of *numbers*, in their order, that *by* may see."""
    for start in range(0, len(numbers), LOOKED_AT):
        tickets = store.tickets_numbered(session, numbers[start : start + LOOKED_AT])
        yield from (ticket for ticket in tickets if casework.reaches(ticket, by))


def _line(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "type": ticket.kind.value,
        "unit": ticket.unit,
        "state": ticket.current.value,
        "received": ticket.received.isoformat(),
        "matter": ticket.matter,
        "reply": ticket.reply if ticket.current.value in ANSWERED else "",
        "url": f"/desk/cases/{ticket.number}",
    }
