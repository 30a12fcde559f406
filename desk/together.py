"""Small writes that come at the same time are committed together: one wait for the disk instead of one each.

Nobody goes on before his own write is safe. What one of them raises undoes only his (decision 0110).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.orm import Session, sessionmaker

Result = TypeVar("Result")
MOST = 32  # writes in one transaction, so that none waits long for the others


@dataclass
class _Job:
    work: Callable[[Session], Any]
    done: bool = False
    result: Any = None


class Together:
    """Called from worker threads: whoever comes first writes for all who have come by then."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._waiting: deque[_Job] = deque()
        self._turn = Lock()

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run *work* in a transaction and return what it returned, committed; raises what it or the commit raises.

        *work* may be run twice, the first time undone: it must change nothing but the database.
        """
        job = _Job(work)
        self._waiting.append(job)
        with self._turn:
            if not job.done:
                self._write_all()
            if not job.done:
                self._write([job])
        result: Result = job.result
        return result

    def _write_all(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        if len(jobs) > 1:
            # Whatever one of them raises, each then writes alone, and his own error rises where he waits.
            with suppress(Exception):
                self._write(jobs)

    def _write(self, jobs: list[_Job]) -> None:
        with self._sessions.begin() as session:
            results = [job.work(session) for job in jobs]
        for job, result in zip(jobs, results, strict=True):
            job.result, job.done = result, True
