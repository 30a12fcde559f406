from datetime import date

from desk.lifecycle import Role
from retrieval.filters import Filters
from tests.builders import PHONE


def test_search_gives_passages_with_their_source(client):
    reply = client.get("/api/v1/search", params={"q": " 多久答复\u200b ", "k": 2}).json()

    assert reply["query"] == "多久答复"
    assert (reply["answerable"], len(reply["passages"])) == (True, 2)
    assert set(reply["passages"][0]) == {
        "id", "document", "title", "section", "text", "document_no", "issuer", "date", "status", "url", "score",
        "quote", "key", "internal",
    }  # fmt: skip


def test_agents_search_their_own_documents_too(staff):
    assert staff(Role.AGENT).get("/api/v1/search", params={"q": "话术", "scope": "agent"}).status_code == 200


def test_filters_reach_the_search(client, parts):
    asked = {
        "q": "延期",
        "issuer": " 旌德县人民政府办公室 ",
        "kind": "制度",
        "since": "2020-01-01",
        "until": "2020-12-31",
    }

    client.get("/api/v1/search", params=asked)

    assert parts.searcher.filters == [
        Filters("public", "旌德县人民政府办公室", "制度", date(2020, 1, 1), date(2020, 12, 31))
    ]


def test_a_day_that_is_none_is_refused_in_chinese(client):
    reply = client.get("/api/v1/search", params={"q": "延期", "since": "去年"})

    assert reply.status_code == 422
    assert reply.json()["error"]["message"]


def test_routing_says_where_and_why(client):
    reply = client.get("/api/v1/routing", params={"text": "电梯坏了"}).json()

    assert reply["candidates"][0] == {"unit": "住建局", "score": 0.9, "reasons": ["关键词：电梯"]}
    assert (reply["type"], reply["town"]) == ("投诉", "旌阳镇")


def test_intent_is_read_from_masked_words(client, parts):
    heard = []

    async def parse(text):
        heard.append(text)
        return await type(parts.bot).parse(parts.bot, text)

    parts.bot.parse = parse
    reply = client.get("/api/v1/intent", params={"text": f"/greet {PHONE}"}).json()

    assert heard == ["／greet 139****0001"]
    assert set(reply) == {"intent", "confidence", "entities"}
