"""Rendering a page: the templates folder, with autoescaping and what every page needs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from desk.moments import WEEKDAYS, local

FOLDER = Path(__file__).parent
TEMPLATES = Jinja2Templates(directory=FOLDER / "templates")
STATIC = FOLDER / "static"
SHORTEST_MARK = 4  # characters


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Render *template*; ``staff`` and ``here`` default to nobody and nowhere."""
    return TEMPLATES.TemplateResponse(request, template, {"staff": None, "here": "", **context}, status_code=status)


def moment(at: datetime | str) -> str:
    """Say when, in Shanghai time, e.g. ``2026年11月25日（周三）15:04``; takes a moment or its ISO form."""
    when = local(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{when.year}年{when.month}月{when.day}日（周{WEEKDAYS[when.weekday()]}）{when:%H:%M}"


def short_moment(at: datetime | str) -> str:
    """The same without year and weekday: ``11月25日 15:04``."""
    when = local(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{when.month}月{when.day}日 {when:%H:%M}"


def day(when: date) -> str:
    """``2026年11月25日``."""
    return f"{when.year}年{when.month}月{when.day}日"


def marked(line: str, quote: str) -> Markup:
    """*line* with what it shares with *quote*, of which it may be one line, marked; a word alone is not."""
    parts = [part for part in quote.split("\n") if len(part) >= SHORTEST_MARK and part in line]
    if not parts:
        return escape(line)
    before, words, after = line.partition(max(parts, key=len))
    return escape(before) + Markup("<mark>{}</mark>").format(words) + escape(after)


TEMPLATES.env.filters["day"] = day
TEMPLATES.env.filters["marked"] = marked
TEMPLATES.env.filters["moment"] = moment
TEMPLATES.env.filters["short_moment"] = short_moment
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True
