"""Towns of the county with the villages and places the sources name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml
from knowledge.units import Unit


@dataclass(frozen=True)
class Town:
    """A town.

    Attributes:
        name: Short name of its unit, e.g. 旌阳镇.
        aliases: What people say instead, e.g. 旌阳.
        villages: Villages and communities (村, 社区).
        spots: Streets, estates, institutions and other places that lie in it.
    """

    name: str
    aliases: tuple[str, ...]
    villages: tuple[str, ...]
    spots: tuple[str, ...]


def load_places(units: Iterable[Unit], root: Path = KNOWLEDGE) -> list[Town]:
    """Read ``places.yml``; raises KnowledgeError, also for a town that is not in departments.yml."""
    known = {unit.name for unit in units if unit.kind == "镇"}
    towns: list[Town] = []
    owners: dict[str, str] = {}
    for record in read_yaml(root / "places.yml"):
        record.expect(("name", "aliases", "villages", "spots"))
        name = record.text("name")
        if name not in known:
            raise record.refusal(f"没有镇「{name}」", "name")
        town = Town(name, record.texts("aliases"), record.texts("villages"), record.texts("spots"))
        for place in (town.name, *town.aliases, *town.villages, *town.spots):
            if place in owners:
                raise record.refusal(f"地名「{place}」已属于{owners[place]}")
            owners[place] = name
        towns.append(town)
    return towns
