"""The client the actions use.

The embedded agent gives its own to each call (``using``); the stock action server makes one from the environment
on first use. Importing an action connects to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from bot.actions.desk_client import DeskClient

_current: ContextVar[DeskClient] = ContextVar("desk")


def desk() -> DeskClient:
    """Raises KeyError when ``BOT_TOKEN`` is not set and no client was given."""
    return _current.get(None) or _from_environment()


@contextmanager
def using(client: DeskClient) -> Iterator[None]:
    token = _current.set(client)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _from_environment() -> DeskClient:
    url = os.environ.get("DESK_URL", "http://127.0.0.1:8000")
    return DeskClient.connect(base_url=url, token=os.environ["BOT_TOKEN"])
