"""The names units go by in cases: the short names of knowledge/departments.yml."""

from __future__ import annotations

from functools import cache

from desk.errors import Invalid
from knowledge.units import load_units


@cache
def unit_names() -> frozenset[str]:
    """Read once per process; raises KnowledgeError."""
    return frozenset(unit.name for unit in load_units())


def check_unit(name: str) -> None:
    """Raises Invalid unless *name* is a unit's short name; a case sent to a misspelt unit would reach nobody."""
    if name not in unit_names():
        raise Invalid("单位", f"名录中没有「{name[:40]}」，请用 knowledge/departments.yml 中的简称")
