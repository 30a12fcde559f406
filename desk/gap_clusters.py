"""Unanswered questions near in meaning, put together: what to write next into knowledge/, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import person_names, tables
from desk.errors import Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.masking import mask
from desk.moments import midnight
from desk.records import Gap, GapState
from desk.topic_names import telling_terms
from desk.topics import Vectors, grouped
from desk.turn_mark_tables import gap_states
from desk.workdays import ONE_DAY

READ = 1000  # questions, the last asked
MOST = 20  # clusters shown
SAMPLES = 3
SOMEBODY = "某某"


class State(StrEnum):
    PENDING = "待补充"
    ADDED = "已补充"
    DECLINED = "不补充"


@dataclass(frozen=True)
class Cluster:
    """Questions of one kind.

    Attributes:
        name: Its telling words, or its central question.
        central: The question nearest to its middle, as stored.
        samples: Questions without personal data, most asked first.
        again: They were asked again after the office called them 已补充.
    """

    name: str
    central: str
    gaps: tuple[int, ...]
    times: int
    since: datetime
    last: datetime
    samples: tuple[str, ...]
    state: State
    again: bool


def asked(session: Session, first: date, last: date) -> list[Gap]:
    """Questions last asked on these days, both included."""
    columns = tables.gaps.c
    within = (columns.last >= midnight(first), columns.last < midnight(last + ONE_DAY))
    wanted = select(Gap).where(*within).order_by(columns.last.desc(), columns.id.desc()).limit(READ)
    return list(session.execute(wanted).scalars())


def decisions(session: Session, gaps: Sequence[Gap]) -> dict[int, GapState]:
    wanted = select(GapState).where(gap_states.c.gap.in_([gap.id for gap in gaps]))
    return {each.gap: each for each in session.execute(wanted).scalars()}


def clustered(gaps: Sequence[Gap], vectors: Vectors, decided: Mapping[int, GapState]) -> list[Cluster]:
    """What waits first, most asked first; *vectors* are unit rows in the order of *gaps*."""
    members: dict[int, list[int]] = {}
    for row, group in enumerate(grouped(vectors)):
        members.setdefault(int(group), []).append(row)
    shown = [_shown(gap.question) for gap in gaps]
    names = telling_terms([[shown[row] for row in rows] for rows in members.values()], shown)
    found = [
        _cluster(gaps, vectors, rows, shown, terms, decided)
        for rows, terms in zip(members.values(), names, strict=True)
    ]
    return sorted(found, key=lambda each: (list(State).index(each.state), -each.times, each.gaps))[:MOST]


def decide(session: Session, gaps: Collection[int], state: str, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed but for 县政府办, Invalid for a state or question there is not."""
    if by.role is not Role.OFFICE:
        raise NotAllowed(by.role.value, "处理知识缺口")
    if state not in set(State):
        raise Invalid("处理结果", f"应为：{'、'.join(State)}")
    known = set(session.execute(select(tables.gaps.c.id).where(tables.gaps.c.id.in_(gaps))).scalars())
    if not gaps or known != set(gaps):
        raise Invalid("问题", "没有这些问题，请刷新页面再试")
    for gap in sorted(known):
        session.merge(GapState(gap, state, by.name, at))


def _cluster(
    gaps: Sequence[Gap],
    vectors: Vectors,
    rows: Sequence[int],
    shown: Sequence[str],
    terms: Sequence[str],
    decided: Mapping[int, GapState],
) -> Cluster:
    own = sorted((gaps[row] for row in rows), key=lambda gap: (-gap.times, gap.id or 0))
    middle = vectors[list(rows)].sum(axis=0)
    central = rows[int(np.argmax(vectors[list(rows)] @ middle))]
    states = [_state(gap, decided) for gap in own]
    return Cluster(
        name="、".join(terms) or shown[central],
        central=gaps[central].question,
        gaps=tuple(sorted(gap.id or 0 for gap in own)),
        times=sum(gap.times for gap in own),
        since=min(gap.first for gap in own),
        last=max(gap.last for gap in own),
        samples=tuple(_shown(gap.question) for gap in own[:SAMPLES]),
        state=states[0] if len(set(states)) == 1 else State.PENDING,
        again=any(_again(gap, decided) for gap in own),
    )


def _state(gap: Gap, decided: Mapping[int, GapState]) -> State:
    """What was decided, until what was called 已补充 is asked in vain once more."""
    found = decided.get(gap.id or 0)
    return State.PENDING if found is None or _again(gap, decided) else State(found.state)


def _again(gap: Gap, decided: Mapping[int, GapState]) -> bool:
    found = decided.get(gap.id or 0)
    return found is not None and found.state == State.ADDED and gap.last > found.at


def _shown(question: str) -> str:
    """Without what belongs to a person: numbers are masked already where it is stored, names are not."""
    text = mask(question)
    for named in reversed(person_names.find(text)):
        text = text[: named.start] + SOMEBODY + text[named.end :]
    return text
