"""A conversation read again, its files, what is said of its answers, and its end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desk import conversations, draft_files, draft_store, gaps, handovers, tables
from desk.drafts import Draft, DraftKind
from desk.farewell import HELD
from desk.lifecycle import Role
from desk.records import Conversation
from tests.builders import PHONE
from tests.files import FILE_NAME, PDF, photo

SECRET = "SECRETSECRET0000"
RECEIPT = {"kind": "ticket", "number": "JD-20261120-000012", "secret": SECRET, "unit": "住建局"}


def say(client, words, **more):
    return client.post("/api/v1/chat", json={"text": words, **more}).json()


def by(session):
    return {"X-Chat-Session": session}


def read(client, session):
    return client.get("/api/v1/chat/conversation", headers=by(session))


@pytest.fixture
def session(client, parts):
    parts.bot.script["确认"] = [{"text": f"已提交，查询码 {SECRET}", "custom": {"filed": RECEIPT}}]
    begun = say(client, f"我的电话是{PHONE}", message_id="m-1")["session"]
    say(client, "确认", session=begun, message_id="m-2")
    return begun


def test_what_was_said_is_read_again_masked_and_with_its_answers(client, session):
    turns = read(client, session).json()["turns"]

    assert [(turn["author"], turn["text"], turn["message_id"]) for turn in turns] == [
        ("citizen", "我的电话是139****0001", "m-1"),
        ("citizen", "确认", "m-2"),
    ]
    assert turns[0]["reply"]["replies"][0]["text"] == "您说：我的电话是139****0001"
    assert "session" not in turns[0]["reply"]


def test_the_secret_of_a_receipt_is_shown_again_only_for_a_while(client, session, app, at):
    soon = read(client, session).json()["turns"][1]["reply"]
    app.state.clock = lambda: at + timedelta(minutes=31)
    late = read(client, session)

    assert soon["filed"][0]["secret"] == SECRET
    assert late.json()["turns"][1]["reply"]["filed"][0]["number"] == RECEIPT["number"]
    assert SECRET not in late.text


def test_what_a_person_wrote_is_read_again_with_the_rest(client, staff, session, database, at):
    with database.sessions.begin() as tx:
        asked = handovers.ask(tx, tx.get(Conversation, conversations.identify(session)), "要人工", at=at).id
    agent = staff(Role.AGENT)
    agent.post(f"/agent/queue/{asked}/take")
    agent.post(f"/agent/queue/{asked}/say", data={"text": "您好，我来帮您"})
    last = read(client, session).json()["turns"][-1]

    assert (last["author"], last["text"]) == ("staff", "您好，我来帮您")


def test_only_the_latest_hundred_are_read_again(client, session, database, at):
    with database.sessions.begin() as tx:
        row = tx.get(Conversation, conversations.identify(session))
        for ordinal in range(110):
            conversations.remember(tx, row, f"n-{ordinal}", f"第{ordinal}句", at=at)
    turns = read(client, session).json()["turns"]

    assert len(turns) == 100
    assert turns[-1]["text"] == "第109句"


def test_erased_nothing_of_it_is_left_but_its_case(client, parts, session, database, vault, at):
    conversation = conversations.identify(session)
    with database.sessions.begin() as tx:
        draft_store.put(tx, conversation, Draft(DraftKind.TICKET, matter="路灯坏了"), at=at, vault=vault)
        handovers.ask(tx, tx.get(Conversation, conversation), "要人工", at=at)
    client.post("/api/v1/chat/files", files={"file": (FILE_NAME, PDF)}, headers=by(session))
    erased = client.delete("/api/v1/chat/conversation", headers=by(session))

    with database.readers() as reading:
        left = [reading.execute(select(func.count()).select_from(table)).scalar_one() for table in HELD]
    assert erased.status_code == 204
    assert left == [0] * len(HELD)
    assert parts.bot.forgotten == [conversation]
    assert read(client, session).status_code == 404


def test_every_table_of_a_conversation_is_erased():
    pointing = {
        table
        for table in tables.metadata.tables.values()
        if any(key.column is tables.conversations.c.id for key in table.foreign_keys)
    }

    assert pointing == set(HELD)


def test_files_wait_with_the_conversation(client, session):
    added = client.post(
        "/api/v1/chat/files", files=[("file", ("门口.jpg", photo())), ("file", ("说明.pdf", PDF))], headers=by(session)
    )
    listed = client.get("/api/v1/chat/files", headers=by(session)).json()["files"]
    left = client.delete(f"/api/v1/chat/files/{listed[0]['id']}", headers=by(session))

    assert added.status_code == 201
    assert added.json() == {"session": session, "files": listed}
    assert [(one["name"], one["media"]) for one in listed] == [
        ("门口.jpg", "image/jpeg"),
        ("说明.pdf", "application/pdf"),
    ]
    assert [one["name"] for one in left.json()["files"]] == ["说明.pdf"]


def test_a_file_before_the_first_word_begins_the_conversation(client, database):
    begun = client.post("/api/v1/chat/files", files={"file": (FILE_NAME, PDF)}, headers={"X-Chat-Channel": "widget"})
    session = begun.json()["session"]

    assert say(client, "你好", session=session)["session"] == session
    with database.readers() as reading:
        assert conversations.find(reading, session).channel == "widget"


@pytest.mark.parametrize(
    "content, named", [pytest.param(b"MZ" + b"\0" * 600, "不接收", id="程序"), pytest.param(b"", "空的", id="空文件")]
)
def test_a_refused_file_says_why_and_keeps_nothing(client, session, content, named):
    refused = client.post("/api/v1/chat/files", files={"file": ("a.jpg", content)}, headers=by(session))

    assert refused.status_code == 422
    assert named in refused.json()["error"]["message"]
    assert client.get("/api/v1/chat/files", headers=by(session)).json() == {"files": []}


def test_another_conversation_neither_sees_nor_removes_a_file(client, session, database):
    mine = client.post("/api/v1/chat/files", files={"file": (FILE_NAME, PDF)}, headers=by(session)).json()["files"][0]
    other = say(client, "你好")["session"]

    assert client.get("/api/v1/chat/files", headers=by(other)).json() == {"files": []}
    assert client.delete(f"/api/v1/chat/files/{mine['id']}", headers=by(other)).status_code == 404
    with database.readers() as reading:
        assert draft_files.count(reading, conversations.identify(session)) == 1


def test_an_answer_of_no_use_becomes_a_gap_without_personal_data(client, session, database):
    useless = {"message_id": "m-1", "helpful": False}
    assert client.post("/api/v1/chat/votes", json=useless, headers=by(session)).status_code == 204
    with database.readers() as reading:
        assert [gap.question for gap in gaps.most_asked(reading)] == ["我的电话是139****0001"]


def test_an_answer_of_use_is_no_gap(client, session, database):
    assert (
        client.post("/api/v1/chat/votes", json={"message_id": "m-1", "helpful": True}, headers=by(session)).status_code
        == 204
    )
    with database.readers() as reading:
        assert gaps.most_asked(reading) == []


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "conversation", None),
        ("DELETE", "conversation", None),
        ("GET", "files", None),
        ("DELETE", "files/1", None),
        ("POST", "votes", {"message_id": "m-1", "helpful": True}),
    ],
)
def test_nobody_elses_conversation_opens(client, session, method, path, body):
    reply = client.request(method, f"/api/v1/chat/{path}", json=body, headers=by("somebody-elses-session"))

    assert reply.status_code == 404


def test_nobody_votes_on_what_was_not_asked(client, session):
    vote = {"message_id": "m-9", "helpful": False}

    assert client.post("/api/v1/chat/votes", json=vote, headers=by(session)).status_code == 404
