"""The client turns replies into values and failures into two kinds."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from bot.actions.desk_client import DeskClient, NotFound, Refused, Unreachable


def a_client(answer: Callable[[httpx.Request], httpx.Response]) -> DeskClient:
    return DeskClient.connect(base_url="http://desk", token="t", transport=httpx.MockTransport(answer))


def refusing(status: int) -> DeskClient:
    error = {"error": {"code": "wrong_state", "message": "已办结，不能催办。"}}
    return a_client(lambda request: httpx.Response(status, json=error))


async def test_a_refusal_carries_the_words_for_the_citizen() -> None:
    with pytest.raises(Refused, match="不能催办") as caught:
        await refusing(409).case("s", "JD-1", None)

    assert caught.value.code == "wrong_state"


async def test_not_found_is_its_own_kind() -> None:
    with pytest.raises(NotFound):
        await refusing(404).case("s", "JD-1", None)


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(500, json={"error": {"code": "x", "message": "内部"}}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(422, json={"detail": "other shape"}),
        httpx.Response(403, json={"error": {"code": "not_allowed", "message": "没有权限。"}}),
    ],
    ids=["500", "不是 JSON", "不是对象", "别的错误格式", "口令不对"],
)
async def test_nonsense_is_unreachable(reply: httpx.Response) -> None:
    with pytest.raises(Unreachable):
        await a_client(lambda request: reply).answer("s", "问")


async def test_no_draft_is_none_and_dropping_none_is_fine() -> None:
    client = refusing(404)

    assert await client.draft("s") is None
    assert await client.drop_draft("s") is None


async def test_a_session_cannot_change_the_path() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(204)

    await a_client(answer).drop_draft("../cases")

    assert seen == ["/internal/v1/drafts/..%2Fcases"]


async def test_the_token_goes_with_every_call() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["x-bot-token"])
        return httpx.Response(204)

    await a_client(answer).drop_draft("s")

    assert seen == ["t"]
