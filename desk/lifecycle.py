"""One table per kind of case: who may do what from which state, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from desk.errors import NotAllowed, WrongState


class Role(StrEnum):
    CITIZEN = "群众"
    AGENT = "坐席"
    OFFICER = "承办人"
    HEAD = "单位负责人"
    OFFICE = "县政府办"
    AUDITOR = "审计"
    ADMIN = "管理员"
    CLOCK = "系统"


class Verdict(StrEnum):
    """Frozen in the event when the deed is done; never recomputed."""

    IN_TIME = "按时"
    LATE = "逾期"


@dataclass(frozen=True)
class Actor:
    """Who does a deed. *unit* is the short name of the actor's unit, empty for citizens and the clock."""

    name: str
    role: Role
    unit: str = ""


@dataclass(frozen=True)
class Move:
    """Where a deed leads, which roles may do it, and the rule that allows it."""

    to: Enum
    by: frozenset[Role]
    rule: str = ""


Moves = dict[tuple[Enum, Enum], Move]


@dataclass(frozen=True)
class Lifecycle:
    """The moves a kind of case allows. States and deeds are enums whose values are Chinese labels."""

    kind: str
    start: Enum
    moves: Moves

    def move(self, state: Enum, deed: Enum, *, role: Role) -> Move:
        """Return the row for *deed* in *state*.

        Raises:
            WrongState: the table has no such move from *state*.
            NotAllowed: the move exists, but not for *role*.
        """
        move = self.moves.get((state, deed))
        if move is None:
            raise WrongState(self.kind, state.value, deed.value)
        if role not in move.by:
            raise NotAllowed(role.value, deed.value)
        return move

    def offers(self, state: Enum, *, role: Role) -> list[Enum]:
        """Return the deeds *role* may do in *state*, in table order: the buttons a page shows."""
        return [deed for (at, deed), move in self.moves.items() if at is state and role in move.by]

    def terminal(self) -> set[Enum]:
        """States no deed leaves."""
        leaving = {at for (at, _), move in self.moves.items() if move.to is not at}
        return {move.to for move in self.moves.values()} - leaving

    def mermaid(self) -> str:
        """Draw the table, for docs/lifecycles.md; deeds that stay in their state are left to the table below it."""
        lines = [f"    [*] --> {self.start.value}"]
        for (at, deed), move in self.moves.items():
            if move.to is not at:
                lines.append(f"    {at.value} --> {move.to.value}: {deed.value}")
        return "\n".join(["stateDiagram-v2", *lines])

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """State, deed, next state, roles, rule: the whole table in words."""
        return [
            (at.value, deed.value, move.to.value, "、".join(role.value for role in Role if role in move.by), move.rule)
            for (at, deed), move in self.moves.items()
        ]


def by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)
