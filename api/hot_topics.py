"""The hot topics of a quarter: clustered when matters came in since, and not by every reader of the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from api.office_period import Period
from api.similar import Matters
from desk import supervision
from desk.topics import Topic, hot_topics
from retrieval.encode import Encoder

# Drawn again, when somebody looks, once this many times as long has passed as drawing took: a hundredth of a processor.
REST = 100
KEPT = 8  # quarters


@dataclass(frozen=True)
class Picture:
    """The topics as they stood at *at*, found among *read* matters; *compared* earlier quarters had any."""

    at: datetime
    topics: Sequence[Topic]
    compared: int
    read: int
    took: timedelta

    def topic(self, central: str) -> Topic | None:
        """The topic whose central matter has this number."""
        return next((each for each in self.topics if each.central.number == central), None)


class HotTopics:
    """Pictures by quarter, shared between threads; whoever comes while one is drawn anew is shown the last."""

    def __init__(self, matters: Matters) -> None:
        self._matters = matters
        self._drawing = threading.Lock()
        self._pictures: dict[tuple[int, int], Picture] = {}

    def last(self, within: Period) -> Picture | None:
        """What was drawn of the quarter last, however long ago: at once, for a page that must not wait."""
        return self._pictures.get((within.year, within.quarter))

    def of(self, session: Session, encoder: Encoder, within: Period, *, at: datetime) -> Picture:
        key = (within.year, within.quarter)
        last = self._pictures.get(key)
        if last is not None and (at - last.at < REST * last.took or self._drawing.locked()):
            return last
        with self._drawing:
            drawn = self._pictures.get(key)  # somebody else may have drawn it while this one waited
            if drawn is None or drawn is last:
                drawn = self._draw(session, encoder, within, at)
                others = [each for each in self._pictures.items() if each[0] != key]
                self._pictures = dict([*others, (key, drawn)][-KEPT:])
            return drawn

    def _draw(self, session: Session, encoder: Encoder, within: Period, at: datetime) -> Picture:
        began = time.perf_counter()
        numbers, vectors = self._matters.known(session, encoder)
        row_of = {number: row for row, number in enumerate(numbers)}
        filed = [one for one in supervision.filed(session, within.windows(at)) if one.number in row_of]
        periods = sorted({one.period for one in filed} - {0})
        rows = np.array([row_of[one.number] for one in filed], dtype=np.intp)
        found = hot_topics(filed, vectors[rows], periods=periods)
        took = timedelta(seconds=time.perf_counter() - began)
        return Picture(at, found, len(periods), sum(one.period == 0 for one in filed), took)
