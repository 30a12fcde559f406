"""Notices to citizens as WeChat subscription notices (订阅通知), one template for all.

``POST /cgi-bin/message/subscribe/bizsend`` (https://developers.weixin.qq.com/doc/service/api/). WeChat takes 20
characters of a *thing* and 32 of a *character_string*; more makes it refuse the whole notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from api.notifiers.notifier import Notifier, NotSent
from api.wechat.account import Account
from api.wechat.client import Failed, WeChat
from desk.outbox import Outgoing

THING = 20  # characters
WEEKDAY = re.compile(r"（周.）")


class WeChatNotifier(Notifier):
    """*openid_of* gives the WeChat user of a conversation, None when it has none (any more)."""

    def __init__(self, account: Account, client: WeChat, openid_of: Callable[[str], str | None]) -> None:
        self._account, self._client, self._openid_of = account, client, openid_of

    def send(self, notice: Outgoing) -> str:
        openid = self._openid_of(notice.recipient)
        if openid is None:
            raise NotSent("会话没有绑定微信用户", final=True)
        account = self._account
        data = {account.number_field: notice.number, account.words_field: shortened(notice.words, notice.number)}
        body = {
            "touser": openid,
            "template_id": account.template,
            "data": {field: {"value": value} for field, value in data.items()},
        }
        try:
            answer = self._client.call("/cgi-bin/message/subscribe/bizsend", body)
        except Failed as failed:
            raise NotSent(str(failed), final=failed.final) from failed
        return str(answer.get("msgid", ""))


def shortened(words: str, number: str) -> str:
    """*words* without the number, which has a field of its own, and the weekday, cut to what a *thing* holds."""
    rest = WEEKDAY.sub("", words).replace(f"您的工单{number}", "").replace(f"您的公开申请{number}", "").lstrip("，")
    return rest if len(rest) <= THING else f"{rest[: THING - 1]}…"
