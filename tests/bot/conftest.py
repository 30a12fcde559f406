"""One trained model and one agent for all tests of the dialogue."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from bot.quiet import DATED
from bot.training import up_to_date_model
from knowledge.catalogue import Catalogue
from tests.api.fakes import FakeRouter
from tests.bot.fake_desk import fake_desk

TOKEN = "door"


@pytest.fixture(scope="session")
def model() -> Path:
    return up_to_date_model(Path(os.environ.get("DATA_DIR", "var")) / "models")


@pytest.fixture(scope="session")
def desk() -> FastAPI:
    return fake_desk()


@pytest.fixture(scope="session")
def bot(model: Path, desk: FastAPI) -> Iterator[Bot]:
    transport = httpx.ASGITransport(app=desk)
    loaded = Bot.load(model, client=DeskClient.connect(base_url="http://desk", token="token", transport=transport))
    yield loaded
    loaded.close()


@pytest.fixture
def served(model: Path, database: Any, vault: Any, calendar: Any, at: Any) -> Iterator[Callable[[Any], Any]]:
    """``served(searcher)`` is a conversation with the agent over the real application: say something, get the reply."""
    opened: list[Bot] = []

    def over(searcher: Any) -> Any:
        parts = Parts(searcher=searcher, router=FakeRouter())
        app = create_app(
            settings=Settings(rate_limit=False, bot_token=TOKEN),
            database=database,
            vault=vault,
            calendar=calendar,
            clock=lambda: at,
            known=Catalogue.load(),
            parts=parts,
        )
        transport = httpx.ASGITransport(app=app)
        client = DeskClient.connect(base_url="http://desk", token=TOKEN, transport=transport)
        opened.append(Bot.load(model, client=client))
        parts.bot = opened[-1]
        browser, session = TestClient(app), {}

        def say(text: str) -> dict[str, Any]:
            reply = browser.post("/api/v1/chat", json={"text": text, **session})
            session["session"] = reply.json()["session"]
            return {**reply.json(), "said": "\n".join(each["text"] for each in reply.json()["replies"])}

        return say

    yield over
    for bot in opened:
        bot.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rasa 3.6 and its pins predate Python 3.11 and warn where they are used; warnings of our own stay errors."""
    for item in items:
        if "tests/bot/" in item.nodeid:
            item.add_marker(pytest.mark.filterwarnings(f"ignore:::{DATED}"))
