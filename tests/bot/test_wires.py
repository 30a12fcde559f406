"""A call into an application of the same process is answered as over the network."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from bot.actions.wires import Lost, Network, Within

HEADERS = {"X-Bot-Token": "token"}


def an_application() -> FastAPI:
    app = FastAPI()

    @app.post("/said")
    async def said(body: dict[str, Any]) -> dict[str, Any]:
        return body

    @app.get("/case/{number}")
    async def case(number: str) -> Response:
        return JSONResponse({"number": number}, 404)

    @app.delete("/case/{number}", status_code=204)
    async def gone(number: str) -> None: ...

    @app.get("/broken")
    async def broken() -> None:
        raise KeyError("a bug")

    return app


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/said", {"text": "路灯坏了 \u2028 “引号”", "asked": None}),
        ("POST", "/said", {}),
        ("POST", "/said", None),
        ("GET", "/case/%E5%8F%B7%2F1", None),
        ("GET", "/case/JD-1", None),
        ("DELETE", "/case/JD-1", None),
        ("GET", "/nowhere", None),
    ],
)
async def test_both_wires_bring_the_same_answer(method: str, path: str, body: Any) -> None:
    app = an_application()
    http = httpx.AsyncClient(base_url="http://desk", headers=HEADERS, transport=httpx.ASGITransport(app=app))

    assert await Within(app, HEADERS).call(method, path, body) == await Network(http).call(method, path, body)


async def test_a_bug_behind_the_door_rises() -> None:
    with pytest.raises(KeyError):
        await Within(an_application(), HEADERS).call("GET", "/broken", None)


async def test_a_network_that_is_down_is_told() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down", request=request)

    http = httpx.AsyncClient(base_url="http://desk", transport=httpx.MockTransport(down))
    with pytest.raises(Lost):
        await Network(http).call("GET", "/said", None)
