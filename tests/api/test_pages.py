"""What citizens and staff see: pages that say what is so, refuse in words, and never leak a secret."""

import re
from html import unescape

import pytest

from api.deed_forms import CITIZEN, TICKET
from api.disclosure_forms import DISCLOSURE
from desk import disclosure_table, store, ticket_table
from desk.lifecycle import Role
from tests.builders import filed_disclosure, filed_ticket

HTML = {"accept": "text/html"}
BY_CLOCK = {"提醒", "上报"}


@pytest.fixture
def filed(database, vault, calendar, at):
    return filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)


def track(client, receipt, **more):
    return client.post("/track", data={"number": receipt.number, "secret": receipt.secret, **more}, headers=HTML)


def test_every_deed_of_a_person_has_a_form():
    assert {form.deed for form in TICKET} == {deed.value for deed in ticket_table.Deed} - BY_CLOCK
    assert {form.deed for form in DISCLOSURE} == {deed.value for deed in disclosure_table.Deed} - BY_CLOCK


def test_every_deed_of_a_citizen_has_a_form():
    lifecycles = (ticket_table.LIFECYCLE, disclosure_table.LIFECYCLE)
    offered = {deed.value for each in lifecycles for (_, deed), move in each.moves.items() if Role.CITIZEN in move.by}

    assert {form.deed for form in CITIZEN} == offered


def test_tracking_shows_who_has_it_and_until_when(client, filed):
    page = track(client, filed).text

    assert "待签收" in page
    assert "住建局" in page
    assert filed.due_words in page
    assert "怎么算的" in page


def test_a_wrong_secret_shows_nothing_of_the_case(client, filed):
    wrong = client.post("/track", data={"number": filed.number, "secret": "0" * 16}, headers=HTML)
    unknown = client.post("/track", data={"number": "JD-20200101-000011", "secret": filed.secret}, headers=HTML)

    assert wrong.status_code == unknown.status_code == 404
    assert "住建局" not in wrong.text
    assert _alert(wrong.text) == _alert(unknown.text)


def test_number_and_secret_may_be_typed_carelessly(client, filed):
    typed = {"number": f" {filed.number.lower()} ", "secret": f"{filed.secret[:4]}-{filed.secret[4:].lower()}"}

    assert client.post("/track", data=typed, headers=HTML).status_code == 200


def test_a_citizen_adds_to_the_case_and_sees_it(client, filed):
    page = track(client, filed, deed="补充", text="早晚高峰最不方便")

    assert page.status_code == 200
    assert "早晚高峰最不方便" in page.text


def test_a_citizen_cannot_do_what_is_not_offered(client, filed, database):
    refused = track(client, filed, deed="签收")

    assert refused.status_code == 403
    assert "不能进行「签收」" in _alert(refused.text)
    with database.readers() as session:
        assert store.ticket(session, filed.number).signed is None


def test_the_identity_proof_is_given_on_the_page(client, database, vault, calendar, at):
    receipt = filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)
    before = track(client, receipt)
    after = track(client, receipt, deed="身份证明", organisation="91350100M000100Y43")

    assert "提交身份证明" in before.text
    assert "已收到您的身份证明" in after.text
    assert "M000100Y43" not in after.text


@pytest.mark.parametrize("path", ["/agent", "/desk", "/office", "/desk/cases/JD-20200101-000011"])
def test_staff_pages_lead_to_the_sign_in(client, path):
    reply = client.get(path, headers=HTML)

    assert (reply.status_code, reply.headers["location"]) == (303, f"/sign-in?next={path}")


REFUSED = {"承办人": ("/agent", "/office"), "坐席": ("/office",), "管理员": ("/agent", "/desk", "/office/cases")}


@pytest.mark.parametrize("role,paths", REFUSED.items(), ids=REFUSED)
def test_pages_of_other_roles_are_refused_in_words(staff, role, paths):
    browser = staff(Role(role))
    replies = [browser.get(path, headers=HTML) for path in paths]

    assert [reply.status_code for reply in replies] == [403] * len(paths)
    assert all(role in _alert(reply.text) for reply in replies)


