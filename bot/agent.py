"""The embedded dialogue agent: its own thread and event loop behind a bounded door."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Coroutine
from concurrent.futures import Future
from pathlib import Path
from tarfile import TarError
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar

from rasa.core.channels import UserMessage
from rasa.shared.exceptions import RasaException

from bot import actions as action_modules
from bot.actions.desk_action import DeskAction
from bot.actions.desk_client import DeskClient
from bot.actions.message import WRITTEN_OUT
from bot.actions.slots import ASKED
from bot.busy import Busy
from bot.conversations import StandingStore, Turnstiles
from bot.english import HELP, in_english
from bot.followups import Followups
from bot.in_process import InProcessAction
from bot.nlu.encoder import EncoderMissing
from bot.processor import EmbeddedAgent
from bot.threads import widen
from bot.turn import Collected, Said, Turn, Understanding, harmless
from knowledge.parallels import load_parallels
from knowledge.source import KnowledgeError
from knowledge.units import load_units

WAITING = 200  # turns taken in before the next is turned away
WARM_UP = ("你好", "依申请公开几天答复", "我要反映问题")
Result = TypeVar("Result")


class ModelUnusable(Exception):
    """The dialogue model is missing or does not load; the message names the command that mends it."""


class Bot:
    """Safe to call from any event loop or thread. ``model_sha256`` names the model that answers."""

    def __init__(
        self, agent: EmbeddedAgent, client: DeskClient, followups: Followups, *, model_sha256: str, waiting: int
    ) -> None:
        self.model_sha256 = model_sha256
        self._agent, self._client, self._followups = agent, client, followups
        self._places = BoundedSemaphore(waiting)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="dialogue", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(widen(), self._loop).result()

    @classmethod
    def load(cls, model: Path, *, client: DeskClient, waiting: int = WAITING) -> Bot:
        """Load and warm up.

        Raises:
            ModelUnusable: no such file, or not a model of this version.
            EncoderMissing, KnowledgeError: what the model needs beside itself.
        """
        if not model.is_file():
            raise ModelUnusable(f"没有找到对话模型 {model}：请运行 python -m bot train")
        agent = EmbeddedAgent(actions=_in_process(client), tracker_store=StandingStore(), lock_store=Turnstiles())
        try:
            agent.load_model(model)
        except (OSError, ValueError, KeyError, TarError, RasaException) as error:
            if isinstance(error.__cause__, (EncoderMissing, KnowledgeError)):
                raise error.__cause__ from None
            raise ModelUnusable(f"对话模型 {model} 无法读取：请运行 python -m bot train --force") from error
        if not agent.is_ready():
            raise ModelUnusable(f"对话模型 {model} 不完整：请运行 python -m bot train --force")
        followups = Followups(load_parallels(), load_units())
        sha256 = hashlib.sha256(model.read_bytes()).hexdigest()
        bot = cls(agent, client, followups, model_sha256=sha256, waiting=waiting)
        for text in WARM_UP:
            bot._submit(bot._parse(text)).result()
        return bot

    @property
    def conversations(self) -> int:
        """Conversations held in memory."""
        return len(self._agent.tracker_store)

    async def say(self, sender: str, text: str, *, channel: str = "web") -> Turn:
        """Answer *text*; a caller that is cancelled leaves the turn to finish.

        Raises:
            Busy: the queue is full; nothing was done.
        """
        return await asyncio.shield(asyncio.wrap_future(self._submit(self._turn(sender, text, channel))))

    async def parse(self, text: str) -> Understanding:
        """Intent and entities of *text* alone. Raises Busy."""
        return await asyncio.shield(asyncio.wrap_future(self._submit(self._parse(text))))

    async def forget(self, sender: str) -> None:
        """Drop what is remembered of *sender*; the desk's draft is not touched."""
        self._loop.call_soon_threadsafe(self._agent.tracker_store.forget, sender)

    def close(self) -> None:
        """Finish no turn; what was filed is in the database."""
        asyncio.run_coroutine_threadsafe(self._client.close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _submit(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        if not self._places.acquire(blocking=False):
            work.close()
            raise Busy("对话队列已满")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        future.add_done_callback(lambda _: self._places.release())
        return future

    async def _turn(self, sender: str, text: str, channel: str) -> Turn:
        collected, shown = Collected(), harmless(text)
        full = self._written_out(sender, shown)
        parsed = await self._agent.processor.parse_message(UserMessage(full or shown))
        message = UserMessage(
            full or shown,
            collected,
            sender,
            input_channel=channel,
            parse_data=parsed,
            metadata={WRITTEN_OUT: full is not None},
        )
        await self._agent.handle_message(message)
        intent = parsed["intent"]
        if in_english(shown):
            collected.said.append(Said(self._agent.domain.responses[HELP][0]["text"]))
        return Turn(intent["name"], intent["confidence"], collected.said)

    def _written_out(self, sender: str, text: str) -> str | None:
        """*text* as a whole question if it follows up the one answered last; inside a form every word is an answer."""
        standing = self._agent.tracker_store.standing(sender)
        earlier = standing.slots.get(ASKED) if standing and not standing.form else None
        return self._followups.written_out(text, earlier) if earlier else None

    async def _parse(self, text: str) -> Understanding:
        parsed = await self._agent.processor.parse_message(UserMessage(harmless(text)))
        return Understanding(parsed["intent"]["name"], parsed["intent"]["confidence"], parsed["entities"])


def _in_process(client: DeskClient) -> dict[str, InProcessAction]:
    """Every action of ``bot.actions`` by name."""
    names = [module.name for module in pkgutil.iter_modules(action_modules.__path__, "bot.actions.")]
    found = [value for name in names for value in vars(importlib.import_module(name)).values()]
    kinds = {kind for kind in found if inspect.isclass(kind) and issubclass(kind, DeskAction)}
    made = [kind() for kind in kinds if not inspect.isabstract(kind)]
    return {action.name(): InProcessAction(action, client) for action in made}
