"""What another platform passes on: every line checked first, filed once, answered back without identity."""

from datetime import timedelta

import pytest

from desk import exports, store, upstream, upstream_list
from desk.exclusions import Exclusions
from desk.identities import get
from knowledge.channels import load_channels
from knowledge.emergencies import load_emergencies
from knowledge.exclusions import load_exclusions
from tests.builders import AGENT, HEAD, OFFICE, OFFICER, a_routing, walk

MAILBOX = load_channels()["市长信箱"]
EXCLUSIONS = Exclusions(load_exclusions(), load_emergencies())
HEADER = "编号,收到时间,内容,地点,类型,希望结果,姓名,电话,匿名,保密,公开\n"
GOOD = "SZXX-1,2026-11-19 16:05,小区电梯坏了半个月没人修,旌阳镇某小区,投诉,尽快修好,陈某,13900000001,,是,\n"
LINES = HEADER + GOOD + "SZXX-2,2026/11/20 8:30,我不服县法院的判决，,庙首镇,,,,,是,,\n".replace("判决，", "判决")

FAULTY = {  # list, what its fault says
    "缺列": ("编号,内容\n1,路灯坏了\n", "第 1 行：缺少「收到时间」列"),
    "不认识的列": (HEADER.replace("公开", "备注") + GOOD, "第 1 行：不认识「备注」列"),
    "列写了两次": (HEADER.replace("公开", "保密") + GOOD, "第 1 行：「保密」列写了两次"),
    "没有编号": (HEADER + GOOD.replace("SZXX-1", ""), "第 2 行：编号：必须填写"),
    "科学记数法": (HEADER + GOOD.replace("SZXX-1", "2.02E+11"), "第 2 行：编号：「2.02E+11」被表格软件"),
    "编号重复": (HEADER + GOOD + GOOD, "第 3 行：编号：「SZXX-1」在这份文件里出现了两次"),
    "时间不对": (HEADER + GOOD.replace("2026-11-19 16:05", "昨天"), "第 2 行：收到时间：「昨天」应如"),
    "时间在将来": (HEADER + GOOD.replace("2026-11-19", "2026-11-21"), "第 2 行：收到时间：不能晚于现在"),
    "电话不对": (HEADER + GOOD.replace("13900000001", "139000"), "第 2 行：电话："),
    "没有电话": (HEADER + GOOD.replace("13900000001", ""), "第 2 行：电话：没有电话的"),
    "类型不对": (HEADER + GOOD.replace(",投诉,", ",抱怨,"), "第 2 行：类型：「抱怨」应为"),
    "又保密又公开": (HEADER + GOOD.replace("是,\n", "是,是\n"), "第 2 行：公开意愿："),
    "是否写错": (HEADER + GOOD.replace("是,\n", "也许,\n"), "第 2 行：保密：「也许」应为"),
    "内容为空": (HEADER + GOOD.replace("小区电梯坏了半个月没人修", ""), "第 2 行：诉求内容：必须填写"),
    "格数不对": (HEADER + GOOD.replace(",是,", ","), "第 2 行：格数：有 10 格，表头有 11 格"),
    "跨行之后的行号": (HEADER + GOOD.replace("小区电梯坏了半个月没人修", '"小区电梯\n坏了"') + "x\n", "第 4 行：格数"),
    "引号不配对": (HEADER + '"没有配对\n', "引号没有配对"),
    "空文件": (HEADER, "没有办件"),
}


def read(text, at):
    return upstream_list.read(text.encode("utf-8"), MAILBOX, by=OFFICE, at=at)


def file(sessions, text, *, at, calendar, vault):
    with sessions.begin() as session:
        return upstream.file(
            session,
            read(text, at),
            route=lambda each: a_routing(),
            exclusions=EXCLUSIONS,
            by=OFFICE,
            at=at,
            calendar=calendar,
            vault=vault,
        )


