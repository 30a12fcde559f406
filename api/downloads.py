"""A file handed to the browser to be kept, under a Chinese name."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi.responses import Response

PRIVATE = {"Cache-Control": "private, no-store"}  # for what names people


def download(content: bytes, name: str, media: str, *, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, media_type=media, headers={**named("attachment", name), **(headers or {})})


def named(place: str, name: str) -> dict[str, str]:
    """The header with *name* in UTF-8 (RFC 6266); *place* is ``attachment``, or ``inline`` for what is looked at."""
    return {"Content-Disposition": f"{place}; filename*=UTF-8''{quote(name)}"}
