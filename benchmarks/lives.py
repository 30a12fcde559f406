"""How made-up tickets fare: what they are about and which deeds follow, in the shares a county sees."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desk.case import Details
from desk.lifecycle import Actor, Role
from desk.ticket_table import Deed, Rating, TicketType
from knowledge.catalogue import Catalogue
from knowledge.units import ANY_TOWN

CHANNELS = ("电话", "网页", "微信", "政民互动")
OTHERS = ("住建局", "城管局")  # what is returned goes to the first of these that did not return it
TWIST = 1.1  # of the share of the n-th unit, n to the power of minus this

AGENT = Actor("坐席甲", Role.AGENT)
OFFICE = Actor("督办甲", Role.OFFICE, "县政府办")
CLOCK = Actor("系统", Role.CLOCK)
CITIZEN = Actor("群众", Role.CITIZEN)

REPLY = "经核实，已于当日派员到场处理完毕，并电话告知您结果。依据《旌德县互动类信件办理工作流程》三。"


@dataclass(frozen=True)
class Step:
    """One deed, *days* working days after the one before; *by* is told which unit has the ticket."""

    deed: Deed
    days: int
    by: Callable[[str], Actor]
    details: Details = Details()


@dataclass(frozen=True)
class Life:
    matter: str
    kind: TicketType
    unit: str
    town: str
    channel: str
    confidential: bool
    steps: tuple[Step, ...]


def lives(known: Catalogue, dice: random.Random, count: int) -> Iterator[Life]:
    """Matters are the invented ones routing is taught with, each with a town and an ordinal of its own."""
    towns = [town.name for town in known.places]
    examples = list(known.routing_examples)
    dice.shuffle(examples)
    weights = [(1 + place) ** -TWIST for place in range(len(examples))]
    for ordinal, example in enumerate(dice.choices(examples, weights, k=count)):
        town = dice.choice(towns)
        unit = town if example.unit == ANY_TOWN else example.unit
        kind = TicketType(example.type)
        at_once = kind is TicketType.CONSULTATION and dice.random() < 0.15
        yield Life(
            matter=f"{town}：{example.text}（第{ordinal}件）",
            kind=kind,
            unit=unit,
            town=town,
            channel=dice.choices(CHANNELS, (6, 2, 2, 1))[0],
            confidential=kind is TicketType.REPORT,
            steps=tuple(_answered_at_once(dice) if at_once else _handled(unit, kind, dice)),
        )


def _answered_at_once(dice: random.Random) -> list[Step]:
    return [_step(Deed.REPLY_AT_ONCE, 0, AGENT, text=REPLY), *_closed(dice)]


def _handled(unit: str, kind: TicketType, dice: random.Random) -> list[Step]:
    """Routed, perhaps returned once, signed, perhaps urged or extended; one in three hundred is left lying."""
    steps = [_step(Deed.ROUTE, 0, CLOCK, unit=unit)]
    if dice.random() < 0.04:
        right = OTHERS[unit == OTHERS[0]]
        steps += [_signed(0), _by(Deed.RETURN, Role.OFFICER, 0, reason="不属本单位职责", basis="示例", unit=right)]
        steps += [_step(Deed.REROUTE, 0, OFFICE, unit=right, reason="职责所在")]
    if dice.random() < 1 / 300:
        return steps
    steps.append(_signed(int(dice.random() < 0.3)))
    if dice.random() < 0.05:
        steps.append(_step(Deed.URGE, 0, CITIZEN, text="请尽快办理"))
    days = 0 if kind is TicketType.CONSULTATION else dice.choices((1, 2, 3, 4), (4, 4, 2, 1))[0]
    if days and dice.random() < 0.06:
        asked = _by(Deed.ASK_EXTENSION, Role.OFFICER, 0, days=3, reason="等配件", basis="《流程》四", told=True)
        steps += [asked, _step(Deed.GRANT_EXTENSION, 0, OFFICE)]
    steps += _replied(days)
    if dice.random() < 0.02:
        return [*steps, _step(Deed.RATE, 1, CITIZEN, rating=Rating.DISSATISFIED.value), *_redone(dice)]
    return [*steps, *_closed(dice)]


def _replied(days: int) -> list[Step]:
    return [
        _by(Deed.DRAFT, Role.OFFICER, days, text=REPLY, told=True, manner="电话", basis="《流程》三"),
        _by(Deed.APPROVE, Role.HEAD, 0),
        _step(Deed.ANSWER, 0, OFFICE),
    ]


def _redone(dice: random.Random) -> list[Step]:
    return [_step(Deed.REDO, 0, OFFICE, reason="诉求人评价「不满意」"), *_replied(2), *_closed(dice)]


def _closed(dice: random.Random) -> list[Step]:
    visited = _step(Deed.VISIT, 1, AGENT, text="已电话回访", told=True)
    rating = dice.choices(list(Rating)[:3], (5, 3, 1))[0]
    rated: Sequence[Step] = [_step(Deed.RATE, 1, CITIZEN, rating=rating.value)] if dice.random() < 0.6 else []
    return [visited, *rated, _step(Deed.CLOSE, 1, OFFICE), _step(Deed.ARCHIVE, 5, OFFICE)]


def _signed(days: int) -> Step:
    return _by(Deed.SIGN, Role.OFFICER, days)


def _step(deed: Deed, days: int, by: Actor, /, **details: Any) -> Step:
    return Step(deed, days, lambda unit: by, Details(**details))


def _by(deed: Deed, role: Role, days: int, /, **details: Any) -> Step:
    """A deed of whichever unit has the ticket."""
    return Step(deed, days, lambda unit: Actor("经办甲", role, unit), Details(**details))
