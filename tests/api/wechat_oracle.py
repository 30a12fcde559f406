"""The protocol against wechatpy, an implementation of its own: ``python -m tests.api.wechat_oracle 10000``."""

from __future__ import annotations

import random
import string
import sys
import warnings

from api.wechat import crypto, incoming, outgoing

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # wechatpy 1.8 still imports names that later versions of Python drop
    from wechatpy import parse_message
    from wechatpy.crypto import PrpCrypto, WeChatCrypto
    from wechatpy.utils import WeChatSigner

LETTERS = string.ascii_letters + string.digits
WORDS = "旌德县路灯坏了，请派人来修！12345 <b>&amp;]] \n\t“”😀𠮷é"
SEED = 20261121


def differences(count: int, *, seed: int = SEED) -> list[str]:
    """Send *count* random messages both ways and say where the two disagree."""
    rng = random.Random(seed)
    return [told for number in range(count) for told in _compare(rng, number)]


def _compare(rng: random.Random, number: int) -> list[str]:
    key, app_id, token = _letters(rng, 43), f"wx{_letters(rng, 16)}", _letters(rng, rng.randint(3, 32))
    stamp, nonce = str(rng.randint(1, 2**31)), _letters(rng, rng.randint(1, 12))
    message = _message(rng)
    ours, theirs = crypto.Cipher(key, app_id), WeChatCrypto(token, key, app_id)
    head = _letters(rng, 16)
    sealed = ours.encrypt(message, random16=head.encode())
    reply = outgoing.sealed(ours, token, message, stamp, nonce)
    signed = crypto.signature(token, stamp, nonce, sealed)
    same = {
        "signature": signed == _their_signature(token, stamp, nonce, sealed),
        "ciphertext": sealed == _their_ciphertext(key, app_id, head, message),
        "they read ours": theirs.decrypt_message({"Encrypt": sealed}, signed, stamp, nonce) == message.decode(),
        "they read our reply": _they_read(theirs, reply, stamp, nonce) == message.decode(),
        "we read theirs": ours.decrypt(_they_seal(theirs, message, nonce, stamp)) == message,
        "fields": _our_fields(message) == _their_fields(message),
    }
    return [f"{number}: {name}" for name, equal in same.items() if not equal]


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(LETTERS, k=count))


def _message(rng: random.Random) -> bytes:
    content = "".join(rng.choices(WORDS, k=rng.randint(1, 400))).strip() or "好"
    own = {
        "text": f"<Content>{outgoing.cdata(content)}</Content>",
        "image": f"<PicUrl>{outgoing.cdata('http://mmbiz.example/x?a=1&b=2')}</PicUrl><MediaId>m-1</MediaId>",
        "voice": f"<MediaId>m1</MediaId><Format>amr</Format><Recognition>{outgoing.cdata(content)}</Recognition>",
        "location": f"<Location_X>30.2{rng.randint(0, 9)}</Location_X><Location_Y>118.5</Location_Y><Scale>20</Scale>"
        f"<Label>{outgoing.cdata(content)}</Label>",
        "link": f"<Title>{outgoing.cdata(content)}</Title><Description>d</Description><Url>http://x</Url>",
    }
    kind = rng.choice(list(own))
    return (
        f"<xml><ToUserName>gh_{_letters(rng, 12)}</ToUserName><FromUserName>o{_letters(rng, 27)}</FromUserName>"
        f"<CreateTime>{rng.randint(1, 2**31)}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"{own[kind]}<MsgId>{rng.randint(1, 2**63)}</MsgId></xml>"
    ).encode()


def _our_fields(message: bytes) -> tuple[object, ...]:
    read = incoming.parse(message)
    place = (read.latitude, read.longitude) if read.kind == incoming.LOCATION else None
    words = {"text": read.text, "voice": read.recognition, "location": read.label, "link": read.title}
    return read.kind, read.sender, read.account, read.created, read.key, words.get(read.kind, read.picture_url), place


def _their_fields(message: bytes) -> tuple[object, ...]:
    read = parse_message(message.decode())
    words = {"text": "content", "image": "image", "voice": "recognition", "location": "label", "link": "title"}
    place = tuple(float(each) for each in read.location) if read.type == incoming.LOCATION else None
    return read.type, read.source, read.target, read.time, str(read.id), getattr(read, words[read.type]), place


def _their_signature(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature


def _their_ciphertext(key: str, app_id: str, head: str, message: bytes) -> str:
    cipher = PrpCrypto(crypto._key(key))
    cipher.get_random_string = lambda: head
    return cipher.encrypt(message, app_id).decode()


def _they_seal(theirs: WeChatCrypto, message: bytes, nonce: str, stamp: str) -> str:
    sealed = incoming.envelope(theirs.encrypt_message(message.decode(), nonce, stamp).encode())
    assert sealed is not None
    return sealed


def _they_read(theirs: WeChatCrypto, reply: bytes, stamp: str, nonce: str) -> str:
    signed = reply.partition(b"<MsgSignature><![CDATA[")[2][:40].decode()
    read: str = theirs.decrypt_message(reply, signed, stamp, nonce)
    return read


if __name__ == "__main__":
    sent = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = differences(sent)
    print(f"{sent} 条随机消息，与 wechatpy 不一致 {len(found)} 处", *found[:20], sep="\n")  # noqa: T201
    sys.exit(bool(found))
