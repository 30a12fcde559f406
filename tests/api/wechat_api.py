"""api.weixin.qq.com as documented, to stand behind ``tests.api.peers.peer(answer=WeChatApi())``."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.api.peers import Asked

APP_ID, SECRET = "wx0123456789abcdef", "app-secret"
OK = {"errcode": 0, "errmsg": "ok"}
LONGEST = 2048  # bytes
# What the citizen does → how many customer-service messages it allows, and for how many seconds.
QUOTAS = {"message": (5, 48 * 3600), "CLICK": (3, 60), "subscribe": (3, 60), "SCAN": (3, 60)}

Answer = tuple[int, dict[str, Any] | bytes]


@dataclass
class WeChatApi:
    """*codes* are given once each, whatever is called with a token; then it behaves.

    Attributes:
        tokens: How many were given out that differ; 40001 for any but the last.
        said: Openid and words of each customer-service message that went out.
        media: What ``media/get`` gives, by media id.
        menus: Each menu created; None where one was deleted.
    """

    codes: list[int] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    tokens: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    said: list[tuple[str, str]] = field(default_factory=list)
    menus: list[Any] = field(default_factory=list)
    _token: str = ""
    _until: float = 0.0
    _allowed: dict[str, list[list[float]]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        path = parts.path.removeprefix("/cgi-bin/")
        query = dict(parse_qsl(parts.query))
        self.asked[path] += 1
        if path == "stable_token":
            return self._stable_token(asked.json)
        if self.codes and (code := self.codes.pop(0)):
            if code in (40001, 40014, 42001):
                self.end_token()
            return _refused(code)
        if query.get("access_token") != self._token:
            return _refused(40001)
        return self._call(path, query, asked)

    def allow(self, openid: str, deed: str = "message") -> None:
        """A citizen did something that lets the account write to him; a new deed begins a new count."""
        count, seconds = QUOTAS[deed]
        self._allowed.setdefault(openid, []).append([self.clock() + seconds, count])

    def unfollow(self, openid: str) -> None:
        self._allowed.pop(openid, None)

    def end_token(self) -> None:
        """As a forced refresh somewhere else does."""
        self._until = 0.0
        self._token = ""

    def _stable_token(self, asked: dict[str, Any]) -> Answer:
        if (asked.get("appid"), asked.get("secret")) != (APP_ID, SECRET):
            return _refused(40001)
        if self.clock() >= self._until - 300:
            self.tokens += 1
            self._token, self._until = f"token-{self.tokens}", self.clock() + 7200
        return 200, {"access_token": self._token, "expires_in": int(self._until - self.clock())}

    def _call(self, path: str, query: dict[str, str], asked: Asked) -> Answer:
        match asked.method, path:
            case "POST", "message/custom/send":
                return self._said(json.loads(asked.body))
            case "POST", "message/subscribe/bizsend":
                return 200, OK
            case "GET", "media/get":
                found = self.media.get(query.get("media_id", ""))
                return (200, found) if found is not None else _refused(40007)
            case "POST", "menu/create":
                self.menus.append(json.loads(asked.body)["button"])
                return 200, OK
            case "GET", "menu/delete":
                self.menus.append(None)
                return 200, OK
        return 404, {}

    def _said(self, message: dict[str, Any]) -> Answer:
        openid, content = message["touser"], message["text"]["content"]
        if len(content.encode()) > LONGEST:
            return _refused(45002)
        standing = [each for each in self._allowed.get(openid, []) if each[0] > self.clock()]
        if not standing:
            return _refused(45015)
        if not standing[-1][1]:
            return _refused(45047)
        standing[-1][1] -= 1
        self.said.append((openid, content))
        return 200, OK


def _refused(code: int) -> Answer:
    return 200, {"errcode": code, "errmsg": "refused"}
