"""One message being answered, and the one transaction in which its answer, what waited, and the next offer are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.wechat import outgoing
from api.wechat.incoming import Incoming
from api.wechat.words import GAP, Words, page
from desk import wechat_inbox, wechat_pushes, wechat_users
from desk.database import Database
from desk.vault import Vault
from desk.wechat_users import Offer

Seal = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Job:
    """Attributes:
    key: Of the inbox.
    user: Keyed hash of the sender.
    seal: Puts the reply into the envelope of this very request; None for a message found after a crash.
    since: When such a message had come in.
    """

    message: Incoming
    key: str
    user: str
    seal: Seal | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Closing:
    """How answers are kept. *call*: what comes too late may go by a customer-service message."""

    database: Database
    vault: Vault
    clock: Callable[[], datetime]
    call: bool

    async def say(self, job: Job, said: Words, *, place: str = "") -> None:
        await self.do(job, lambda _: said, place=place)

    async def do(self, job: Job, work: Callable[[Session], Words], *, place: str = "") -> None:
        """Do *work* and keep what it says in one transaction."""

        def keep() -> None:
            with self.database.sessions.begin() as session:
                self.settle(session, job, work(session), place=place)

        await run_in_threadpool(keep)

    def settle(self, session: Session, job: Job, said: Words, *, place: str = "") -> None:
        """Keep *said* as the reply, after what waited for the citizen; too late for that, it waits itself."""
        user = wechat_users.get(session, job.user, lock=True)
        if user is None or user.left is not None or not said.text:
            wechat_inbox.settle(session, job.key, outgoing.SILENCE, vault=self.vault)
            return
        at, rest, reply = self.clock(), "", outgoing.SILENCE
        if job.seal is None or wechat_inbox.is_late(session, job.key):
            pieces = outgoing.split(said.text)
            wechat_pushes.queue(session, user.id, pieces, call=self.call, at=at, vault=self.vault)
        else:
            waiting = wechat_pushes.collect(session, user.id, at=at, vault=self.vault)
            shown, rest = page(GAP.join([*waiting, said.text]))
            reply = job.seal(outgoing.text(job.message, shown, at=at))
        wechat_users.offer(user, Offer(said.choices, rest, place), self.vault)
        wechat_inbox.settle(session, job.key, reply, vault=self.vault)

    def is_settled(self, job: Job) -> bool:
        with self.database.readers() as session:
            return wechat_inbox.reply_to(session, job.key, vault=self.vault) is not None
