"""A case's due date as a calendar file (RFC 5545), for a citizen's telephone."""

from __future__ import annotations

from datetime import UTC, datetime

from desk.moments import day_of
from desk.store import AnyCase
from desk.tickets import Ticket


def content(case: AnyCase, *, at: datetime) -> bytes:
    """One whole-day entry; the same UID, so that a later file moves the entry of an earlier one."""
    leading = case.leading if isinstance(case, Ticket) else case
    stamp = at.astimezone(UTC)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jingde-12345//zh",
        "BEGIN:VEVENT",
        f"UID:{case.number}@jingde-12345",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{len(case.events)}",
        f"DTSTART;VALUE=DATE:{day_of(leading.due):%Y%m%d}",
        f"SUMMARY:{case.number} 最晚答复日",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
