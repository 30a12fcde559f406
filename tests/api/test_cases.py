"""Tickets and disclosure requests over HTTP: filing, reading, deeds, and what each role does not get to see."""

import pytest

from desk import masking
from desk.lifecycle import Role
from desk.records import Failure
from tests.builders import PHONE, a_routing, filed_disclosure, filed_ticket

MATTER = "小区电梯坏了半个月没人修"
NEW = {"matter": MATTER, "place": "旌阳镇某小区3栋", "name": "陈某", "phone": PHONE}
WANTED = {"wanted": "2019年县本级部门预算公开情况", "form": "纸质", "name": "李某某", "phone": PHONE}
WRONG = "0000000000000000"


@pytest.fixture
def ticket(database, at, calendar, vault):
    """A ticket routed to 住建局."""
    return filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)


@pytest.fixture
def request_on_file(database, at, calendar, vault):
    return filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)


def secret(receipt):
    return {"X-Case-Secret": receipt.secret}


def test_a_filed_ticket_comes_back_with_number_secret_due_date_and_how_it_was_counted(client):
    reply = client.post("/api/v1/tickets", json=NEW)
    case = reply.json()

    assert reply.status_code == 201
    assert case["number"].startswith("JD-20261120-")
    assert len(case["secret"]) == 16
    assert (case["state"], case["unit"], case["due"]) == ("待签收", "住建局", "2026-11-25T17:30:00+08:00")
    assert case["clock"]["working_days"] == 3
    assert "催办" in case["offers"]
    assert PHONE not in reply.text


def test_filing_twice_with_one_key_files_once(client):
    first = client.post("/api/v1/tickets", json=NEW, headers={"Idempotency-Key": "k" * 16}).json()
    again = client.post("/api/v1/tickets", json=NEW, headers={"Idempotency-Key": "k" * 16}).json()

    assert (first["number"], first["secret"]) == (again["number"], again["secret"])


def test_a_key_used_for_something_else_is_refused(client):
    client.post("/api/v1/tickets", json=NEW, headers={"Idempotency-Key": "k" * 16})
    reply = client.post("/api/v1/tickets", json={**NEW, "matter": "路灯坏了"}, headers={"Idempotency-Key": "k" * 16})

    assert reply.status_code == 422


@pytest.mark.parametrize(
    "wanted, named",
    [
        pytest.param({**NEW, "phone": ""}, "联系方式", id="没有联系方式"),
        pytest.param({**NEW, "place": "  "}, "地点", id="没有地点"),
        pytest.param({**NEW, "matter": "\u200b"}, "诉求内容", id="看不见的内容"),
        pytest.param({**NEW, "matter": "路" * 2001}, "matter", id="太长"),
        pytest.param({**NEW, "type": "骂街"}, "type", id="没有的类型"),
        pytest.param({**NEW, "unit": "住建局"}, "unit", id="多出的字段"),
    ],
)
def test_a_filing_that_is_not_complete_is_refused_and_says_why(client, wanted, named):
    reply = client.post("/api/v1/tickets", json=wanted)

    assert reply.status_code == 422
    assert named in reply.json()["error"]["message"]


def test_an_anonymous_ticket_needs_no_phone(client):
    assert client.post("/api/v1/tickets", json={**NEW, "phone": "", "name": "", "anonymous": True}).status_code == 201


def test_the_citizen_reads_his_ticket_with_the_secret_however_he_types_it(client, ticket):
    typed = "-".join([ticket.secret[:4].lower(), ticket.secret[4:8], ticket.secret[8:12], ticket.secret[12:]])
    reply = client.get(f"/api/v1/tickets/{ticket.number}", headers={"X-Case-Secret": typed})

    assert reply.status_code == 200
    assert reply.json()["contact"] == {"name": "陈*", "phone": masking.mask(PHONE)}
    assert PHONE not in reply.text


def test_wrong_secret_unknown_number_and_nonsense_look_the_same(client, ticket):
    replies = [
        client.get(f"/api/v1/tickets/{number}", headers={"X-Case-Secret": WRONG})
        for number in (ticket.number, "JD-19990101-000000", "etc-passwd")
    ]

    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.text for reply in replies}) == 1


def test_without_secret_or_sign_in_nothing_is_told(client, ticket):
    reply = client.get(f"/api/v1/tickets/{ticket.number}")

    assert reply.status_code == 401
    assert MATTER not in reply.text


def test_after_ten_wrong_secrets_the_lookup_of_that_number_rests(client, ticket, database, at):
    with database.sessions.begin() as session:
        session.add_all([Failure(f"查询|{ticket.number}", at) for _ in range(10)])
    reply = client.get(f"/api/v1/tickets/{ticket.number}", headers=secret(ticket))

    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0


