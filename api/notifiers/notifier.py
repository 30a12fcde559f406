"""What every adapter for notices is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from desk.outbox import Outgoing


class NotSent(Exception):
    """The notice did not go out; the message goes on record, so it holds no address, token or openid.

    ``final``: it never will, however often it is tried.
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class Notifier(ABC):
    """Takes a notice out of the house within ``desk.outbox.LEASE``."""

    @abstractmethod
    def send(self, notice: Outgoing) -> str:
        """Return the other side's own number for it, "" where it gives none. Raises NotSent."""


def content(notice: Outgoing) -> dict[str, str | int]:
    """What leaves the house, the same for file and webhook; documented in docs/notices.md."""
    return {
        "id": notice.id,
        "number": notice.number,
        "event": notice.deed,
        "recipient": notice.recipient,
        "words": notice.words,
        "at": notice.created.isoformat(),
    }
