"""Calls to WeChat (https://developers.weixin.qq.com/doc/service/api/): the token, customer-service words, media, menu.

The token comes from ``stable_token``, which gives every process the same one: nobody ends another's by asking.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

import httpx

from api.wechat.outgoing import split

API = "https://api.weixin.qq.com"
TIMEOUT_S = 10.0
EARLY_S = 300.0  # the platform renews a token that long before it ends; both are valid meanwhile
LARGEST_MEDIA = 10 * 1024 * 1024  # bytes
TOKEN_ENDED = frozenset({40001, 40014, 42001})
NEVER = {  # errcode → why trying again is of no use
    40003: "openid 不正确",
    40037: "订阅模板不正确",
    43101: "用户没有订阅或已退订",
    45002: "内容过长",
    45015: "超过可以回复的时间，或者用户已取消关注",
    45047: "客服消息条数超过限制",
    47003: "模板内容不合要求",
}
LATER = {
    -1: "微信系统繁忙",
    40001: "access_token 无效，或者 AppSecret 不正确",
    40014: "access_token 不正确",
    42001: "access_token 已过期",
    45009: "当日调用次数已用完",
}
Query = Mapping[str, str]
Body = Mapping[str, Any]
NOTHING: Query = {}
NO_ANSWER = -2  # ours: WeChat was not reached, or said nothing that can be read


class Failed(Exception):
    """WeChat refused; the words go on record, so they hold no token, secret or openid.

    ``sent``: the pieces of a long text that went out before. ``final``: trying again is of no use.
    """

    def __init__(self, code: int, reason: str = "", *, sent: int = 0) -> None:
        super().__init__(reason or NEVER.get(code) or LATER.get(code) or f"微信应答 errcode {code}")
        self.code, self.sent, self.final = code, sent, code in NEVER


class WeChat:
    """One account. Safe to share between threads."""

    def __init__(
        self,
        app_id: str,
        secret: str,
        *,
        url: str = API,
        timeout_s: float = TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app_id, self._secret, self._clock = app_id, secret, clock
        self._http = httpx.Client(base_url=url, timeout=timeout_s, follow_redirects=False)
        self._lock = Lock()
        self._token, self._until = "", 0.0

    def close(self) -> None:
        self._http.close()

    def token(self) -> str:
        """Raises Failed."""
        with self._lock:
            if self._clock() >= self._until:
                asked = {
                    "grant_type": "client_credential",
                    "appid": self._app_id,
                    "secret": self._secret,
                    "force_refresh": False,
                }
                answer = _answer(self._exchange("POST", "/cgi-bin/stable_token", body=asked))
                if not answer.get("access_token"):
                    raise Failed(NO_ANSWER, "微信没有给出 access_token")
                self._token = str(answer["access_token"])
                self._until = self._clock() + float(answer.get("expires_in", 0)) - EARLY_S
            return self._token

    def call(self, path: str, body: Body) -> dict[str, Any]:
        """POST with the token, once more with a new one if that has ended. Raises Failed."""
        return _answer(self._with_token("POST", path, body=body))

    def say(self, openid: str, content: str) -> None:
        """Customer-service words, a long text in several messages. Raises Failed."""
        for sent, piece in enumerate(split(content)):
            body = {"touser": openid, "msgtype": "text", "text": {"content": piece}}
            try:
                self.call("/cgi-bin/message/custom/send", body)
            except Failed as failed:
                raise Failed(failed.code, str(failed), sent=sent) from failed

    def media(self, media_id: str) -> bytes:
        """What a citizen sent; kept by WeChat for three days. Raises Failed."""
        return self._with_token("GET", "/cgi-bin/media/get", query={"media_id": media_id})

    def menu(self, buttons: Sequence[Mapping[str, Any]]) -> None:
        """Raises Failed."""
        self.call("/cgi-bin/menu/create", {"button": list(buttons)})

    def delete_menu(self) -> None:
        """Raises Failed."""
        self._with_token("GET", "/cgi-bin/menu/delete")

    def _with_token(self, method: str, path: str, *, query: Query = NOTHING, body: Body | None = None) -> bytes:
        token = self.token()
        try:
            return self._exchange(method, path, query={**query, "access_token": token}, body=body)
        except Failed as failed:
            if failed.code not in TOKEN_ENDED:
                raise
        self._forget(token)
        return self._exchange(method, path, query={**query, "access_token": self.token()}, body=body)

    def _forget(self, token: str) -> None:
        """Unless another thread has a newer one by now."""
        with self._lock:
            if self._token == token:
                self._until = 0.0

    def _exchange(self, method: str, path: str, *, query: Query = NOTHING, body: Body | None = None) -> bytes:
        # WeChat shows \u escapes to the citizen as they are, so the JSON holds the characters themselves.
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"} if content else {}
        try:
            with self._http.stream(method, path, params=query, content=content, headers=headers) as reply:
                given = _read(reply)
        except httpx.HTTPError as error:
            raise Failed(NO_ANSWER, f"微信没有正常应答（{type(error).__name__}）") from error
        if not reply.is_success:
            raise Failed(NO_ANSWER, f"微信应答 HTTP {reply.status_code}")
        code = _answer(given).get("errcode", 0) if given.startswith(b"{") else 0
        if code:
            raise Failed(code if isinstance(code, int) else NO_ANSWER)
        return given


def _read(reply: httpx.Response) -> bytes:
    given = bytearray()
    for part in reply.iter_bytes():
        given += part
        if len(given) > LARGEST_MEDIA:
            raise Failed(NO_ANSWER, "微信给的内容过大")
    return bytes(given)


def _answer(given: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(given)
    except ValueError as error:
        raise Failed(NO_ANSWER, "微信应答不是 JSON") from error
    if not isinstance(answer, dict):
        raise Failed(NO_ANSWER, "微信应答不是 JSON 对象")
    return answer
