"""Writes that are committed together: each safe before it is answered, and none spoilt by another."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from desk import conversations, tables
from desk.together import Together

COUNT = 12


@pytest.fixture
def commits(database):
    """Moments at which a writer's transaction was committed."""
    seen = []
    event.listen(database.engine, "commit", lambda connection: seen.append(connection))
    return seen


def opened(at):
    return lambda session: conversations.open_conversation(session, channel="web", at=at)[1].id


def stored(database):
    with database.readers() as session:
        return session.execute(select(func.count()).select_from(tables.conversations)).scalar_one()


def together(database, works):
    """Let *works* come while an earlier one, which writes nothing, still runs; return their futures."""
    shared, started, go_on = Together(database.sessions), Event(), Event()

    def slow(_session):
        started.set()
        go_on.wait(timeout=10)

    with ThreadPoolExecutor(len(works) + 1) as threads:
        first = threads.submit(shared.write, slow)
        started.wait(timeout=10)
        futures = [threads.submit(shared.write, work) for work in works]
        while len(shared._waiting) < len(works):
            time.sleep(0.001)
        go_on.set()
        first.result()
    return futures


def test_writes_that_wait_are_committed_at_once(database, commits, at):
    futures = together(database, [opened(at)] * COUNT)

    assert len({future.result() for future in futures}) == COUNT == stored(database)
    assert len(commits) == 1


def test_what_one_raises_undoes_only_his(database, at):
    def broken(session):
        opened(at)(session)
        raise IntegrityError("the same message came twice", None, Exception())

    futures = together(database, [opened(at), broken, opened(at)])

    assert isinstance(futures[1].exception(), IntegrityError)
    assert futures[0].result() != futures[2].result()
    assert stored(database) == 2


def test_a_write_alone_returns_what_it_made(database, at):
    made = Together(database.sessions).write(opened(at))

    with database.readers() as session:
        assert session.execute(select(tables.conversations.c.id)).scalar_one() == made
