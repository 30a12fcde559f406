"""The channel against a platform that behaves like WeChat's: each message once, in order, whatever is re-sent."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.app import create_app
from api.wechat import line as line_module
from api.wechat.account import Account
from api.wechat.incoming import parse
from desk import conversations, handovers, tables, wechat_users
from desk import wechat_pushes as pushes
from desk.ownership import Step
from desk.records import Conversation
from desk.wechat_tables import wechat_inbox, wechat_pushes
from tests.api.peers import peer
from tests.api.serving import served
from tests.api.wechat_api import APP_ID, SECRET, WeChatApi
from tests.api.wechat_platform import FAULT, KEY, TOKEN, Mode, Platform
from tests.conftest import NOW

CITIZEN, OTHER = "oCitizenCanary0001", "oCitizenCanary0002"
OLD_KEY = KEY[::-1]
QUICK_S = 0.3  # what the channel waits in tests about slow turns, instead of four seconds


@pytest.fixture
def wechat():
    """The account's settings; tests replace what they are about."""
    return Account(TOKEN, KEY, OLD_KEY, APP_ID)


@pytest.fixture
def settings(settings, wechat):
    return replace(settings, wechat=wechat, public_url="https://12345.example.gov.cn")


@pytest.fixture
def serving(app):
    with served(app) as opened:
        yield opened
        app.state.wechat.close()


@pytest.fixture
def platform(serving, at):
    return Platform(serving.http, clock=at.timestamp)


@pytest.fixture
def another(settings, database, vault, calendar, known, parts, at):
    """Make another process's application over the same database, with other settings of the account."""

    def made(account):
        return create_app(
            settings=replace(settings, wechat=account),
            database=database,
            vault=vault,
            calendar=calendar,
            clock=lambda: at,
            known=known,
            parts=parts,
        )

    return made


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(line_module, "WAIT_S", QUICK_S)


def rows(database, table):
    with database.readers() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def heard(parts):
    return [words for _, words in parts.bot.heard]


# ---- the door -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/wechat", "/wechat/"])
@pytest.mark.parametrize("mode", Mode)
def test_the_address_is_proven_and_a_message_answered(serving, at, path, mode):
    platform = Platform(serving.http, clock=at.timestamp, path=path, mode=mode)

    assert platform.verifies()
    assert platform.text(CITIZEN, "你好").shown == ("您说：你好" if mode is not Mode.PLAIN else FAULT)


@pytest.mark.parametrize("wechat", [Account(TOKEN)])
@pytest.mark.parametrize("mode", [Mode.PLAIN, Mode.COMPATIBLE])
def test_without_a_key_plain_messages_are_answered_plainly(serving, at, mode):
    platform = Platform(serving.http, clock=at.timestamp, mode=mode)

    assert platform.text(CITIZEN, "你好").shown == "您说：你好"


def test_the_key_before_is_still_read(serving, at):
    """The reply comes under the new key: that is the one the platform has."""
    sent = Platform(serving.http, clock=at.timestamp, key=OLD_KEY).text(CITIZEN, "你好")

    assert sent.statuses == [200]
    assert Platform(serving.http, clock=at.timestamp).read(sent.replies[0], CITIZEN) == "您说：你好"


def test_every_refusal_is_the_same(serving, at):
    late = Platform(serving.http, clock=lambda: at.timestamp() - 301)
    forged = Platform(serving.http, clock=at.timestamp, token="somebodyelse")
    refused = [each.deliver(each.message(CITIZEN, "text", Content="你好"), tries=1) for each in (late, forged)]
    http = serving.http
    bare = [http.get("/wechat"), http.post("/wechat"), http.post("/wechat", content=b"<xml>")]

    assert {each.statuses[0] for each in refused} | {each.status_code for each in bare} == {403}
    assert len({each.replies[0] for each in refused} | {each.content for each in bare}) == 1
    assert http.post("/wechat", content=b"x" * 70_000).status_code == 413


def test_without_an_account_there_is_no_such_address(another):
    client = TestClient(another(None), follow_redirects=False)

    assert [client.get(path).status_code for path in ("/wechat", "/wechat/")] == [404, 404]
    assert client.post("/wechat").status_code == 404


# ---- once -----------------------------------------------------------------------------------------------------------


def test_fifty_deliveries_at_once_are_one_turn_and_one_reply(platform, parts, database):
    parts.bot.wait_s = 0.05
    sent = platform.message(CITIZEN, "text", Content="确认")
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda _: platform.deliver(sent, tries=1).replies[0], range(50)))

    assert len(set(replies)) == 1
    assert platform.read(replies[0], CITIZEN) == "您说：确认"
    assert heard(parts) == ["确认"]
    assert rows(database, tables.messages) == rows(database, wechat_inbox) == 1


def test_a_copy_minutes_later_gets_the_same_bytes(platform, parts):
    sent = platform.message(CITIZEN, "text", Content="你好")
    first, _, copy = platform.deliver(sent), platform.text(CITIZEN, "在吗"), platform.deliver(sent)

    assert first.replies == copy.replies
    assert heard(parts) == ["你好", "在吗"]


def test_two_processes_share_one_answer(platform, another, wechat, parts, at):
    parts.bot.wait_s = 0.3
    sent = platform.message(CITIZEN, "text", Content="确认")
    with served(another(wechat)) as elsewhere, ThreadPoolExecutor(8) as pool:
        there = Platform(elsewhere.http, clock=at.timestamp)
        replies = list(pool.map(lambda n: (platform, there)[n % 2].deliver(sent, tries=1).replies[0], range(8)))
        elsewhere.app.state.wechat.close()

    assert len(set(replies)) == 1
    assert heard(parts) == ["确认"]


