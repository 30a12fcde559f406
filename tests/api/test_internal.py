"""The bot's door: drafts filled with what the citizen really said, cases of the conversation, units, a person."""

import pytest

from desk import conversations, gaps, store
from desk.moments import SHANGHAI
from tests.builders import PHONE, filed_disclosure, filed_ticket

DOOR = {"X-Bot-Token": "door"}
MASKED = "139****0001"


@pytest.fixture
def conversation(database, at):
    with database.sessions.begin() as session:
        token, opened = conversations.open_conversation(session, channel="web", at=at)
    return opened.id


@pytest.fixture
def door(client):
    def call(method, path, **body):
        return client.request(method, f"/internal/v1{path}", headers=DOOR, json=body or None)

    return call


def typed(app, conversation, words):
    """Pretend the turn in which the citizen typed *words* is running."""
    app.state.turns._running[conversation] = words


@pytest.mark.parametrize("headers", [{}, {"X-Bot-Token": ""}, {"X-Bot-Token": "doo"}, {"X-Bot-Token": "门".encode()}])
def test_nobody_but_the_bot_gets_in(client, conversation, headers):
    reply = client.get(f"/internal/v1/drafts/{conversation}", headers=headers)

    assert reply.status_code == 403


def test_a_draft_holds_what_was_typed_and_reads_it_back_masked(door, app, conversation):
    typed(app, conversation, f"我要投诉，旌阳镇新桥社区阳光花园3栋电梯坏了，我姓陈，电话{PHONE}")
    reply = door(
        "POST", "/drafts", session=conversation, kind="ticket",
        text=f"我要投诉，旌阳镇新桥社区阳光花园3栋电梯坏了，我姓陈，电话{MASKED}",
    )  # fmt: skip

    assert reply.json()["slots"]["contact"] == MASKED
    assert reply.json()["missing"] == []
    assert PHONE not in reply.text


def test_the_filed_case_can_be_reached_at_the_real_number(door, app, client, database, vault, conversation):
    typed(app, conversation, f"旌阳镇阳光花园3栋电梯坏了没人修，电话{PHONE}")
    door("POST", "/drafts", session=conversation, kind="ticket", text=f"旌阳镇阳光花园3栋电梯坏了没人修，电话{MASKED}")
    filed = door("POST", f"/drafts/{conversation}/file").json()
    again = door("POST", f"/drafts/{conversation}/file").json()
    case = client.get(f"/api/v1/tickets/{filed['number']}", headers={"X-Case-Secret": filed["secret"]}).json()

    assert filed == again
    assert filed["due_words"] == "11月25日（周三）17:30前"
    assert case["contact"]["phone"] == MASKED
    assert door("GET", f"/drafts/{conversation}").status_code == 404


def test_words_of_an_earlier_turn_are_not_taken_for_this_one(door, app, conversation):
    typed(app, conversation, f"电话{PHONE}")
    reply = door("POST", "/drafts", session=conversation, kind="ticket", text="另外一句话")

    assert "contact" not in reply.json()["slots"]


def test_answers_fill_the_slot_that_was_asked_and_problems_are_told(door, conversation):
    door("POST", "/drafts", session=conversation, kind="ticket", text="路灯坏了一个月没人修")
    place = door("PATCH", f"/drafts/{conversation}", text="阳光花园3栋", asked="place").json()
    contact = door("PATCH", f"/drafts/{conversation}", text="电话1390000", asked="contact").json()

    assert place["slots"]["place"] == "阳光花园3栋"
    assert [problem["slot"] for problem in contact["problems"]] == ["contact"]
    assert contact["problems"][0]["message"]


def test_a_dropped_draft_is_gone(door, conversation):
    door("POST", "/drafts", session=conversation, kind="ticket", text="路灯坏了一个月没人修")

    assert door("DELETE", f"/drafts/{conversation}").status_code == 204
    assert door("GET", f"/drafts/{conversation}").status_code == 404


def test_what_is_public_already_is_shown_before_a_disclosure_request_is_filed(door, conversation):
    reply = door("POST", "/drafts", session=conversation, kind="disclosure", text="我要申请公开2019年部门预算")

    assert reply.json()["published"][0]["url"].startswith("/documents/")


