"""The simulator judges an account the way WeChat does."""

import httpx
import pytest

from api.wechat import outgoing
from api.wechat.crypto import Cipher
from tests.api.peers import peer
from tests.api.wechat_api import APP_ID
from tests.api.wechat_platform import ACCOUNT, FAULT, KEY, TOKEN, TRIES, Mode, Platform

OPENID = "oCitizen0001"
REPLY = (
    f"<xml><ToUserName>{OPENID}</ToUserName><FromUserName>{ACCOUNT}</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content>好</Content></xml>"
).encode()


def sealed(*, key=KEY, signed="n"):
    reply = outgoing.sealed(Cipher(key, APP_ID), TOKEN, REPLY, "1", "n")
    return reply.replace(b"<Nonce><![CDATA[n", f"<Nonce><![CDATA[{signed}".encode())


@pytest.mark.parametrize(
    "mode, body, shown",
    {
        "a reply": (Mode.PLAIN, REPLY, "好"),
        "sealed": (Mode.ENCRYPTED, sealed(), "好"),
        "either": (Mode.COMPATIBLE, REPLY, "好"),
        "silence": (Mode.ENCRYPTED, b"success", None),
        "nothing": (Mode.PLAIN, b"", None),
        "JSON": (Mode.PLAIN, b'"success"', FAULT),
        "no words": (Mode.PLAIN, REPLY.replace("好".encode(), b""), FAULT),
        "too many": (Mode.PLAIN, REPLY.replace("好".encode(), b"a" * 2049), FAULT),
        "two types": (Mode.PLAIN, REPLY.replace(b"<Content>", b"<MsgType>text</MsgType><Content>"), FAULT),
        "to another": (Mode.PLAIN, REPLY.replace(b"oCitizen", b"oAnother"), FAULT),
        "another key": (Mode.ENCRYPTED, sealed(key=KEY[::-1]), FAULT),
        "signed wrongly": (Mode.ENCRYPTED, sealed(signed="m"), FAULT),
    }.values(),
)
def test_what_the_citizen_sees(mode, body, shown):
    with peer(answer=lambda asked: (200, body)) as there, httpx.Client(base_url=there.url) as http:
        delivery = Platform(http, mode=mode).text(OPENID, "路灯坏了")

    assert (delivery.shown, len(there.asked)) == (shown, 1)


def test_who_is_too_slow_is_asked_three_times_more_with_the_same_message():
    with peer(answer=lambda asked: (200, REPLY)) as there, httpx.Client(base_url=there.url) as http:
        there.released.clear()
        delivery = Platform(http, mode=Mode.PLAIN, cut_s=0.1).text(OPENID, "路灯坏了")

    assert (delivery.shown, delivery.replies) == (FAULT, [None] * TRIES)
    assert len({asked.body for asked in there.asked}) == 1
    assert len({asked.path for asked in there.asked}) == TRIES
