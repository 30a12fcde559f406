"""Which event tells whom: the whole life of a ticket, and who is never told."""

import shutil

import pytest
from sqlalchemy import select

from desk import conversations, disclosure_table, reminders, tables, ticket_table
from desk.case_records import Notice
from desk.database import connect, sqlite_url
from desk.lifecycle import Actor, Role
from desk.notices import rules
from tests.builders import (
    AGENT,
    CITIZEN,
    HEAD,
    OFFICE,
    OFFICER,
    a_routing,
    filed_disclosure,
    filed_ticket,
    moment,
    walk,
)

EVENTS_ONLY = {"登记"}  # events that are no deeds
FRIDAY, MONDAY = moment("2026-11-20 五 10:00"), moment("2026-11-23 一 09:00")


@pytest.fixture
def telling(migrated, tmp_path):
    """A database whose three ways out are open."""
    shutil.copy(migrated, tmp_path / "desk.db")
    opened = connect(sqlite_url(tmp_path), outlets=("file", "wechat"))
    yield opened
    opened.engine.dispose()


def follow(database, number, *, channel="wechat"):
    """Let a conversation of *channel* hold the case; return its id."""
    with database.sessions.begin() as session:
        _, conversation = conversations.open_conversation(session, channel=channel, at=FRIDAY)
        conversations.link(session, conversation.id, number)
        return conversation.id


def told(database):
    """(to whom, the words) of all notices, in order; citizens as 群众."""
    with database.readers() as session:
        found = session.execute(select(Notice).order_by(tables.notices.c.id)).scalars().all()
    return [("群众" if notice.adapter == "wechat" else notice.recipient, notice.words) for notice in found]


def test_a_whole_life_tells_each_exactly_what_concerns_them(telling, calendar, vault):
    number = filed_ticket(telling.sessions, at=FRIDAY, calendar=calendar, vault=vault).number
    follow(telling, number)
    extension = {"reason": "配件在途", "basis": "《流程》四", "days": 2, "told": True}
    reply = {"text": "电梯已修好并验收。", "told": True, "manner": "电话"}
    steps = [
        ("签收", {}, OFFICER, FRIDAY),
        ("催办", {}, CITIZEN, FRIDAY),
        ("催办", {"text": "老人上不了楼"}, CITIZEN, FRIDAY),
        ("补充", {"text": "电话 13900000001"}, CITIZEN, FRIDAY),
        ("申请延期", extension, OFFICER, FRIDAY),
        ("同意延期", {}, OFFICE, MONDAY),
        ("拟复", reply, OFFICER, MONDAY),
        ("审核通过", {}, HEAD, MONDAY),
        ("退回重办", {"reason": "没有写结果"}, OFFICE, MONDAY),
        ("拟复", reply, OFFICER, MONDAY),
        ("审核通过", {}, HEAD, MONDAY),
        ("答复", {}, OFFICE, MONDAY),
        ("评价", {"rating": "不满意", "text": "又坏了"}, CITIZEN, MONDAY),
    ]
    walk(telling.sessions, number, steps, calendar=calendar)
    rules_of = rules()
    due, later, again = "11月25日（周三）17:30前", "11月27日（周五）17:30前", "11月26日（周四）17:30前"

    def words(event, to, due=due):
        rule = next(rule for rule in rules_of["工单", event] if rule.to == to)
        return rule.words.format(number=number, unit="住建局", due=due)

    assert told(telling) == [
        ("住建局", words("转办", "承办单位")),
        ("群众", words("签收", "群众")),
        ("住建局", words("催办", "承办单位")),
        ("住建局", words("补充", "承办单位")),
        ("县政府办", words("申请延期", "县政府办")),
        ("群众", words("同意延期", "群众", later)),
        ("住建局", words("同意延期", "承办单位", later)),
        ("县政府办", words("审核通过", "县政府办", later)),
        ("住建局", words("退回重办", "承办单位", later)),
        ("县政府办", words("审核通过", "县政府办", later)),
        ("群众", words("答复", "群众", later)),
        ("群众", words("重新办理", "群众", again)),
        ("住建局", words("重新办理", "承办单位", again)),
    ]


def test_the_clock_tells_the_unit_and_then_the_office(telling, calendar, vault):
    number = filed_ticket(telling.sessions, at=FRIDAY, calendar=calendar, vault=vault).number
    walk(telling.sessions, number, [("签收", {}, OFFICER, FRIDAY)], calendar=calendar)
    with telling.sessions.begin() as session:
        reminders.run(session, at=moment("2026-11-25 三 17:31"), calendar=calendar)

    assert [to for to, _ in told(telling)] == ["住建局", "住建局", "县政府办"]


