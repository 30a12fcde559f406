"""Who sees what of a case: asserted on the whole body, not only on the refusal."""

import json

import pytest

from desk import casework, identities, store, views
from desk.errors import Invalid, NotAllowed, NotFound
from desk.lifecycle import Actor, Role
from desk.ticket_table import TicketType
from tests.builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    CHIEF,
    CITIZEN,
    CLERK,
    HEAD,
    OFFICE,
    OFFICER,
    PHONE,
    a_routing,
    filed_disclosure,
    filed_ticket,
    walk,
)

STRANGER = Actor("外单位经办", Role.OFFICER, "城管执法局")
PERSON = {"name": "欧阳某某", "phone": PHONE}


@pytest.fixture
def number(sessions, at, calendar, vault):
    return filed_ticket(sessions, at=at, calendar=calendar, vault=vault, person=PERSON).number


@pytest.fixture
def see(database, at, calendar, vault):
    def body(number, by):
        with database.readers() as session:
            case = store.case(session, number)
            person = identities.get(session, number, vault=vault)
            return views.view(case, by=by, at=at, calendar=calendar, person=person)

    return body


@pytest.mark.parametrize("by", [CITIZEN, AGENT, OFFICER, HEAD, OFFICE, AUDITOR], ids=lambda by: by.role.value)
def test_nobody_sees_a_whole_phone_or_name_in_a_view(see, number, by):
    body = json.dumps(see(number, by), ensure_ascii=False)

    assert PHONE not in body
    assert "欧阳某某" not in body


@pytest.mark.parametrize("by", [STRANGER, ADMIN], ids=["外单位", "管理员"])
def test_others_learn_nothing_of_the_case(see, number, by):
    with pytest.raises(NotFound):
        see(number, by)


def test_a_unit_loses_sight_of_a_case_it_returned(see, sessions, number, at, calendar):
    details = {"reason": "不属本局", "basis": "三定方案", "unit": "城管执法局"}
    steps = [
        ("签收", {}, OFFICER, at),
        ("退回", details, OFFICER, at),
        ("再派", {"unit": "城管执法局"}, AGENT, at),
    ]
    walk(sessions, number, steps, calendar=calendar)

    assert see(number, STRANGER)["unit"] == "城管执法局"
    with pytest.raises(NotFound):
        see(number, OFFICER)


def test_a_unit_cannot_act_on_anothers_case(sessions, number, at, calendar):
    with pytest.raises(NotFound):
        walk(sessions, number, [("签收", {}, STRANGER, at)], calendar=calendar)


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"kind": TicketType.REPORT}], ids=["要求保密", "举报"])
def test_a_hidden_reporter_is_hidden_from_the_unit(see, sessions, database, at, calendar, vault, hidden):
    number = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="h", person=PERSON, **hidden).number

    for by in (OFFICER, HEAD):
        assert "contact" not in see(number, by)
        with pytest.raises(NotAllowed), sessions.begin() as session:
            casework.read_identity(session, number, reason="联系", by=by, at=at, vault=vault)
    assert see(number, AGENT)["contact"] == {"name": "欧***", "phone": "139****0001"}


def test_reading_an_identity_needs_a_reason_and_is_an_event(sessions, number, at, vault):
    with pytest.raises(Invalid), sessions.begin() as session:
        casework.read_identity(session, number, reason=" ", by=OFFICER, at=at, vault=vault)
    with sessions.begin() as session:
        fields = casework.read_identity(session, number, reason="电话联系诉求人", by=OFFICER, at=at, vault=vault)
        event = store.ticket(session, number).events[-1]

    assert fields["phone"] == PHONE
    assert (event.deed, event.actor, event.note) == ("查看身份", OFFICER.name, "电话联系诉求人")
    assert PHONE not in json.dumps(event.facts)


@pytest.mark.parametrize("by", [AUDITOR, STRANGER, ADMIN, CITIZEN], ids=lambda by: by.role.value)
def test_others_may_not_read_an_identity(sessions, number, at, vault, by):
    with pytest.raises((NotAllowed, NotFound)), sessions.begin() as session:
        casework.read_identity(session, number, reason="看看", by=by, at=at, vault=vault)


