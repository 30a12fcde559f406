"""A conversation on the agent's desk: what is seen, who may do what, what the citizen hears of it."""

from datetime import timedelta

import pytest

from api import jobs
from desk import conversations, draft_store, handovers, identities, store
from desk.drafts import Draft, DraftKind
from desk.lifecycle import Role
from desk.records import Conversation
from tests.builders import PHONE, moment

LAMP = "阳光花园小区东门的路灯坏了一个多月"


@pytest.fixture
def said(client, parts):
    """A citizen who complained, then asked for a person."""
    parts.bot.intent = "file_ticket"
    token = client.post("/api/v1/chat", json={"text": LAMP}).json()["session"]
    parts.bot.intent = "human_agent"
    client.post("/api/v1/chat", json={"text": "转人工", "session": token})
    return token


@pytest.fixture
def talk(said):
    return conversations.identify(said)


@pytest.fixture
def asked(database, talk, at):
    with database.sessions.begin() as session:
        return handovers.ask(session, session.get(Conversation, talk), "转人工", at=at).id


@pytest.fixture
def address(asked):
    return f"/agent/queue/{asked}"


@pytest.fixture
def agent(staff, address):
    browser = staff(Role.AGENT)
    browser.post(f"{address}/take")
    return browser


def say(client, session, text):
    return client.post("/api/v1/chat", json={"text": text, "session": session}).json()


def heard(client, session):
    return client.get("/api/v1/chat/messages", headers={"X-Chat-Session": session}).json()


def owner(database, talk):
    with database.readers() as session:
        return session.get(Conversation, talk).owner


def test_both_sides_read_the_whole_talk_and_who_answers(client, staff, said, address):
    browser = staff(Role.AGENT)
    before = browser.get(address).text
    browser.post(f"{address}/take")
    after = browser.get(f"{address}/words").text

    assert LAMP in before
    assert f"您说：{LAMP}" in before
    assert "排队，已等" in before
    assert "我答复" in after
    assert heard(client, said)["owner"] == "工作人员"


def test_what_is_personal_is_hidden_from_the_agent_too(client, agent, said, address):
    say(client, said, f"我的电话是{PHONE}")
    shown = agent.get(address).text

    assert PHONE not in shown
    assert "139****0001" in shown


def test_unread_words_are_counted_until_they_are_answered(client, agent, said, address):
    say(client, said, "在吗")
    say(client, said, "有人吗")
    before = agent.get("/agent/queue").text, agent.get(f"{address}/words").text
    agent.post(f"{address}/say", data={"text": "您好"})
    after = agent.get("/agent/queue").text, agent.get(f"{address}/words").text

    assert all("2 条未读" in shown for shown in before)
    assert not any("未读" in shown for shown in after)


def test_the_list_has_the_agents_own_first_and_says_how_long_each_waits(client, app, staff, agent, at, database):
    with database.sessions.begin() as session:
        _, other = conversations.open_conversation(session, channel="wechat", at=at)
        handovers.ask(session, other, "等了很久", at=at)
    app.state.clock = lambda: at + timedelta(minutes=65)
    shown = agent.get("/agent/queue").text

    assert shown.index("我已接入") < shown.index("排第 1 位")
    assert "已等 1 小时 5 分钟" in shown


@pytest.mark.parametrize("deed", ["say", "pass", "back", "close", "ticket"])
def test_only_who_holds_it_does_anything(client, staff, agent, address, database, talk, deed):
    other = staff(Role.OFFICE)
    data = {"text": "您好", "to": other and "坐席", "matter": LAMP, "place": "旌阳镇", "anonymous": "true"}
    told = heard_of(database, talk)
    refused = [browser.post(f"{address}/{deed}", data=data) for browser in (other, staff(Role.OFFICER, unit="住建局"))]

    assert {reply.status_code for reply in refused} <= {403, 422}
    assert heard_of(database, talk) == told
    assert owner(database, talk) == "坐席"


def heard_of(database, talk):
    with database.readers() as session:
        return [each.text for each in conversations.from_staff(session, talk)]


def test_passed_on_it_is_the_others(client, staff, agent, said, address, database, talk):
    other = staff(Role.OFFICE)
    agent.post(f"{address}/pass", data={"to": "县政府办县政府办"})

    assert owner(database, talk) == "县政府办县政府办"
    assert other.post(f"{address}/say", data={"text": "您好"}).status_code == 303
    assert agent.post(f"{address}/say", data={"text": "还在吗"}).status_code == 403


@pytest.mark.parametrize("to", ["", "坐席", "谁也不是"])
def test_it_is_passed_to_another_agent_only(agent, address, database, talk, to):
    reply = agent.post(f"{address}/pass", data={"to": to})

    assert reply.status_code == 422
    assert owner(database, talk) == "坐席"


def test_an_agent_who_signs_out_puts_it_back(client, agent, said, database, talk):
    agent.post("/sign-out")

    assert owner(database, talk) == "排队"
    assert "重新排队" in heard(client, said)["messages"][-1]["text"]


