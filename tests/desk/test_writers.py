"""Writers of one process pass one after the other, and one that fails lets the next one on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from desk import conversations, tables

WRITERS, EACH = 8, 10


def write(database, at):
    with database.sessions.begin() as session:
        conversations.open_conversation(session, channel="web", at=at)


def test_many_writers_all_get_their_turn(database, at):
    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(lambda _: write(database, at), range(WRITERS * EACH)))

    with database.readers() as session:
        assert session.execute(select(func.count()).select_from(tables.conversations)).scalar_one() == WRITERS * EACH


def test_a_writer_that_fails_lets_the_next_one_on(database, at):
    def broken():
        with database.sessions.begin() as session:
            conversations.open_conversation(session, channel="web", at=at)
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        broken()
    with ThreadPoolExecutor(1) as other:
        other.submit(write, database, at).result(timeout=5)


def test_a_reader_does_not_wait_for_a_writer(database, at):
    with database.sessions.begin() as session, ThreadPoolExecutor(1) as other:
        conversations.open_conversation(session, channel="web", at=at)
        count = other.submit(lambda: conversations_seen(database)).result(timeout=5)

    assert count == 0


def conversations_seen(database):
    with database.readers() as session:
        return session.execute(select(func.count()).select_from(tables.conversations)).scalar_one()