def test_a_lawful_path_is_told_until_the_citizen_insists(door, database, conversation):
    words = "我不服县法院的判决，请你们改过来"
    told = door(
        "POST", "/drafts", session=conversation, kind="ticket", text=f"{words}，旌阳镇阳光花园，电话{PHONE}"
    ).json()
    refused = door("POST", f"/drafts/{conversation}/file")
    insisted = door("POST", f"/drafts/{conversation}/insist").json()
    other = door("PATCH", f"/drafts/{conversation}", text="另外举报某局工作人员收红包才办证").json()
    again = door("POST", f"/drafts/{conversation}/insist").json()
    filed = door("POST", f"/drafts/{conversation}/file").json()

    assert told["path"]["name"] == "诉讼"
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "excluded")
    assert insisted["path"] is None
    assert other["path"] is None, "坚持过的途径在前，不再重复告知"
    assert again["path"] is None
    with database.readers() as session:
        assert "诉求人仍要提交" in store.ticket(session, filed["number"]).events[0].note


def test_a_question_without_an_answer_is_noted_as_a_gap(door, parts, database, conversation):
    parts.searcher.answerable = False
    door("POST", "/answer", session=conversation, text="迪士尼门票多少钱")
    reply = door("POST", "/answer", session=conversation, text="迪士尼门票多少钱").json()
    with database.readers() as session:
        gap = gaps.most_asked(session)[0]

    assert reply["answerable"] is False
    assert (gap.question, gap.times) == ("迪士尼门票多少钱", 2)


def test_a_case_of_the_conversation_needs_no_secret_and_others_do(door, database, at, calendar, vault, conversation):
    mine = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    with database.sessions.begin() as session:
        conversations.link(session, conversation, mine.number)
    other = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key="t-2", matter="别的事")

    assert door("POST", "/cases/status", session=conversation, number=mine.number).json()["state"] == "待签收"
    assert door("POST", "/cases/status", session=conversation).json()["number"] == mine.number
    assert door("POST", "/cases/status", session=conversation, number=other.number).status_code == 404
    assert (
        door("POST", "/cases/status", session=conversation, number=other.number, secret=other.secret).status_code == 200
    )
    assert door("POST", "/cases/status", session=conversation, number=other.number).status_code == 200


def test_deeds_of_the_citizen_are_done_once_allowed(door, database, at, calendar, vault, conversation):
    mine = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    call = {"session": conversation, "number": mine.number, "secret": mine.secret}
    urged = door("POST", "/cases/deed", **call, deed="催办", text="请快一点").json()
    refused = door("POST", "/cases/deed", **call, deed="评价", rating="满意")

    assert urged["events"][-1]["deed"] == "催办"
    assert refused.status_code == 409


def test_adding_to_a_request_is_its_supplement(door, database, at, calendar, vault, conversation):
    mine = filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)
    reply = door("POST", "/cases/deed", session=conversation, number=mine.number, secret=mine.secret, deed="补充")

    assert "补正" in reply.json()["error"]["message"]


def test_in_office_hours_a_person_takes_over_and_the_place_in_the_queue_is_told(door, conversation):
    reply = door("POST", "/handover", session=conversation, reason="要人工").json()

    assert (reply["open"], reply["position"]) == (True, 1)
    assert "第 1 位" in reply["message"]


def test_at_night_nobody_is_promised_an_answer_at_once(door, app, at, conversation):
    app.state.clock = lambda: at.replace(hour=22, tzinfo=SHANGHAI)
    reply = door("POST", "/handover", session=conversation, reason="要人工").json()

    assert reply["open"] is False
    assert "8:00—12:00" in reply["message"]


def test_units_are_named_by_any_of_their_names_the_longest_first(door):
    named = door("POST", "/units", text="旌德县住房和城乡建设局和住建局的电话").json()

    assert [unit["name"] for unit in named["units"]] == ["住建局"]
    assert named["hours"] == "周一至周五 8:00—12:00，14:30—17:30"


def test_a_matter_without_a_name_finds_the_unit_in_charge(door):
    assert door("POST", "/units", text="电梯坏了找谁").json()["units"][0]["name"] == "住建局"
