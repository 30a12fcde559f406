"""The assessment on pages: proofs that can be followed, entries by the office only, a unit's own for its head."""

import pytest

from desk.lifecycle import Role
from tests.builders import a_routing, filed_ticket, moment

PAGE, ENTER = "/office/score", "/office/score/entries"
HTML = {"accept": "text/html"}
YEAR = {"year": 2026}
ENTRY = {"year": 2026, "unit": "公安局", "item": "hotline.harm", "points": "2", "reason": "被市级通报批评"}


@pytest.fixture
def overdue(database, calendar, vault):
    """A case 住建局 never signed, and one of 公安局."""
    received = moment("2026-11-02 一 09:00")
    filed_ticket(database.sessions, at=received, calendar=calendar, vault=vault, key="b", routing=a_routing("公安局"))
    return filed_ticket(database.sessions, at=received, calendar=calendar, vault=vault, key="a").number


def test_every_deduction_leads_to_its_case_and_event(staff, overdue):
    page = staff(Role.AUDITOR).get(PAGE, params=YEAR).text

    assert "超过认领期限仍未签收" in page
    assert f'<a href="/desk/cases/{overdue}">{overdue} 第' in page
    assert "附件4一张表" in page
    assert "工作机构（分值在扫描件中缺失" in page


def test_an_entry_counts_and_can_be_withdrawn_but_stays(staff, overdue):
    browser = staff(Role.OFFICE)
    assert browser.post(ENTER, data=ENTRY).headers["location"] == f"{PAGE}?year=2026&done=entered#entries"
    entered = browser.get(PAGE, params=YEAR).text
    assert browser.post(f"{ENTER}/1/withdraw", data={**YEAR, "reason": "重复"}).status_code == 303
    after = browser.get("/api/v1/reports/score", params=YEAR).json()

    assert "被市级通报批评（县政府办县政府办录入）" in entered
    assert "hotline.harm" not in {each["item"] for unit in after["units"] for each in unit["deductions"]}
    assert "被市级通报批评" in browser.get(PAGE, params=YEAR).text


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"points": "两分"}, "分值：应为数字"),
        ({"points": "7"}, "不超过该类别的 6 分"),
        ({"reason": " "}, "理由：必须填写"),
        ({"item": ""}, "附件4没有这一项"),
        ({"unit": "某局"}, "名录中没有「某局」"),
    ],
)
def test_a_refused_entry_keeps_what_was_typed(staff, overdue, changed, sentence):
    browser = staff(Role.OFFICE)
    reply = browser.post(ENTER, data={**ENTRY, "number": "", "reason": "被市级通报批评", **changed}, headers=HTML)

    assert reply.status_code == 422
    assert sentence in reply.text
    assert ENTRY["reason"] in reply.text or "reason" in changed
    assert "还没有录入" in browser.get(PAGE, params=YEAR).text


def test_only_the_office_enters(staff, overdue):
    browser = staff(Role.AUDITOR)

    assert browser.post(ENTER, data=ENTRY).status_code == 403
    assert browser.post(f"{ENTER}/1/withdraw", data={**YEAR, "reason": "重复"}).status_code == 403
    assert "录入一项" not in browser.get(PAGE, params=YEAR).text


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
def test_the_assessment_is_confidential(staff, overdue, role):
    browser = staff(role)

    assert browser.get(PAGE, params=YEAR).status_code == 403
    assert browser.post(ENTER, data=ENTRY).status_code == 403


def test_a_head_sees_the_own_unit_only(staff, overdue):
    page = staff(Role.HEAD).get("/desk/score", params=YEAR).text

    assert overdue in page
    assert "公安局" not in page
    assert "附件4一张表" not in page


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENT, Role.OFFICE])
def test_a_units_deductions_are_its_heads(staff, role):
    assert staff(role).get("/desk/score", params=YEAR).status_code == 403