def test_a_secret_opens_its_own_case_only(client, ticket, database, at, calendar, vault):
    other = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key="t-2", matter="别的事")

    assert client.get(f"/api/v1/tickets/{other.number}", headers=secret(ticket)).status_code == 404


def test_the_citizen_urges_adds_and_withdraws(client, ticket):
    path = f"/api/v1/tickets/{ticket.number}"
    urged = client.post(f"{path}/催办", json={"text": "请快一点"}, headers=secret(ticket))
    added = client.post(f"{path}/补充", json={"text": f"电话{PHONE}"}, headers=secret(ticket))
    withdrawn = client.post(f"{path}/撤回", json={}, headers=secret(ticket))

    assert [reply.status_code for reply in (urged, added, withdrawn)] == [200, 200, 200]
    assert PHONE not in added.text
    assert withdrawn.json()["state"] == "已撤回"
    assert client.post(f"{path}/催办", json={}, headers=secret(ticket)).status_code == 409


def test_a_citizen_may_not_do_what_the_unit_does(client, ticket):
    reply = client.post(f"/api/v1/tickets/{ticket.number}/签收", json={}, headers=secret(ticket))

    assert reply.status_code == 403


def test_the_scheduled_jobs_deeds_have_no_address(client, ticket):
    reply = client.post(f"/api/v1/tickets/{ticket.number}/上报", json={}, headers=secret(ticket))

    assert reply.status_code == 404


def test_a_reply_walks_from_the_unit_through_the_county_office_to_the_citizen(client, staff, ticket):
    path = f"/api/v1/tickets/{ticket.number}"
    officer, head, office = staff(Role.OFFICER), staff(Role.HEAD), staff(Role.OFFICE)
    reply_text = "住建局已督促维保单位更换曳引机，11月20日恢复运行。"
    officer.post(f"{path}/签收", json={})
    officer.post(f"{path}/拟复", json={"text": reply_text, "told": True})
    before = client.get(path, headers=secret(ticket)).json()
    head.post(f"{path}/审核通过", json={})
    office.post(f"{path}/答复", json={})
    after = client.get(path, headers=secret(ticket)).json()

    assert (before["state"], before["reply"]) == ("待审核", "")
    assert reply_text not in str(before)
    assert (after["state"], after["reply"]) == ("已答复", reply_text)
    assert "评价" in after["offers"]


@pytest.mark.parametrize(
    "reply, told, named",
    [
        pytest.param("住建局已前去执法，正在联系处理中，请耐心等待结果。", True, "联系处理中", id="禁用语"),
        pytest.param("您好，您反映的事情我们已经收到。", True, "结果", id="没有结果"),
        pytest.param("住建局已督促维保单位更换电梯曳引机，11月20日恢复运行。", False, "联系", id="没有联系诉求人"),
    ],
)
def test_a_reply_that_must_not_leave_is_stopped_and_says_why(staff, ticket, reply, told, named):
    path = f"/api/v1/tickets/{ticket.number}"
    officer = staff(Role.OFFICER)
    officer.post(f"{path}/签收", json={})
    refused = officer.post(f"{path}/拟复", json={"text": reply, "told": told})

    assert refused.status_code == 422
    assert named in refused.json()["error"]["message"]
    assert officer.get(path).json()["state"] == "办理中"


def test_missing_reasons_are_named_and_nothing_changes(staff, ticket):
    path = f"/api/v1/tickets/{ticket.number}"
    officer = staff(Role.OFFICER)
    officer.post(f"{path}/签收", json={})
    refused = officer.post(f"{path}/退回", json={"reason": "不属于我局"})

    assert refused.status_code == 422
    assert "退回依据" in refused.json()["error"]["message"]
    assert officer.get(path).json()["state"] == "办理中"


def test_another_unit_gets_neither_the_case_nor_a_word_of_it(staff, ticket):
    other = staff(Role.OFFICER, unit="人社局")
    path = f"/api/v1/tickets/{ticket.number}"
    replies = [other.get(path), other.post(f"{path}/签收", json={}), other.get("/api/v1/tickets")]
    replies.append(other.post(f"{path}/identity", json={"reason": "看看"}))

    assert [reply.status_code for reply in replies] == [404, 404, 200, 404]
    assert all(MATTER not in reply.text and PHONE not in reply.text for reply in replies)
    assert replies[2].json() == {"tickets": []}


def test_what_is_only_proposed_to_a_unit_is_not_shown_to_it(staff, database, at, calendar, vault):
    unsure = a_routing(sure=False)
    waiting = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, routing=unsure)
    officer, agent = staff(Role.OFFICER), staff(Role.AGENT)

    assert officer.get(f"/api/v1/tickets/{waiting.number}").status_code == 404
    assert agent.get(f"/api/v1/tickets/{waiting.number}").json()["state"] == "登记"


