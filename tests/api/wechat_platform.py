"""WeChat's side of the line, as citizens know it: it calls the account over HTTP, cuts after five seconds, sends again.

What the account answers is judged the way the platform does: anything else than a documented reply, ``success`` or
nothing at all shows the citizen "该公众号提供的服务出现故障".
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from xml.etree import ElementTree

import httpx
from defusedxml.ElementTree import fromstring

from api.wechat.crypto import Cipher, signature
from api.wechat.outgoing import cdata
from tests.api.wechat_api import APP_ID, WeChatApi
from tests.api.wechat_oracle import WeChatCrypto

ACCOUNT, TOKEN, KEY = "gh_jingde12345", "jdxToken2026", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
FAULT = "该公众号提供的服务出现故障，请稍后再试"
TRIES = 4  # the first and three more
CUT_S = 5.0
LONGEST = 2048  # bytes
TEXT_REPLY = ["Content", "CreateTime", "FromUserName", "MsgType", "ToUserName"]
SEALED_REPLY = ["Encrypt", "MsgSignature", "Nonce", "TimeStamp"]


class Mode(Enum):
    PLAIN, COMPATIBLE, ENCRYPTED = "明文", "兼容", "安全"


class Invalid(Exception):
    """The account's answer is none."""


@dataclass(frozen=True)
class Sent:
    """A message on its way; delivering it again is what the platform does with one it got no answer to."""

    openid: str
    xml: bytes


@dataclass
class Delivery:
    """What came of it. *shown* is what the citizen sees, None for nothing; *replies* has one entry for each try."""

    shown: str | None = None
    replies: list[bytes | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


class Platform:
    """*http* leads to the account (a real server, or a TestClient); *clock* gives seconds since 1970."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        path: str = "/wechat",
        mode: Mode = Mode.ENCRYPTED,
        token: str = TOKEN,
        key: str = KEY,
        api: WeChatApi | None = None,
        clock: Callable[[], float] = time.time,
        cut_s: float = CUT_S,
    ) -> None:
        self._http, self._path, self.mode, self._token, self._api = http, path, mode, token, api
        self._clock, self._cut_s = clock, cut_s
        self._cipher, self._oracle = Cipher(key, APP_ID), WeChatCrypto(token, key, APP_ID)
        self._numbers, self._nonces = itertools.count(7_250_021_412_600_020_992), itertools.count(1)

    def verifies(self) -> bool:
        """Enter the address in the platform's settings."""
        echo = "5836295837405\n<é"
        reply = self._http.get(self._path, params={**self._query(), "echostr": echo}, follow_redirects=False)
        return reply.status_code == 200 and reply.content == echo.encode()

    def text(self, openid: str, content: str) -> Delivery:
        return self.deliver(self.message(openid, "text", Content=content))

    def event(self, openid: str, event: str, **fields: str) -> Delivery:
        return self.deliver(self.message(openid, "event", Event=event, **fields))

    def message(self, openid: str, kind: str, **fields: str) -> Sent:
        """Write one, to deliver now, later, twice or out of order. Ordinary messages get a number of their own."""
        number = {} if kind == "event" else {"MsgId": str(next(self._numbers))}
        given = {
            "ToUserName": ACCOUNT,
            "FromUserName": openid,
            "CreateTime": str(int(self._clock())),
            "MsgType": kind,
            **fields,
            **number,
        }
        self._allow(openid, kind, fields)
        return Sent(openid, _xml(given))

    def deliver(self, sent: Sent, *, tries: int = TRIES) -> Delivery:
        """The first and the next tries, each cut after five seconds."""
        outcome = Delivery()
        for _ in range(tries):
            reply = self._post(sent)
            outcome.replies.append(reply.content if reply is not None else None)
            outcome.statuses.append(reply.status_code if reply is not None else 0)
            if reply is not None and reply.status_code == 200:
                try:
                    outcome.shown = self.read(reply.content, sent.openid)
                except Invalid:
                    outcome.shown = FAULT
                return outcome
        outcome.shown = FAULT
        return outcome

    def read(self, body: bytes, openid: str) -> str | None:
        """What a reply shows the citizen. Raises Invalid."""
        if body in (b"", b"success"):
            return None
        fields = _fields(body)
        if self.mode is not Mode.PLAIN and "Encrypt" in fields:
            fields = _fields(self._opened(fields))
        if sorted(fields) != TEXT_REPLY or (fields["ToUserName"], fields["FromUserName"]) != (openid, ACCOUNT):
            raise Invalid(f"not a text reply to the sender: {sorted(fields)}")
        if fields["MsgType"] != "text" or not fields["CreateTime"].isdecimal():
            raise Invalid("no text, or no time")
        if not 0 < len(fields["Content"].encode()) <= LONGEST:
            raise Invalid("empty or too long")
        return fields["Content"]

    def _allow(self, openid: str, kind: str, fields: Mapping[str, str]) -> None:
        if self._api is None:
            return
        if fields.get("Event") == "unsubscribe":
            self._api.unfollow(openid)
        elif kind != "event":
            self._api.allow(openid)
        elif fields.get("Event") in ("CLICK", "subscribe", "SCAN"):
            self._api.allow(openid, fields["Event"])

    def _post(self, sent: Sent) -> httpx.Response | None:
        """None when the account was too slow or hung up."""
        query = {**self._query(), "openid": sent.openid}
        body = sent.xml
        if self.mode is not Mode.PLAIN:
            encrypted = self._cipher.encrypt(sent.xml)
            query["encrypt_type"] = "aes"
            query["msg_signature"] = signature(self._token, query["timestamp"], query["nonce"], encrypted)
            inner = sent.xml[len(b"<xml>") : -len(b"</xml>")] if self.mode is Mode.COMPATIBLE else b""
            addressee = b"" if inner else f"<ToUserName>{cdata(ACCOUNT)}</ToUserName>".encode()
            body = b"<xml>" + addressee + inner + f"<Encrypt>{cdata(encrypted)}</Encrypt></xml>".encode()
        try:
            return self._http.post(
                self._path,
                params=query,
                content=body,
                headers={"Content-Type": "text/xml"},
                timeout=self._cut_s,
                follow_redirects=False,
            )
        except httpx.TransportError:
            return None

    def _query(self) -> dict[str, str]:
        stamp, nonce = str(int(self._clock())), str(next(self._nonces))
        return {"signature": signature(self._token, stamp, nonce), "timestamp": stamp, "nonce": nonce}

    def _opened(self, fields: dict[str, str]) -> bytes:
        if sorted(fields) != SEALED_REPLY:
            raise Invalid(f"no sealed reply: {sorted(fields)}")
        try:
            read: str = self._oracle.decrypt_message(
                fields, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
            )
        except Exception as error:  # noqa: BLE001  wechatpy raises whatever comes up
            raise Invalid("sealed wrongly") from error
        return read.encode()


def _xml(fields: Mapping[str, str]) -> bytes:
    numbers = ("CreateTime", "MsgId")
    inner = (f"<{name}>{value if name in numbers else cdata(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{''.join(inner)}</xml>".encode()


def _fields(body: bytes) -> dict[str, str]:
    try:
        root = fromstring(body)
    except ElementTree.ParseError as error:
        raise Invalid("not XML") from error
    if root.tag != "xml" or len({child.tag for child in root}) != len(root):
        raise Invalid("no xml element, or one field twice")
    return {child.tag: child.text or "" for child in root}