def test_who_waits_with_a_merged_ticket_is_told_under_his_own_number(telling, calendar, vault):
    main, other = (
        filed_ticket(telling.sessions, at=FRIDAY, calendar=calendar, vault=vault, key=key).number for key in "ab"
    )
    follow(telling, other)
    steps = [
        (other, "并入", {"number": main, "reason": "同一部电梯"}, AGENT),
        (main, "签收", {}, OFFICER),
        (main, "拟复", {"text": "已修好。"}, OFFICER),
        (main, "审核通过", {}, HEAD),
        (main, "答复", {}, OFFICE),
    ]
    for number, deed, details, by in steps:
        walk(telling.sessions, number, [(deed, details, by, FRIDAY)], calendar=calendar)
    words = [words for to, words in told(telling) if to == "群众"]

    assert [word for words in words for word in ("合并", "签收", "已答复") if word in words] == [
        "合并",
        "签收",
        "已答复",
    ]
    assert other in words[1]
    assert main not in str(words)


def test_nobody_is_told_where_no_way_out_is_open(database, at, calendar, vault):
    number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number
    follow(database, number)
    walk(database.sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)

    assert told(database) == []


def test_a_unit_only_proposed_to_is_told_nothing(telling, at, calendar, vault):
    number = filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault, routing=a_routing(sure=False)).number
    walk(telling.sessions, number, [("补充", {"text": "在3栋"}, CITIZEN, at)], calendar=calendar)

    assert told(telling) == []


def test_a_citizen_of_the_web_page_gets_no_message(telling, at, calendar, vault):
    number = filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault).number
    follow(telling, number, channel="web")
    walk(telling.sessions, number, [("签收", {}, OFFICER, at)], calendar=calendar)

    assert {to for to, _ in told(telling)} == {"住建局"}


def test_the_county_office_may_urge_after_the_citizen_and_tomorrow_counts_anew(telling, at, calendar, vault):
    number = filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault).number
    steps = [("催办", {}, by, when) for by, when in ((CITIZEN, at), (OFFICE, at), (CITIZEN, at), (CITIZEN, MONDAY))]
    walk(telling.sessions, number, steps, calendar=calendar)

    assert sum("催办" in words for _, words in told(telling)) == 3


def test_no_notice_holds_words_of_the_case_or_its_secret(telling, at, calendar, vault):
    canary = "金丝雀"
    filed = filed_ticket(
        telling.sessions, at=at, calendar=calendar, vault=vault, matter=f"{canary}投诉物业", place=canary
    )
    follow(telling, filed.number)
    steps = [
        ("签收", {}, OFFICER, at),
        ("补充", {"text": canary}, CITIZEN, at),
        ("拟复", {"text": canary}, OFFICER, at),
        ("审核通过", {"text": canary}, HEAD, at),
        ("答复", {}, OFFICE, at),
        ("评价", {"rating": "非常不满意", "text": canary}, AGENT, at),
    ]
    walk(telling.sessions, filed.number, steps, calendar=calendar)
    said = str(told(telling))

    assert canary not in said
    assert filed.secret not in said


def test_a_refused_deed_tells_nobody(telling, at, calendar, vault):
    number = filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault).number
    before = told(telling)
    with pytest.raises(Exception, match="不能进行"):
        walk(telling.sessions, number, [("答复", {}, OFFICE, at)], calendar=calendar)

    assert told(telling) == before


def test_a_disclosure_request_tells_the_office_that_receives_it(telling, at, calendar, vault):
    filed_disclosure(telling.sessions, at=at, calendar=calendar, vault=vault)

    assert [to for to, _ in told(telling)] == ["县政府办"]


def test_every_rule_is_about_an_event_that_happens():
    happen = {
        "工单": {deed.value for deed in ticket_table.Deed} | EVENTS_ONLY,
        "公开申请": {deed.value for deed in disclosure_table.Deed} | EVENTS_ONLY,
    }

    assert [(kind, event) for kind, event in rules() if event not in happen[kind]] == []


def test_a_person_named_in_an_actor_is_never_told(telling, at, calendar, vault):
    number = filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault).number
    walk(telling.sessions, number, [("签收", {}, Actor("王某某", Role.OFFICER, "住建局"), at)], calendar=calendar)

    assert "王某某" not in str(told(telling))
