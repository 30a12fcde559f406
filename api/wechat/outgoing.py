"""What WeChat gets back: a text reply within its length, safe inside CDATA, sealed where the account is encrypted."""

from __future__ import annotations

import re
from datetime import datetime

from api.wechat.crypto import Cipher, signature
from api.wechat.incoming import Incoming

LONGEST = 2000  # bytes of UTF-8; an older edition of the platform's documentation says 2048
SILENCE = b"success"  # an XML reply with empty Content would show the citizen "该公众号提供的服务出现故障"
# What XML 1.0 cannot hold; tab and line break stay.
UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BORDERS = ("\n", "。！？；!?;", "，、,： ")


def text(incoming: Incoming, content: str, *, at: datetime) -> bytes:
    """The reply to *incoming*; SILENCE when there is nothing to say. Raises ValueError when longer than LONGEST."""
    content = tidy(content)
    if not content:
        return SILENCE
    if len(content.encode()) > LONGEST:
        raise ValueError(f"a reply of more than {LONGEST} bytes: split it first")
    return (
        f"<xml><ToUserName>{cdata(incoming.sender)}</ToUserName>"
        f"<FromUserName>{cdata(incoming.account)}</FromUserName>"
        f"<CreateTime>{int(at.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(content)}</Content></xml>"
    ).encode()


def sealed(cipher: Cipher, token: str, reply: bytes, timestamp: str, nonce: str) -> bytes:
    """*reply* in its envelope; SILENCE needs none."""
    if reply == SILENCE:
        return reply
    encrypted = cipher.encrypt(reply)
    signed = signature(token, timestamp, nonce, encrypted)
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signed)}</MsgSignature>"
        f"<TimeStamp>{int(timestamp)}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    ).encode()


def split(content: str, limit: int = LONGEST) -> list[str]:
    """Pieces of at most *limit* bytes (4 at least), cut after a line, a sentence or a comma where one is near."""
    rest, pieces = tidy(content), []
    while rest:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return pieces


def tidy(content: str) -> str:
    """*content* without what XML cannot hold and without white space at its ends."""
    return UNFIT.sub("", content.replace("\r\n", "\n").replace("\r", "\n")).strip()


def cdata(content: str) -> str:
    """*content* cannot end the section: its own ``]]>`` is spread over two."""
    return f"<![CDATA[{UNFIT.sub('', content).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _cut(text: str, limit: int) -> int:
    """Where to end the piece that *text* begins with: not before its second half, so that pieces stay few."""
    window = text.encode()[:limit].decode(errors="ignore")
    if len(window) == len(text):
        return len(text)
    for border in BORDERS:
        last = max(window.rfind(character) for character in border)
        if last >= len(window) // 2:
            return last + 1
    return len(window)
