"""Notices by HTTP POST to one address the county gives, signed so that the receiver knows who sent them.

Payload, headers and how to check the signature: docs/notices.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable

import httpx

from api.notifiers.notifier import Notifier, NotSent, content
from desk.outbox import Outgoing

TIMEOUT_S = 10.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp, a dot and the body, in hex: an old message cannot be sent again under a new time."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class WebhookNotifier(Notifier):
    """Follows no redirects and reads no answer but its status; the address comes from the environment only."""

    def __init__(
        self, url: str, secret: str, *, timeout_s: float = TIMEOUT_S, clock: Callable[[], float] = time.time
    ) -> None:
        self._url, self._secret, self._clock = url, secret, clock
        self._http = httpx.Client(timeout=timeout_s, follow_redirects=False)

    def send(self, notice: Outgoing) -> str:
        body = json.dumps(content(notice), ensure_ascii=False).encode()
        timestamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Notice-Id": str(notice.id),
            "X-Notice-Timestamp": timestamp,
            "X-Notice-Signature": f"sha256={signature(self._secret, timestamp, body)}",
        }
        try:
            with self._http.stream("POST", self._url, content=body, headers=headers) as answer:
                status = answer.status_code
        except httpx.HTTPError as error:
            raise NotSent(f"对方没有应答（{type(error).__name__}）") from error
        if not httpx.codes.is_success(status):
            raise NotSent(f"对方应答 HTTP {status}")
        return ""
