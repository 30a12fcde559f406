"""The search console's own calls: what a refusal names, the filters on offer, a call answered on the phone."""

import re
from types import SimpleNamespace

import pytest

from desk import store
from desk.lifecycle import Role
from tests.api.fakes import a_passage
from tests.builders import a_routing

REPLY = "根据《旌德县政府信息公开依申请公开制度（修订）》第八条：“应当自收到申请之日起20个工作日内予以答复”。"
CALL = {"key": "call-1", "matter": "想问依申请公开多久答复", "place": "旌阳镇", "kind": "咨询", "phone": "13900000001"}


def passage(issuer, kind, audience="public", status="现行有效"):
    return SimpleNamespace(issuer=issuer, kind=kind, audience=audience, status=status, date=None)


PASSAGES = (
    passage("旌德县审计局", "通报"),
    passage("旌德县人民政府办公室", "制度"),
    passage("旌德县人民政府办公室", "通报"),
    passage("内部", "流程", audience="agent"),
    passage("旌德县统计局", "公告", status="已失效"),
)


@pytest.mark.parametrize("sure,unit", [(True, "住建局"), (False, "公安局")], ids=("转办有把握", "转办没有把握"))
def test_a_refusal_names_topic_and_unit(client, parts, monkeypatch, sure, unit):
    topic = SimpleNamespace(topic="电动车上牌", unit="公安局")
    monkeypatch.setattr(parts.router, "route", lambda text: a_routing("住建局", sure=sure))
    refused = SimpleNamespace(answerable=False, score=0.1, hits=[], quote=None, note=None, topic=topic)
    monkeypatch.setattr(parts.searcher, "search", lambda query, **_: refused)

    assert client.get("/api/v1/search", params={"q": "上牌"}).json()["topic"] == {
        "topic": "电动车上牌",
        "unit": unit,
    }


def test_what_is_nobodys_in_the_county_names_no_unit(client, parts, monkeypatch):
    topic = SimpleNamespace(topic="高铁时刻", unit=None)
    refused = SimpleNamespace(answerable=False, score=0.1, hits=[], quote=None, note=None, topic=topic)
    monkeypatch.setattr(parts.searcher, "search", lambda query, **_: refused)

    assert client.get("/api/v1/search", params={"q": "高铁"}).json()["topic"] == {"topic": "高铁时刻", "unit": None}


def test_an_answer_names_no_topic(client):
    assert client.get("/api/v1/search", params={"q": "多久答复"}).json()["topic"] is None


def test_the_filters_offered_are_those_that_find_something(client, parts, staff):
    parts.searcher.passages = PASSAGES
    public = client.get("/api/v1/search/filters").json()
    agents = staff(Role.AGENT).get("/api/v1/search/filters", params={"scope": "agent"}).json()

    assert public == {"issuers": ["旌德县人民政府办公室", "旌德县审计局"], "kinds": ["制度", "通报"]}
    assert agents["issuers"] == [*public["issuers"], "内部"]
    assert agents["kinds"] == ["制度", "流程", "通报"]


def test_what_agents_may_filter_by_is_not_told_to_the_public(client, parts):
    parts.searcher.passages = PASSAGES

    assert client.get("/api/v1/search/filters", params={"scope": "agent"}).status_code == 401


def test_a_call_answered_on_the_phone_goes_to_no_unit(staff, database):
    page = staff(Role.AGENT).post("/agent/tickets", data={**CALL, "reply": REPLY}).text
    number = re.search(r"JD-\d{8}-\d{6}", page).group()
    with database.readers() as session:
        ticket = store.ticket(session, number)

    assert "刚才的答复已记入" in page
    assert (ticket.state, ticket.reply, ticket.routed) == ("已答复", REPLY, None)


def test_a_reply_that_must_not_leave_files_nothing_and_is_kept(staff, database):
    page = staff(Role.AGENT).post("/agent/tickets", data={**CALL, "reply": "已解释。"})

    assert page.status_code == 422
    assert "已解释。</textarea>" in page.text
    with database.readers() as session:
        assert store.tickets(session) == []


def test_sending_an_answered_call_again_answers_it_once(staff, database):
    browser = staff(Role.AGENT)
    first, second = (browser.post("/agent/tickets", data={**CALL, "reply": REPLY}).text for _ in range(2))
    number = re.search(r"JD-\d{8}-\d{6}", first).group()
    with database.readers() as session:
        deeds = [event.deed for event in store.case(session, number).events]

    assert number in second
    assert deeds == ["登记", "直接答复"]


def test_internal_passages_are_marked_as_such(staff, parts, monkeypatch):
    hidden = SimpleNamespace(passage=a_passage(1), score=0.9, quote="20个工作日", key="20个工作日")
    hidden.passage.audience = "agent"
    found = SimpleNamespace(answerable=True, score=0.9, hits=[hidden], quote="20个工作日", note=None, topic=None)
    monkeypatch.setattr(parts.searcher, "search", lambda query, **_: found)
    reply = staff(Role.AGENT).get("/api/v1/search", params={"q": "话术", "scope": "agent"}).json()

    assert [passage["internal"] for passage in reply["passages"]] == [True]
