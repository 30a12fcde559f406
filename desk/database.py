"""Opening the database: SQLite for one machine, PostgreSQL when grown up; the same code on both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from desk.mapping import mapper
from desk.notices import OUTLETS

BUSY_MS = 10_000
POOL, MOST_WAITING = 16, 256  # connections kept, and more while writers wait for their turn
WRITING = "writing"  # of a connection: whether it has the turn to write


@dataclass(frozen=True)
class Database:
    """One database.

    Attributes:
        sessions: For anything that writes: the transaction holds the write lock from its start, so that a check and
            the write it allows cannot be torn apart.
        readers: For pages and searches: see one state of the data and block nobody.
    """

    engine: Engine
    sessions: sessionmaker[Session]
    readers: sessionmaker[Session]


def sqlite_url(data_dir: Path) -> str:
    return f"sqlite:///{(data_dir / 'desk.db').as_posix()}"


def connect(url: str, *, outlets: tuple[str, ...] = ()) -> Database:
    """Open the database at *url*; nothing is created or migrated. *outlets* are the ways out for notices."""
    mapper.configure()
    if url.startswith("sqlite"):
        # pysqlite opens transactions late and by itself; here SQLAlchemy does it (its documented recipe).
        # SQLAlchemy 1.4 would otherwise open a file anew for every transaction.
        engine = create_engine(
            url,
            future=True,
            poolclass=QueuePool,
            pool_size=POOL,
            max_overflow=MOST_WAITING,
            connect_args={"check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", _prepare)
        _Writers().attend(engine)
    else:
        engine = create_engine(url, future=True, pool_pre_ping=True)
    info = {OUTLETS: outlets}
    reading = engine.execution_options(reading=True)
    return Database(
        engine=engine,
        sessions=sessionmaker(engine, future=True, expire_on_commit=False, info=info),
        readers=sessionmaker(reading, future=True, expire_on_commit=False),
    )


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # FULL: a commit survives a power cut, which WAL with NORMAL does not promise for the last ones.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class _Writers:
    """Writers of this process pass one after the other, in the order they came.

    SQLite itself lets a writer that finds another one at work sleep and try again, for longer each time, while later
    ones slip in: with twenty citizens the unlucky waited for seconds (decision 0110).
    """

    def __init__(self) -> None:
        self._turn = Lock()

    def attend(self, engine: Engine) -> None:
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._leave)

    def _begin(self, connection: Any) -> None:
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN")
            return
        if WRITING not in connection.info:
            # Who does not get his turn in time asks SQLite all the same, which says then that the database is locked.
            connection.info[WRITING] = self._turn.acquire(timeout=BUSY_MS / 1000)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _leave(self, _connection: Any, record: Any) -> None:
        """The connection is back in the pool, its transaction over."""
        if record.info.pop(WRITING, False):
            self._turn.release()
