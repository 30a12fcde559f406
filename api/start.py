"""Start the service: check what must be there, migrate, then load the slow parts side by side while it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from api import errors, jobs
from api.app import create_app, door
from api.office_period import period
from api.parts import Parts
from api.settings import CannotStart, Settings
from bot.actions.desk_client import DeskClient
from bot.agent import Bot, ModelUnusable
from bot.busy import Busy
from bot.nlu.encoder import EncoderMissing, share
from bot.threads import widen
from bot.training import model_path
from desk import keys
from desk.database import connect
from desk.migrate import migrate
from desk.moments import SHANGHAI
from desk.routing import Router
from desk.routing_model import RoutingModelUnusable
from desk.workdays import load_calendar
from knowledge.catalogue import Catalogue
from knowledge.source import KnowledgeError
from retrieval.encode import Encoder
from retrieval.errors import RetrievalError
from retrieval.index import in_force
from retrieval.search import Searcher

FAILURES = (EncoderMissing, ModelUnusable, KnowledgeError, RetrievalError, RoutingModelUnusable, keys.KeysUnusable)


def prepared(settings: Settings) -> FastAPI:
    """Return the application over a migrated database; it loads its slow parts when it is served.

    Raises:
        CannotStart: keys, database, knowledge or data folder are not usable.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        vault = keys.load_or_create(settings.data_dir, production=settings.production)
        migrate(settings.database_url)
        known = Catalogue.load()
    except SQLAlchemyError as error:
        raise CannotStart(f"数据库无法打开（{type(error).__name__}）：请检查 DATABASE_URL。") from error
    except OSError as error:
        raise CannotStart(f"数据目录 {settings.data_dir} 无法使用：{error.strerror}。") from error
    except FAILURES as error:
        raise CannotStart(str(error)) from error
    app = create_app(
        settings=settings,
        database=connect(settings.database_url, outlets=settings.outlets),
        vault=vault,
        calendar=load_calendar(),
        clock=lambda: datetime.now(SHANGHAI),
        known=known,
        parts=Parts(),
        lifespan=loading,
    )
    app.add_exception_handler(Busy, _ask_to_wait)
    return app


@asynccontextmanager
async def loading(app: FastAPI) -> AsyncIterator[None]:
    """Load while serving; at the end close what was opened."""
    await widen()
    tasks = [asyncio.create_task(_load(app))]
    if app.state.wechat is not None:
        tasks.append(asyncio.create_task(app.state.wechat.watch.run()))
    scheduler = jobs.started(app)
    yield
    scheduler.shutdown()
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    if app.state.wechat is not None:
        app.state.wechat.close()
    if app.state.parts.bot is not None:
        await asyncio.to_thread(app.state.parts.bot.close)
    app.state.database.engine.dispose()


async def _load(app: FastAPI) -> None:
    """Fill ``app.state.parts``; on failure remember it and stop the server."""
    settings: Settings = app.state.settings
    parts: Parts = app.state.parts

    async def put(name: str, load: Callable[[], object]) -> None:
        setattr(parts, name, await asyncio.to_thread(load))

    app.state.index = in_force(settings.index_dir)
    try:
        encoder = await asyncio.to_thread(Encoder.load, settings.encoder)
        share(str(Path(settings.encoder).resolve()), encoder.encode)
        await asyncio.gather(
            put("searcher", lambda: Searcher.load(settings.index_dir, settings.encoder)),
            put("bot", lambda: Bot.load(model_path(settings.models_dir), client=_client(app, settings))),
            put("router", lambda: Router.load(settings.routing_dir)),
        )
    except FAILURES as error:
        app.state.failure = CannotStart(str(error))
        app.state.stop()
        return
    await asyncio.to_thread(_warm, app)


def _warm(app: FastAPI) -> None:
    """Take in the matters of all tickets and draw the quarter's topics, so that no first reader waits for it."""
    encoder, at = app.state.parts.searcher.encoder, app.state.clock()
    with app.state.database.readers() as session:
        app.state.matters.warm(session, encoder)
        app.state.hot_topics.of(session, encoder, period(at), at=at)


def _client(app: FastAPI, settings: Settings) -> DeskClient:
    """The bot's way to the desk: the same door in process or over the network."""
    if settings.desk_url:
        return DeskClient.connect(base_url=settings.desk_url, token=app.state.bot_token)
    return DeskClient.within(door(app), token=app.state.bot_token)


async def _ask_to_wait(_: Request, error: Exception) -> JSONResponse:
    """The queue of turns is full: nothing was done, the same message may come again."""
    return errors.reply(
        503, "busy", "现在咨询的人较多，请稍等几秒再发一次。紧急情况请直接拨打 110、119、120。", {"Retry-After": "3"}
    )
