"""One trained model, one agent, one index and one router for all tests of the dialogue; each test its own desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from bot.quiet import DATED
from bot.training import up_to_date_model
from desk import routing_training
from desk.routing import Router
from knowledge.catalogue import Catalogue
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.search import Searcher
from tests.api.fakes import FakeRouter
from tests.bot.hall import TOKEN, Clock, Door, Hall

PREPARED = Path(os.environ.get("DATA_DIR") or "var")


@pytest.fixture(scope="session")
def model() -> Path:
    return up_to_date_model(PREPARED / "models")


@pytest.fixture(scope="session")
def searcher() -> Searcher:
    stored.build(PREPARED / "index", Encoder.load(str(DEFAULT_ENCODER)), report=print)
    return Searcher.load(PREPARED / "index", str(DEFAULT_ENCODER))


@pytest.fixture(scope="session")
def router() -> Router:
    if not routing_training.is_current(PREPARED / "routing"):
        routing_training.train(PREPARED / "routing", corrections=routing_training.NONE, say=print)
    return Router.load(PREPARED / "routing")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def door() -> Door:
    return Door()


@pytest.fixture(scope="session")
def bot(model: Path, door: Door) -> Iterator[Bot]:
    """The one agent; its actions reach the application of the test that runs."""
    transport = httpx.ASGITransport(app=door)
    loaded = Bot.load(model, client=DeskClient.connect(base_url="http://desk", token=TOKEN, transport=transport))
    yield loaded
    loaded.close()


@pytest.fixture
def composed(
    bot: Bot, door: Door, database: Any, vault: Any, calendar: Any, at: Any, catalogue: Catalogue
) -> Callable[..., Hall]:
    """``composed(searcher, router)`` is the application with these parts and the one agent."""

    def of(searcher: Any, router: Any) -> Hall:
        clock = Clock(at)
        door.app = create_app(
            settings=Settings(rate_limit=False, bot_token=TOKEN),
            database=database,
            vault=vault,
            calendar=calendar,
            clock=clock,
            known=catalogue,
            parts=Parts(searcher=searcher, router=router, bot=bot),
        )
        return Hall(door.app, clock, database, calendar)

    return of


@pytest.fixture
def hall(composed: Callable[..., Hall], searcher: Searcher, router: Router) -> Hall:
    """With the real documents and the real router."""
    return composed(searcher, router)


@pytest.fixture
def served(composed: Callable[..., Hall]) -> Callable[[Any], Any]:
    """``served(searcher)`` is a conversation with the agent over the real application: say something, get the reply."""
    return lambda searcher: composed(searcher, FakeRouter()).visitor().say


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rasa 3.6 and its pins predate Python 3.11 and warn where they are used; warnings of our own stay errors."""
    for item in items:
        if "tests/bot/" in item.nodeid:
            item.add_marker(pytest.mark.filterwarnings(f"ignore:::{DATED}"))
