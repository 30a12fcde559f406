"""/healthz, /readyz and /metrics: is the process alive, can it do its work, what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api import errors
from api.deps import Loaded, Measured
from api.parts import state_of
from desk import outbox

router = APIRouter(tags=["运行状态"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(request: Request, parts: Loaded) -> JSONResponse:
    state = state_of(parts, request.app.state.database)
    if all(state.values()):
        return JSONResponse({"ready": True, "parts": state})
    sentence = "尚未就绪：" + "、".join(name for name, fine in state.items() if not fine) + "。"
    content = {"ready": False, "parts": state, **errors.body("not_ready", sentence)}
    return JSONResponse(content, status_code=503, headers={"Retry-After": "2"})


@router.get("/metrics")
def metrics(request: Request, parts: Loaded, measured: Measured) -> Response:
    ready = all(state_of(parts, request.app.state.database).values())
    if ready:
        with request.app.state.database.readers() as session:
            unsent = outbox.counts(session)
        measured.outbox(waiting=unsent.waiting, given_up=unsent.given_up)
    return Response(measured.text(ready=ready), media_type=CONTENT_TYPE_LATEST)
