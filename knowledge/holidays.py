"""The State Council's yearly holiday notices as published; counting working days is the desk's business."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.source import KNOWLEDGE, KnowledgeError, read_text


@dataclass(frozen=True)
class Holiday:
    """A day that a notice changes: *off* on a weekday, or worked on a Saturday or Sunday."""

    name: str
    day: date
    off: bool


@dataclass(frozen=True)
class Notice:
    """The arrangement of one year with the addresses it was published at, at least one."""

    year: int
    papers: tuple[str, ...]
    days: tuple[Holiday, ...]


def load_holidays(root: Path = KNOWLEDGE) -> list[Notice]:
    """Read ``calendar/<year>.json``, oldest first; raises KnowledgeError."""
    return [_notice(path) for path in sorted((root / "calendar").glob("*.json"))]


def _notice(path: Path) -> Notice:
    try:
        raw = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise KnowledgeError(path, error.lineno, "不是合法的 JSON") from None
    if not isinstance(raw, dict) or str(raw.get("year")) != path.stem:
        raise KnowledgeError(path, 1, "year 应与文件名相同")
    if not raw.get("papers"):
        raise KnowledgeError(path, 1, "缺少 papers（放假通知的网址）；没有公布通知的年份不要放文件")
    days = tuple(_holiday(path, entry) for entry in raw.get("days", []))
    if len({holiday.day for holiday in days}) < len(days):
        raise KnowledgeError(path, 1, "days 中有重复的日期")
    return Notice(raw["year"], tuple(raw["papers"]), days)


def _holiday(path: Path, entry: Any) -> Holiday:
    try:
        return Holiday(entry["name"], date.fromisoformat(entry["date"]), bool(entry["isOffDay"]))
    except (KeyError, TypeError, ValueError):
        raise KnowledgeError(path, 1, f"days 中「{entry}」应有 name、date、isOffDay") from None
