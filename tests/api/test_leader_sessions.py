"""领导接听 at the edge: public pages and API, the hotline's live log, the report as Word."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from desk.leader_diary import find
from desk.leader_report import report
from desk.leader_sessions import announce, plan
from desk.lifecycle import Role
from tests.api.fakes import FakeRouter
from tests.builders import OFFICE, a_leader_plan, a_routing, leader_calls, moment

DAY = {"day": "2020-12-22", "starts": "09:00", "ends": "10:00"}
SETTLED = {**DAY, "unit": "人社局", "leaders": "旌德县人社局局长", "topics": "创业、退休；失业\n创业"}
EVE = moment("2020-12-21 一 16:33")
EARLY = moment("2020-12-22 二 08:00")
DURING = moment("2020-12-22 二 09:07")
END = moment("2020-12-22 二 10:00")
API, PAGES = "/api/v1/leader-sessions", "/agent/sessions"
NUMBER = "LT-2020-1"
CALL = {"key": "c-1", "matter": "自主创业有什么政策", "topic": "创业", "phone": "13900000001"}


@pytest.fixture
def at():
    """The eve of the session; a test moves on with ``app.state.clock``."""
    return EVE


@pytest.fixture
def later(app):
    """Move the application's clock."""

    def moved(moment):
        app.state.clock = lambda: moment

    return moved


@pytest.fixture
def held(database, at):
    """An announced session's number."""
    with database.sessions.begin() as session:
        number = plan(session, a_leader_plan(), by=OFFICE, at=at).number
        announce(session, number, by=OFFICE, at=at)
    return number


def test_planned_over_the_api_it_is_public_only_once_announced(staff, client):
    office = staff(Role.OFFICE)
    planned = office.post(API, json=SETTLED)
    hidden = client.get(API).json(), client.get(f"{API}/{NUMBER}").status_code, client.get(f"/sessions/{NUMBER}")
    announced = office.post(f"{API}/{NUMBER}/公告", json={})
    shown = client.get(API).json()

    assert (planned.status_code, planned.json()["number"]) == (201, NUMBER)
    assert (hidden[0]["next"], hidden[0]["sessions"], hidden[1], hidden[2].status_code) == (None, [], 404, 404)
    assert announced.json()["state"] == "已公告"
    assert shown["next"]["topics"] == ["创业", "退休", "失业"]
    assert shown["next"]["when"] == "2020年12月22日（周二）09:00至10:00"
    assert shown["sessions"][0]["report"] is None


REFUSED = {  # method path, body → status, what the sentence says
    "没有登录": (None, "", SETTLED, 401, "请先登录"),
    "坐席不能安排": (Role.AGENT, "", SETTLED, 403, "坐席不能进行「安排领导接听」"),
    "没有领导": (Role.OFFICE, "", {**SETTLED, "leaders": " "}, 422, "接听领导：必须填写"),
    "没有日期": (Role.OFFICE, "", {**SETTLED, "day": ""}, 422, "day"),
    "没有这一期": (Role.OFFICE, "/LT-2020-9/公告", {}, 404, "没有找到领导接听"),
    "没有这个动作": (Role.OFFICE, f"/{NUMBER}/延期", {}, 422, "没有「延期」"),
    "还没结束": (Role.OFFICE, f"/{NUMBER}/结束", {}, 422, "还没有到"),
    "再公告一次": (Role.OFFICE, f"/{NUMBER}/公告", {}, 409, "当前为「已公告」"),
}


@pytest.mark.parametrize("role,path,body,status,words", REFUSED.values(), ids=REFUSED)
def test_the_api_refuses_in_chinese(staff, client, held, role, path, body, status, words):
    caller = client if role is None else staff(role)
    reply = caller.post(API + path, json=body)

    assert reply.status_code == status
    assert words in reply.json()["error"]["message"]


def test_the_announcement_is_a_page_for_everybody(client, held, later):
    before, home = client.get("/sessions").text, client.get("/").text
    notice = client.get(f"/sessions/{held}").text
    later(DURING)
    during = client.get("/sessions").text
    later(END)
    after, home_after = client.get("/sessions").text, client.get("/").text

    assert "2020年12月22日（周二）09:00至10:00" in before
    assert "不接待来访人员" in notice
    assert "按照常规程序接听办理" in notice
    assert "领导接听活动公告（第1期）" in notice
    assert "正在接听" in during
    assert "目前没有已公告的下一期" in after
    assert "人社局" in home
    assert "人社局" not in home_after


def test_a_cancelled_one_says_why(staff, client, held):
    staff(Role.OFFICE).post(f"{PAGES}/{held}/取消", data={"text": "因会议改期"})

    assert "因会议改期" in client.get("/sessions").text
    assert "因会议改期" in client.get(f"/sessions/{held}").text
    assert "人社局" not in client.get("/").text


SEEN = {Role.AGENT: 200, Role.OFFICE: 200, Role.AUDITOR: 200, Role.OFFICER: 403, Role.HEAD: 403, Role.ADMIN: 403}


@pytest.mark.parametrize("role,status", SEEN.items())
def test_who_sees_the_hotlines_side(staff, held, role, status):
    browser = staff(role)

    assert browser.get(PAGES).status_code == status
    assert browser.get(f"{PAGES}/{held}").status_code == status
    assert browser.get(f"{PAGES}/{held}/now").status_code == status
    assert browser.get(f"{PAGES}/{held}/report.docx").status_code == status


