"""Sessions, repeated messages, linked cases, the queue for a person, and knowledge gaps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from desk import conversations, gaps, handovers
from desk.errors import NotFound, WrongState
from tests.builders import PHONE, moment


@pytest.fixture
def talk(sessions, at):
    with sessions.begin() as session:
        return conversations.open_conversation(session, channel="网页", at=at)


def test_a_session_is_found_by_its_token_and_no_other(sessions, talk):
    token, conversation = talk
    with sessions() as session:
        assert conversations.find(session, token).id == conversation.id
        for other in ("somebody-elses-session", conversation.id, ""):
            with pytest.raises(NotFound):
                conversations.find(session, other)
    assert len(token) >= 40
    assert token not in (conversation.id, conversation.channel)


def test_a_repeated_message_finds_its_reply_byte_for_byte(sessions, talk, at):
    token, conversation = talk
    with sessions.begin() as session:
        known = conversations.find(session, token)
        assert conversations.replied(session, known.id, "m-1") is None
        conversations.remember(session, known, "m-1", "你好", at=at, reply=b'{"a": 1}')

    with sessions() as session:
        assert conversations.replied(session, conversation.id, "m-1") == b'{"a": 1}'
        assert [message.text for message in conversations.transcript(session, conversation.id)] == ["你好"]


def test_of_many_at_once_one_message_is_kept(either, at):
    with either.sessions.begin() as session:
        token, conversation = conversations.open_conversation(session, channel="网页", at=at)

    def send(_):
        try:
            with either.sessions.begin() as session:
                known = conversations.find(session, token)
                conversations.remember(session, known, "m-1", "你好", at=at, reply=b"1")
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        kept = list(pool.map(send, range(20)))

    assert kept.count(True) == 1
    with either.readers() as session:
        assert len(conversations.transcript(session, conversation.id)) == 1


def test_a_linked_case_belongs_to_its_conversation_only(sessions, talk, at):
    _, conversation = talk
    with sessions.begin() as session:
        _, other = conversations.open_conversation(session, channel="网页", at=at)
        conversations.link(session, conversation.id, "JD-1")
        conversations.link(session, conversation.id, "JD-1")

        assert conversations.linked(session, conversation.id) == ["JD-1"]
        assert conversations.is_linked(session, conversation.id, "JD-1")
        assert not conversations.is_linked(session, other.id, "JD-1")


def test_citizens_are_served_in_the_order_they_asked(sessions, at):
    with sessions.begin() as session:
        talks = [conversations.open_conversation(session, channel="网页", at=at)[1] for _ in range(3)]
        queue = [handovers.ask(session, each, "要人工", at=at) for each in talks]
        again = handovers.ask(session, talks[1], "还在等", at=at + timedelta(minutes=5))
        assert again is queue[1]
        assert [handovers.position(session, each) for each in queue] == [1, 2, 3]

        handovers.take(session, queue[0].id, agent="坐席甲", at=at)
        assert [handovers.position(session, each) for each in queue] == [0, 1, 2]
        assert talks[0].owner == "坐席甲"
        with pytest.raises(WrongState, match="坐席甲"):
            handovers.take(session, queue[0].id, agent="坐席乙", at=at)

        handovers.give_back(session, queue[0].id, agent="坐席甲", at=at)
        assert talks[0].owner == "机器人"
        assert [each.conversation for each in handovers.waiting(session)] == [talks[1].id, talks[2].id]
        assert handovers.ask(session, talks[0], "又要人工", at=at) is not queue[0]


HOURS = {
    "上午": ("2026-11-20 五 08:00", True),
    "午休": ("2026-11-20 五 12:00", False),
    "下午": ("2026-11-20 五 14:30", True),
    "下班": ("2026-11-20 五 17:30", False),
    "周六": ("2026-11-21 六 09:00", False),
    "调休上班的周六": ("2026-10-10 六 09:00", True),
    "尚无通知的年份按周一至周五": ("2027-01-04 一 09:00", True),
    "国庆": ("2026-10-01 四 09:00", False),
}


@pytest.mark.parametrize("text, is_open", HOURS.values(), ids=HOURS.keys())
def test_office_hours(calendar, text, is_open):
    assert handovers.office_is_open(moment(text), calendar) is is_open


def test_the_same_gap_is_counted_not_repeated(sessions, at):
    with sessions.begin() as session:
        gaps.record(session, f"电话{PHONE}能查什么", score=0.1, at=at)
        gaps.record(session, "别的", score=0.2, at=at)
        gaps.record(session, f" 电话{PHONE}能查什么 ", score=0.3, at=at + timedelta(days=1))
        most = gaps.most_asked(session)

    assert [(gap.question, gap.times) for gap in most] == [("电话139****0001能查什么", 2), ("别的", 1)]
    assert (most[0].score, most[0].last) == (0.3, at + timedelta(days=1))
