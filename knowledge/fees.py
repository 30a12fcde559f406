"""The tariff of the 信息处理费 (国办函〔2020〕109号)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml


@dataclass(frozen=True)
class Band:
    """Units from ordinal *first* on cost *price* yuan each, *more* on top for each further *each* units begun."""

    first: int
    price: int
    each: int = 0
    more: int = 0


@dataclass(frozen=True)
class Tariff:
    """One way to charge; *bands* rise and begin at 1, *per* says what is added up before charging."""

    method: str
    unit: str
    per: str
    source: str
    bands: tuple[Band, ...]


def load_tariffs(root: Path = KNOWLEDGE) -> list[Tariff]:
    """Read ``fees.yml``; raises KnowledgeError, also when bands do not begin at 1 or do not rise."""
    found = []
    for record in read_yaml(root / "fees.yml"):
        record.expect(("method", "unit", "per", "source", "bands"))
        bands = tuple(_band(each) for each in record.records("bands"))
        firsts = [band.first for band in bands]
        if not bands or firsts[0] != 1 or firsts != sorted(set(firsts)):
            raise record.refusal("bands 应从 1 起，逐档递增", "bands")
        found.append(
            Tariff(record.text("method"), record.text("unit"), record.text("per"), record.text("source"), bands)
        )
    return found


def _band(record: Record) -> Band:
    record.expect(("from", "price", "each", "more"))
    return Band(*(_whole(record, key) for key in ("from", "price", "each", "more")))


def _whole(record: Record, key: str) -> int:
    text = record.optional_text(key) or "0"
    if not text.isdigit():
        raise record.refusal(f"{key} 应为整数", key)
    return int(text)
