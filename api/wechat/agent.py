"""The dialogue agent as a channel needs it that must not lose a message: it waits for one that loads or is busy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from api.parts import Parts, Talker
from bot.busy import Busy

PAUSE_S = 0.2
Answer = TypeVar("Answer")


class Agent:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def patiently(self, ask: Callable[[Talker], Awaitable[Answer]]) -> Answer:
        """Ask the agent as soon as it is there and has a place."""
        while True:
            if self._parts.bot is not None:
                try:
                    return await ask(self._parts.bot)
                except Busy:
                    pass
            await asyncio.sleep(PAUSE_S)

    async def forget(self, conversation: str) -> None:
        if self._parts.bot is not None:
            await self._parts.bot.forget(conversation)
