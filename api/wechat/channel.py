"""The channel put together for one account."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.limits import Limits
from api.metrics import Metrics
from api.notifiers.wechat import WeChatNotifier
from api.parts import Parts
from api.turns import Turns
from api.wechat.account import Account
from api.wechat.agent import Agent
from api.wechat.client import WeChat
from api.wechat.dialogue import Dialogue
from api.wechat.door import Door
from api.wechat.jobs import Closing
from api.wechat.line import Line
from api.wechat.pictures import Pictures
from api.wechat.talk import Talk
from api.wechat.watch import Watch
from desk import wechat_users
from desk.database import Database
from desk.vault import Vault
from knowledge.wechat_menu import Menu


@dataclass(frozen=True)
class Channel:
    """*client* is None without an AppSecret: then the account answers only."""

    account: Account
    door: Door
    line: Line
    watch: Watch
    pictures: Pictures
    client: WeChat | None
    database: Database
    vault: Vault
    metrics: Metrics
    clock: Callable[[], datetime]

    def notifier(self) -> WeChatNotifier | None:
        """The outbox's way out to followers; None when the account cannot call."""
        return None if self.client is None else WeChatNotifier(self.account, self.client, self._openid_of)

    def close(self) -> None:
        self.watch.close()
        self.pictures.close()
        if self.client is not None:
            self.client.close()

    def _openid_of(self, conversation: str) -> str | None:
        with self.database.readers() as session:
            return wechat_users.openid_of(session, conversation, self.vault)


def open_channel(
    account: Account,
    *,
    port: int,
    public_url: str,
    menu: Menu,
    database: Database,
    vault: Vault,
    clock: Callable[[], datetime],
    turns: Turns,
    parts: Parts,
    limits: Limits,
    metrics: Metrics,
) -> Channel:
    client = account.client()
    calling = client if account.certified else None
    closing = Closing(database, vault, clock, call=calling is not None)
    pictures = Pictures(client, vault=vault, clock=clock)
    dialogue = Dialogue(closing, turns, Agent(parts), public_url=public_url)
    talk = Talk(dialogue, closing, pictures=pictures, limits=limits, menu=menu)
    runner = f"{socket.gethostname()[:60]}:{port}"
    line = Line(talk, closing, metrics=metrics, runner=runner)
    watch = Watch(line, calling, database=database, vault=vault, clock=clock, metrics=metrics)
    return Channel(account, account.door(), line, watch, pictures, client, database, vault, metrics, clock)
