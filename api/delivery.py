"""Sending what is in the outbox: each adapter on its own, outside any transaction, so that no deed waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from api.notifiers.file import FileNotifier
from api.notifiers.notifier import Notifier, NotSent
from api.notifiers.webhook import WebhookNotifier
from api.settings import Settings
from api.wechat.channel import Channel
from desk import outbox
from desk.database import Database
from desk.notices import FILE, WEBHOOK, WECHAT

log = logging.getLogger("api")

AT_ONCE = 200  # notices in one run; the next run goes on


def notifiers(settings: Settings, wechat: Channel | None = None) -> dict[str, Notifier]:
    """The adapters that are switched on, by the name their notices carry; *wechat* is the account's channel."""
    found: dict[str, Notifier] = {}
    if FILE in settings.outlets:
        found[FILE] = FileNotifier(settings.data_dir / "outbox")
    if WEBHOOK in settings.outlets:
        found[WEBHOOK] = WebhookNotifier(settings.webhook_url, settings.webhook_secret)
    if WECHAT in settings.outlets and wechat is not None and (notifier := wechat.notifier()) is not None:
        found[WECHAT] = notifier
    return found


def deliver(database: Database, name: str, notifier: Notifier, *, clock: Callable[[], datetime]) -> int:
    """Send what is due by adapter *name*; return how many went out.

    Ends at the first one that fails and may be tried again: the peer is down, and the next run comes soon.
    """
    for count in range(AT_ONCE):
        with database.sessions.begin() as session:
            notice = outbox.claim(session, name, at=clock())
        if notice is None:
            return count
        try:
            receipt = notifier.send(notice)
        except NotSent as problem:
            with database.sessions.begin() as session:
                outbox.failed(session, notice, str(problem), at=clock(), final=problem.final)
            log.warning("notice %d by %s not sent (try %d): %s", notice.id, name, notice.attempt, problem)
            if not problem.final:
                return count
            continue
        with database.sessions.begin() as session:
            outbox.sent(session, notice, at=clock(), receipt=receipt)
    return AT_ONCE
