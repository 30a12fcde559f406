"""The whole product in one process: the composed application over a database of its own, and the one agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from desk import conversations, store
from desk.case import Details
from desk.casework import perform
from desk.leader_sessions import announce, plan
from desk.lifecycle import Actor
from tests.builders import AGENT, HEAD, OFFICE, OFFICER, a_leader_plan

TOKEN = "door"
DONE = "已派人到现场处理完毕，请您再看一看。"
STAFF = {  # deed of a ticket → who does it, with what; officers and heads are those of the unit that has the case
    "转办": (AGENT, Details(unit="住建局", reason="属住建局职责")),
    "签收": (OFFICER, Details()),
    "退回": (OFFICER, Details(unit="城管执法局", reason="属城管执法局职责", basis="三定方案")),
    "再派": (OFFICE, Details(unit="城管执法局", reason="属城管执法局职责")),
    "拟复": (OFFICER, Details(text=DONE)),
    "审核通过": (HEAD, Details()),
    "答复": (OFFICE, Details()),
}


class Door:
    """ASGI: leads the one agent to the application of the test that runs."""

    app: FastAPI

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
        await self.app(scope, receive, send)


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Hall:
    """What a conversation of the tests can reach."""

    app: FastAPI
    clock: Clock
    database: Any
    calendar: Any

    def visitor(self) -> Visitor:
        return Visitor(TestClient(self.app))

    def conversation(self) -> str:
        """Id of a conversation just begun, for tests that ask the agent without the public API."""
        with self.database.sessions.begin() as session:
            _, begun = conversations.open_conversation(session, channel="web", at=self.clock())
            return str(begun.id)

    def work(self, number: str, deeds: Iterable[str]) -> None:
        """Have the staff do *deeds* on the case, each in its own transaction, at the moment of the clock."""
        for deed in deeds:
            by, details = STAFF[deed]
            with self.database.sessions.begin() as session:
                perform(
                    session, number, deed, details,
                    by=self._of_its_unit(number, by), at=self.clock(), calendar=self.calendar,
                )  # fmt: skip

    def announce_leaders(self, starts: datetime, ends: datetime) -> None:
        with self.database.sessions.begin() as session:
            held = plan(session, a_leader_plan(starts=starts, ends=ends), by=OFFICE, at=self.clock())
            announce(session, held.number, by=OFFICE, at=self.clock())

    def _of_its_unit(self, number: str, by: Actor) -> Actor:
        with self.database.readers() as session:
            unit = store.case(session, number).unit
        return replace(by, unit=unit) if by in (OFFICER, HEAD) else by


class Visitor:
    """A citizen in one conversation over the public API."""

    def __init__(self, browser: TestClient) -> None:
        self._browser, self._session = browser, {}

    @property
    def token(self) -> str:
        return self._session["session"]

    def say(self, text: str) -> dict[str, Any]:
        """The body of the reply, with all its words as ``said``."""
        reply = self._send(text)
        assert reply.status_code == 200, reply.text
        body = reply.json()
        self._session = {"session": body["session"]}
        return {**body, "said": "\n".join(each["text"] for each in body["replies"])}

    def refused(self, text: str) -> str:
        """Why the message is not taken."""
        reply = self._send(text)
        assert reply.status_code == 422, reply.text
        message: str = reply.json()["error"]["message"]
        return message

    def _send(self, text: str) -> Any:
        return self._browser.post("/api/v1/chat", json={"text": text, **self._session})
