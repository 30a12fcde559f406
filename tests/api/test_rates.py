"""The limits as a caller meets them."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


@pytest.fixture
def client(database, vault, calendar, known, parts, at):
    app = create_app(
        settings=Settings(bot_token="door"),
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: at,
        known=known,
        parts=parts,
    )
    return TestClient(app)


def test_the_31st_message_of_a_minute_is_told_to_wait_and_a_new_conversation_is_not(client):
    session = client.post("/api/v1/chat", json={"text": "你好"}).json()["session"]
    statuses = [client.post("/api/v1/chat", json={"text": "在吗", "session": session}) for _ in range(30)]

    assert [reply.status_code for reply in statuses] == [200] * 29 + [429]
    assert statuses[-1].json()["error"]["code"] == "too_many"
    assert int(statuses[-1].headers["retry-after"]) >= 1
    assert client.post("/api/v1/chat", json={"text": "你好"}).status_code == 200


def test_630_questions_from_one_office_pass(client):
    calls = [("search", "q"), ("routing", "text"), ("intent", "text")]
    statuses = {
        client.get(f"/api/v1/{name}", params={field: f"路灯{n}"}).status_code
        for n in range(210)
        for name, field in calls
    }

    assert statuses == {200}


def test_guessing_secrets_is_stopped_per_case_and_per_address(client):
    headers = {"X-Case-Secret": "0" * 16}
    one = [client.get("/api/v1/tickets/JD-20261120-000012", headers=headers).status_code for _ in range(11)]
    many = [client.get(f"/api/v1/tickets/JD-20261120-{n:06}", headers=headers).status_code for n in range(60)]

    assert one == [404] * 10 + [429]
    assert many.count(404) == 50
    assert many[-1] == 429
