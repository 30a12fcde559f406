"""Digits as people type and dictate them, brought to one form without moving a single position."""

from __future__ import annotations

_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # ！ to ～
_SPOKEN = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)) | {"幺": "1", "○": "0"}
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True))
_DASHES = dict.fromkeys("‐‑‒–—―−─", "-")
_BLANKS = dict.fromkeys("\u3000\u00a0\t", " ")

_TYPED = str.maketrans({**_FULL_WIDTH, **_DASHES, **_BLANKS})
_DICTATED = str.maketrans({**_FULL_WIDTH, **_DASHES, **_BLANKS, **_SPOKEN, **_FORMAL})


def half_width(text: str) -> str:
    """Return *text* with full-width signs, dashes and blanks as ASCII; the length stays the same."""
    return text.translate(_TYPED)


def spoken_digits(text: str) -> str:
    """Like ``half_width``, and 幺三九 or 壹叁玖 read as digits too; the length stays the same.

    一 is a digit here also inside ordinary words, so callers look for whole numbers only.
    """
    return text.translate(_DICTATED)
