"""Facts every lifecycle table must satisfy."""

from itertools import product
from pathlib import Path

import pytest

from desk import disclosure_table, disclosure_views, ticket_table, views
from desk.commands.clock import run_lifecycles
from desk.errors import NotAllowed, WrongState
from desk.lifecycle import Role

TABLES = [pytest.param(ticket_table, id="工单"), pytest.param(disclosure_table, id="公开申请")]


@pytest.mark.parametrize("table", TABLES)
def test_every_state_is_reached_from_the_start(table):
    reached, frontier = {table.LIFECYCLE.start}, [table.LIFECYCLE.start]
    while frontier:
        here = frontier.pop()
        new = {move.to for (at, _), move in table.LIFECYCLE.moves.items() if at is here} - reached
        reached |= new
        frontier += new

    assert reached == set(table.State)


@pytest.mark.parametrize("table", TABLES)
def test_every_deed_and_every_state_is_in_the_table(table):
    assert {deed for _, deed in table.LIFECYCLE.moves} == set(table.Deed)
    assert {at for at, _ in table.LIFECYCLE.moves} | table.LIFECYCLE.terminal() == set(table.State)


def test_only_the_archive_of_tickets_is_final():
    """An archived request is taken up again when a 复议 or a suit corrects it."""
    assert ticket_table.LIFECYCLE.terminal() == {ticket_table.State.ARCHIVED}
    assert disclosure_table.LIFECYCLE.terminal() == set()


@pytest.mark.parametrize("table", TABLES)
def test_each_cell_allows_exactly_what_the_table_says(table):
    for state, deed, role in product(table.State, table.Deed, Role):
        move = table.LIFECYCLE.moves.get((state, deed))
        if move is None:
            with pytest.raises(WrongState):
                table.LIFECYCLE.move(state, deed, role=role)
        elif role not in move.by:
            with pytest.raises(NotAllowed):
                table.LIFECYCLE.move(state, deed, role=role)
        else:
            assert table.LIFECYCLE.move(state, deed, role=role) is move
            assert deed in table.LIFECYCLE.offers(state, role=role)


@pytest.mark.parametrize("table", TABLES)
def test_auditors_and_administrators_do_nothing(table):
    for state, role in product(table.State, (Role.AUDITOR, Role.ADMIN)):
        assert table.LIFECYCLE.offers(state, role=role) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_move_names_its_rule(table):
    assert [key for key, move in table.LIFECYCLE.moves.items() if not move.rule] == []


def test_every_state_tells_the_citizen_what_comes_next():
    assert {state.value for state in ticket_table.State} <= views.NEXT.keys()
    assert set(disclosure_table.State) == disclosure_views.NEXT.keys()


def test_the_generated_document_is_up_to_date():
    written = (Path(__file__).parents[2] / "docs" / "lifecycles.md").read_text(encoding="utf-8")

    assert written == "\n".join(run_lifecycles(None, None)) + "\n"
