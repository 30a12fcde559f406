"""The official account as the environment describes it (``WECHAT_…``). README lists every name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from api.wechat.client import API, WeChat
from api.wechat.crypto import KEY, Cipher
from api.wechat.door import Door

TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
TRUE = ("on", "1", "yes", "true")


class AccountError(ValueError):
    """A setting that cannot be used; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Account:
    """Attributes:
    aes_key, previous_key: EncodingAESKey, and the one before it; empty in plain mode.
    app_secret: Empty: nothing can be sent or fetched, only answered.
    certified: WeChat lets it send customer-service messages.
    template: Of subscription notices; empty: none are sent.
    number_field, words_field: The template's own names, e.g. character_string1.
    """

    token: str = field(repr=False)
    aes_key: str = field(default="", repr=False)
    previous_key: str = field(default="", repr=False)
    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    certified: bool = False
    template: str = ""
    number_field: str = "character_string1"
    words_field: str = "thing2"
    url: str = API

    def door(self) -> Door:
        if not self.aes_key:
            return Door(self.token)
        return Door(self.token, Cipher(self.aes_key, self.app_id, self.previous_key or None))

    def client(self) -> WeChat | None:
        return WeChat(self.app_id, self.app_secret, url=self.url) if self.app_secret else None


def read(environ: Mapping[str, str], *, production: bool) -> Account | None:
    """None without WECHAT_TOKEN: there is no account. Raises AccountError."""
    token = environ.get("WECHAT_TOKEN", "")
    if not token:
        return None
    account = Account(
        token=token,
        aes_key=environ.get("WECHAT_AES_KEY", ""),
        previous_key=environ.get("WECHAT_AES_KEY_PREVIOUS", ""),
        app_id=environ.get("WECHAT_APP_ID", ""),
        app_secret=environ.get("WECHAT_APP_SECRET", ""),
        certified=environ.get("WECHAT_CERTIFIED", "").lower() in TRUE,
        template=environ.get("WECHAT_TEMPLATE", ""),
        number_field=environ.get("WECHAT_TEMPLATE_NUMBER") or "character_string1",
        words_field=environ.get("WECHAT_TEMPLATE_WORDS") or "thing2",
        url=(environ.get("WECHAT_API_URL") or API).rstrip("/"),
    )
    _check_keys(account, production)
    _check_calls(account)
    return account


def _check_keys(account: Account, production: bool) -> None:
    if not TOKEN.fullmatch(account.token):
        raise AccountError("WECHAT_TOKEN 应为 3 至 32 位字母和数字，与公众平台上填写的一致。")
    if production and not account.aes_key:
        raise AccountError("PRODUCTION=on 时公众号须用安全模式：请给出 WECHAT_AES_KEY（EncodingAESKey）。")
    for name, key in (("WECHAT_AES_KEY", account.aes_key), ("WECHAT_AES_KEY_PREVIOUS", account.previous_key)):
        if key and not KEY.fullmatch(key):
            raise AccountError(f"{name} 无效：EncodingAESKey 是 43 位字母和数字。")
    if account.aes_key and not account.app_id:
        raise AccountError("给出 WECHAT_AES_KEY 时，还要给出 WECHAT_APP_ID。")


def _check_calls(account: Account) -> None:
    if account.app_secret and not account.app_id:
        raise AccountError("给出 WECHAT_APP_SECRET 时，还要给出 WECHAT_APP_ID。")
    for name, given in (("WECHAT_CERTIFIED=on", account.certified), ("WECHAT_TEMPLATE", bool(account.template))):
        if given and not account.app_secret:
            raise AccountError(f"{name} 要能调用微信接口：请给出 WECHAT_APP_ID 和 WECHAT_APP_SECRET。")
    if not account.url.startswith(("https://", "http://")):
        raise AccountError("WECHAT_API_URL 无效：请写 https:// 开头的地址。")
