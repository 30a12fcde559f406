"""The table of a 领导接听 session's life: states, deeds, and who may do what where.

《制度》 is 《旌德县12345政府服务热线领导接听制度（试行）》.
"""

from __future__ import annotations

from enum import StrEnum

from desk.lifecycle import Lifecycle, Move, Moves, Role, by


class State(StrEnum):
    PLANNED = "已安排"
    ANNOUNCED = "已公告"
    CLOSED = "已结束"
    CANCELLED = "已取消"


class Deed(StrEnum):
    ANNOUNCE = "公告"
    CHANGE = "更改"
    CANCEL = "取消"
    WRITE = "写报告"
    CLOSE = "结束"


PLAN, PLANNED_BY = "安排", "《制度》第六条：计划安排"  # how every session begins
KIND = "领导接听"

_office = by(Role.OFFICE)

_MOVES: Moves = {
    (State.PLANNED, Deed.ANNOUNCE): Move(State.ANNOUNCED, _office, "《制度》第六条：提前公告"),
    (State.PLANNED, Deed.CHANGE): Move(State.PLANNED, _office, "《制度》第六条：计划安排"),
    (State.ANNOUNCED, Deed.CHANGE): Move(State.ANNOUNCED, _office, "《制度》第六条：提前公告"),
    (State.PLANNED, Deed.CANCEL): Move(State.CANCELLED, _office, "《制度》第六条：计划安排"),
    (State.ANNOUNCED, Deed.CANCEL): Move(State.CANCELLED, _office, "《制度》第六条：提前公告"),
    (State.ANNOUNCED, Deed.WRITE): Move(State.ANNOUNCED, _office, "《制度》第五条：宣传报道"),
    (State.ANNOUNCED, Deed.CLOSE): Move(State.CLOSED, _office, "《制度》第五条：宣传报道"),
}

LIFECYCLE = Lifecycle(kind=KIND, start=State.PLANNED, moves=_MOVES)