def test_forms_are_shown_to_those_who_may_use_them(staff, held, later):
    later(EARLY)
    agent, office, auditor = staff(Role.AGENT), staff(Role.OFFICE), staff(Role.AUDITOR)
    ahead = agent.get(f"{PAGES}/{held}").text, office.get(f"{PAGES}/{held}").text
    later(DURING)
    during = agent.get(f"{PAGES}/{held}").text, auditor.get(f"{PAGES}/{held}").text

    assert "登记来电" not in ahead[0]
    assert "取消本期" not in ahead[0]
    assert "取消本期" in ahead[1]
    assert 'id="call"' in during[0]
    assert 'id="call"' not in during[1]
    assert auditor.post(f"{PAGES}/{held}/calls", data=CALL).status_code == 403


def test_a_plan_that_is_refused_keeps_what_was_typed(staff, held):
    page = staff(Role.OFFICE).post(PAGES, data={**SETTLED, "unit": "教体局"})

    assert page.status_code == 422
    assert "重叠" in page.text
    assert "旌德县人社局局长" in page.text
    assert "<option selected>教体局</option>" in page.text


def test_a_change_on_the_page_shows_at_once(staff, client, held):
    changed = staff(Role.OFFICE).post(f"{PAGES}/{held}/更改", data={**SETTLED, "leaders": "旌德县人社局副局长"})

    assert changed.status_code == 303
    assert "旌德县人社局副局长" in client.get(f"/sessions/{held}").text


def test_a_call_is_filed_routed_and_counted(staff, held, later, parts):
    later(EARLY)
    agent = staff(Role.AGENT)
    early = agent.post(f"{PAGES}/{held}/calls", data=CALL)
    later(DURING)
    routed = agent.post(f"{PAGES}/{held}/calls", data=CALL)
    again = agent.post(f"{PAGES}/{held}/calls", data=CALL)
    outside = agent.post(f"{PAGES}/{held}/calls", data={**CALL, "key": "c-2", "topic": "", "issue": "小区电梯"})
    told = {"key": "c-3", "reply": "已办结：贷款最长三年，请到人社局窗口申请。", "anonymous": "true"}
    direct = agent.post(f"{PAGES}/{held}/calls", data={**CALL, **told})
    counters = agent.get(f"{PAGES}/{held}/now").text

    assert early.status_code == 422
    assert "还没有开始" in early.text
    assert "自主创业有什么政策" in early.text
    assert "由人社局办理" in routed.text
    assert routed.text.count("JD-20201222-") == again.text.count("JD-20201222-")
    assert "范围外" in outside.text
    assert "刚才的答复已记入" in direct.text
    assert "<b>3</b>来电" in counters
    assert "<b>2</b>涉及问题" in counters
    assert "<b>1</b>当场答复" in counters
    assert "12月24日 17:30 前反馈、回访" in counters
    assert "按常规时限" in counters
    assert "13900000001" not in counters


def test_a_call_marked_for_supervision_is_in_the_report(staff, held, later):
    later(DURING)
    agent, office = staff(Role.AGENT), staff(Role.OFFICE)
    agent.post(f"{PAGES}/{held}/calls", data=CALL)
    number = "JD-20201222-000011"
    by_agent = agent.post(f"{PAGES}/{held}/calls/{number}/supervise", data={"text": "跟踪办理"})
    by_office = office.post(f"{PAGES}/{held}/calls/{number}/supervise", data={"text": "跟踪办理"})
    page, case = office.get(f"{PAGES}/{held}").text, office.get(f"/desk/cases/{number}").text

    assert by_agent.status_code == 403
    assert by_office.status_code == 303
    assert f"{number}</a>（创业，人社局，待签收）" in page
    assert "<b>1</b>督办件" in page
    assert f'href="/agent/sessions/{held}"' in case


def test_the_third_session_of_2020_as_page_and_word(staff, client, database, later, calendar, vault):
    with database.sessions.begin() as session:
        number = plan(session, a_leader_plan(), issue=3, by=OFFICE, at=EVE).number
        announce(session, number, by=OFFICE, at=EVE)
    leader_calls(database.sessions, number, at=DURING, calendar=calendar, vault=vault)
    later(END)
    office = staff(Role.OFFICE)
    with database.readers() as session:
        begun = report(session, find(session, number), at=END, calendar=calendar).draft()
    unwritten = office.get(f"{PAGES}/{number}").text
    office.post(f"{PAGES}/{number}/写报告", data={"text": begun + "\n社保卡办理问得多。"})
    hidden = client.get(f"/sessions/{number}").text
    closed = office.post(f"{PAGES}/{number}/结束")
    public, told = client.get(f"/sessions/{number}").text, client.get(f"{API}/{number}").json()["report"]
    word = Document(BytesIO(office.get(f"{PAGES}/{number}/report.docx").content))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)

    assert begun in unwritten
    assert "社保卡办理问得多" not in hidden
    assert closed.status_code == 303
    assert "<b>10</b>来电" in public
    assert "<b>6</b>涉及问题" in public
    assert "社保卡办理问得多" in public
    assert "JD-2020" not in public
    assert told["counts"]["来电"] == 10
    assert told["issues"][0] == {"issue": "创业贷款", "calls": 3}
    assert "旌德县12345政府服务热线领导接听活动（第3期）报告" in words
    assert "来电 10 个，涉及问题 6 个，当场答复 6 个，转办 4 个" in words
    assert "2个工作日内反馈：无（0件）；另有 3 件未到期" in words
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["创业贷款", "3"]
    assert len(word.tables[1].rows) == 11
    assert "13900000001" not in words


def test_a_call_outside_goes_where_the_router_says(staff, held, later, parts):
    parts.router = FakeRouter()
    later(DURING)
    outside = {**CALL, "topic": "", "issue": "小区电梯"}
    page = staff(Role.AGENT).post(f"{PAGES}/{held}/calls", data=outside).text

    assert a_routing().candidates[0].unit == "住建局"
    assert "由住建局办理，最晚12月25日（周五）17:30前答复" in page
