"""The bot's only door to the rest of the product: the internal HTTP API, as typed values."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx

from bot.actions.desk_values import (
    Answer,
    Case,
    Continuation,
    Draft,
    Filed,
    Handover,
    Json,
    OwnCase,
    Settled,
    Units,
)
from bot.actions.wires import Application, Lost, Network, Wire, Within

TIMEOUT_S = 10.0
PREFIX = "/internal/v1"


class Refused(Exception):
    """The desk refused; the message is meant for the citizen. ``code`` is the desk's word for the kind."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotFound(Refused):
    """No such case, draft or secret."""


class Unreachable(Exception):
    """The desk did not answer in time or answered nonsense."""


class DeskClient:
    """All calls raise Refused and Unreachable; *session* is the conversation's."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @classmethod
    def connect(cls, *, base_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> DeskClient:
        """Reach the desk at *base_url*; *transport* stands in for the network in tests."""
        http = httpx.AsyncClient(base_url=base_url, headers=_headers(token), transport=transport, timeout=TIMEOUT_S)
        return cls(Network(http))

    @classmethod
    def within(cls, application: Application, *, token: str) -> DeskClient:
        """Reach the desk that lives in this process as *application*."""
        return cls(Within(application, _headers(token)))

    async def answer(self, session: str, text: str) -> Answer:
        return Answer.read(await self._call("POST", "/answer", {"session": session, "text": text}))

    async def open_draft(self, session: str, kind: str, text: str) -> Draft:
        """Open the draft, or take over the open one; fills in all that *text* says."""
        return Draft.read(await self._call("POST", "/drafts", {"session": session, "kind": kind, "text": text}))

    async def amend_draft(self, session: str, text: str, *, asked: str | None) -> Draft:
        """Fill in what *text* says; *asked* is the slot the citizen was asked for."""
        return Draft.read(await self._call("PATCH", _draft(session), {"text": text, "asked": asked}))

    async def insist(self, session: str) -> Draft:
        """The citizen knows the lawful path of the matter and wants it filed all the same."""
        return Draft.read(await self._call("POST", _draft(session) + "/insist", {}))

    async def tell_apart(self, session: str, *, apart: bool) -> Draft:
        """Several matters are filed one by one, or stay one."""
        return Draft.read(await self._call("POST", _draft(session) + "/matters", {"apart": apart}))

    async def repeat(self, session: str, number: str, *, again: bool) -> Draft:
        """The draft says the same again as the citizen's case *number*, or something else."""
        return Draft.read(await self._call("POST", _draft(session) + "/repeat", {"number": number, "again": again}))

    async def settle(self, session: str, number: str, deed: str) -> Settled:
        """Do *deed* (催办, 补充) on the citizen's case *number* instead of filing the draft."""
        return Settled.read(await self._call("POST", _draft(session) + "/instead", {"number": number, "deed": deed}))

    async def continuation(self, session: str) -> Continuation:
        """A code by which draft and cases go on in another conversation."""
        return Continuation.read(await self._call("POST", _draft(session) + "/code", {}))

    async def redeem(self, session: str, code: str) -> None:
        await self._call("POST", _draft(session) + "/redeem", {"code": code})

    async def draft(self, session: str) -> Draft | None:
        try:
            return Draft.read(await self._call("GET", _draft(session)))
        except NotFound:
            return None

    async def drop_draft(self, session: str) -> None:
        """No error when there is none."""
        try:
            await self._call("DELETE", _draft(session))
        except NotFound:
            return

    async def skip_draft(self, session: str) -> Draft | None:
        """Give up the open draft; return that of the matter that waited behind it."""
        waiting = (await self._call("POST", _draft(session) + "/skip", {}))["next"]
        return Draft.read(waiting) if waiting else None

    async def file_draft(self, session: str, *, after: str = "") -> Filed:
        """*after* is what the citizen who confirms was told of as filed before, of the same message."""
        return Filed.read(await self._call("POST", _draft(session) + "/file", {"after": after}))

    async def case(self, session: str, number: str | None, secret: str | None) -> Case:
        """No *number* means the conversation's last case."""
        body = {"session": session, "number": number, "secret": secret}
        return Case.read(await self._call("POST", "/cases/status", body))

    async def own_cases(self, session: str) -> list[OwnCase]:
        """The conversation's cases, newest first."""
        found = await self._call("POST", "/cases/own", {"session": session})
        return [OwnCase.read(fields) for fields in found["cases"]]

    async def do(
        self, session: str, number: str, secret: str | None, deed: str, *, text: str, rating: str | None = None
    ) -> str:
        """Do *deed* (催办, 撤回, 评价, 补充) as the citizen; return what to tell him. *rating* is a level."""
        body = {"session": session, "number": number, "secret": secret, "deed": deed, "text": text, "rating": rating}
        return str((await self._call("POST", "/cases/deed", body))["said"])

    async def hand_over(self, session: str, reason: str) -> Handover:
        return Handover.read(await self._call("POST", "/handover", {"session": session, "reason": reason}))

    async def units(self, text: str) -> Units:
        return Units.read(await self._call("POST", "/units", {"text": text}))

    async def close(self) -> None:
        await self._wire.close()

    async def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        try:
            status, content = await self._wire.call(method, PREFIX + path, body)
            fields: Any = {} if status == httpx.codes.NO_CONTENT else json.loads(content)
        except (Lost, ValueError) as error:  # ValueError: a body that is not JSON
            raise Unreachable(path) from error
        locked_out = status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)  # our token, nothing of the citizen's
        if httpx.codes.is_server_error(status) or locked_out or not isinstance(fields, dict):
            raise Unreachable(path)
        if httpx.codes.is_client_error(status):
            raise _refusal(status, fields)
        return fields


def _headers(token: str) -> dict[str, str]:
    return {"X-Bot-Token": token}


def _refusal(status: int, fields: Json) -> Exception:
    error = fields.get("error")
    if not isinstance(error, dict) or "message" not in error:
        return Unreachable(f"HTTP {status}")
    kind = NotFound if status == httpx.codes.NOT_FOUND else Refused
    return kind(str(error.get("code", "refused")), str(error["message"]))


def _draft(session: str) -> str:
    return "/drafts/" + quote(session, safe="")
