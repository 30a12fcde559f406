"""/track for requests: what the applicant can do at each state, until when, and where to turn afterwards."""

from __future__ import annotations

import pytest

from desk import store
from desk.identity_documents import code_check_character
from tests.builders import CHIEF, CLERK, filed_disclosure, moment, walk

HTML = {"accept": "text/html"}
MONDAY = moment("2026-11-23 一 09:00")
FRIDAY = moment("2026-11-27 五 10:00")
CODE = "91341825MA0000000" + code_check_character("91341825MA0000000")
ACCEPTED = ("受理", {}, CLERK, MONDAY)


@pytest.fixture
def receipt(database, calendar, vault):
    return filed_disclosure(database.sessions, at=moment("2026-11-20 五 10:00"), calendar=calendar, vault=vault)


@pytest.fixture
def go(database, calendar, receipt):
    return lambda *steps: walk(database.sessions, receipt.number, steps, calendar=calendar)


@pytest.fixture
def track(client, receipt):
    def post(path="/track", **more):
        return client.post(path, data={"number": receipt.number, "secret": receipt.secret, **more}, headers=HTML)

    return post


@pytest.fixture
def answered(go, known):
    """Answer on *code* and deliver on Friday."""

    def on(code):
        ground = next(reason for reason in known.reasons if reason.code == code)
        drafted = {"text": "现答复如下。", "ground": ground, "needed": "见附件", "reason": "裁量理由", "search": "查过"}
        go(ACCEPTED, ("拟答复", drafted, CLERK, MONDAY), ("签发答复", {}, CHIEF, FRIDAY))
        return go(("送达", {"manner": "电子邮件"}, CLERK, FRIDAY))

    return on


def test_what_is_missing_and_until_when(track, go):
    go(("要求补正", {"text": "请写明项目名称和年份", "days": 10}, CLERK, MONDAY))
    asked = track().text
    supplied = track(deed="补正", text="2024年某道路改造").text

    assert "请补正申请" in asked
    assert "请写明项目名称和年份" in asked
    assert "12月7日（周一）17:30前" in asked
    assert "请补正申请" not in supplied
    assert "收到补正，从这天起重新计算（第三十条）" in supplied


def test_a_fee_notice_says_how_much_and_until_when(track, go):
    fee = {"method": "按件", "quantity": 1, "before": 10, "amount": 100, "reason": "本月第 11 件"}
    go(ACCEPTED, ("收费通知", fee, CLERK, FRIDAY))
    shown = track().text

    assert "100 元" in shown
    assert "12月25日（周五）17:30前" in shown
    assert "逾期未缴的，视为放弃申请" in shown


def test_a_pause_is_told_without_who_was_asked(track, go):
    asked = {"party": "某某公司", "text": "是否同意公开"}
    case = go(ACCEPTED, ("征求第三方意见", asked, CLERK, MONDAY))
    shown = track().text

    assert case.state.value in shown
    assert "11月23日至收到意见为止征求第三方意见，不计算在内（第三十三条第三款）" in shown
    assert "某某公司" not in shown


@pytest.mark.parametrize(
    "given, words",
    [
        ({"id_number": "341825190001010008"}, "居民身份证"),
        ({"id_number": "Q1Q1", "id_kind": "护照"}, "护照号码位数"),
        ({"organisation": CODE[:17] + "O"}, "不会出现的字符"),
        ({"organisation": CODE[1] + CODE[0] + CODE[2:]}, "校验不符"),
        ({"id_kind": "护照"}, "必须填写"),
    ],
)
def test_a_wrong_proof_is_refused_and_not_shown(track, database, receipt, given, words):
    refused = track(deed="身份证明", **given)
    with database.readers() as session:
        identified = store.disclosure(session, receipt.number).identified

    assert refused.status_code == 422
    assert words in refused.text
    assert 'data-deed="身份证明" open' in refused.text
    assert not any(number in refused.text for field, number in given.items() if field != "id_kind")
    assert not identified


def test_a_proof_is_taken_once(track):
    proven = track(deed="身份证明", id_kind="护照", id_number="e00000000").text

    assert "已收到您的身份证明" in proven
    assert "已提交，加密保存" in proven
    assert "还缺身份证明" not in proven
    assert "E00000000" not in proven.upper()


@pytest.mark.parametrize(
    "code, first",
    [
        ("granted", "如对本答复不服，可以自"),
        ("enforcement_file", "应当先自收到本答复之日起"),
    ],
)
def test_the_remedy_follows_the_outcome_and_its_last_day_is_offered(track, answered, code, first):
    answered(code)
    shown, kept = track().text, track("/track/calendar", what="复议").text

    assert first in shown
    assert "2027年1月26日（周二）" in shown
    assert "DTSTART;VALUE=DATE:20270126" in kept
    assert "申请行政复议最后一日" in kept


def test_no_remedy_before_the_answer(track, go):
    go(ACCEPTED)

    assert "不服答复怎么办" not in track().text
    assert "最晚答复日" in track("/track/calendar", what="复议").text
