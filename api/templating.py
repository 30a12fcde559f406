"""Rendering a page: the templates folder, with autoescaping and what every page needs."""

from __future__ import annotations

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

FOLDER = Path(__file__).parent
TEMPLATES = Jinja2Templates(directory=FOLDER / "templates")
STATIC = FOLDER / "static"


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Render *template*; ``staff`` and ``here`` default to nobody and nowhere."""
    return TEMPLATES.TemplateResponse(request, template, {"staff": None, "here": "", **context}, status_code=status)
