"""Where the agent keeps conversations, and how it takes turns with them."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

IDLE_S = 3600.0  # a conversation silent for an hour starts anew; its draft waits in the database
CONVERSATIONS = 20_000  # about 1 KB each; the longest silent one goes first


@dataclass(frozen=True)
class Standing:
    """All a later turn needs of the earlier ones."""

    slots: dict[str, Any]
    form: str | None
    seen: float


class StandingStore(TrackerStore):
    """In memory, one standing per sender instead of its events.

    Rasa replays a tracker several times per turn, so a turn grows slower with every turn before it (22 ms at the
    second, 113 ms at the 300th). Rules here look no further back than the current message, the slots and the form.
    Raises nothing and hides nothing: there is no database below it, and drafts and transcripts are the desk's.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(None)
        self._clock = clock
        self._standings: OrderedDict[str, Standing] = OrderedDict()

    def __len__(self) -> int:
        return len(self._standings)

    async def save(self, tracker: DialogueStateTracker) -> None:
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        self._standings[tracker.sender_id] = Standing(slots, tracker.active_loop_name, self._clock())
        self._standings.move_to_end(tracker.sender_id)
        if len(self._standings) > CONVERSATIONS:
            self._standings.popitem(last=False)

    def standing(self, sender_id: str) -> Standing | None:
        """What the sender's earlier turns left; None when there are none or he was silent for long."""
        standing = self._standings.get(sender_id)
        return None if standing is None or self._clock() - standing.seen > IDLE_S else standing

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        standing = self.standing(sender_id)
        if standing is None:
            return None
        events: list[Event] = [SlotSet(name, value) for name, value in standing.slots.items()]
        events += [ActiveLoop(standing.form)] if standing.form else []
        events.append(ActionExecuted("action_listen"))
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Nothing is kept until the first turn has succeeded."""
        return self.init_tracker(sender_id)

    def forget(self, sender_id: str) -> None:
        self._standings.pop(sender_id, None)


@dataclass
class _Turnstile:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turnstiles(LockStore):
    """Messages of one sender pass in the order they came, those of different senders side by side.

    Rasa's stores poll once a second and give up after a minute. All turns run in one event loop, so a lock of that
    loop is enough.
    """

    def __init__(self) -> None:
        self._turnstiles: dict[str, _Turnstile] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0.0, wait_time_in_seconds: float = 0.0
    ) -> AsyncIterator[None]:
        turnstile = self._turnstiles.setdefault(conversation_id, _Turnstile())
        turnstile.waiting += 1
        try:
            async with turnstile.lock:
                yield
        finally:
            turnstile.waiting -= 1
            if not turnstile.waiting:
                del self._turnstiles[conversation_id]
