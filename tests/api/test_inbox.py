"""The desk's lists: narrowed, searched, exported, signed together; and what must not be overwritten or leave."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from desk import store
from desk.lifecycle import Role
from tests.builders import CITIZEN, HEAD, OFFICE, OFFICER, PHONE, a_routing, filed_disclosure, filed_ticket, walk

HTML = {"accept": "text/html"}
REPLY = "您反映的电梯问题，我局已责令维保单位更换曳引机，11月20日恢复运行，已与您电话联系。"
FORMULA = "=HYPERLINK(1) 电梯坏了"


@pytest.fixture
def file(sessions, at, calendar, vault):
    def filed(**given):
        return filed_ticket(sessions, at=at, calendar=calendar, vault=vault, **given).number

    return filed


def numbers(page):
    return re.findall(r'href="/desk/cases/([A-Z]{2}-\d{8}-\d{6})[^"]*" data-row', page.text)


def test_the_search_finds_by_words_and_narrows_and_says_when_it_found_nothing(staff, file):
    lift, lamp = file(), file(matter="路灯坏了三天", key="t-2", routing=a_routing("交运局"))
    office = staff(Role.OFFICE)

    assert set(numbers(office.get("/desk?view=find", headers=HTML))) == {lift, lamp}
    assert numbers(office.get("/desk?view=find&words=路灯", headers=HTML)) == [lamp]
    assert numbers(office.get("/desk?view=find&words=坏了&unit=住建局", headers=HTML)) == [lift]
    assert numbers(office.get(f"/desk?view=find&words={lift}", headers=HTML)) == [lift]
    assert "没有找到符合条件的办件" in office.get("/desk?view=find&words=飞机场", headers=HTML).text


def test_nobody_finds_what_they_may_not_see(staff, file):
    file(matter="路灯坏了三天", key="t-2", routing=a_routing("交运局"))
    for path in ("/desk?view=find&words=路灯", "/desk/list?view=find&words=路灯", "/desk/export?view=find&format=csv"):
        page = staff(Role.OFFICER, unit="民政局" if "list" in path else "卫健委" if "export" in path else "住建局").get(
            path
        )
        assert page.status_code == 200
        assert "路灯坏了" not in page.text
    assert staff(Role.ADMIN).get("/desk/export").status_code == 403


def test_a_filter_keeps_to_the_tab_and_the_tab_keeps_the_filter(staff, file):
    number = file()
    page = staff(Role.OFFICER).get("/desk?view=open&kind=投诉&since=2026-11-20", headers=HTML)

    assert numbers(page) == [number]
    assert 'href="/desk?view=done&amp;kind=%E6%8A%95%E8%AF%89&amp;since=2026-11-20"' in page.text
    assert f'href="/desk/cases/{number}?view=open&amp;kind=' in page.text


def test_a_day_that_is_none_is_refused_in_words(staff):
    page = staff(Role.OFFICER).get("/desk?since=去年", headers=HTML)

    assert page.status_code == 422
    assert "收到日期起：应为日期" in page.text


def test_done_cases_come_page_by_page_newest_first(staff, sessions, file, at, calendar):
    filed = [file(key=f"t-{ordinal}") for ordinal in range(52)]
    for number in filed:
        walk(sessions, number, [("撤回", {}, CITIZEN, at)], calendar=calendar)
    office = staff(Role.OFFICE)
    first = office.get("/desk?view=done", headers=HTML)
    older = re.search(r'href="(/desk\?[^"]*after=[^"]*)"', first.text).group(1).replace("&amp;", "&")

    assert numbers(first) + numbers(office.get(older, headers=HTML)) == filed[::-1]


def test_what_is_due_today_is_one_list(staff, sessions, file, at, calendar, app):
    due, later = file(), file(key="t-2")
    walk(sessions, due, [("签收", {}, OFFICER, at)], calendar=calendar)
    walk(sessions, later, [("签收", {}, OFFICER, at)], calendar=calendar)
    ask = {"days": 3, "reason": "配件外地调运", "basis": "工作流程四", "told": True}
    walk(sessions, later, [("申请延期", ask, OFFICER, at), ("同意延期", {}, OFFICE, at)], calendar=calendar)
    browser = staff(Role.OFFICER)
    assert numbers(browser.get("/desk?view=today", headers=HTML)) == []
    app.state.clock = lambda: at.replace(day=25, hour=9)

    assert numbers(staff(Role.HEAD).get("/desk?view=today", headers=HTML)) == [due]


def test_several_tickets_are_signed_at_once_and_one_already_signed_stops_none(
    staff, database, sessions, file, at, calendar
):
    one, two, three = (file(key=f"t-{ordinal}") for ordinal in range(3))
    browser = staff(Role.OFFICER)
    assert browser.get("/desk", headers=HTML).text.count('name="number"') == 3
    walk(sessions, two, [("签收", {}, OFFICER, at)], calendar=calendar)
    done = browser.post("/desk/sign", data={"number": [one, two, three]})

    assert done.headers["location"] == "/desk?signed=2"
    with database.readers() as session:
        assert {store.ticket(session, each).state.value for each in (one, two, three)} == {"办理中"}


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("path", ["/desk/export?view=open", "/office/export?what=open"])
def test_a_list_is_exported_as_found_without_anybodys_identity_or_formula(
    staff, sessions, file, at, calendar, vault, path, format
):
    number = file(matter=FORMULA)
    filed_disclosure(sessions, at=at, calendar=calendar, vault=vault)
    answer = staff(Role.OFFICE).get(f"{path}&format={format}")
    text = _text(answer.content)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert number in text
    assert PHONE not in text
    assert "陈某" not in text
    assert ("<f>" not in text) if format == "xlsx" else (f'"\'{FORMULA}"' in text)


def test_an_export_says_when_there_is_more_than_one_file_holds(staff, file, monkeypatch):
    monkeypatch.setattr("api.inbox.EXPORTED", 1)
    file(), file(key="t-2")

    assert "只导出了前 1 件" in staff(Role.OFFICE).get("/desk/export?view=find&format=csv").text


def _text(content):
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def test_what_was_written_is_kept_when_somebody_else_was_quicker(staff, sessions, file, at, calendar):
    number = file()
    browser = staff(Role.OFFICER)
    walk(sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    page = browser.get(f"/desk/cases/{number}", headers=HTML).text
    seen = re.search(r'name="seen" value="(\d+)"', page).group(1)
    walk(sessions, number, [("补充", {"text": "又停了一次"}, CITIZEN, at)], calendar=calendar)
    typed = {"text": REPLY, "told": "true", "seen": seen}
    refused = browser.post(f"/desk/cases/{number}/拟复", data=typed, headers=HTML)
    again = re.search(r'name="seen" value="(\d+)"', refused.text).group(1)

    assert refused.status_code == 409
    assert "这件办件刚才有变化：群众于 10:00 进行了「补充」" in refused.text
    assert REPLY in refused.text
    assert "又停了一次" in refused.text
    assert browser.post(f"/desk/cases/{number}/拟复", data={**typed, "seen": again}).status_code == 303


def test_a_strangers_form_learns_nothing_of_a_case_that_changed(staff, sessions, file, at, calendar):
    number = file()
    walk(sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)
    reply = staff(Role.OFFICER, unit="交运局").post(
        f"/desk/cases/{number}/拟复", data={"text": "x", "seen": "0"}, headers=HTML
    )

    assert reply.status_code == 404
    assert "签收" not in reply.text


@pytest.mark.parametrize("way", ["重复", "并入", "重新办理"])
def test_a_draft_that_became_a_copy_meanwhile_does_not_leave(staff, sessions, file, at, calendar, way):
    first, second = file(), file(key="t-2")
    drafted = [("签收", {}, OFFICER, at), ("拟复", {"text": REPLY, "told": True}, OFFICER, at)]
    walk(sessions, second, drafted, calendar=calendar)
    sent = [*drafted, ("审核通过", {}, HEAD, at), ("答复", {}, OFFICE, at)]
    if way == "重新办理":
        rated = [("审核通过", {}, HEAD, at), ("答复", {}, OFFICE, at), ("评价", {"rating": "不满意"}, CITIZEN, at)]
        walk(sessions, second, [*rated, ("拟复", {"text": REPLY, "told": True}, OFFICER, at)], calendar=calendar)
    else:
        walk(sessions, first, sent, calendar=calendar)
        with sessions.begin() as session:
            ticket = store.ticket(session, second if way == "重复" else first)
            setattr(ticket, "repeat_of" if way == "重复" else "merged_into", first if way == "重复" else second)

    for role, deed in ((Role.HEAD, "审核通过"), (Role.OFFICE, "答复")):
        refused = staff(role).post(f"/api/v1/tickets/{second}/{deed}", json={})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")
        assert "与上次答复基本相同" in refused.json()["error"]["message"]
        if deed == "审核通过":  # as if it had been approved before the other reply went out
            walk(sessions, second, [(deed, {}, HEAD, at)], calendar=calendar)


def test_a_finding_stands_beside_its_sentence(staff, file):
    text = "您好！\n我局已前去执法。其余无误，已更换。"
    page = staff(Role.OFFICER).post(f"/desk/cases/{file()}/check", data={"text": text.replace("\n", "\r\n")}).text
    start, end = map(int, re.search(r'data-start="(\d+)" data-end="(\d+)" data-level="block"', page).groups())

    assert text.replace("\n", "\r\n")[start:end] == "我局已前去执法。"
    assert "到这一句" in page


def test_a_page_begins_after_the_last_case_of_the_one_before(staff, file):
    file(), file(key="t-2")
    office = staff(Role.OFFICE)
    newest = numbers(office.get("/desk?view=find", headers=HTML))

    assert numbers(office.get(f"/desk?view=find&after={newest[0]}", headers=HTML)) == newest[1:]
