"""The door WeChat knocks at: whoever has no right signature in its time is refused before anything is opened.

With an EncodingAESKey only what comes encrypted counts (安全 and 兼容 mode): else a caught plain-mode signature would
do for any content. Without one the plain fields count (明文 mode, and 兼容 mode read plainly).
"""

from __future__ import annotations

from dataclasses import dataclass

from api.wechat import incoming, outgoing
from api.wechat.crypto import Cipher, Rejected, Replays, verify
from api.wechat.incoming import Incoming


@dataclass(frozen=True)
class Knock:
    """What stands in the address of a request."""

    signature: str
    timestamp: str
    nonce: str
    msg_signature: str = ""


class Door:
    """One account's; *cipher* is None where it has no EncodingAESKey."""

    def __init__(self, token: str, cipher: Cipher | None = None) -> None:
        self._token, self._cipher, self._replays = token, cipher, Replays()

    def greet(self, knock: Knock, echo: str, *, now: float) -> str:
        """Return what proves to WeChat that the address is ours: *echo* to the letter. Raises Rejected."""
        self._verify(knock)
        self._replays.check(knock.timestamp, knock.nonce, knock.signature, echo.encode(errors="replace"), now=now)
        return echo

    def admit(self, knock: Knock, body: bytes, *, now: float) -> Incoming:
        """Raises Rejected."""
        self._verify(knock)
        signed, document = self._opened(knock, body)
        self._replays.check(knock.timestamp, knock.nonce, signed, body, now=now)
        return incoming.parse(document)

    def sealed(self, reply: bytes, knock: Knock) -> bytes:
        """*reply* as the account sends it: in an envelope where there is a key."""
        if self._cipher is None:
            return reply
        return outgoing.sealed(self._cipher, self._token, reply, knock.timestamp, knock.nonce)

    def _verify(self, knock: Knock) -> None:
        verify(knock.signature, self._token, knock.timestamp, knock.nonce)

    def _opened(self, knock: Knock, body: bytes) -> tuple[str, bytes]:
        """The signature that covers the most, and the plain message."""
        if self._cipher is None:
            return knock.signature, body
        encrypted = incoming.envelope(body)
        if encrypted is None:
            raise Rejected("消息没有加密")
        verify(knock.msg_signature, self._token, knock.timestamp, knock.nonce, encrypted)
        return knock.msg_signature, self._cipher.decrypt(encrypted)
