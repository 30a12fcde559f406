"""Houses and doors within an address (3栋, 2单元, 501室)."""

from __future__ import annotations

import re

_DOOR = re.compile(r"第?[0-9一二三四五六七八九十]+(号楼|栋|幢|座|单元|楼|层|室|组|号)")
_DOORS = re.compile(rf"(?:{_DOOR.pattern})+")


def fitted(door: str, place: str) -> str | None:
    """*place* with its house or door replaced, where *door* says only that (是4栋); None where nothing changes."""
    if _DOORS.fullmatch(door) is None:
        return None
    changed = place
    for number in _DOOR.finditer(door):
        changed = re.sub(rf"第?[0-9一二三四五六七八九十]+{number[1]}", number[0], changed)
    return changed if changed != place else None
