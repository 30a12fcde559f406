"""How often one caller may ask. Counted in memory: one process, one set of buckets.

The figures are generous for a person and for an office behind one address (reliability.md 4.4, docs/decisions/0062).
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from api.errors import TooMany

REMEMBERED = 50_000  # callers; the longest unseen is forgotten first


@dataclass(frozen=True)
class Allowance:
    """A bucket of *burst* requests that refills evenly at *burst* per *seconds*."""

    name: str
    burst: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.burst / self.seconds


READS = Allowance("reads", 1200, 60)  # search, routing, intent: per address
MESSAGES = Allowance("messages", 30, 60)  # chat: per conversation
CHATS = Allowance("chats", 1200, 60)  # chat: per address
FILINGS = Allowance("filings", 300, 3600)  # per address
UPLOADS = Allowance("uploads", 120, 3600)  # requests that add files, per address
# Wrong secrets and passwords per address; desk.access counts them per case and per account, for all addresses together.
GUESSES = Allowance("guesses", 60, 600)


class Limits:
    """Token buckets. Safe to use from several threads."""

    def __init__(self, *, active: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._active, self._clock = active, clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, allowance: Allowance, key: str) -> None:
        """Use up one request.

        Raises:
            TooMany: The bucket is empty; it says when the next one fits.
        """
        if not self._active:
            return
        with self._lock:
            left, at = self._level(allowance, key)
            if left < 1:
                raise TooMany((1 - left) / allowance.rate)
            self._set(allowance, key, left - 1, at)

    def check(self, allowance: Allowance, key: str) -> None:
        """Raise TooMany when the bucket is empty, without using anything up: for limits that count failures."""
        if not self._active:
            return
        with self._lock:
            left, _ = self._level(allowance, key)
            if left < 1:
                raise TooMany((1 - left) / allowance.rate)

    def count(self, allowance: Allowance, key: str) -> None:
        """Use up one request if there is one left; never refuses."""
        with self._lock:
            left, at = self._level(allowance, key)
            self._set(allowance, key, max(0.0, left - 1), at)

    def _level(self, allowance: Allowance, key: str) -> tuple[float, float]:
        now = self._clock()
        left, at = self._buckets.get((allowance.name, key), (float(allowance.burst), now))
        return min(float(allowance.burst), left + (now - at) * allowance.rate), now

    def _set(self, allowance: Allowance, key: str, left: float, at: float) -> None:
        self._buckets[(allowance.name, key)] = (left, at)
        self._buckets.move_to_end((allowance.name, key))
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)


def caller(connection: HTTPConnection, *, trusted_proxies: tuple[str, ...]) -> str:
    """Return the network a request came from: an IPv4 address or an IPv6 /64.

    ``X-Forwarded-For`` counts only from one of *trusted_proxies*; then its last address that is not a proxy.
    """
    address = connection.client.host if connection.client else "unknown"
    if address in trusted_proxies:
        passed = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",")]
        address = next((part for part in reversed(passed) if part and part not in trusted_proxies), address)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
