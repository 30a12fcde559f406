"""One trained model and one agent for all tests of the dialogue."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from bot.quiet import DATED
from bot.training import up_to_date_model
from tests.bot.fake_desk import fake_desk


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rasa 3.6 and its pins predate Python 3.11 and warn where they are used; warnings of our own stay errors."""
    for item in items:
        if "tests/bot/" in item.nodeid:
            item.add_marker(pytest.mark.filterwarnings(f"ignore:::{DATED}"))
