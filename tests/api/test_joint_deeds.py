"""Merging and assisting as people do it: on the case page and over HTTP, and who reads what of it."""

import pytest

from desk.lifecycle import Role
from tests.builders import OFFICER, PHONE, filed_ticket, walk

REASON = {"reason": "同一小区同一台电梯"}
HELPER = "城管执法局"


@pytest.fixture
def file(database, at, calendar, vault):
    def one(key, **overrides):
        return filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key=key, **overrides)

    return one


def api(number, deed=""):
    return f"/api/v1/tickets/{number}" + (f"/{deed}" if deed else "")


def test_an_agent_merges_on_the_page_and_both_pages_say_so(staff, file):
    main, other = file("m").number, file("o").number
    agent = staff(Role.AGENT)
    page = agent.get(f"/desk/cases/{other}").text
    assert 'name="number"' in page

    reply = agent.post(f"/desk/cases/{other}/并入", data={"number": main.lower(), **REASON})

    assert reply.status_code == 303
    assert f'本件已并入 <a href="/desk/cases/{main}">' in agent.get(f"/desk/cases/{other}").text
    assert other in agent.get(f"/desk/cases/{main}").text
    assert "现场督查" in staff(Role.OFFICER).get(f"/desk/cases/{main}").text


def test_a_refused_merger_keeps_what_was_typed(staff, file):
    other = file("o").number
    page = staff(Role.AGENT).post(f"/desk/cases/{other}/并入", data={"number": other, **REASON})

    assert page.status_code == 422
    assert "不能并入自身" in page.text
    assert REASON["reason"] in page.text


def test_the_merged_citizen_tracks_the_main_ticket_with_his_own_number(client, staff, file):
    main, other = file("m").number, file("o")
    staff(Role.AGENT).post(api(other.number, "并入"), json={"number": main, **REASON})
    case = client.get(api(other.number), headers={"X-Case-Secret": other.secret})
    page = client.post("/track", data={"number": other.number, "secret": other.secret})

    assert (case.json()["state"], case.json()["due"]) == ("已并入", client_due(staff, main))
    assert main not in case.text
    assert "合并办理" in page.text
    assert main not in page.text


def client_due(staff, number):
    return staff(Role.AUDITOR).get(api(number)).json()["due"]


def test_the_assisting_unit_works_on_its_own_page(staff, file, database, calendar, at):
    number = file("a", person={"name": "欧阳某某", "phone": PHONE}).number
    walk(database.sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    helper = staff(Role.OFFICER, unit=HELPER)
    assert helper.get(f"/desk/cases/{number}").status_code == 404

    staff(Role.AGENT).post(f"/desk/cases/{number}/请协办", data={"unit": HELPER, "text": "请提供查处情况", "days": ""})
    page = helper.get(f"/desk/cases/{number}")

    assert page.status_code == 200
    assert number in helper.get("/desk").text
    assert "请提供查处情况" in page.text
    assert 'data-deed="协办反馈"' in page.text
    for hidden in (PHONE, "139****0001", "欧阳", "查看姓名和电话", 'data-deed="拟复"'):
        assert hidden not in page.text
    looked = helper.post(f"/desk/cases/{number}/identity", data={"reason": "看看"}).text
    assert "不能进行「查看身份信息」" in looked
    assert PHONE not in looked
    assert helper.post(api(number, "申请延期"), json={"days": 1}).status_code == 403
    assert (
        helper.post(api(number, "协办反馈"), json={"text": "未发现违建"}).json()["assists"][0]["opinion"]
        == "未发现违建"
    )
    assert number not in helper.get("/desk").text


def test_the_lists_of_a_unit_hold_what_it_assists_with(staff, file):
    number = file("a").number
    staff(Role.AGENT).post(api(number, "请协办"), json={"unit": HELPER, "text": "请提供情况"})
    listed = staff(Role.OFFICER, unit=HELPER).get("/api/v1/tickets").json()["tickets"]

    assert [(each["number"], each["offers"]) for each in listed] == [(number, ["协办反馈"])]


def test_a_type_is_changed_on_the_page(staff, file):
    number = file("t").number
    agent = staff(Role.AGENT)
    agent.post(f"/desk/cases/{number}/改定类型", data={"kind": "咨询"})
    case = agent.get(api(number)).json()

    assert (case["type"], case["due"]) == ("咨询", "2026-11-23T17:30:00+08:00")
    assert [date["name"] for date in case["clock"]["dates"]] == ["办理期限", "认领期限", "催办时点"]


def test_the_citizen_reads_no_dates_between_the_offices(client, staff, file):
    filed = file("t")
    staff(Role.AGENT).post(api(filed.number, "请协办"), json={"unit": HELPER, "text": "请提供情况"})
    case = client.get(api(filed.number), headers={"X-Case-Secret": filed.secret})

    assert [date["name"] for date in case.json()["clock"]["dates"]] == ["办理期限", "认领期限"]
    assert HELPER not in case.text