def test_the_clock_puts_it_back_and_runs_by_itself(app, client, agent, said, database, talk, at):
    say(client, said, "在吗")
    app.state.clock = lambda: at + timedelta(minutes=11)

    assert jobs.tend(app) == 1
    assert owner(database, talk) == "排队"
    assert jobs.tend(app) == 0


def test_a_ticket_is_filed_from_what_was_said(client, agent, said, address, database, talk, vault):
    say(client, said, f"电话{PHONE}")
    form = agent.get(address).text
    filed = agent.post(f"{address}/ticket", data={"matter": LAMP, "place": "旌阳镇阳光花园", "name": "陈某"})
    with database.readers() as session:
        (number,) = conversations.linked(session, talk)
        found = identities.cases_of(session, phone=PHONE, vault=vault)
        matter = store.ticket(session, number).matter

    assert f">{LAMP}</textarea>" in form
    assert "139****0001" in form
    assert filed.status_code == 303
    assert (matter, list(found)) == (LAMP, [number])
    assert number in heard(client, said)["messages"][-1]["text"]
    assert number in agent.get(address).text


def test_handed_in_twice_it_is_filed_once(agent, address, database, talk):
    data = {"matter": LAMP, "place": "旌阳镇阳光花园", "anonymous": "true", "known": ""}
    first, second = (agent.post(f"{address}/ticket", data=data) for _ in range(2))
    with database.readers() as session:
        assert len(conversations.linked(session, talk)) == 1

    assert (first.status_code, second.status_code) == (303, 422)
    assert "刚登记了" in second.text


@pytest.mark.parametrize(
    "data, problem",
    [
        ({"matter": LAMP, "place": "旌阳镇"}, "还缺联系方式"),
        ({"matter": LAMP, "place": ""}, "还缺地点"),
        ({"matter": LAMP, "place": "旌阳镇", "phone": "123"}, "联系电话"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(agent, address, database, talk, data, problem):
    refused = agent.post(f"{address}/ticket", data=data)
    with database.readers() as session:
        assert conversations.linked(session, talk) == []

    assert refused.status_code == 422
    assert problem in refused.text
    assert LAMP in refused.text


def test_an_open_form_stands_beside_and_is_no_lost(client, agent, said, address, database, talk, vault, at):
    with database.sessions.begin() as session:
        draft = Draft(DraftKind.TICKET, matter=f"{LAMP}，电话{PHONE}", place="旌阳镇阳光花园", phone=PHONE)
        draft_store.put(session, talk, draft, at=at, vault=vault)
    shown = agent.get(f"{address}/words").text
    agent.post(f"{address}/close")

    assert "正在填写的工单" in shown
    assert PHONE not in shown
    assert "说“继续”接着填" in heard(client, said)["messages"][-1]["text"]


def test_who_waits_may_go_on_with_the_bot_and_stop_waiting(client, parts, said, asked, database, talk):
    parts.bot.intent = "ask_policy"
    say(client, said, "公租房怎么申请")
    assert parts.bot.heard[-1][1] == "公租房怎么申请"
    reply = say(client, said, "不等了")

    assert "不再为您排队" in reply["replies"][0]["text"]
    assert reply["handover"] is False
    assert owner(database, talk) == "机器人"


def test_in_a_form_a_bare_no_is_the_bots(client, parts, said, asked, database, talk, vault, at):
    with database.sessions.begin() as session:
        draft_store.put(session, talk, Draft(DraftKind.TICKET, matter=LAMP), at=at, vault=vault)
    say(client, said, "不用了")

    assert parts.bot.heard[-1][1] == "不用了"
    assert owner(database, talk) == "排队"


def test_over_and_anothers_it_is_no_ones_business(staff, agent, address):
    other = staff(Role.OFFICE)
    agent.post(f"{address}/close")

    assert agent.get(address).status_code == 200
    assert other.get(address).status_code == 404
    assert agent.post(f"{address}/say", data={"text": "您好"}).status_code == 403


def test_at_night_a_ticket_is_offered_from_what_was_said(client, app, said, talk):
    app.state.clock = lambda: moment("2026-11-20 五 20:00")
    reply = client.post(
        "/internal/v1/handover", json={"session": talk, "reason": "转人工"}, headers={"X-Bot-Token": "door"}
    ).json()

    assert reply["open"] is False
    assert "11月23日（周一）8:00 上班后" in reply["message"]
    assert reply["matter"] == LAMP


def test_who_asks_again_is_told_his_place_now(client, database, talk, asked, at):
    with database.sessions.begin() as session:
        _, first = conversations.open_conversation(session, channel="web", at=at)
        handovers.ask(session, first, "要人工", at=at)
    reply = client.post(
        "/internal/v1/handover", json={"session": first.id, "reason": "转人工"}, headers={"X-Bot-Token": "door"}
    ).json()

    assert reply["position"] == 2
    assert "第 2 位" in reply["message"]
