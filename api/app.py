"""Put the service together. Everything that varies comes in as an argument."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from api import (
    agent_pages,
    annual_pages,
    apply_pages,
    attachment_pages,
    attachments,
    bulletin_pages,
    chat,
    chat_conversation,
    chat_files,
    chat_votes,
    desk_pages,
    disclosures,
    documents,
    duplicate_pages,
    duplicates,
    errors,
    handover,
    health,
    home,
    inbox_pages,
    intent,
    internal,
    leader_pages,
    leader_public,
    leader_sessions,
    letter_pages,
    letter_word,
    letters,
    live,
    office_export,
    office_notices,
    office_pages,
    office_talk,
    page_errors,
    pages,
    redaction_pages,
    redactions,
    reference,
    register_pages,
    reports,
    request_file_pages,
    request_pages,
    routing,
    score_pages,
    search,
    signin,
    similar,
    talk_pages,
    talk_report,
    tickets,
    track_pages,
)
from api.hot_topics import HotTopics
from api.limits import Limits
from api.live import Live
from api.metrics import Metrics
from api.parts import Parts
from api.review import Review, nearness
from api.settings import Settings
from api.shield import Shield
from api.similar import Matters
from api.templating import STATIC
from api.turns import Turns
from api.wechat import web as wechat
from api.wechat.channel import open_channel
from desk.admission import Admission
from desk.database import Database
from desk.exclusions import Exclusions
from desk.intake import Reader
from desk.issuing import Press
from desk.letter_office import Office
from desk.linter import Linter
from desk.places import Gazetteer
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.catalogue import Catalogue

ROUTERS = (
    chat, chat_conversation, chat_files, chat_votes, handover, search, similar, routing, intent, attachments,
    duplicates, talk_pages, tickets, letters, redactions,
    disclosures, reports, health, internal, signin, home, pages, documents, reference, apply_pages, track_pages,
    agent_pages, attachment_pages, redaction_pages, duplicate_pages, letter_pages, request_pages,
    register_pages, request_file_pages, desk_pages, office_notices, office_pages, bulletin_pages, score_pages,
    annual_pages,
    leader_sessions, leader_public, leader_pages, inbox_pages, live, office_export, wechat,
    talk_report, office_talk,
)  # fmt: skip

# Built once per process: taking the handlers' signatures apart costs 0.3 s, which every application would pay again.
ROUTES = APIRouter(responses=errors.DESCRIBED)
for module in ROUTERS:
    ROUTES.include_router(module.router)

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    *,
    settings: Settings,
    database: Database,
    vault: Vault,
    calendar: WorkCalendar,
    clock: Callable[[], datetime],
    known: Catalogue,
    parts: Parts,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """Return the application; *parts* may still be empty and be filled while it runs (see ``api.start``)."""
    app = FastAPI(
        title="旌德县政务问答与12345热线助手",
        description='依据已公开的文件回答、受理诉求和公开申请、查询进度。错误一律为 {"error": {"code", "message"}}。',
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan or _nothing_to_load,
    )
    state = app.state
    state.settings, state.database, state.vault = settings, database, vault
    state.calendar, state.clock = calendar, clock
    state.parts, state.gazetteer = parts, Gazetteer(known.places)
    state.reader = Reader(state.gazetteer)
    state.admission = Admission(known.channels, Exclusions(known.exclusions, known.emergencies))
    state.documents = {document.id: document for document in known.documents}
    state.conflicts, state.hot_questions = known.conflicts, known.hot_questions
    state.units, state.reasons = known.units, known.reasons
    state.leader_cues = known.leader_cues
    state.appraisal = known.appraisal
    state.watch_list, state.emergencies = known.watch_list, known.emergencies
    state.review = Review(Linter(known.phrases, known.reply_rules, partial(nearness, parts)), known.units)
    state.limits, state.metrics = Limits(active=settings.rate_limit), Metrics()
    state.press = Press(Office.of(known), letter_word.word)
    state.turns = Turns(database=database, vault=vault, clock=clock, metrics=state.metrics)
    state.wechat = settings.wechat and open_channel(
        settings.wechat,
        port=settings.port,
        public_url=settings.public_url,
        menu=known.wechat_menu,
        database=database,
        vault=vault,
        clock=clock,
        turns=state.turns,
        parts=parts,
        limits=state.limits,
        metrics=state.metrics,
    )
    state.bot_token = settings.bot_token or secrets.token_urlsafe(32)
    state.matters, state.index, state.failure = Matters(), None, None
    state.live, state.stopping = Live(database), lambda: False
    state.hot_topics = HotTopics(state.matters)
    errors.install(app)
    page_errors.install(app)
    app.router.routes.extend(ROUTES.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(
        Shield,
        metrics=state.metrics,
        widget_sites=settings.widget_sites,
        https=settings.production,
        as_page=page_errors.as_page,
    )
    return app


def door(app: FastAPI) -> FastAPI:
    """The bot's door alone, on the state of *app*: for a bot in the same process, which no shield need keep out."""
    inner = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    inner.state = app.state
    errors.install(inner)
    inner.include_router(internal.router)
    return inner


@asynccontextmanager
async def _nothing_to_load(_: FastAPI) -> AsyncIterator[None]:
    yield
