"""An open draft, its files and its cases go on in another conversation, for whoever has the code, once."""

from datetime import timedelta

import pytest

from desk import access, continuations, conversations, draft_files, draft_store, uploads
from desk.drafts import Draft, DraftKind
from desk.errors import InTheWay, NoSuchCode, TooMany
from desk.facts import Facts
from tests.files import PDF

PAPER = uploads.checked("收据.pdf", PDF)


@pytest.fixture
def talks(sessions, at):
    with sessions.begin() as session:
        return [conversations.open_conversation(session, channel=each, at=at)[1].id for each in ("web", "wechat")]


@pytest.fixture
def begun(sessions, talks, at, vault):
    """A draft with a file and a case in the first conversation; its code."""
    draft = Draft(DraftKind.DISCLOSURE)
    draft.fill(Facts(wanted="征地批复", phone="13900000001"))
    with sessions.begin() as session:
        draft_store.put(session, talks[0], draft, at=at, vault=vault)
        draft_files.add(session, talks[0], [PAPER], at=at, vault=vault)
        conversations.link(session, talks[0], "JD-1")
        return continuations.offer(session, talks[0], at=at, vault=vault)


def standing(sessions, talk, vault):
    with sessions() as session:
        draft = draft_store.get(session, talk, vault=vault)
        files = [each.name for each in draft_files.listed(session, talk, vault)]
        return draft and draft.wanted, files, conversations.linked(session, talk)


WHOLE, NOTHING = ("征地批复", ["收据.pdf"], ["JD-1"]), (None, [], [])


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_everything_moves_however_the_code_is_typed(database, sessions, talks, begun, at, vault, typed):
    continuations.redeem(database, talks[1], typed(begun), at=at, vault=vault)

    assert standing(sessions, talks[1], vault) == WHOLE
    assert standing(sessions, talks[0], vault) == NOTHING


def test_a_code_is_good_once_and_for_seven_days(database, sessions, talks, begun, at, vault):
    with pytest.raises(NoSuchCode):
        continuations.redeem(database, talks[1], begun, at=at + continuations.VALID, vault=vault)
    assert standing(sessions, talks[0], vault) == WHOLE

    continuations.redeem(database, talks[1], begun, at=at + timedelta(days=6), vault=vault)
    with pytest.raises(NoSuchCode):
        continuations.redeem(database, talks[0], begun, at=at, vault=vault)


def test_a_new_code_makes_the_old_one_void(database, sessions, talks, begun, at, vault):
    with sessions.begin() as session:
        fresh = continuations.offer(session, talks[0], at=at, vault=vault)
    with pytest.raises(NoSuchCode):
        continuations.redeem(database, talks[1], begun, at=at, vault=vault)
    continuations.redeem(database, talks[1], fresh, at=at, vault=vault)

    assert standing(sessions, talks[1], vault) == WHOLE


def test_nothing_is_lost_when_a_draft_is_in_the_way(database, sessions, talks, begun, at, vault):
    other = Draft(DraftKind.TICKET, matter="电梯坏了")
    with sessions.begin() as session:
        draft_store.put(session, talks[1], other, at=at, vault=vault)
    with pytest.raises(InTheWay):
        continuations.redeem(database, talks[1], begun, at=at, vault=vault)
    assert standing(sessions, talks[0], vault) == WHOLE

    with sessions.begin() as session:
        draft_store.drop(session, talks[1], vault=vault)
    continuations.redeem(database, talks[1], begun, at=at, vault=vault)

    assert standing(sessions, talks[1], vault) == WHOLE


def test_guessing_ends_after_ten_wrong_codes(database, talks, begun, at, vault):
    for _ in range(access.MOST):
        with pytest.raises(NoSuchCode):
            continuations.redeem(database, talks[1], "0000-0000", at=at, vault=vault)
    with pytest.raises(TooMany, match="续填码"):
        continuations.redeem(database, talks[1], begun, at=at, vault=vault)


def test_codes_out_of_date_are_forgotten(sessions, talks, begun, at):
    with sessions.begin() as session:
        assert continuations.expire(session, at=at + timedelta(days=6)) == 0
        assert continuations.expire(session, at=at + continuations.VALID) == 1
