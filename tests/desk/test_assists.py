"""主办 and 协办: who assists sees the case, owes an opinion by its own date, and does nothing else."""

import json

import pytest

from desk import reminders, store, urgency, views
from desk.errors import Invalid, NotAllowed, NotFound
from desk.lifecycle import Actor, Role
from desk.ticket_table import TicketType
from tests.builders import AGENT, HEAD, OFFICE, OFFICER, PHONE, a_routing, filed_ticket, moment, walk

HELPER = Actor("经办乙", Role.OFFICER, "城管执法局")
HELPING_HEAD = Actor("负责人乙", Role.HEAD, "城管执法局")
STRANGER = Actor("经办丙", Role.OFFICER, "公安局")
SIGN = ("签收", {}, OFFICER, moment("2026-11-20 五 10:30"))
ASKED = moment("2026-11-20 五 11:00")
ASK = ("请协办", {"unit": "城管执法局", "text": "请提供该小区违建查处情况", "days": 2}, AGENT, ASKED)
LATER = moment("2026-11-23 一 09:00")
OPINION = ("协办反馈", {"text": "该处未发现违建。"}, HELPER, LATER)


@pytest.fixture
def number(sessions, at, calendar, vault):
    return filed_ticket(sessions, at=at, calendar=calendar, vault=vault).number


@pytest.fixture
def do(sessions, number, calendar):
    def steps(*wanted):
        return walk(sessions, number, wanted, calendar=calendar)

    return steps


@pytest.fixture
def see(database, number, calendar):
    def body(by, when=LATER):
        with database.readers() as session:
            return views.view(store.ticket(session, number), by=by, at=when, calendar=calendar)

    return body


def test_the_assisting_unit_sees_the_case_and_nothing_of_its_filer(do, see):
    do(SIGN, ASK)
    body = see(HELPER)

    assert body["offers"] == ["协办反馈"]
    assert "contact" not in body
    assert PHONE not in json.dumps(body, ensure_ascii=False)
    assert body["assists"][0] | {"asked": None} == {
        "unit": "城管执法局",
        "asked": None,
        "asked_for": "请提供该小区违建查处情况",
        "due": moment("2026-11-24 二 17:30").isoformat(),
        "due_words": "11月24日（周二）17:30前",
        "answered": None,
        "opinion": "",
    }
    with pytest.raises(NotFound):
        see(STRANGER)


@pytest.mark.parametrize("deed", ["签收", "拟复", "退回", "申请延期", "审核通过"])
def test_the_assisting_unit_does_nothing_but_give_its_opinion(do, deed):
    do(SIGN, ASK)
    by = HELPING_HEAD if deed == "审核通过" else HELPER
    with pytest.raises(NotAllowed):
        do((deed, {"text": "x", "reason": "x", "basis": "x", "unit": "公安局", "days": 1, "told": True}, by, LATER))


def test_the_lead_replies_while_an_opinion_is_still_owed(do, see):
    ticket = do(SIGN, ASK, ("拟复", {"text": "已更换主板，恢复运行。"}, OFFICER, LATER), ("审核通过", {}, HEAD, LATER))

    assert ticket.state.value == "待审阅"
    assert see(OFFICE)["assists"][0]["answered"] is None
    assert "协办反馈" not in see(HEAD)["offers"]


def test_the_opinion_is_judged_by_its_own_date_and_given_once(do, see):
    do(SIGN, ASK)
    event = do(OPINION).events[-1]

    assert (event.unit, event.verdict, event.note) == ("城管执法局", "按时", "该处未发现违建。")
    assert see(OFFICER)["assists"][0]["opinion"] == "该处未发现违建。"
    assert see(HELPER)["offers"] == []
    with pytest.raises(Invalid, match="没有待反馈"):
        do(OPINION)


def test_a_unit_may_be_asked_again_after_it_answered(do, see):
    do(SIGN, ASK, OPINION, ("请协办", {"unit": "城管执法局", "text": "请再提供照片"}, OFFICE, LATER))

    assert [(each["asked_for"], each["answered"]) for each in see(OFFICER)["assists"]] == [("请再提供照片", None)]
    assert see(HELPER)["offers"] == ["协办反馈"]


