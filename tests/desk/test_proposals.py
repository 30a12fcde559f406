"""What people decide about tickets that look alike is kept on record."""

import pytest

from desk import proposals, store
from desk.errors import Invalid, NotAllowed
from tests.builders import AGENT, CITIZEN, HEAD, OFFICER, PHONE, filed_ticket


@pytest.fixture
def two(sessions, at, calendar, vault):
    return [
        filed_ticket(sessions, at=at.replace(hour=hour), calendar=calendar, vault=vault, key=f"t-{hour}").number
        for hour in (9, 10)
    ]


def test_what_is_set_apart_is_so_on_both_sides(sessions, two, at):
    first, second = two
    with sessions.begin() as session:
        proposals.set_apart(session, second, first, by=AGENT, at=at)

    with sessions() as session:
        assert proposals.apart(store.ticket(session, first)) == {second}
        assert proposals.apart(store.ticket(session, second)) == {first}
        assert store.ticket(session, first).events[-1].actor == AGENT.name


def test_a_repeat_points_to_the_earlier_one(sessions, two, at):
    first, second = two
    with sessions.begin() as session:
        proposals.link(session, second, first, by=AGENT, at=at)
        proposals.link(session, second, first, by=AGENT, at=at)

    with sessions() as session:
        ticket = store.ticket(session, second)
        assert ticket.repeat_of == first
        assert [event.deed for event in ticket.events].count("重复反映") == 1


def test_the_earlier_one_is_no_repeat(sessions, two, at):
    with sessions.begin() as session, pytest.raises(Invalid, match="收到得更晚"):
        proposals.link(session, two[0], two[1], by=AGENT, at=at)


@pytest.mark.parametrize("by", [OFFICER, HEAD, CITIZEN], ids=lambda actor: actor.role.value)
@pytest.mark.parametrize("decide", [proposals.link, proposals.set_apart], ids=["重复反映", "不是同一件事"])
def test_only_the_hotline_decides(sessions, two, at, by, decide):
    with sessions.begin() as session, pytest.raises(NotAllowed):
        decide(session, two[1], two[0], by=by, at=at)


def test_a_ticket_is_not_compared_with_itself(sessions, two, at):
    with sessions.begin() as session, pytest.raises(Invalid, match="自身"):
        proposals.set_apart(session, two[0], two[0], by=AGENT, at=at)


@pytest.mark.parametrize(
    "by,phone,known",
    [(CITIZEN, PHONE, True), (CITIZEN, "13900000009", False), (CITIZEN, "", False), (AGENT, "", True)],
    ids=["本人电话", "别人电话", "没留电话", "坐席"],
)
def test_a_citizen_names_only_his_own_earlier_ticket(sessions, two, vault, by, phone, known):
    with sessions() as session:
        if known:
            proposals.check_earlier(session, two[0], phone=phone, by=by, vault=vault)
            return
        with pytest.raises(Invalid, match="没有找到此前的工单"):
            proposals.check_earlier(session, two[0], phone=phone, by=by, vault=vault)
