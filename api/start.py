"""Start the service: check what must be there, migrate, then load the slow parts side by side while it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import httpx
from bot.agent import Bot, Busy, ModelUnusable
from fastapi import FastAPI
from retrieval.search import Searcher
from sqlalchemy.exc import SQLAlchemyError

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from bot.actions.desk_client import DeskClient
from desk import keys
from desk.database import connect
from desk.migrate import migrate
from desk.moments import SHANGHAI
from desk.routing import Router
from desk.routing_model import RoutingModelUnusable
from desk.workdays import load_calendar
from knowledge.catalogue import Catalogue
from knowledge.source import KnowledgeError
from retrieval.errors import RetrievalError

FAILURES = (ModelUnusable, KnowledgeError, RetrievalError, RoutingModelUnusable, keys.KeysUnusable)
IN_PROCESS = "http://desk"


class DatabaseUnusable(Exception):
    """The database cannot be opened or brought up to date."""


def prepared(settings: Settings) -> FastAPI:
    """Return the application over a migrated database; it loads its slow parts when it is served.

    Raises:
        DatabaseUnusable, KnowledgeError, KeysUnusable: each with one sentence to print.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    vault = keys.load_or_create(settings.data_dir, production=settings.production)
    try:
        migrate(settings.database_url)
    except SQLAlchemyError as error:
        raise DatabaseUnusable(f"数据库无法打开（{type(error).__name__}）：请检查 DATABASE_URL。") from error
    return create_app(
        settings=settings,
        database=connect(settings.database_url),
        vault=vault,
        calendar=load_calendar(),
        clock=lambda: datetime.now(SHANGHAI),
        known=Catalogue.load(),
        parts=Parts(),
        lifespan=loading,
    )


@asynccontextmanager
async def loading(app: FastAPI) -> AsyncIterator[None]:
    """Load while serving; at the end close what was opened."""
    task = asyncio.create_task(_load(app))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    if app.state.parts.bot is not None:
        await asyncio.to_thread(app.state.parts.bot.close)
    app.state.database.engine.dispose()


async def _load(app: FastAPI) -> None:
    """Fill ``app.state.parts``; on failure remember it and stop the server."""
    settings: Settings = app.state.settings
    parts: Parts = app.state.parts

    async def put(name: str, load: Callable[[], object]) -> None:
        setattr(parts, name, await asyncio.to_thread(load))

    try:
        await asyncio.gather(
            put("searcher", lambda: Searcher.load(settings.index_dir, settings.encoder)),
            put("bot", lambda: Bot.load(settings.models_dir, client=_client(app, settings))),
            put("router", lambda: Router.load(settings.routing_dir)),
        )
    except FAILURES as error:
        app.state.failure = error
        app.state.stop()


def _client(app: FastAPI, settings: Settings) -> DeskClient:
    """The bot's way to the desk: the same door in process or over the network."""
    transport = None if settings.desk_url else httpx.ASGITransport(app=app)
    return DeskClient.connect(base_url=settings.desk_url or IN_PROCESS, token=app.state.bot_token, transport=transport)