@pytest.mark.parametrize(
    "role, tickets, ticket_status, requests, request_status",
    [
        (Role.AGENT, 200, 200, 403, 200),
        (Role.OFFICER, 200, 200, 200, 404),
        (Role.HEAD, 200, 200, 200, 404),
        (Role.OFFICE, 200, 200, 200, 200),
        (Role.AUDITOR, 200, 200, 200, 200),
        (Role.ADMIN, 403, 404, 403, 404),
    ],
    ids=lambda value: value.value if isinstance(value, Role) else str(value),
)
def test_who_may_look(staff, ticket, request_on_file, role, tickets, ticket_status, requests, request_status):
    browser = staff(role)

    assert browser.get("/api/v1/tickets").status_code == tickets
    assert browser.get(f"/api/v1/tickets/{ticket.number}").status_code == ticket_status
    assert browser.get("/api/v1/disclosures").status_code == requests
    assert browser.get(f"/api/v1/disclosures/{request_on_file.number}").status_code == request_status


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_those_who_only_look_change_nothing(staff, app, ticket, role):
    browser = staff(role)
    paths = app.openapi()["paths"]
    deeds = [path for path in paths if path.startswith("/api/v1/tickets/{number}/") and "post" in paths[path]]
    statuses = {
        browser.post(path.replace("{number}", ticket.number), json={"reason": "看看"}).status_code for path in deeds
    }

    assert len(deeds) > 20
    assert statuses <= {403, 404, 409}


def test_reading_an_identity_needs_a_reason_and_leaves_a_trace(staff, ticket):
    officer = staff(Role.OFFICER)
    path = f"/api/v1/tickets/{ticket.number}"
    refused = officer.post(f"{path}/identity", json={})
    opened = officer.post(f"{path}/identity", json={"reason": "核实电梯位置"})

    assert refused.status_code == 422
    assert opened.json()["identity"]["phone"] == PHONE
    assert officer.get(path).json()["events"][-1]["deed"] == "查看身份"


def test_a_confidential_caller_stays_hidden_from_the_unit(staff, client):
    receipt = client.post("/api/v1/tickets", json={**NEW, "confidential": True}).json()
    officer = staff(Role.OFFICER)
    seen = officer.get(f"/api/v1/tickets/{receipt['number']}")

    assert "contact" not in seen.json()
    assert "陈" not in seen.text
    assert officer.post(f"/api/v1/tickets/{receipt['number']}/identity", json={"reason": "想知道"}).status_code == 403


def test_an_agent_files_for_a_caller(staff):
    case = staff(Role.AGENT).post("/api/v1/tickets", json=NEW).json()

    assert case["channel"] == "电话"
    assert case["events"][0]["role"] == "坐席"


def test_a_unit_does_not_file_tickets(staff):
    assert staff(Role.OFFICER).post("/api/v1/tickets", json=NEW).status_code == 403


def test_a_disclosure_request_counts_twenty_working_days(client):
    case = client.post("/api/v1/disclosures", json={**WANTED, "delivery": "邮寄", "purpose": "课题研究"}).json()

    assert case["number"].startswith("GK-20261120-")
    assert (case["delivery"], "purpose" in case) == ("邮寄", False)
    assert case["due"] == "2026-12-18T17:30:00+08:00"
    assert case["clock"]["working_days"] == 20


def test_the_identity_proof_is_given_on_the_page_and_never_shown_again(client, request_on_file):
    path = f"/api/v1/disclosures/{request_on_file.number}"
    reply = client.post(f"{path}/proof", json={"id_number": "11010519491231002X"}, headers=secret(request_on_file))

    assert reply.status_code == 200
    assert reply.json()["identified"] is True
    assert "11010519491231002X" not in reply.text
    assert client.post(f"{path}/proof", json={}, headers=secret(request_on_file)).status_code == 422


def test_a_citizen_cannot_date_his_request_back(client):
    reply = client.post("/api/v1/disclosures", json={**WANTED, "arrived": "2026-01-01T09:00:00+08:00"})

    assert reply.status_code == 422


def test_the_clerk_registers_a_letter_with_its_day_of_confirmation(staff):
    letter = {
        **WANTED,
        "channel": "平常信函",
        "arrived": "2026-11-16T09:00:00+08:00",
        "confirmed": "2026-11-18T09:00:00+08:00",
    }
    case = staff(Role.OFFICER, unit="县政府办").post("/api/v1/disclosures", json=letter).json()

    assert case["received"] == "2026-11-18T09:00:00+08:00"


def test_a_decision_names_a_row_of_the_catalogue(staff, request_on_file):
    path = f"/api/v1/disclosures/{request_on_file.number}"
    clerk = staff(Role.OFFICER, unit="县政府办")
    clerk.post(f"{path}/受理", json={})
    refused = clerk.post(f"{path}/拟答复", json={"text": "经检索…", "code": "made-up"})

    assert refused.status_code == 422
    assert "理由目录" in refused.json()["error"]["message"]
