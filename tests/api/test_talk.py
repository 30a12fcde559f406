"""The county office sees how conversations go and what the documents lack, and nothing of anybody."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from desk import gaps, handovers, turn_marks
from desk.gap_clusters import State
from desk.lifecycle import Role
from desk.records import Conversation, GapState
from desk.talk_figures import INTENTS
from tests.builders import PHONE

NAME, ID = "陈小明", "11010519491231002X"
QUESTIONS = (f"我叫{NAME}，电话{PHONE}，公园几点关门", f"身份证{ID}，公园晚上几点关门", "公园几点关门")
RECEIPT = {"kind": "ticket", "number": "JD-20261120-000012", "secret": "SECRETSECRET0000", "unit": "住建局"}


@pytest.fixture
def talked(client, parts, database, at):
    """One conversation: greeted, answered, in vain, filed; three questions in vain; one who waited 12 minutes."""
    passage = {"id": "a#p1", "document": "a", "title": "制度", "section": "第八条", "quote": "20个工作日"}
    parts.bot.script |= {
        "多久答复": [{"text": "制度写明", "custom": {"citations": [passage]}}],
        QUESTIONS[0]: [],
        "公园几点关门": [{"text": "没有查到", "custom": {"unknown": True}}],
        "确认": [{"text": "已受理", "custom": {"filed": RECEIPT}}],
    }
    session = None
    for words, intent in (
        ("你好", "greet"),
        ("多久答复", "ask_policy"),
        ("公园几点关门", "ask_policy"),
        ("确认", "affirm"),
    ):
        parts.bot.intent = intent
        body = {"text": words, "session": session, "channel": "wechat" if words == "你好" else "web"}
        session = client.post("/api/v1/chat", json=body).json()["session"]
    with database.sessions.begin() as tx:
        for question in QUESTIONS:
            gaps.record(tx, question, score=0.1, at=at)
        conversation = Conversation("c" * 64, "web", at, at)
        tx.add(conversation)
        handover = handovers.ask(tx, conversation, "", at=at)
        handovers.take(tx, handover.id, agent="坐席甲", at=at + timedelta(minutes=12))


def report(staff, **more):
    return staff(Role.OFFICE).get("/api/v1/reports/talk", params=more)


def test_a_conversation_leaves_its_marks(talked, database, at):
    with database.readers() as session:
        marks = turn_marks.between(session, at.date(), at.date())

    assert [(mark.outcome.value, mark.channel, mark.form) for mark in marks] == [
        ("闲谈", "wechat", ""), ("已答", "web", ""), ("查无", "web", ""), ("已立案", "web", "ticket"),
    ]  # fmt: skip
    assert len({mark.conversation for mark in marks}) == 1


def test_the_report_gives_every_share_with_its_parts(talked, staff):
    told = report(staff).json()

    assert (told["total"]["conversations"], told["total"]["turns"]) == (1, 4)
    assert {rate["name"]: (rate["part"], rate["whole"]) for rate in told["total"]["rates"]} == {
        "答出": (1, 2), "查无": (1, 2), "转人工": (0, 1), "提交办件": (1, 1), "遇到险情": (0, 1), "没听懂": (0, 4),
    }  # fmt: skip
    assert told["channels"].keys() == {"网页", "微信"}
    assert len(told["spans"]) == 30
    assert told["handovers"]["groups"][0]["median_minutes"] == 12.0
    assert told["forms"][0]["ends"]["已提交"] == 1


def test_the_page_shows_gaps_once_and_takes_a_decision(talked, staff, database, at):
    office = staff(Role.OFFICE)
    shown = office.get("/office/talk").text
    with database.readers() as session:
        ids = [gap.id for gap in gaps.most_asked(session)]
    done = office.post("/office/talk/gaps", data={"gap": ids, "state": State.ADDED.value})
    with database.readers() as session:
        kept = {each.gap: (each.state, each.by) for each in session.execute(select(GapState)).scalars()}

    assert shown.count('<li class="card">') == 1
    for words in ("公园", "标为已补充", "建议由 住建局 提供内容"):
        assert words in shown
    assert done.status_code == 303
    assert kept == {id: ("已补充", "县政府办县政府办") for id in ids}
    with database.sessions.begin() as session:
        gaps.record(session, QUESTIONS[2], score=0.1, at=at + timedelta(minutes=1))
    assert "标为已补充之后又问到" in office.get("/office/talk").text


def test_nothing_of_a_person_comes_out(talked, staff):
    office = staff(Role.OFFICE)
    page = office.get("/office/talk").text
    files = [office.get("/api/v1/reports/talk", params={"format": form}) for form in ("xlsx", "csv", "json")]
    with zipfile.ZipFile(io.BytesIO(files[0].content)) as book:
        cells = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))

    assert "知识缺口" in page
    assert "答出率" in cells
    for out in (page, cells, files[1].content.decode(), files[2].text):
        assert not any(canary in out for canary in (NAME, "小明", PHONE, ID, "某小区"))
    assert "某某" in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
def test_it_is_for_the_county_office_and_auditors(client, staff, role):
    browser = staff(role)

    assert browser.get("/office/talk").status_code == 403
    assert browser.get("/api/v1/reports/talk").status_code == 403
    assert client.get("/api/v1/reports/talk").status_code == 401


def test_auditors_look_and_decide_nothing(talked, staff, database):
    auditor = staff(Role.AUDITOR)
    with database.readers() as session:
        ids = [gap.id for gap in gaps.most_asked(session)]

    assert "标为" not in auditor.get("/office/talk").text
    assert auditor.post("/office/talk/gaps", data={"gap": ids, "state": "已补充"}).status_code == 403


@pytest.mark.parametrize(
    "data,words",
    [
        ({"gap": ["1"], "state": "算了"}, "应为：待补充、已补充、不补充"),
        ({"gap": ["99"], "state": "已补充"}, "没有这些问题"),
    ],
)
def test_a_senseless_decision_is_refused_and_keeps_nothing(talked, staff, database, data, words):
    refused = staff(Role.OFFICE).post("/office/talk/gaps", data=data)
    with database.readers() as session:
        kept = session.execute(select(GapState)).all()

    assert (refused.status_code, kept) == (422, [])
    assert words in refused.text


@pytest.mark.parametrize(
    "given,words",
    [
        ({"from": "昨天"}, "应为日期"),
        ({"from": "2026-11-20", "to": "2026-11-01"}, "不能晚于"),
        ({"from": "2020-01-01", "to": "2026-11-01"}, "只保留 400 天"),
    ],
)
def test_days_that_cannot_be_counted_are_refused(staff, given, words):
    answer = report(staff, **given)

    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_a_long_time_goes_by_the_week_and_an_empty_one_has_no_shares(staff):
    told = report(staff, **{"from": "2026-01-01", "to": "2026-03-01"}).json()

    assert len(told["spans"]) == 9
    assert {rate["whole"] for rate in told["total"]["rates"]} == {0}
    assert staff(Role.AUDITOR).get("/office/talk", params={"from": "2026-01-01", "to": "2026-03-01"}).status_code == 200


def test_every_intent_is_shown_in_chinese():
    declared = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))["intents"]

    assert set(declared) <= set(INTENTS)


def test_the_office_finds_its_way(staff):
    assert 'href="/office/talk"' in staff(Role.OFFICE).get("/office").text
