import pytest


def test_alive_even_while_loading(client, parts):
    parts.searcher = parts.bot = parts.router = None

    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("part, name", [("searcher", "知识索引"), ("bot", "对话模型"), ("router", "转办规则")])
def test_ready_only_when_every_part_is_there(client, parts, part, name):
    ready = client.get("/readyz")
    setattr(parts, part, None)
    loading = client.get("/readyz")

    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert (loading.status_code, loading.json()["ready"]) == (503, False)
    assert name in loading.json()["error"]["message"]


def test_not_ready_without_its_database(client, database, tmp_path):
    database.engine.dispose()
    (tmp_path / "desk.db").unlink()
    (tmp_path / "desk.db").mkdir()

    assert client.get("/readyz").status_code == 503


def test_the_figures_count_by_route_and_hold_no_words(client):
    client.get("/api/v1/search", params={"q": "很私密的问题"})
    client.post("/api/v1/chat", json={"text": "很私密的话"})
    client.get("/api/v1/tickets/JD-20261120-000012", headers={"X-Case-Secret": "0" * 16})
    text = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="/api/v1/search",status="200"} 1.0' in text
    assert 'route="/api/v1/tickets/{number}",status="404"' in text
    assert 'chat_turns_total{intent="chitchat"} 1.0' in text
    assert "私密" not in text
    assert "JD-2026" not in text
