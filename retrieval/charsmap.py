"""A character table for Hugging Face tokenizers, in SentencePiece's ``precompiled_charsmap`` format.

The format is a double-array trie over UTF-8 bytes (https://github.com/s-yata/darts-clone, units of 32 bits) followed by
the replacement strings, as read by the ``spm_precompiled`` crate inside ``tokenizers``. Written here because the only
public writer is SentencePiece's trainer, which cannot be given a table of one's own.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

BLOCK = 256  # a node's children lie at base ^ byte, so a base aligned to 256 never collides with another node's
LEAF_BIT = 1 << 8
VALUE_BIT = 1 << 31
OFFSET_LIMIT = 1 << 21  # larger offsets need darts' shifted form, which this writer does not use


def compile_charsmap(replacements: Mapping[str, str]) -> bytes:
    """Return the blob for ``tokenizers.normalizers.Precompiled``.

    Args:
        replacements: Single character to its replacement; characters not named pass unchanged.

    Raises:
        ValueError: The table needs more than 2,097,152 units (about 8,000 different leading byte pairs).
    """
    strings, starts = bytearray(), {}
    for character, replacement in replacements.items():
        starts[character.encode()] = len(strings)
        strings += replacement.encode() + b"\0"
    units = _units(starts)
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + bytes(strings)


def _units(starts: Mapping[bytes, int]) -> list[int]:
    """Lay the trie out: one aligned block per inner node, leaf values in the slots that stay free."""
    inner = sorted({key[:size] for key in starts for size in range(len(key))}, key=lambda key: (len(key), key))
    base = {node: BLOCK * (number + 1) for number, node in enumerate(inner)}
    place = {b"": 0} | {
        key[:size]: base[key[: size - 1]] ^ key[size - 1] for key in starts for size in range(1, len(key) + 1)
    }
    units = [0] * (BLOCK * (len(inner) + 1))
    if len(units) > OFFSET_LIMIT:
        raise ValueError(f"character table too large: {len(units)} units")
    taken = set(place.values())
    free = (slot for slot in range(BLOCK, len(units)) if slot not in taken)
    for node in inner:
        units[place[node]] = (place[node] ^ base[node]) << 10 | (node[-1] if node else 0)
    for key, start in starts.items():
        slot = next(free)
        units[place[key]] = (place[key] ^ slot) << 10 | LEAF_BIT | key[-1]
        units[slot] = start | VALUE_BIT
    return units