def test_a_refusal_leaves_staff_their_own_navigation(staff):
    page = staff(Role.OFFICER).get("/office", headers=HTML).text

    assert 'href="/desk"' in page
    assert 'href="/track"' not in page


@pytest.mark.parametrize(
    "address,page",
    [("/desk/cases/JD-20200101-000011/签收", "/desk/cases/JD-20200101-000011"), ("/agent/tickets", "/agent"),
     ("/office/extensions/JD-20200101-000011", "/office"), ("/sign-out", "/")],
)  # fmt: skip
def test_the_address_of_a_form_leads_to_the_page_above(client, address, page):
    reply = client.get(address, headers=HTML)

    assert (reply.status_code, reply.headers["location"]) == (303, page)


def test_the_tabs_count_what_their_lists_show(staff, filed, database, vault, calendar, at):
    filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)
    browser = staff(Role.OFFICE)
    page = browser.get("/desk?view=open", headers=HTML).text
    counted = re.search(r'aria-current="page">全部在办 <span class="tabs__count">(\d+)<', page).group(1)

    assert page.count("data-row>") == int(counted) == 2


def test_a_unit_does_not_find_another_units_case(staff, filed):
    own, foreign = staff(Role.OFFICER), staff(Role.OFFICER, unit="民政局")

    assert own.get(f"/desk/cases/{filed.number}", headers=HTML).status_code == 200
    reply = foreign.get(f"/desk/cases/{filed.number}", headers=HTML)
    assert reply.status_code == 404
    assert "电梯" not in reply.text


def test_a_deed_leads_back_to_the_case(staff, filed):
    browser = staff(Role.OFFICER)
    reply = browser.post(f"/desk/cases/{filed.number}/签收", headers=HTML)
    page = browser.get(reply.headers["location"], headers=HTML).text

    assert reply.status_code == 303
    assert "已签收" in page
    assert 'data-deed="签收"' not in page


def test_a_refused_deed_keeps_what_was_typed(staff, filed):
    browser = staff(Role.OFFICER)
    browser.post(f"/desk/cases/{filed.number}/签收")
    typed = {"reason": "应由别的单位办理", "basis": "职责分工", "unit": "住建局"}
    reply = browser.post(f"/desk/cases/{filed.number}/退回", data=typed, headers=HTML)

    assert reply.status_code == 422
    assert _alert(reply.text) == "应承办单位：不能是本单位"
    assert "应由别的单位办理" in reply.text


def test_the_field_that_is_wrong_is_marked_and_tells_why(staff, filed):
    browser = staff(Role.OFFICER)
    browser.post(f"/desk/cases/{filed.number}/签收")
    page = browser.post(f"/desk/cases/{filed.number}/申请延期", data={"days": "3"}, headers=HTML).text
    [marked] = re.findall(r'name="(\w+)"[^>]*aria-describedby="[^"]*problem" aria-invalid="true"', page)

    assert _alert(page) == "延期理由：必须填写"
    assert 'id="problem"' in page
    assert marked == "reason"


@pytest.mark.parametrize(
    "path, said",
    [
        ("/desk?view=nothing", "要看的列表：格式不对。没有做任何改动"),
        ("/office/cases?page=0", "页码：不能小于 1。没有做任何改动"),
        ("/agent/sessions/LT-2026-1?unknown=1", "没有找到领导接听"),
    ],
)
def test_no_page_names_a_field_as_programs_do(staff, path, said):
    page = staff(Role.OFFICE).get(path, headers=HTML).text

    assert said in _alert(page)


def test_what_the_outer_layer_refuses_is_a_page_too(client):
    large = client.post("/track", data={"number": "1" * 70_000}, headers=HTML)
    foreign = client.post("/sign-in", data={"name": "甲"}, headers={**HTML, "sec-fetch-site": "cross-site"})

    assert (large.status_code, foreign.status_code) == (413, 403)
    assert "没有保存" in _alert(large.text)
    assert "没有做任何改动" in _alert(foreign.text)
    assert 'href="tel:12345"' in large.text


