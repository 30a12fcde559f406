"""Who sent it, and what is in it: WeChat's signature, its AES envelope, and old requests told from new ones.

Every failure is the same ``Rejected``, so that nobody learns from our answers how far a forgery came.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections import deque
from threading import Lock

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32  # PKCS#7 pads to 32 bytes here, not to the cipher's 16
HEAD = 20  # 16 random bytes and the length of the message, 4 bytes big-endian
WINDOW_S, KEEP_S = 300, 600
KEY = re.compile(r"[A-Za-z0-9]{43}")
SKEWED = "时间戳相差超过五分钟，请核对服务器时钟"


class Rejected(Exception):
    """Not from WeChat, not for this account, or not as documented. *reason* is for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__("请求不是微信平台发来的，或者已经失效。")
        self.reason = reason


def signature(token: str, *parts: str) -> str:
    """SHA-1 over *token* and *parts* sorted byte by byte; with timestamp and nonce, and Encrypt where there is one."""
    joined = b"".join(sorted(_bytes(part) for part in (token, *parts)))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def verify(given: str, token: str, *parts: str) -> None:
    """Raises Rejected unless *given* is the signature; compared in constant time."""
    if not hmac.compare_digest(_bytes(given), signature(token, *parts).encode()):
        raise Rejected("签名不符")


class Cipher:
    """AES-256-CBC with the account's EncodingAESKey; messages under the *previous* key are read as well."""

    def __init__(self, key: str, app_id: str, previous: str | None = None) -> None:
        self._keys = [_key(each) for each in (key, previous) if each]
        self._app_id = app_id.encode()

    def encrypt(self, message: bytes, *, random16: bytes | None = None) -> str:
        head = (random16 or secrets.token_bytes(16)) + len(message).to_bytes(4, "big")
        plain = head + message + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        sealing = _aes(self._keys[0]).encryptor()
        return base64.b64encode(sealing.update(plain + bytes([pad]) * pad) + sealing.finalize()).decode()

    def decrypt(self, text: str) -> bytes:
        """Call it only after ``verify``: otherwise it tells strangers which padding is right. Raises Rejected."""
        sealed = _ciphertext(text)
        for key in self._keys:
            opening = _aes(key).decryptor()
            message = self._message(opening.update(sealed) + opening.finalize())
            if message is not None:
                return message
        raise Rejected("密文解不开")

    def _message(self, plain: bytes) -> bytes | None:
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            return None
        plain = plain[:-pad]
        end = HEAD + int.from_bytes(plain[16:HEAD], "big")
        if len(plain) < HEAD or end > len(plain) or not hmac.compare_digest(plain[end:], self._app_id):
            return None
        return plain[HEAD:end] if _is_text(plain[HEAD:end]) else None


class Replays:
    """Refuses what is older or newer than five minutes, and a signature that comes again with other content.

    WeChat re-sends a message it got no answer to, so the same content again is let through: its number keeps it from
    being done twice. In plain mode the signature does not cover the content, so a caught one could carry anything.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], bytes] = {}
        self._order: deque[tuple[float, tuple[str, str, str]]] = deque()
        self._lock = Lock()

    def check(self, timestamp: str, nonce: str, signed: str, content: bytes, *, now: float) -> None:
        """*signed* is msg_signature where there is one, *now* in seconds since 1970. Raises Rejected."""
        if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:
            raise Rejected("时间戳不是数字")
        if abs(int(timestamp) - now) > WINDOW_S:
            raise Rejected(SKEWED)
        request, digest = (timestamp, nonce, signed), hashlib.sha256(content).digest()
        with self._lock:
            while self._order and self._order[0][0] < now - KEEP_S:
                del self._seen[self._order.popleft()[1]]
            if request not in self._seen:
                self._order.append((now, request))
            if not hmac.compare_digest(self._seen.setdefault(request, digest), digest):
                raise Rejected("同一签名带来不同内容")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _key(text: str) -> bytes:
    """43 characters carry 258 bits; the two spare ones are not always zero, so the decoder must not mind them."""
    if not KEY.fullmatch(text):
        raise ValueError("EncodingAESKey 应为 43 位字母和数字。")
    return base64.b64decode(f"{text}=")


def _aes(key: bytes) -> Aes[CBC]:
    return Aes(AES(key), CBC(key[:16]))


def _ciphertext(text: str) -> bytes:
    try:
        sealed = base64.b64decode(_bytes(text), validate=True)
    except binascii.Error as error:
        raise Rejected("密文不是 Base64") from error
    if len(sealed) < BLOCK or len(sealed) % 16:
        raise Rejected("密文长度不对")
    return sealed


def _is_text(message: bytes) -> bool:
    try:
        message.decode()
    except UnicodeDecodeError:
        return False
    return True
