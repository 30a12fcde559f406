"""Notices to citizens as WeChat subscription notices (订阅通知), one template for all.

``POST /cgi-bin/message/subscribe/bizsend`` with a token of ``POST /cgi-bin/stable_token``, which several processes may
ask for side by side (https://developers.weixin.qq.com/doc/service/api/). WeChat takes 20 characters of a *thing* and 32
of a *character_string*; more makes it refuse the whole notice.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpx

from api.notifiers.notifier import Notifier, NotSent
from desk.outbox import Outgoing

API = "https://api.weixin.qq.com"
TIMEOUT_S = 10.0
EARLY_S = 300.0  # the platform renews a token that long before it ends; both are valid meanwhile
TOKEN_ENDED = {40001, 40014, 42001}
NEVER = {  # errcode → why trying again is of no use
    40003: "openid 不正确",
    40037: "订阅模板不正确",
    43101: "用户没有订阅或已退订",
    47003: "模板内容不合要求",
}
THING = 20  # characters
WEEKDAY = re.compile(r"（周.）")


@dataclass(frozen=True)
class Account:
    """The official account. *number_field* and *words_field* are the template's own names, e.g. character_string1."""

    app_id: str
    app_secret: str
    template: str
    number_field: str
    words_field: str
    url: str = API


class WeChatNotifier(Notifier):
    """*openid_of* gives the WeChat user of a conversation, None when it has none (any more)."""

    def __init__(
        self,
        account: Account,
        openid_of: Callable[[str], str | None],
        *,
        timeout_s: float = TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account, self._openid_of, self._clock = account, openid_of, clock
        self._http = httpx.Client(base_url=account.url, timeout=timeout_s, follow_redirects=False)
        self._lock = Lock()
        self._token, self._until = "", 0.0

    def send(self, notice: Outgoing) -> None:
        openid = self._openid_of(notice.recipient)
        if openid is None:
            raise NotSent("会话没有绑定微信用户", final=True)
        code = self._post(openid, notice)
        if code in TOKEN_ENDED:
            self._until = 0.0
            code = self._post(openid, notice)
        if code:
            raise NotSent(NEVER.get(code, f"微信应答 errcode {code}"), final=code in NEVER)

    def _post(self, openid: str, notice: Outgoing) -> int:
        account = self._account
        data = {account.number_field: notice.number, account.words_field: shortened(notice.words, notice.number)}
        body = {
            "touser": openid,
            "template_id": account.template,
            "data": {field: {"value": value} for field, value in data.items()},
        }
        answer = self._call("/cgi-bin/message/subscribe/bizsend", body, params={"access_token": self._access_token()})
        return int(answer.get("errcode", 0))

    def _access_token(self) -> str:
        with self._lock:
            if self._clock() >= self._until:
                asked = {
                    "grant_type": "client_credential",
                    "appid": self._account.app_id,
                    "secret": self._account.app_secret,
                    "force_refresh": False,
                }
                answer = self._call("/cgi-bin/stable_token", asked)
                if "access_token" not in answer:
                    raise NotSent(f"取微信 access_token 失败，errcode {answer.get('errcode', '无')}")
                self._token = str(answer["access_token"])
                self._until = self._clock() + float(answer.get("expires_in", 0)) - EARLY_S
            return self._token

    def _call(self, path: str, body: dict[str, Any], *, params: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            reply = self._http.post(path, json=body, params=params)
            answer = reply.json()
        except (httpx.HTTPError, ValueError) as error:  # ValueError: a body that is not JSON
            raise NotSent(f"微信没有正常应答（{type(error).__name__}）") from error
        if not reply.is_success or not isinstance(answer, dict):
            raise NotSent(f"微信应答 HTTP {reply.status_code}")
        return answer


def shortened(words: str, number: str) -> str:
    """*words* without the number, which has a field of its own, and the weekday, cut to what a *thing* holds."""
    rest = WEEKDAY.sub("", words).replace(f"您的工单{number}", "").replace(f"您的公开申请{number}", "").lstrip("，")
    return rest if len(rest) <= THING else f"{rest[: THING - 1]}…"
