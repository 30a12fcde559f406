"""What the commands read from the environment, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.database import sqlite_url
from desk.notices import FILE, WEBHOOK, WECHAT


@dataclass(frozen=True)
class Environment:
    """Attributes:
    data_dir: DATA_DIR, default ``var``: key file, database, models.
    url: DATABASE_URL, default SQLite in *data_dir*.
    production: PRODUCTION; then keys must be there before the start.
    outlets: The ways out for notices, see ``outlets``.
    """

    data_dir: Path
    url: str
    production: bool
    outlets: tuple[str, ...]


def read(environ: Mapping[str, str]) -> Environment:
    data_dir = Path(environ.get("DATA_DIR") or "var")
    return Environment(
        data_dir=data_dir,
        url=environ.get("DATABASE_URL") or sqlite_url(data_dir),
        production=environ.get("PRODUCTION", "").lower() in ("1", "true", "yes", "on"),
        outlets=outlets(environ),
    )


def outlets(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The ways out for notices.

    A file unless NOTIFY_FILE is off, a webhook where NOTIFY_WEBHOOK_URL is given, WeChat where its account has a
    template for them.
    """
    file = environ.get("NOTIFY_FILE", "").lower() not in ("0", "false", "no", "off")
    webhook = bool(environ.get("NOTIFY_WEBHOOK_URL"))
    wechat = bool(environ.get("WECHAT_TOKEN") and environ.get("WECHAT_TEMPLATE"))
    return tuple(name for name, on in ((FILE, file), (WEBHOOK, webhook), (WECHAT, wechat)) if on)