WRONG = {
    "没有写明协办事项": ({"text": " "}, "协办事项"),
    "没有单位": ({"unit": ""}, "协办单位"),
    "请主办单位协办": ({"unit": "住建局"}, "主办单位"),
    "晚于主办期限": ({"days": 4}, "主办期限（11月25日"),
    "名录中没有的单位": ({"unit": "某某局"}, "名录"),
}


@pytest.mark.parametrize("change, problem", WRONG.values(), ids=WRONG.keys())
def test_a_request_that_lacks_something_changes_nothing(do, see, change, problem):
    do(SIGN)
    with pytest.raises(Invalid, match=problem):
        do((ASK[0], {**ASK[1], **change}, AGENT, ASKED))

    assert see(OFFICER)["assists"] == []


def test_the_same_unit_is_not_asked_twice_at_once(do):
    do(SIGN, ASK)
    with pytest.raises(Invalid, match="尚未反馈"):
        do(ASK)


ACCUSING = {"kind": TicketType.REPORT, "matter": "举报城管执法局工作人员收红包"}


@pytest.mark.parametrize("deed, sure", [("转办", False), ("再派", True), ("请协办", True)])
def test_a_report_never_goes_to_the_unit_it_accuses(sessions, at, calendar, vault, deed, sure):
    filed = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, routing=a_routing(sure=sure), **ACCUSING)
    with pytest.raises(Invalid, match="举报的是城管执法局"):
        walk(sessions, filed.number, [(deed, {"unit": "城管执法局", "text": "请核查"}, OFFICE, at)], calendar=calendar)


def test_a_ticket_its_unit_is_accused_in_becomes_no_report_before_it_is_rerouted(sessions, at, calendar, vault):
    filed = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, matter="住建局工作人员收了红包才给办")
    retype = ("改定类型", {"kind": "举报"}, AGENT, at)
    with pytest.raises(Invalid, match="举报的是住建局"):
        walk(sessions, filed.number, [retype], calendar=calendar)
    ticket = walk(sessions, filed.number, [("再派", {"unit": "县政府办"}, OFFICE, at), retype], calendar=calendar)

    assert (ticket.unit, ticket.kind) == ("县政府办", TicketType.REPORT)


def test_the_inbox_of_the_assisting_unit_shows_it_until_it_answered(do, number, sessions, calendar):
    do(SIGN, ASK)
    with sessions() as session:
        (found,) = store.tickets(session, unit="城管执法局")
        pressing = urgency.urgency(found, at=LATER, calendar=calendar, unit="城管执法局")
        assert store.count_by_state(session, unit="城管执法局") == {"办理中": 1}
    assert (found.number, pressing.until) == (number, moment("2026-11-24 二 17:30"))
    assert pressing.words == "协办剩 2 个工作日 · 11月24日17:30"

    do(OPINION)
    with sessions() as session:
        assert store.tickets(session, unit="城管执法局") == []


def test_who_assists_is_reminded_and_reported_once_each(do, sessions, calendar):
    do(SIGN, ASK)
    told = []
    for when in ("2026-11-23 一 17:29", "2026-11-23 一 17:30", "2026-11-24 二 17:30", "2026-11-24 二 17:31"):
        for _ in range(2):
            with sessions.begin() as session:
                sent = reminders.run(session, at=moment(when), calendar=calendar)
                told += [(when[-5:], each.kind) for each in sent if each.unit == "城管执法局"]

    assert told == [("17:30", "协办提醒"), ("17:31", "协办超期")]


def test_an_opinion_asked_for_the_same_day_is_reminded_at_noon(do, sessions, calendar):
    do(SIGN, (ASK[0], {**ASK[1], "days": 1}, AGENT, moment("2026-11-20 五 18:00")))
    with sessions.begin() as session:
        early = reminders.run(session, at=moment("2026-11-23 一 11:59"), calendar=calendar)
        noon = reminders.run(session, at=moment("2026-11-23 一 12:00"), calendar=calendar)

    assert ([each.kind for each in early], [each.kind for each in noon]) == ([], ["协办提醒"])


def test_a_unit_that_takes_over_owes_the_reply_and_no_opinion(do, see):
    returned = {"reason": "不属本局", "basis": "三定方案", "unit": "城管执法局"}
    do(SIGN, ASK, ("退回", returned, OFFICER, ASKED), ("再派", {"unit": "城管执法局"}, AGENT, LATER))

    assert see(HELPER)["offers"] == ["签收"]
    with pytest.raises(NotFound):
        see(OFFICER)
