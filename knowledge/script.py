"""One script and width for what people write: 繁体 as 简体, full width as half."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def _table() -> dict[int, str]:
    """MediaWiki's table as packed by zhconv; read without importing zhconv, whose import warns."""
    spec = find_spec("zhconv")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("zhconv", name="zhconv")
    table = json.loads(Path(spec.origin).with_name("zhcdict.json").read_text(encoding="utf-8"))["zh2Hans"]
    return {ord(written): simple for written, simple in table.items() if len(written) == len(simple) == 1}


def han_simplified(text: str) -> str:
    """繁体 as 简体, all else as it stands; the length stays the same."""
    return text.translate(_table())


def simplified(text: str) -> str:
    """NFKC, lower case, 简体."""
    return unicodedata.normalize("NFKC", text).lower().translate(_table())


def folded(text: str) -> str:
    """``simplified`` without moving a position: a character that would become several stays as it is."""
    whole = simplified(text)
    if len(whole) == len(text):
        return whole
    return "".join(plain if len(plain := simplified(character)) == 1 else character for character in text)
