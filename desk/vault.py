"""Everything that needs a key: sealing fields, finding equal values blindly, secrets of cases."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.numbers import CROCKFORD, normal_secret

NONCE_BYTES = 12
SECRET_CHARACTERS = 16  # of 5 bits each: 80 bits


class SealBroken(Exception):
    """A sealed field was changed, moved to another row, or sealed under a key that is not loaded."""


@dataclass(frozen=True)
class Vault:
    """The keys of one installation.

    Attributes:
        current: Id of the key that seals new fields.
        sealing: 32-byte AES keys by id; older ones stay to open what they sealed.
        blind_key, secret_key: 32-byte HMAC keys for blind indexes and for case secrets.
    """

    current: str
    sealing: Mapping[str, bytes] = field(repr=False)
    blind_key: bytes = field(repr=False)
    secret_key: bytes = field(repr=False)

    def seal(self, plain: str, *, table: str, row: str, column: str) -> str:
        """Return ``<key id>:<base64>`` by AES-256-GCM, bound to its place in the database."""
        key_id, _, raw = self.seal_bytes(plain.encode(), table=table, row=row, column=column).partition(b":")
        return f"{key_id.decode()}:{base64.b64encode(raw).decode()}"

    def open(self, sealed: str, *, table: str, row: str, column: str) -> str:
        """Raises SealBroken."""
        key_id, _, content = sealed.partition(":")
        raw = f"{key_id}:".encode() + base64.b64decode(content)
        return self.open_bytes(raw, table=table, row=row, column=column).decode()

    def seal_bytes(self, plain: bytes, *, table: str, row: str, column: str) -> bytes:
        """The same for a file: ``<key id>:`` and the sealed bytes as they are."""
        nonce = os.urandom(NONCE_BYTES)
        place = f"{table}|{row}|{column}".encode()
        return f"{self.current}:".encode() + nonce + AESGCM(self.sealing[self.current]).encrypt(nonce, plain, place)

    def open_bytes(self, sealed: bytes, *, table: str, row: str, column: str) -> bytes:
        """Raises SealBroken."""
        key_id, _, raw = sealed.partition(b":")
        if key_id.decode() not in self.sealing:
            raise SealBroken(f"没有密钥 {key_id.decode()}")
        place = f"{table}|{row}|{column}".encode()
        try:
            return AESGCM(self.sealing[key_id.decode()]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place)
        except InvalidTag as error:
            raise SealBroken(f"{table} {row} {column}") from error

    def blind(self, value: str) -> str:
        """A keyed hash by which equal values are found without opening any."""
        return hmac.new(self.blind_key, value.encode(), hashlib.sha256).hexdigest()

    def secret(self, key: str) -> str:
        """Return the secret of the case filed under the idempotency *key*, the same at every retry."""
        digest = hmac.new(self.secret_key, b"case|" + key.encode(), hashlib.sha256).digest()
        bits = int.from_bytes(digest[:10], "big")
        return "".join(CROCKFORD[bits >> 5 * n & 31] for n in reversed(range(SECRET_CHARACTERS)))

    def secret_digest(self, secret: str) -> str:
        """What is stored of a secret. 80 random bits need no slow hash; the key makes a stolen table useless."""
        return hmac.new(self.secret_key, b"stored|" + normal_secret(secret).encode(), hashlib.sha256).hexdigest()

    def is_secret(self, secret: str, digest: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.secret_digest(secret), digest)
