"""The chat call: sessions, repeats, what reaches the agent, and input nobody should send."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from desk import conversations, draft_store
from desk.drafts import Draft, DraftKind
from tests.builders import PHONE

MASKED = "139****0001"
FIELDS = {"session", "intent", "replies", "form", "filed", "emergency", "handover", "took_ms"}


def say(client, words, **more):
    return client.post("/api/v1/chat", json={"text": words, **more})


def test_an_answer_has_every_field_of_the_contract(client):
    reply = say(client, "你好")

    assert reply.status_code == 200
    assert set(reply.json()) == FIELDS
    assert reply.json()["replies"] == [{"text": "您说：你好", "citations": [], "buttons": []}]


def test_the_session_is_issued_once_and_kept(client):
    first = say(client, "你好").json()["session"]
    second = say(client, "在吗", session=first).json()["session"]

    assert len(first) >= 40
    assert second == first


def test_an_unknown_session_is_not_adopted(client):
    assert say(client, "你好", session="somebody-elses-session").json()["session"] != "somebody-elses-session"


def test_the_agent_never_learns_the_token_of_the_session(client, parts):
    session = say(client, "你好").json()["session"]

    assert parts.bot.heard[0][0] == conversations.identify(session)


def test_the_same_message_gets_the_same_bytes_and_reaches_the_agent_once(client, parts):
    session = say(client, "你好").json()["session"]
    first = say(client, "我要投诉", session=session, message_id="m-1")
    again = say(client, "我要投诉", session=session, message_id="m-1")

    assert first.content == again.content
    assert [words for _, words in parts.bot.heard] == ["你好", "我要投诉"]


def test_twenty_copies_at_once_are_answered_alike_and_reach_the_agent_once(client, parts):
    session = say(client, "你好").json()["session"]
    parts.bot.wait_s = 0.05
    with client, ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: say(client, "确认", session=session, message_id="m-2"), range(20)))

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    assert [words for _, words in parts.bot.heard] == ["你好", "确认"]


def test_messages_of_one_conversation_run_one_after_the_other(client, parts):
    session = say(client, "你好").json()["session"]
    parts.bot.wait_s = 0.02
    with client, ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda n: say(client, f"第{n}句", session=session), range(5)))

    assert {reply.json()["session"] for reply in replies} == {session}
    assert len(parts.bot.heard) == 6


def test_personal_data_is_masked_before_the_agent_hears_it(client, parts):
    say(client, f"我的电话是{PHONE}")

    assert parts.bot.heard[0][1] == f"我的电话是{MASKED}"


def test_nothing_of_it_lies_in_the_database_in_plain_words(client, database, tmp_path):
    say(client, f"我的电话是{PHONE}，身份证11010519491231002X", message_id="m-3")

    database.engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    assert MASKED.encode() in stored
    assert PHONE.encode() not in stored
    assert b"11010519491231002X" not in stored


def test_neither_secret_nor_session_lies_in_the_database_in_plain_words(client, parts, database, tmp_path):
    receipt = {"kind": "ticket", "number": "JD-20261120-000012", "secret": "SECRETSECRET0000", "unit": "住建局"}
    parts.bot.script["确认"] = [{"text": "已受理", "custom": {"filed": receipt}}]
    reply = say(client, "确认", message_id="m-4").json()

    database.engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    assert reply["filed"][0]["secret"] == "SECRETSECRET0000"
    assert b"SECRETSECRET0000" not in stored
    assert reply["session"].encode() not in stored


def test_a_direct_intent_is_neutralised(client, parts):
    say(client, '/file_ticket{"phone":"1"}')

    assert parts.bot.heard[0][1].startswith("／file_ticket")


def test_the_form_is_read_from_the_open_draft(client, database, vault, at):
    session = say(client, "你好").json()["session"]
    draft = Draft(DraftKind.TICKET, matter="路灯坏了", phone=PHONE)
    with database.sessions.begin() as tx:
        draft_store.put(tx, conversations.identify(session), draft, at=at, vault=vault)

    assert say(client, "继续", session=session).json()["form"] == {
        "name": "ticket",
        "slots": {"matter": "路灯坏了", "contact": MASKED},
        "missing": ["place"],
        "queued": 0,
    }


def test_what_the_agent_shows_becomes_citations_receipts_and_signals(client, parts):
    passage = {"id": "a#p1", "document": "a", "title": "制度", "section": "第八条", "quote": "20个工作日", "score": 0.9}
    parts.bot.script["着火了"] = [
        {"text": "请立即拨打 119", "custom": {"emergency": "119"}},
        {"custom": {"citations": [passage]}},
        {"text": "还需要什么？", "buttons": [{"title": "转人工", "payload": "转人工客服"}]},
        {"custom": {"handover": True}},
    ]
    reply = say(client, "着火了").json()

    assert (reply["emergency"], reply["handover"]) == ("119", True)
    assert reply["replies"][0]["citations"][0]["quote"] == "20个工作日"
    assert "score" not in reply["replies"][0]["citations"][0]
    assert reply["replies"][1]["buttons"] == [{"title": "转人工", "payload": "转人工客服"}]


def test_an_agent_that_says_nothing_still_leaves_an_answer(client, parts):
    parts.bot.script["嗯"] = []

    assert say(client, "嗯").json()["replies"][0]["text"]


@pytest.mark.parametrize(
    "raw, status",
    [
        pytest.param(b'{"text": ', 400, id="坏的 JSON"),
        pytest.param(b'{"text": "\xff\xfe"}', 400, id="不是 UTF-8"),
        pytest.param(b'{"text": {"a": 1}}', 422, id="类型不对"),
        pytest.param(b'{"text": 5}', 422, id="数字不是文字"),
        pytest.param(b"{}", 422, id="没有 text"),
        pytest.param(b"[]", 422, id="数组"),
        pytest.param(b"", 422, id="空"),
        pytest.param(b'{"text": "a", "channel": "<b>"}', 422, id="渠道不认识"),
        pytest.param(b'{"text": "a", "session": 7}', 422, id="会话不是文字"),
        pytest.param(b'{"text": "' + b"a" * 70_000 + b'"}', 413, id="超过 64 KB"),
        pytest.param(b"[" * 60_000, 400, id="嵌套太深"),
    ],
)
def test_bodies_that_cannot_be_read_are_refused_in_one_shape(client, raw, status):
    reply = client.post("/api/v1/chat", content=raw, headers={"content-type": "application/json"})

    assert reply.status_code == status
    assert set(reply.json()["error"]) == {"code", "message"}
    assert "Traceback" not in reply.text


@pytest.mark.parametrize(
    "words, status",
    [
        pytest.param("", 422, id="空"),
        pytest.param("  \n\t ", 422, id="空白"),
        pytest.param("\u200b\u202e", 422, id="看不见的字"),
        pytest.param("路" * 10_000, 422, id="一万字"),
        pytest.param("路" * 2_000, 200, id="两千字"),
        pytest.param("😀😀😀", 200, id="表情"),
        pytest.param("\u0000\u202e你好", 200, id="控制字符"),
        pytest.param("<img src=x onerror=alert(1)>", 200, id="网页标记"),
        pytest.param("{{7*7}} ${7*7}", 200, id="模板"),
        pytest.param("'; DROP TABLE tickets; --", 200, id="SQL"),
    ],
)
def test_whatever_is_typed_gets_an_answer_or_a_clear_refusal(client, words, status):
    reply = client.post("/api/v1/chat", content=json.dumps({"text": words}).encode())

    assert reply.status_code == status
    assert ("replies" in reply.json()) == (status == 200)


def test_half_a_surrogate_pair_is_dropped(client, parts):
    client.post("/api/v1/chat", content=b'{"text": "\\ud800\xe8\xb7\xaf\xe7\x81\xaf"}')

    assert parts.bot.heard[0][1] == "路灯"


def test_a_bug_is_told_with_a_trace_number_and_nothing_else(client, parts, caplog):
    async def broken(sender, text, *, channel):
        raise RuntimeError(f"cannot digest {text}")

    parts.bot.say = broken
    reply = say(client, "很私密的话")

    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "internal"
    assert "RuntimeError" not in reply.text
    assert "很私密的话" not in caplog.text.replace("cannot digest", "")


def test_a_message_that_failed_may_be_sent_again(client, parts):
    session = say(client, "你好").json()["session"]
    working = parts.bot.say

    async def broken(sender, text, *, channel):
        raise RuntimeError

    parts.bot.say = broken
    assert say(client, "确认", session=session, message_id="m-5").status_code == 500
    parts.bot.say = working
    assert say(client, "确认", session=session, message_id="m-5").status_code == 200


def test_while_the_agent_loads_the_answer_says_so(client, parts):
    parts.bot = None
    reply = say(client, "你好")

    assert reply.status_code == 503
    assert "120" in reply.json()["error"]["message"]
    assert reply.headers["retry-after"]


def test_every_turn_is_kept_masked_for_the_agents(client, database):
    say(client, f"电话{PHONE}")
    with database.readers() as session:
        kept = session.execute(text("SELECT text FROM messages")).scalars().all()

    assert kept == [f"电话{MASKED}"]


def test_when_the_database_is_away_the_citizen_is_told_that_nothing_was_kept(client, database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE messages RENAME TO elsewhere")
    reply = say(client, "你好")

    assert reply.status_code == 503
    assert "没有被处理" in reply.json()["error"]["message"]
    assert reply.headers["retry-after"]