def test_a_refused_deed_keeps_what_was_ticked(staff, filed):
    browser = staff(Role.OFFICER)
    browser.post(f"/desk/cases/{filed.number}/签收")
    typed = {"text": "已收悉。", "told": "true"}
    page = browser.post(f"/desk/cases/{filed.number}/拟复", data=typed, headers=HTML).text
    draft = re.search(r'<details[^>]*data-deed="拟复".*?</details>', page, re.S).group()

    assert re.search(r'name="told" value="true" checked', draft)


def test_forms_take_no_more_than_the_api(staff, filed):
    browser = staff(Role.OFFICER)
    browser.post(f"/desk/cases/{filed.number}/签收")
    page = browser.get(f"/desk/cases/{filed.number}", headers=HTML).text

    assert re.search(r'name="text" maxlength="5000"', page)
    assert re.search(r'name="basis" maxlength="500"', page)


def test_looking_at_a_name_needs_a_reason_and_is_on_record(staff, filed, database):
    browser = staff(Role.OFFICER)
    without = browser.post(f"/desk/cases/{filed.number}/identity", data={"reason": " "}, headers=HTML)
    with_reason = browser.post(f"/desk/cases/{filed.number}/identity", data={"reason": "约上门时间"}, headers=HTML)

    assert "13900000001" not in without.text
    assert "13900000001" in with_reason.text
    with database.readers() as session:
        assert [event.note for event in store.ticket(session, filed.number).events][-1] == "约上门时间"


def test_the_draft_is_checked_while_it_is_written(staff, filed):
    reply = staff(Role.OFFICER).post(f"/desk/cases/{filed.number}/check", data={"text": "已收悉。"})

    assert "须改" in reply.text


def test_the_agents_choice_of_a_unit_counts(staff, database):
    typed = {
        "key": "one-call",
        "matter": "小区电梯坏了",
        "place": "阳光花园",
        "phone": "13900000001",
        "other_unit": "市场监管局",
    }
    browser = staff(Role.AGENT)
    first, again = (unescape(browser.post("/agent/tickets", data=typed, headers=HTML).text) for _ in range(2))
    number = re.search(r"JD-\d{8}-\d{6}", first).group()

    assert number in again
    with database.readers() as session:
        ticket = store.ticket(session, number)
        assert (ticket.unit, ticket.channel) == ("市场监管局", "电话")
        assert len(store.tickets(session)) == 1


def test_a_call_without_a_way_back_is_refused_and_kept(staff):
    reply = staff(Role.AGENT).post(
        "/agent/tickets", data={"key": "one-call", "matter": "路灯坏了", "place": "三溪镇"}, headers=HTML
    )

    assert reply.status_code == 422
    assert "联系方式" in _alert(reply.text)
    assert "路灯坏了" in reply.text
    assert 'value="one-call"' in reply.text


def test_a_callers_earlier_cases_are_found_by_the_number(staff, filed):
    browser = staff(Role.AGENT)

    assert filed.number in browser.post("/agent/caller", data={"phone": "139 0000 0001"}).text
    assert "没有以往办件" in browser.post("/agent/caller", data={"phone": "13900000009"}).text


def test_every_figure_of_the_office_opens_as_many_cases(staff, filed):
    browser = staff(Role.OFFICE)
    page = unescape(browser.get("/office", headers=HTML).text)
    figures = re.findall(r'<a href="(/office/cases[^"]*)"><b>(\d+)</b>', page)
    bars = re.findall(r'<a href="(/office/cases[^"]*)">(\d+)</a>', page)

    assert figures
    assert bars
    for link, count in (*figures, *bars):
        assert browser.get(link, headers=HTML).text.count("data-row>") == int(count), link


def test_an_unknown_page_is_a_page_and_an_unknown_call_is_json(client):
    assert "没有找到" in client.get("/nowhere", headers=HTML).text
    assert client.get("/api/v1/nowhere", headers=HTML).json()["error"]["code"] == "not_found"


def _alert(page):
    return unescape(re.sub(r"<[^>]+>", "", re.search(r'role="alert">(.*?)</div>', page, re.S).group(1))).strip()
