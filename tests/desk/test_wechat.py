"""Inbox, followers and pushes of the WeChat channel, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk import conversations, handovers, wechat_inbox, wechat_pushes, wechat_users
from desk.ownership import Step
from desk.records import Conversation
from desk.wechat_users import Offer

CITIZEN = "oCitizenCanary0001"
SECOND = timedelta(seconds=1)


@pytest.fixture
def user(either, at, vault):
    with either.sessions.begin() as session:
        return wechat_users.arrive(session, CITIZEN, at=at, vault=vault)


def taken(database, at, vault, *, key="7250021412600020992", runner="a:8000"):
    with database.sessions.begin() as session:
        return wechat_inbox.take(session, key, user="u", content="<xml/>", runner=runner, at=at, vault=vault)


# ---- inbox ----------------------------------------------------------------------------------------------------------


def test_of_twenty_at_once_one_has_the_job(either, at, vault):
    with ThreadPoolExecutor(20) as pool:
        arrived = list(pool.map(lambda _: taken(either, at, vault), range(20)))

    assert [each.mine for each in arrived].count(True) == 1
    assert len({each.key for each in arrived}) == 1


def test_the_first_reply_stays_whatever_comes_after(either, at, vault):
    key = taken(either, at, vault).key
    for reply in (b"first", b"second"):
        with either.sessions.begin() as session:
            wechat_inbox.settle(session, key, reply, vault=vault)

    assert taken(either, at, vault).reply == b"first"


def test_giving_up_and_answering_cannot_both_win(either, at, vault):
    key = taken(either, at, vault).key
    with either.sessions.begin() as session:
        assert wechat_inbox.give_up(session, "7250021412600020992", vault=vault) is None
    with either.sessions.begin() as session:
        assert wechat_inbox.is_late(session, key)
        wechat_inbox.settle(session, key, b"success", vault=vault)
    with either.sessions.begin() as session:
        assert wechat_inbox.give_up(session, "7250021412600020992", vault=vault) == b"success"


def orphans(database, at, vault, *, runner="b:8000", fresh=False):
    with database.sessions.begin() as session:
        return wechat_inbox.orphans(session, runner, fresh=fresh, at=at, vault=vault)


def test_a_message_is_taken_over_after_the_lease_or_at_once_by_its_own_process_reborn(either, at, vault):
    key = taken(either, at, vault).key
    with either.sessions.begin() as session:
        wechat_inbox.renew(session, [key], at=at + 5 * SECOND)
    ended = at + 5 * SECOND + wechat_inbox.LEASE

    assert orphans(either, ended - SECOND, vault) == []
    assert [each.content for each in orphans(either, ended - SECOND, vault, runner="a:8000", fresh=True)] == ["<xml/>"]
    assert orphans(either, ended, vault) == []  # the reborn process holds it now


def test_a_message_that_kills_each_time_is_given_up(either, at, vault):
    taken(either, at, vault)
    hopeless = []
    for n in range(1, 5):
        hopeless += [each.hopeless for each in orphans(either, at + n * wechat_inbox.LEASE, vault)]

    assert hopeless == [False, False, True, True]


# ---- pushes ---------------------------------------------------------------------------------------------------------


def told(database, at, vault):
    """Send what may go; return how many messages that were."""
    for count in range(20):
        with database.sessions.begin() as session:
            push = wechat_pushes.claim(session, at=at, vault=vault)
            if push is None:
                return count
            assert push.openid == CITIZEN
            wechat_pushes.said(session, push.id, at=at)
    raise AssertionError


@pytest.mark.parametrize(
    "spoke, acted, allowed",
    [
        pytest.param(None, None, 0, id="没有说过话"),
        pytest.param(timedelta(hours=47), None, 5, id="说过话"),
        pytest.param(timedelta(hours=49), None, 0, id="过了四十八小时"),
        pytest.param(None, 59 * SECOND, 3, id="点过菜单"),
        pytest.param(None, 61 * SECOND, 0, id="过了一分钟"),
    ],
)
def test_as_many_as_wechat_allows_the_rest_waits_for_the_next_reply(either, user, at, vault, spoke, acted, allowed):
    with either.sessions.begin() as session:
        row = wechat_users.get(session, user.id)
        row.spoke, row.acted = spoke and at - spoke, acted and at - acted
        wechat_pushes.queue(session, user.id, [str(n) for n in range(7)], call=True, at=at, vault=vault)

    assert told(either, at, vault) == allowed
    with either.sessions.begin() as session:
        waiting = wechat_pushes.collect(session, user.id, at=at, vault=vault)
    assert waiting == [str(n) for n in range(allowed, 7)]
    with either.sessions.begin() as session:
        assert wechat_pushes.collect(session, user.id, at=at, vault=vault) == []


def test_one_on_its_way_is_not_said_in_the_reply_as_well(either, user, at, vault):
    with either.sessions.begin() as session:
        wechat_users.get(session, user.id).spoke = at
        wechat_pushes.queue(session, user.id, ["通知"], call=True, at=at, vault=vault)
    with either.sessions.begin() as session:
        assert wechat_pushes.claim(session, at=at, vault=vault).text == "通知"
    with either.sessions.begin() as session:
        assert wechat_pushes.collect(session, user.id, at=at, vault=vault) == []


def test_words_of_the_staff_are_passed_on_once(either, user, at, vault):
    with either.sessions.begin() as session:
        talk = session.get(Conversation, user.conversation)
        handovers.take(session, handovers.ask(session, talk, "转人工", at=at).id, agent="坐席甲", at=at)
        conversations.remember(session, talk, "s-1", "您好", at=at, author="坐席甲")
    counts = []
    for _ in range(2):
        with either.sessions.begin() as session:
            counts.append(wechat_pushes.from_staff(session, lambda text: [text], call=False, at=at, vault=vault))
    with either.sessions.begin() as session:
        waiting = wechat_pushes.collect(session, user.id, at=at, vault=vault)

    assert counts == [2, 0]
    assert waiting == [handovers.TOLD[Step.TAKE], "坐席甲：您好"]


# ---- followers ------------------------------------------------------------------------------------------------------


def test_an_offer_is_kept_sealed(either, user, vault):
    given = Offer(("我要匿名",), "还有一段", "某某街")
    with either.sessions.begin() as session:
        row = wechat_users.get(session, user.id)
        wechat_users.offer(row, given, vault)
    with either.readers() as session:
        row = wechat_users.get(session, user.id)

        assert "匿名" not in row.offer
        assert wechat_users.offered(row, vault) == given


def test_what_was_said_before_leaving_binds_nobody_again(either, user, at, vault):
    with either.sessions.begin() as session:
        gone = wechat_users.leave(session, CITIZEN, silence=b"success", at=at, vault=vault)
        moments = [wechat_users.has_left(session, CITIZEN, int(at.timestamp()) + n, vault) for n in (-1, 0, 1)]

    assert gone == [user.conversation]
    assert moments == [True, False, False]
