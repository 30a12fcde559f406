"""The county's towns and units: names, aliases, duties and published telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

ANY_TOWN = "镇人民政府"  # in topics and examples: the government of whichever town the person means
UNIT_KINDS = ("镇", "县直", "县政府办")
FIELDS = ("name", "full", "kind", "aliases", "duties", "phones", "address", "assessed")
AREA = "0563"  # 《旌德县政府信息公开依申请公开制度（修订）》第四条：0563-8024390
LOCAL = re.compile(r"\d{7,8}")
PHONE = re.compile(r"(0\d{2,3}-)?\d{7,8}|1\d{4}")


@dataclass(frozen=True)
class Phone:
    """A number as *source* prints it."""

    label: str
    number: str
    source: str

    @property
    def dialled(self) -> str:
        """The number with its area code, as a mobile telephone needs it."""
        return f"{AREA}-{self.number}" if LOCAL.fullmatch(self.number) else self.number


@dataclass(frozen=True)
class Unit:
    """A town or county unit.

    Attributes:
        name: The short name used everywhere, e.g. 住建局.
        full: The name on letters.
        kind: 镇, 县直, or 县政府办 for the county office itself.
        aliases: Other names in documents and speech; no two units share one.
        duties: Short phrases of what the unit answers for.
        assessed: Whether the quarterly 政务公开 evaluation of 2020 covers it.
    """

    name: str
    full: str
    kind: str
    aliases: tuple[str, ...]
    duties: tuple[str, ...]
    phones: tuple[Phone, ...]
    address: str
    assessed: bool


def load_units(root: Path = KNOWLEDGE) -> list[Unit]:
    """Read ``departments.yml`` in file order; raises KnowledgeError, also when two units share a name."""
    path = root / "departments.yml"
    units: list[Unit] = []
    owners: dict[str, str] = {}
    for record in read_yaml(path):
        unit = _unit(record)
        for name in {unit.name, unit.full, *unit.aliases}:
            if name in owners:
                raise record.refusal(f"名称「{name}」已属于{owners[name]}")
            owners[name] = unit.name
        units.append(unit)
    return units


def names_of(units: Iterable[Unit]) -> dict[str, Unit]:
    """Every name of every unit, full names and aliases included."""
    return {name: unit for unit in units for name in (unit.name, unit.full, *unit.aliases)}


def _unit(record: Record) -> Unit:
    record.expect(FIELDS)
    duties = record.texts("duties")
    if not duties:
        raise record.refusal("缺少 duties", "duties")
    return Unit(
        name=record.text("name"),
        full=record.text("full"),
        kind=record.choice("kind", UNIT_KINDS),
        aliases=record.texts("aliases"),
        duties=duties,
        phones=tuple(_phone(phone) for phone in record.records("phones")),
        address=record.optional_text("address"),
        assessed=record.flag("assessed", default=True),
    )


def _phone(record: Record) -> Phone:
    record.expect(("label", "number", "source"))
    number = record.text("number")
    if not PHONE.fullmatch(number):
        raise record.refusal(f"「{number}」不是单位的固定电话", "number")
    return Phone(record.text("label"), number, record.text("source"))