@pytest.mark.parametrize("text,fault", FAULTY.values(), ids=FAULTY)
def test_a_fault_names_its_line(text, fault, at):
    with pytest.raises(upstream_list.Unreadable) as refused:
        read(text, at)

    assert any(fault in each for each in refused.value.faults), refused.value.faults


def test_all_faults_are_named_at_once(at):
    with pytest.raises(upstream_list.Unreadable) as refused:
        read(HEADER + GOOD.replace("SZXX-1", "") + GOOD.replace("13900000001", "1"), at)

    assert [fault[:5] for fault in refused.value.faults] == ["第 2 行", "第 3 行"]


def test_a_list_of_a_chinese_spreadsheet_is_read(at):
    assert upstream_list.read(LINES.encode("gb18030"), MAILBOX, by=OFFICE, at=at) == read(LINES, at)


def test_what_is_no_text_is_refused(at):
    with pytest.raises(upstream_list.Unreadable, match="UTF-8"):
        upstream_list.read(b"\xff\xff\xff", MAILBOX, by=OFFICE, at=at)


def test_a_list_is_filed_masked_sealed_and_routed(sessions, at, calendar, vault):
    first, second = file(sessions, LINES, at=at, calendar=calendar, vault=vault)

    with sessions() as session:
        ticket = store.ticket(session, first.number)
        assert (ticket.channel, ticket.upstream, ticket.unit) == ("市长信箱", "SZXX-1", "住建局")
        assert ticket.received == at.replace(day=19, hour=16, minute=5)
        assert ticket.confidential
        assert get(session, first.number, vault=vault) == {"name": "陈某", "phone": "13900000001"}
        assert ticket.events[0].facts["upstream"] == "SZXX-1"
        assert second.path == "诉讼"
        assert "已告知法定途径" in store.ticket(session, second.number).events[0].note


def test_a_second_import_finds_the_first(sessions, at, calendar, vault):
    before = file(sessions, LINES, at=at, calendar=calendar, vault=vault)
    later = LINES.replace("没人修", "还是没人修") + "SZXX-3,2026-11-20 09:00,路灯不亮,三溪镇,,,,,是,,\n"
    after = file(sessions, later, at=at + timedelta(minutes=5), calendar=calendar, vault=vault)

    assert [each.new for each in after] == [False, False, True]
    assert [each.number for each in after[:2]] == [each.number for each in before]


def test_replies_go_back_without_identity_or_formulas(sessions, at, calendar, vault):
    number = file(sessions, HEADER + GOOD, at=at, calendar=calendar, vault=vault)[0].number
    unanswered = _replies(sessions)
    reply = {"text": "=电梯已于11月20日修好，联系电话13900000001。住建局", "told": True}
    steps = [
        ("签收", {}, OFFICER, at),
        ("拟复", reply, OFFICER, at + timedelta(hours=1)),
        ("审核通过", {}, HEAD, at + timedelta(hours=2)),
        ("答复", {}, OFFICE, at + timedelta(hours=3)),
    ]
    walk(sessions, number, steps, calendar=calendar)
    answered = _replies(sessions)

    assert "电梯已于" not in unanswered
    assert '"SZXX-1"' in answered
    assert "'=电梯已于11月20日修好" in answered
    assert "2026-11-20 13:00" in answered
    assert "陈某" not in answered
    assert "13900000001" not in answered
    assert answered.startswith(exports.BOM)


def test_only_the_numbered_of_the_channel_go_back(sessions, at, calendar, vault):
    file(sessions, HEADER + GOOD, at=at, calendar=calendar, vault=vault)
    with sessions() as session:
        other = upstream.replies(session, "省长热线")

    assert other.count("\n") == 1


def _replies(sessions):
    with sessions() as session:
        return upstream.replies(session, "市长信箱")


def test_the_agent_may_not_import_under_a_telephone_channel(at):
    with pytest.raises(upstream_list.Unreadable, match="电话没有上级编号"):
        upstream_list.read((HEADER + GOOD).encode(), load_channels()["电话"], by=AGENT, at=at)
