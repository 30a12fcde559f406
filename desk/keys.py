"""The key file: made once for development, demanded in production."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from desk.vault import Vault

KEY_BYTES = 32
NAME = "keys.json"


class KeysUnusable(Exception):
    """The key file is missing in production, or cannot be read."""


def load_or_create(folder: Path, *, production: bool) -> Vault:
    """Read ``keys.json`` in *folder*; outside production make it (mode 0600) when there is none.

    Raises:
        KeysUnusable: missing in production, or not a key file. Without the right keys stored fields cannot be opened,
            so a broken file is never replaced.
    """
    path = folder / NAME
    if not path.exists():
        if production:
            raise KeysUnusable(f"缺少密钥文件 {path}：生产环境须先放置密钥（python -m desk keys --out 文件）。")
        _create(path)
    return load(path)


def load(path: Path) -> Vault:
    """Raises KeysUnusable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Vault(
            current=content["current"],
            sealing={key_id: _decode(key) for key_id, key in content["sealing"].items()},
            blind_key=_decode(content["blind"]),
            secret_key=_decode(content["secret"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysUnusable(f"密钥文件 {path} 无法使用：{error}") from error


def fresh() -> dict[str, object]:
    """Return the content of a new key file."""
    return {"current": "k1", "sealing": {"k1": _key()}, "blind": _key(), "secret": _key()}


def _create(path: Path) -> None:
    """Write a new key file; of several starting processes exactly one wins, the others read its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{NAME}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh(), file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"密钥应为 {KEY_BYTES} 字节")
    return key
