"""From the queue to a person and back: the bot is silent meanwhile, danger excepted."""

import pytest

from desk import conversations, handovers
from desk.lifecycle import Role
from desk.records import Conversation
from tests.builders import PHONE


@pytest.fixture
def session(client):
    return client.post("/api/v1/chat", json={"text": "转人工"}).json()["session"]


@pytest.fixture
def waiting(database, session, at):
    with database.sessions.begin() as tx:
        return handovers.ask(tx, tx.get(Conversation, conversations.identify(session)), "要人工", at=at).id


def heard(client, session):
    return client.get("/api/v1/chat/messages", headers={"X-Chat-Session": session}).json()


def test_the_agents_words_reach_the_citizen_and_the_bot_is_silent(client, staff, parts, session, waiting):
    agent = staff(Role.AGENT)
    agent.post(f"/agent/queue/{waiting}/take")
    said = agent.post(f"/agent/queue/{waiting}/say", data={"text": f"请打0563-8024390，您的电话是{PHONE}吗？"})
    reply = client.post("/api/v1/chat", json={"text": "好的", "session": session}).json()

    assert said.status_code == 303
    taken, words = heard(client, session)["messages"]
    assert (taken["author"], words["author"]) == ("system", "staff")
    assert words["text"] == "请打0563-8024390，您的电话是139****0001吗？"
    assert reply["handover"] is True
    assert [words for _, words in parts.bot.heard] == ["转人工"]


def test_the_citizen_is_told_his_place_in_the_queue(client, staff, session, waiting):
    before = heard(client, session)["position"]
    agent = staff(Role.AGENT)
    agent.post(f"/agent/queue/{waiting}/take")
    during = heard(client, session)["position"]
    agent.post(f"/agent/queue/{waiting}/close")

    assert (before, during, heard(client, session)["position"]) == (1, 0, None)


def test_danger_is_answered_at_once_even_then(client, staff, parts, session, waiting):
    staff(Role.AGENT).post(f"/agent/queue/{waiting}/take")
    parts.bot.intent = "emergency"
    parts.bot.script["着火了"] = [{"text": "请拨打 119", "custom": {"emergency": "119"}}]

    assert client.post("/api/v1/chat", json={"text": "着火了", "session": session}).json()["emergency"] == "119"


def test_given_back_the_bot_answers_again(client, staff, session, waiting):
    agent = staff(Role.AGENT)
    agent.post(f"/agent/queue/{waiting}/take")
    agent.post(f"/agent/queue/{waiting}/close")

    assert client.post("/api/v1/chat", json={"text": "好的", "session": session}).json()["handover"] is False
    assert heard(client, session)["handover"] is False


def test_nobody_writes_into_a_conversation_he_did_not_take(staff, waiting):
    assert staff(Role.AGENT).post(f"/agent/queue/{waiting}/say", data={"text": "您好"}).status_code == 403
    assert staff(Role.OFFICER).post(f"/agent/queue/{waiting}/say", data={"text": "您好"}).status_code == 403


def test_strangers_hear_nothing(client, session):
    reply = client.get("/api/v1/chat/messages", headers={"X-Chat-Session": "somebody-elses-session"})

    assert reply.status_code == 404
    assert client.get("/api/v1/chat/messages").status_code == 422