def test_messages_of_one_are_done_in_order_and_those_of_others_beside_them(platform, parts):
    parts.bot.wait_s = 0.1
    sent = [platform.message(CITIZEN, "text", Content=f"第{n}句") for n in range(5)]
    other = platform.message(OTHER, "text", Content="我的")
    with ThreadPoolExecutor(6) as pool:
        waiting = []
        for each in (*sent, other):
            waiting.append(pool.submit(platform.deliver, each))
            time.sleep(0.03)
        shown = [each.result().shown for each in waiting]

    assert shown == [f"您说：第{n}句" for n in range(5)] + ["您说：我的"]
    mine = [words for words in heard(parts) if words != "我的"]
    assert mine == [f"第{n}句" for n in range(5)]
    assert heard(parts).index("我的") < 5


def test_messages_that_overtake_each_other_are_each_answered(platform):
    first, second = (platform.message(CITIZEN, "text", Content=words) for words in ("甲事", "乙事"))

    assert [platform.deliver(each).shown for each in (second, first)] == ["您说：乙事", "您说：甲事"]


def test_a_re_send_while_the_first_still_runs_gets_its_answer(serving, at, parts):
    """The platform cuts after 0.2 s here; the turn takes longer, its answer reaches a later delivery."""
    parts.bot.wait_s = 0.5
    outcome = Platform(serving.http, clock=at.timestamp, cut_s=0.2).text(CITIZEN, "慢慢想")

    assert outcome.shown == "您说：慢慢想"
    assert outcome.replies[0] is None
    assert 1 < len(outcome.replies) <= 4
    assert heard(parts) == ["慢慢想"]


# ---- too slow -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hasty")
def test_a_slow_answer_comes_with_the_next_reply(platform, parts):
    parts.bot.wait_s = QUICK_S * 2
    sent = platform.message(CITIZEN, "text", Content="慢慢想")
    slow = platform.deliver(sent)
    time.sleep(QUICK_S * 2)
    parts.bot.wait_s = 0.0
    following = platform.text(CITIZEN, "你好")

    assert (slow.replies, slow.shown) == ([b"success"], None)
    assert platform.deliver(sent).replies == [b"success"]
    assert following.shown == "您说：慢慢想\n————\n您说：你好"
    assert platform.text(CITIZEN, "再说").shown == "您说：再说"
    assert heard(parts) == ["慢慢想", "你好", "再说"]


def certified(url):
    return Account(TOKEN, KEY, "", APP_ID, SECRET, certified=True, url=url)


@pytest.fixture
def weixin(at):
    with peer(answer=WeChatApi(clock=at.timestamp)) as there:
        yield there


@pytest.fixture
def called(weixin, another):
    """A certified account: the application served."""
    with served(another(certified(weixin.url))) as opened:
        yield opened
        opened.app.state.wechat.close()


@pytest.fixture
def calling(called, weixin, at):
    return Platform(called.http, clock=at.timestamp, api=weixin.answer)


def watched(called, times=1):
    for _ in range(times):
        called.call(called.app.state.wechat.watch.round)


@pytest.mark.usefixtures("hasty")
def test_a_slow_answer_of_a_certified_account_comes_by_itself(called, calling, weixin, parts):
    parts.bot.wait_s = QUICK_S * 2
    assert calling.text(CITIZEN, "慢慢想").shown is None
    time.sleep(QUICK_S * 2)
    watched(called, 2)
    parts.bot.wait_s = 0.0

    assert weixin.answer.said == [(CITIZEN, "您说：慢慢想")]
    assert calling.text(CITIZEN, "你好").shown == "您说：你好"


def test_beyond_the_quota_it_waits_for_the_next_message(called, calling, weixin, database, vault):
    calling.text(CITIZEN, "你好")
    queue(database, vault, [f"通知{n}" for n in range(7)])
    watched(called)

    assert [words for _, words in weixin.answer.said] == [f"通知{n}" for n in range(5)]
    assert calling.text(CITIZEN, "在吗").shown == "通知5\n————\n通知6\n————\n您说：在吗"


def queue(database, vault, pieces):
    user = wechat_users.identify(CITIZEN, vault)
    with database.sessions.begin() as session:
        pushes.queue(session, user, pieces, call=True, at=NOW, vault=vault)


def test_a_wechat_that_is_down_loses_nothing(called, calling, weixin, database, vault):
    calling.text(CITIZEN, "你好")
    queue(database, vault, ["通知"])
    weixin.answer.codes.append(-1)
    watched(called)

    assert weixin.answer.said == []
    assert rows(database, wechat_pushes) == 1


def test_what_an_agent_writes_reaches_the_citizen_by_itself(called, calling, weixin, database, at):
    calling.text(CITIZEN, "你好")
    with database.sessions.begin() as session:
        talk = session.execute(select(Conversation)).scalar_one()
        handovers.take(session, handovers.ask(session, talk, "转人工", at=at).id, agent="坐席甲", at=at)
        conversations.remember(session, talk, "staff-1", "您好，请讲", at=at, author="坐席甲")
    watched(called, 2)

    assert weixin.answer.said == [(CITIZEN, handovers.TOLD[Step.TAKE]), (CITIZEN, "坐席甲：您好，请讲")]


# ---- after a crash --------------------------------------------------------------------------------------------------


def test_what_a_dead_process_left_is_done_and_told_later(serving, platform, parts):
    line = serving.app.state.wechat.line
    line._enter(parse(platform.message(CITIZEN, "text", Content="没办完的话").xml))  # and then it died

    assert serving.call(line.recover, fresh=True) == 1
    assert platform.text(CITIZEN, "你好").shown == "您说：没办完的话\n————\n您说：你好"
    assert heard(parts) == ["没办完的话", "你好"]
