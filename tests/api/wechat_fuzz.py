"""Broken and forged WeChat messages without end: ``python -m tests.api.wechat_fuzz 1000000`` (a few minutes).

Whatever comes is either a message or ``Rejected``; anything else is a finding.
"""

from __future__ import annotations

import base64
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from api.wechat.crypto import Cipher, Rejected, signature
from api.wechat.door import Door, Knock
from api.wechat.incoming import Incoming

TOKEN, APP_ID, NOW = "jdxToken2026", "wx0123456789abcdef", 1_790_000_000
KEY, OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
AES_KEY = base64.b64decode(f"{KEY}=")
GOOD = (
    "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oOpenId1]]></FromUserName>"
    "<CreateTime>1790000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[路灯坏了😀]]></Content>"
    "<MsgId>7250021412600020992</MsgId></xml>"
).encode()
PIECES = (
    b"<xml>", b"</xml>", b"<Content>", b"</Content>", b"<![CDATA[", b"]]>", b"]]]]><![CDATA[>", b"\x00",
    b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;",
    b"&#xD800;", b"<a>" * 20_000, b"<MsgId>abc</MsgId>", b"<MsgId>1</MsgId><MsgId>2</MsgId>", b"9" * 5000,
    b"<CreateTime>-1</CreateTime>", b"<Event>CLICK</Event>", b"<MsgType>event</MsgType>", b"<Encrypt>AAAA</Encrypt>",
    b"<?xml version='1.0' encoding='gbk'?>", b"<Location_X>nan</Location_X>", b"<Location_Y>1e999</Location_Y>",
    "１".encode(),
)  # fmt: skip


class Source(random.Random):
    """Chance, and a clock that goes on, so that what is remembered for ten minutes is forgotten after them."""

    now = NOW


@dataclass(frozen=True)
class Given:
    now: int
    knock: Knock
    body: bytes


def inputs(count: int, *, seed: int = 1) -> Iterator[Given]:
    rng = Source(seed)
    for number in range(count):
        rng.now = NOW + number // 100
        yield rng.choice(WAYS)(rng)


def outcome(door: Door, given: Given) -> str:
    """Any exception but Rejected is a finding and comes through."""
    try:
        read = door.admit(given.knock, given.body, now=given.now)
    except Rejected as refused:
        return refused.reason
    assert isinstance(read, Incoming)
    assert read.key
    return "收下"


def doors() -> tuple[Door, Door]:
    """An encrypted account and a plain one."""
    return Door(TOKEN, Cipher(KEY, APP_ID, OLD_KEY)), Door(TOKEN)


def sealed(plain: bytes) -> str:
    """*plain* as it is, padding and all, under the right key: a forger's best case."""
    sealing = Aes(AES(AES_KEY), CBC(AES_KEY[:16])).encryptor()
    return base64.b64encode(sealing.update(plain) + sealing.finalize()).decode()


def knocking(rng: Source, encrypted: str = "", *, nonce: str = "") -> Knock:
    stamp, nonce = str(rng.now), nonce or f"{rng.getrandbits(48):x}"
    return Knock(signature(TOKEN, stamp, nonce), stamp, nonce, signature(TOKEN, stamp, nonce, encrypted))


def enveloped(rng: Source, encrypted: str) -> Given:
    return Given(
        rng.now,
        knocking(rng, encrypted),
        f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode(),
    )


def padded(
    message: bytes, *, app_id: bytes = APP_ID.encode(), size: int | None = None, pad: int | None = None
) -> bytes:
    size = len(message) if size is None else size
    plain = b"0123456789abcdef" + (size % 2**32).to_bytes(4, "big") + message + app_id
    right = 32 - len(plain) % 32
    return plain + bytes([right if pad is None else pad]) * right


def _mutated(rng: Source, source: bytes = GOOD) -> bytes:
    message = bytearray(source)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(message) + 1)
        match rng.randrange(4):
            case 0:
                message[at:at] = rng.choice(PIECES)
            case 1:
                del message[at : at + rng.randint(1, 40)]
            case 2:
                message[at : at + 1] = bytes([rng.randrange(256)])
            case _:
                message[at:at] = bytes(message[rng.randrange(len(message) + 1) :][:60])
    return bytes(message)


def _flipped(rng: Source) -> Given:
    blob = bytearray(base64.b64decode(sealed(padded(GOOD))))
    for _ in range(rng.randint(1, 3)):
        blob[rng.randrange(len(blob))] ^= 1 << rng.randrange(8)
    return enveloped(rng, base64.b64encode(blob).decode())


def _unsigned(rng: Source) -> Given:
    given = enveloped(rng, sealed(padded(GOOD)))
    bad = Knock(
        given.knock.signature, given.knock.timestamp, given.knock.nonce, rng.choice(("", "0" * 40, "é", "\ud800"))
    )
    return Given(rng.now, bad, given.body)


WAYS: tuple[Callable[[Source], Given], ...] = (
    lambda rng: enveloped(rng, sealed(padded(GOOD))),
    lambda rng: enveloped(rng, Cipher(OLD_KEY, APP_ID).encrypt(GOOD)),
    _flipped,
    _unsigned,
    lambda rng: enveloped(rng, base64.b64encode(rng.randbytes(rng.randint(0, 400))).decode()),
    lambda rng: enveloped(rng, sealed(rng.randbytes(16 * rng.randint(1, 20)))),
    lambda rng: enveloped(rng, sealed(padded(GOOD, app_id=rng.choice((b"", b"wx0123456789abcdeF", b"wx\xff"))))),
    lambda rng: enveloped(rng, sealed(padded(GOOD, pad=rng.choice((0, 33, 255, 1, 31))))),
    lambda rng: enveloped(rng, sealed(padded(GOOD, size=len(GOOD) + rng.choice((-1, 1, -2**31, 2**31, -len(GOOD)))))),
    lambda rng: enveloped(rng, sealed(padded(_mutated(rng)))),
    lambda rng: enveloped(rng, rng.choice(("", "=", "A", "AAAA", "中文", "A" * 64, "A=A=" * 16, "_-" * 32))),
    lambda rng: Given(rng.now, knocking(rng), _mutated(rng)),
    lambda rng: Given(rng.now, knocking(rng), GOOD),
    lambda rng: Given(rng.now, knocking(rng), rng.randbytes(rng.randint(0, 300))),
    lambda rng: Given(rng.now, knocking(rng), b"".join(rng.choices(PIECES, k=rng.randint(1, 12)))),
    lambda rng: Given(rng.now, Knock("", rng.choice(("", "１２", "x" * 99, "-1")), "\ud800"), _mutated(rng)),
)  # fmt: skip


def main(count: int) -> None:
    encrypted, plain = doors()
    outcomes: Counter[str] = Counter()
    longest, began = 0.0, time.perf_counter()
    for number, given in enumerate(inputs(count)):
        started = time.process_time()
        outcomes[outcome(encrypted, given)] += 1
        outcomes[outcome(plain, given)] += 1
        longest = max(longest, time.process_time() - started)
        if number % max(1, count // 10) == 0:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{number:>9} 个输入，最高内存 {memory} MiB", flush=True)  # noqa: T201
    spent = time.perf_counter() - began
    print(f"{count} 个输入 × 2 种模式，{spent:.0f} 秒，最长用时 {longest * 1000:.1f} 毫秒，0 个意外")  # noqa: T201
    for reason, times in outcomes.most_common():
        print(f"{times:>9}  {reason}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