def test_a_citizen_reads_the_reply_only_once_it_is_sent(see, sessions, number, at, calendar):
    draft = {"text": "已更换主机，恢复运行。"}
    walk(sessions, number, [("签收", {}, OFFICER, at), ("拟复", draft, OFFICER, at)], calendar=calendar)
    before = json.dumps(see(number, CITIZEN), ensure_ascii=False)
    walk(sessions, number, [("审核通过", {}, HEAD, at), ("答复", {}, OFFICE, at)], calendar=calendar)
    after = see(number, CITIZEN)

    assert "已更换主机" not in before
    assert after["reply"] == "已更换主机，恢复运行。"
    assert after["offers"] == ["评价"]
    assert OFFICER.name not in json.dumps(after, ensure_ascii=False)


def test_a_view_says_what_comes_next_and_how_the_date_was_counted(see, number):
    body = see(number, CITIZEN)

    assert body["state"] == "待签收"
    assert body["due_words"] == "11月25日（周三）17:30前"
    assert body["next"] == "承办单位应在一个工作日内签收。"
    assert body["clock"]["words"][0].startswith("起算日：2026年11月20日")
    assert body["offers"] == ["催办", "补充", "撤回"]


def test_personal_data_a_citizen_adds_is_masked(sessions, number, at, calendar):
    case = walk(sessions, number, [("补充", {"text": f"改打{PHONE}"}, CITIZEN, at)], calendar=calendar)

    assert case.events[-1].note == "改打139****0001"


def test_the_first_dissatisfaction_is_redone_by_itself(sessions, number, at, calendar):
    steps = [
        ("签收", {}, OFFICER, at),
        ("拟复", {"text": "正在安排。"}, OFFICER, at),
        ("审核通过", {}, HEAD, at),
        ("答复", {}, OFFICE, at),
        ("评价", {"rating": "不满意"}, CITIZEN, at),
    ]
    case = walk(sessions, number, steps, calendar=calendar)

    assert (case.state.value, case.redone) == ("办理中", 1)
    assert [event.deed for event in case.events][-2:] == ["评价", "重新办理"]


def test_a_hidden_proposal_is_not_the_units_case(see, sessions, at, calendar, vault):
    filed = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="u", routing=a_routing(sure=False))

    with pytest.raises(NotFound):
        see(filed.number, OFFICER)


def test_a_disclosure_request_is_seen_by_its_office_and_the_assigned_unit(see, sessions, at, calendar, vault):
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number
    with pytest.raises(NotFound):
        see(number, OFFICER)
    steps = [("受理", {}, CLERK, at), ("交办", {"unit": "住建局", "days": 5}, CLERK, at)]
    walk(sessions, number, steps, calendar=calendar)

    assert see(number, OFFICER)["assigned_unit"] == "住建局"
    assert "contact" not in see(number, OFFICER)
    assert see(number, CHIEF)["contact"]["phone"] == "139****0001"
    event = walk(sessions, number, [("反馈", {"text": "材料已报送"}, OFFICER, at)], calendar=calendar).events[-1]
    assert (event.deed, event.verdict) == ("反馈", "按时")


def test_the_assigned_unit_gives_feedback_and_nothing_else(see, sessions, at, calendar, vault):
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number
    steps = [("受理", {}, CLERK, at), ("交办", {"unit": "住建局", "days": 5}, CLERK, at)]
    walk(sessions, number, steps, calendar=calendar)

    assert see(number, OFFICER)["offers"] == ["反馈"]
    assert "反馈" not in see(number, CLERK)["offers"]
    with pytest.raises(NotAllowed):
        walk(sessions, number, [("撤回", {}, OFFICER, at)], calendar=calendar)


def test_an_extension_is_offered_once_and_decided_once(see, sessions, number, at, calendar):
    asked = {"reason": "需调查", "basis": "《流程》四", "days": 3, "told": True}
    walk(sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    assert "申请延期" in see(number, OFFICER)["offers"]
    assert "同意延期" not in see(number, OFFICE)["offers"]

    walk(sessions, number, [("申请延期", asked, OFFICER, at)], calendar=calendar)
    assert "申请延期" not in see(number, OFFICER)["offers"]
    assert "同意延期" in see(number, OFFICE)["offers"]

    walk(sessions, number, [("同意延期", {}, OFFICE, at)], calendar=calendar)
    assert "同意延期" not in see(number, OFFICE)["offers"]
