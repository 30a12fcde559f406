"""What the environment says, read once at the start. README lists every name."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.port import problem as port_problem
from api.wechat import account
from api.wechat.account import Account, AccountError
from desk.database import sqlite_url
from desk.environment import outlets
from desk.notices import WEBHOOK

DEFAULT_DATA_DIR = "var"
DEFAULT_ENCODER = "models/encoder"
SHORTEST_SECRET = 16  # characters of the webhook's secret
SWITCHED_OFF = ("off", "0", "no", "false")
SWITCHED_ON = ("on", "1", "yes", "true")


class CannotStart(Exception):
    """The service cannot start; the message is one Chinese sentence that names what mends it."""


class SettingsError(CannotStart):
    """A setting that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The configuration of one process.

    Attributes:
        encoder: Folder or hub name of the sentence encoder.
        rate_limit: False only for measurements (``RATE_LIMIT=off``).
        production: Keys and tokens must then be given and cookies are sent over HTTPS only.
        bot_token: Shared by the bot and its door ``/internal/v1``; None asks for a fresh one at each start.
        desk_url: Where a bot in another process finds the door; None means in process.
        widget_sites: Origins whose pages may show the citizen page in a frame.
        trusted_proxies: Addresses whose ``X-Forwarded-For`` is believed.
        outlets: The ways out for notices (``NOTIFY_…``); the webhook's address and secret come with theirs.
        public_url: Where citizens reach the pages, for links in WeChat; without it none are given.
        wechat: The official account (``WECHAT_…``); None: there is none.
    """

    port: int = 8000
    data_dir: Path = Path(DEFAULT_DATA_DIR)
    database_url: str = ""
    encoder: str = DEFAULT_ENCODER
    rate_limit: bool = True
    production: bool = False
    bot_token: str | None = None
    desk_url: str | None = None
    widget_sites: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    webhook_url: str = ""
    webhook_secret: str = ""
    public_url: str = ""
    wechat: Account | None = None

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @property
    def routing_dir(self) -> Path:
        return self.data_dir / "routing"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings.

        Raises:
            SettingsError: A value cannot be used.
        """
        data_dir = Path(environ.get("DATA_DIR") or DEFAULT_DATA_DIR)
        production = _switch("PRODUCTION", environ.get("PRODUCTION") or "off")
        settings = cls(
            port=_port(environ.get("PORT") or "8000"),
            data_dir=data_dir,
            database_url=environ.get("DATABASE_URL") or sqlite_url(data_dir),
            encoder=environ.get("ENCODER") or DEFAULT_ENCODER,
            rate_limit=_switch("RATE_LIMIT", environ.get("RATE_LIMIT") or "on"),
            production=production,
            bot_token=environ.get("BOT_TOKEN") or None,
            desk_url=environ.get("DESK_URL") or None,
            widget_sites=_sites(environ.get("WIDGET_SITES", "")),
            trusted_proxies=_addresses(environ.get("TRUSTED_PROXIES", "")),
            outlets=outlets(environ),
            webhook_url=_address("NOTIFY_WEBHOOK_URL", environ),
            webhook_secret=environ.get("NOTIFY_WEBHOOK_SECRET", ""),
            public_url=_address("PUBLIC_URL", environ).rstrip("/"),
            wechat=_account(environ, production),
        )
        if WEBHOOK in settings.outlets and len(settings.webhook_secret) < SHORTEST_SECRET:
            raise SettingsError(f"给出 NOTIFY_WEBHOOK_URL 时，NOTIFY_WEBHOOK_SECRET 至少 {SHORTEST_SECRET} 个字符。")
        if settings.production and not settings.bot_token:
            raise SettingsError("PRODUCTION=on 时必须给出 BOT_TOKEN（机器人与服务之间的口令）。")
        return settings


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(port_problem(text) or f"端口 PORT={text} 无效。")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.lower() in SWITCHED_ON:
        return True
    if text.lower() in SWITCHED_OFF:
        return False
    raise SettingsError(f"{name}={text} 无效：请写 on 或 off。")


def _sites(text: str) -> tuple[str, ...]:
    sites = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for site in sites:
        scheme, _, host = site.partition("://")
        if scheme not in ("http", "https") or not host or any(c in host for c in " ;/'\""):
            raise SettingsError(f"WIDGET_SITES 中的 {site} 无效：请写 https://主机名。")
    return sites


def _address(name: str, environ: Mapping[str, str]) -> str:
    text = environ.get(name, "")
    scheme, _, host = text.partition("://")
    if text and (scheme not in ("http", "https") or not host or any(c.isspace() for c in text)):
        raise SettingsError(f"{name} 无效：请写 https:// 开头的完整地址。")
    return text


def _account(environ: Mapping[str, str], production: bool) -> Account | None:
    try:
        return account.read(environ, production=production)
    except AccountError as error:
        raise SettingsError(str(error)) from error


def _addresses(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for address in found:
        try:
            ipaddress.ip_address(address)
        except ValueError as error:
            raise SettingsError(f"TRUSTED_PROXIES 中的 {address} 不是 IP 地址。") from error
    return found
