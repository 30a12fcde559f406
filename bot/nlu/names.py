"""Names of the county's units, towns and places, found in what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.places import load_places
from knowledge.units import load_units, names_of


@dataclass(frozen=True)
class CountyNames:
    """Written name → the short name used everywhere; villages map to their own name."""

    units: dict[str, str]
    towns: dict[str, str]
    villages: dict[str, str]

    def all(self) -> set[str]:
        return {*self.units, *self.towns, *self.villages}

    @staticmethod
    def pattern(names: dict[str, str]) -> re.Pattern[str]:
        """Longest name first, so 旌阳镇人民政府 is not read as 旌阳镇; matches nothing when there are no names."""
        longest_first = sorted(names, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


@cache
def county_names() -> CountyNames:
    """Raises KnowledgeError."""
    units = load_units()
    towns = load_places(units)
    return CountyNames(
        units={name: unit.name for name, unit in names_of(units).items() if unit.kind != "镇"},
        towns={name: town.name for town in towns for name in (town.name, *town.aliases)},
        villages={name: name for town in towns for name in (*town.villages, *town.spots)},
    )
