"""A date of a case as a calendar file (RFC 5545), for a citizen's telephone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from desk.moments import day_of
from desk.store import AnyCase
from desk.tickets import Ticket


def content(case: AnyCase, *, at: datetime) -> bytes:
    """The day of the answer at the latest."""
    leading = case.leading if isinstance(case, Ticket) else case
    return entry(case, day_of(leading.due), "最晚答复日", uid=case.number, at=at)


def entry(case: AnyCase, day: date, name: str, *, uid: str, at: datetime) -> bytes:
    """One whole-day entry; the same UID, so that a later file moves the entry of an earlier one."""
    stamp = at.astimezone(UTC)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jingde-12345//zh",
        "BEGIN:VEVENT",
        f"UID:{uid}@jingde-12345",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{len(case.events)}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{case.number} {name}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
