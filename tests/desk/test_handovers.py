"""Bot, queue or person: every step from every place, by everybody; and what the clock does by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk import calling_off, conversations, draft_store, handover_care, handovers, ownership
from desk.conversations import CITIZEN, SYSTEM
from desk.drafts import Draft, DraftKind
from desk.errors import DeskError, NotAllowed, WrongState
from desk.ownership import Owner, Party, Step
from desk.records import Conversation, Handover
from tests.builders import moment

MINUTE = timedelta(minutes=1)

# Owner, step → owner after it, and by whom; what is not here is refused.
FOLLOWING = {
    (Owner.BOT, Step.ASK): (Owner.QUEUE, "群众"),
    (Owner.QUEUE, Step.CALL_OFF): (Owner.BOT, "群众"),
    (Owner.QUEUE, Step.TAKE): (Owner.PERSON, "坐席"),
    (Owner.QUEUE, Step.LAPSE): (Owner.BOT, "系统"),
    (Owner.PERSON, Step.PASS): (Owner.PERSON, "接入的坐席"),
    (Owner.PERSON, Step.PUT_BACK): (Owner.QUEUE, "接入的坐席 系统"),
    (Owner.PERSON, Step.GIVE_BACK): (Owner.BOT, "接入的坐席"),
    (Owner.PERSON, Step.LAPSE): (Owner.BOT, "系统"),
}


@pytest.mark.parametrize("owner", Owner)
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("party", Party)
def test_who_may_do_what_from_where(owner, step, party):
    following, parties = FOLLOWING.get((owner, step), (None, ""))
    try:
        after = ownership.after(owner, step, party)
    except WrongState:
        assert following is None
    except NotAllowed:
        assert following is not None
        assert party.value not in parties.split()
    else:
        assert (after, party.value in parties.split()) == (following, True)


@pytest.mark.parametrize("name, owner", [("机器人", Owner.BOT), ("排队", Owner.QUEUE), ("坐席甲", Owner.PERSON)])
def test_the_owner_is_one_field(name, owner):
    assert ownership.owner_of(name) is owner


@pytest.fixture
def talk(sessions, at):
    with sessions.begin() as session:
        _, conversation = conversations.open_conversation(session, channel="web", at=at)
        return conversation.id


@pytest.fixture
def asked(sessions, talk, at):
    with sessions.begin() as session:
        conversations.remember(session, session.get(Conversation, talk), "m-0", "要人工", at=at)
        return handovers.ask(session, session.get(Conversation, talk), "要人工", at=at).id


def stand(sessions, talk, asked):
    """Who has the conversation, who took it, whether it is over, and the last notice to the citizen."""
    with sessions() as session:
        handover = session.get(Handover, asked)
        told = [each.text for each in conversations.transcript(session, talk) if each.author == SYSTEM]
        owner = session.get(Conversation, talk).owner
        return owner, handover.taken_by, handover.closed is not None, (told or [""])[-1]


def say(sessions, talk, author, at):
    with sessions.begin() as session:
        row = session.get(Conversation, talk)
        conversations.remember(session, row, f"{author}-{at.isoformat()}", "话", at=at, author=author)


def do(sessions, deed, *args, **named):
    with sessions.begin() as session:
        deed(session, *args, **named)


def test_passed_on_put_back_and_given_back_the_citizen_is_told_each_time(sessions, talk, asked, at):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    assert stand(sessions, talk, asked)[:3] == ("坐席甲", "坐席甲", False)
    do(sessions, handovers.pass_on, asked, agent="坐席甲", to="坐席乙", at=at)
    assert stand(sessions, talk, asked)[:2] == ("坐席乙", "坐席乙")
    do(sessions, handovers.put_back, asked, agent="坐席乙", at=at)
    assert stand(sessions, talk, asked)[:3] == ("排队", "", False)
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    do(sessions, handovers.give_back, asked, agent="坐席甲", at=at)

    owner, _, closed, told = stand(sessions, talk, asked)
    assert (owner, closed) == ("机器人", True)
    assert "机器人" in told
    with sessions() as session:
        assert len(conversations.from_staff(session, talk)) == 5


@pytest.mark.parametrize(
    "deed, more",
    [(handovers.pass_on, {"to": "坐席丙"}), (handovers.put_back, {}), (handovers.give_back, {})],
)
def test_nobody_moves_what_another_holds(sessions, talk, asked, at, deed, more):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    with pytest.raises(NotAllowed):
        do(sessions, deed, asked, agent="坐席乙", at=at, **more)

    assert stand(sessions, talk, asked)[0] == "坐席甲"


def test_of_many_agents_who_take_at_once_one_has_it(either, at):
    with either.sessions.begin() as session:
        _, conversation = conversations.open_conversation(session, channel="web", at=at)
        asked, talk = handovers.ask(session, conversation, "要人工", at=at).id, conversation.id

    def take(agent):
        try:
            do(either.sessions, handovers.take, asked, agent=agent, at=at)
        except WrongState as refused:
            return str(refused)
        return agent

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(take, [f"坐席{number}" for number in range(8)]))
    with either.readers() as session:
        owner = session.get(Conversation, talk).owner
        told = conversations.from_staff(session, talk)

    assert outcomes.count(owner) == 1
    assert sum(f"已由{owner}接入" in outcome for outcome in outcomes) == 7
    assert len(told) == 1


def test_what_is_over_stays_over(sessions, asked, at):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    do(sessions, handovers.give_back, asked, agent="坐席甲", at=at)
    for deed in (handovers.take, handovers.give_back, handovers.put_back):
        with pytest.raises(DeskError, match="已结束"):
            do(sessions, deed, asked, agent="坐席甲", at=at)


def test_a_form_left_open_is_named_when_the_bot_goes_on(sessions, talk, asked, at, vault):
    with sessions.begin() as session:
        draft_store.put(session, talk, Draft(DraftKind.TICKET, matter="路灯坏了"), at=at, vault=vault)
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    do(sessions, handovers.give_back, asked, agent="坐席甲", at=at)

    assert "没填完的工单还在，说“继续”接着填" in stand(sessions, talk, asked)[3]


def test_who_waits_no_longer_is_with_the_bot_again(sessions, talk, asked, at):
    with sessions.begin() as session:
        assert handovers.call_off(session, talk, at=at)
        assert not handovers.call_off(session, talk, at=at)

    assert stand(sessions, talk, asked)[:3] == ("机器人", "", True)


def test_who_talks_with_a_person_calls_nothing_off(sessions, talk, asked, at):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    with sessions.begin() as session:
        assert not handovers.call_off(session, talk, at=at)


# What was said, minutes after the agent took over: → minutes until, and what the clock then does.
CLOCK = {
    "never a word of the agent": ([], 11, Step.PUT_BACK),
    "not yet": ([], 10, None),
    "answered": ([("坐席甲", 5)], 20, None),
    "answered, then asked": ([("坐席甲", 5), (CITIZEN, 6)], 17, Step.PUT_BACK),
    "asked twice, counted from the first": ([("坐席甲", 5), (CITIZEN, 6), (CITIZEN, 15)], 17, Step.PUT_BACK),
    "asked and answered": ([("坐席甲", 5), (CITIZEN, 6), ("坐席甲", 12)], 30, None),
    "left": ([("坐席甲", 5)], 36, Step.LAPSE),
    "still there": ([("坐席甲", 5)], 35, None),
    "another's words are no answer": ([("坐席乙", 5)], 11, Step.PUT_BACK),
}


@pytest.mark.parametrize("said, minutes, step", CLOCK.values(), ids=CLOCK.keys())
def test_nobody_is_left_with_an_agent_who_has_gone(sessions, calendar, talk, asked, at, said, minutes, step):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    for author, minute in said:
        say(sessions, talk, author, at + minute * MINUTE)
    with sessions.begin() as session:
        done = handover_care.tend(session, at=at + minutes * MINUTE, calendar=calendar)
    owners = {None: "坐席甲", Step.PUT_BACK: "排队", Step.LAPSE: "机器人"}

    assert (done, stand(sessions, talk, asked)[0]) == (int(step is not None), owners[step])


WAITING = {
    "the same evening": ("2026-11-20 五 23:00", False),
    "over the weekend": ("2026-11-23 一 08:05", False),
    "a whole working day": ("2026-11-23 一 17:30", False),
    "the day after": ("2026-11-24 二 00:05", True),
}


@pytest.mark.parametrize("until, over", WAITING.values(), ids=WAITING.keys())
def test_who_waits_over_night_is_first_in_the_morning(sessions, calendar, talk, asked, at, until, over):
    with sessions.begin() as session:
        _, other = conversations.open_conversation(session, channel="web", at=moment(until))
        later = handovers.ask(session, other, "要人工", at=moment(until))
        handover_care.tend(session, at=moment(until), calendar=calendar)
        place = handovers.position(session, later)

    assert (stand(sessions, talk, asked)[2], place) == (over, 1 if over else 2)


def test_an_agent_who_signs_out_leaves_nobody_behind(sessions, talk, asked, at):
    do(sessions, handovers.take, asked, agent="坐席甲", at=at)
    with sessions.begin() as session:
        assert handover_care.leave(session, "坐席乙", at=at) == 0
        assert handover_care.leave(session, "坐席甲", at=at) == 1
        assert handovers.position(session, session.get(Handover, asked)) == 1

    assert stand(sessions, talk, asked)[0] == "排队"


PROMISES = {
    "Friday evening": ("2026-11-20 五 18:00", "11月23日（周一）8:00 上班后"),
    "before work": ("2026-11-20 五 07:00", "11月20日（周五）8:00 上班后"),
    "at noon": ("2026-11-20 五 12:30", "11月20日（周五）14:30 上班后"),
    "before a worked Saturday": ("2026-10-09 五 18:00", "10月10日（周六）8:00 上班后"),
    "in the holidays": ("2026-10-01 四 09:00", "10月8日（周四）8:00 上班后"),
    "past the notices": ("2026-12-31 四 18:00", "1月1日（周五）8:00 上班后（暂定，以国务院放假安排为准）"),
}


@pytest.mark.parametrize("text, words", PROMISES.values(), ids=PROMISES.keys())
def test_the_time_promised_is_when_somebody_is_there(calendar, text, words):
    assert handovers.promise(moment(text), calendar) == words


@pytest.mark.parametrize(
    "words", ["不等了", "算了，不等了", "不用人工了", "取消排队", "不转人工了。", "我不想等了", "不用转了"]
)
def test_words_that_leave_the_queue(words):
    assert calling_off.meant(words, filling=False)
    assert calling_off.meant(words, filling=True)


@pytest.mark.parametrize("words", ["不用了", "算了", "不用啦，谢谢"])
def test_a_bare_no_leaves_the_queue_unless_a_form_asks(words):
    assert calling_off.meant(words, filling=False)
    assert not calling_off.meant(words, filling=True)


@pytest.mark.parametrize(
    "words", ["转人工", "路灯不亮了", "小区电梯坏了不用了怎么办", "等了半天了", "不要挂断", "取消工单"]
)
def test_words_that_do_not(words):
    assert not calling_off.meant(words, filling=False)
