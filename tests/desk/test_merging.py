"""Duplicates: merged by a person, answered together, judged and rated each by itself."""

import json
import threading

import pytest

from desk import ledger, store, urgency, views
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.ticket_table import TicketType
from tests.builders import (
    AGENT,
    CITIZEN,
    HEAD,
    OFFICE,
    OFFICER,
    a_routing,
    filed_ticket,
    moment,
    walk,
)

SIGN = ("签收", {}, OFFICER, moment("2026-11-20 五 11:00"))
LATER = moment("2026-11-23 一 09:00")
DRAFT = ("拟复", {"text": "已更换主板，电梯恢复运行。"}, OFFICER, LATER)
APPROVE = ("审核通过", {}, HEAD, LATER)
ANSWER = ("答复", {}, OFFICE, LATER)
REASON = {"reason": "同一小区同一台电梯"}


@pytest.fixture
def file(sessions, at, calendar, vault):
    def one(key, *, when=at, **overrides):
        return filed_ticket(sessions, at=when, calendar=calendar, vault=vault, key=key, **overrides).number

    return one


@pytest.fixture
def see(database, calendar):
    def body(number, by, when=LATER):
        with database.readers() as session:
            return views.view(store.ticket(session, number), by=by, at=when, calendar=calendar)

    return body


@pytest.fixture
def do(sessions, calendar):
    def steps(number, *wanted):
        return walk(sessions, number, wanted, calendar=calendar)

    return steps


def merged(number, into, *, by=AGENT, when=LATER):
    return number, ("并入", {"number": into, **REASON}, by, when)


def test_both_tickets_tell_of_the_merger(file, do, see):
    main, other = file("m"), file("o", routing=a_routing(sure=False))
    do(*merged(other, main))

    assert (see(other, AGENT)["state"], see(other, AGENT)["merged_into"]) == ("已并入", main)
    told, came = see(other, AGENT)["events"][-1], see(main, AGENT)["events"][-1]
    assert (told["deed"], told["note"], told["facts"]["number"]) == ("并入", REASON["reason"], main)
    assert (came["deed"], came["facts"]["number"]) == ("并来", other)
    assert [each["number"] for each in see(main, OFFICER)["merged"]] == [other]
    assert "现场督查" in see(main, OFFICER)["hints"][0]


def test_the_main_ticket_answers_for_all_in_one_transaction(file, do, see):
    main, first = file("m", when=moment("2026-11-20 五 10:00")), file("a")
    under = file("b")
    do(*merged(under, first))
    do(*merged(first, main))
    do(main, SIGN, DRAFT, APPROVE, ANSWER)

    for number in (first, under):
        body = see(number, CITIZEN)
        assert (body["state"], body["reply"]) == ("已答复", "已更换主板，电梯恢复运行。")
        assert body["offers"] == ["评价"]
        assert [each["verdict"] for each in body["events"] if each["deed"] == "答复"] == ["按时"]


def test_each_is_judged_by_the_date_its_own_citizen_was_promised(file, do, see):
    early, main = file("e", when=moment("2026-11-16 一 10:00")), file("m")
    do(*merged(early, main, when=moment("2026-11-20 五 10:30")))
    do(main, SIGN, DRAFT, APPROVE, ANSWER)

    verdicts = {
        number: next(each["verdict"] for each in see(number, AGENT)["events"] if each["deed"] == "答复")
        for number in (early, main)
    }
    assert verdicts == {early: "逾期", main: "按时"}


def test_a_direct_answer_answers_the_merged_ones_too(file, do, see):
    main, other = (file(key, routing=a_routing(sure=False)) for key in "mo")
    do(*merged(other, main))
    do(main, ("直接答复", {"text": "周一至周五上班时间可以办理。"}, AGENT, LATER))

    assert (see(other, CITIZEN)["state"], see(other, CITIZEN)["reply"]) == ("已答复", "周一至周五上班时间可以办理。")


def test_a_dissatisfied_citizen_of_a_merged_ticket_has_it_redone_alone(file, do, see):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    do(main, SIGN, DRAFT, APPROVE, ANSWER)
    do(other, ("评价", {"rating": "不满意"}, CITIZEN, LATER))

    assert (see(other, OFFICER)["state"], see(other, OFFICER)["redone"]) == ("办理中", 1)
    assert see(main, OFFICER)["state"] == "已答复"
    do(main, ("评价", {"rating": "不满意"}, CITIZEN, LATER))
    do(main, DRAFT, APPROVE, ANSWER)
    assert see(other, OFFICER)["state"] == "办理中"


def test_while_merged_the_citizen_sees_how_the_main_ticket_stands(file, do, see, calendar, database):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    do(main, SIGN)
    body = see(other, CITIZEN)

    assert (body["due"], body["state"]) == (see(main, CITIZEN)["due"], "已并入")
    assert "该件目前「办理中」" in body["next"]
    assert body["offers"] == ["催办", "补充", "撤回"]
    assert main not in json.dumps(body, ensure_ascii=False)
    with database.readers() as session:
        own, its = (urgency.urgency(store.ticket(session, n), at=LATER, calendar=calendar) for n in (other, main))
    assert own == its


@pytest.mark.parametrize("deed", ["催办", "补充"])
def test_words_of_the_merged_citizen_reach_the_main_ticket(file, do, see, deed):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    do(other, (deed, {"text": "三单元也停了，电话13900000009"}, CITIZEN, LATER))

    told = see(main, OFFICER)["events"][-1]
    assert (told["deed"], told["note"]) == (deed, f"并入件 {other}：三单元也停了，电话139****0009")
    assert see(other, CITIZEN)["events"][-1]["deed"] == deed


def test_split_off_it_lives_and_counts_by_itself(file, do, see):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    ticket = do(other, ("拆出", {"reason": "不是同一台电梯"}, OFFICE, moment("2026-11-24 二 09:00")))

    assert (ticket.state.value, ticket.merged_into, ticket.routed) == ("登记", "", None)
    assert ticket.due == moment("2026-11-27 五 17:30")
    assert see(main, AGENT)["events"][-1]["deed"] == "并件拆出"
    assert see(main, AGENT)["merged"] == []
    do(main, SIGN, DRAFT, APPROVE, ANSWER)
    assert see(other, CITIZEN)["state"] == "登记"


def test_a_withdrawn_main_ticket_lets_the_others_go(file, do, see):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    do(main, ("撤回", {}, CITIZEN, LATER))

    body = see(other, CITIZEN)
    assert (body["state"], body["events"][-1]["deed"]) == ("登记", "拆出")


def test_a_merged_ticket_may_be_withdrawn(file, do, see):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    do(other, ("撤回", {}, CITIZEN, LATER))
    do(main, SIGN, DRAFT, APPROVE, ANSWER)

    assert see(other, CITIZEN)["state"] == "已撤回"


def test_the_unit_that_had_it_no_longer_sees_it(file, do, see):
    main, other = file("m", routing=a_routing("城管执法局")), file("o")
    do(*merged(other, main))

    with pytest.raises(NotFound):
        see(other, OFFICER)


def refusals():
    yield "并入自身", lambda file, do, other: other, "自身"
    yield "没有这一件", lambda file, do, other: "JD-20261120-009996", "没有工单"

    def into_a_merged_one(file, do, other):
        main, middle = file("m"), file("x")
        do(*merged(middle, main))
        return middle

    yield "并入已并入的", into_a_merged_one, "已并入 "

    def a_cycle(file, do, other):
        main = file("m")
        do(*merged(main, other))
        return main

    yield "互相并入", a_cycle, "已并入 "

    def into_an_answered_one(file, do, other):
        main = file("m")
        do(main, SIGN, DRAFT, APPROVE, ANSWER)
        return main

    yield "并入已答复的", into_an_answered_one, "尚未答复"

    def into_a_withdrawn_one(file, do, other):
        main = file("m")
        do(main, ("撤回", {}, CITIZEN, LATER))
        return main

    yield "并入已撤回的", into_a_withdrawn_one, "已撤回"
    yield "普通件并入保密件", lambda file, do, other: file("m", confidential=True), "以免暴露"
    yield "普通件并入举报件", lambda file, do, other: file("m", kind=TicketType.REPORT), "以免暴露"


@pytest.mark.parametrize("target, problem", [pytest.param(t, p, id=name) for name, t, p in refusals()])
def test_a_merger_that_may_not_be_changes_nothing(file, do, see, database, target, problem):
    other = file("o")
    into = target(file, do, other)
    before = see(other, AGENT)
    with pytest.raises(Invalid, match=problem):
        do(*merged(other, into))

    assert see(other, AGENT) == before
    with database.readers() as session:
        assert ledger.verify(session).finding is None


@pytest.mark.parametrize("hidden", [{"kind": TicketType.REPORT}, {"confidential": True}], ids=["举报", "保密"])
def test_a_hidden_reporter_is_never_merged_into_an_open_ticket(file, do, hidden):
    other = file("o", **hidden)
    with pytest.raises(Invalid, match="以免暴露"):
        do(*merged(other, file("m")))


def test_of_a_hidden_merged_ticket_the_unit_reads_only_the_number(file, do, see):
    main, other = file("m", confidential=True), file("o", confidential=True, matter="二单元电梯困人，反映人住201")
    do(*merged(other, main))

    assert see(main, OFFICER)["merged"] == [{"number": other, "state": "已并入"}]
    assert "困人" not in json.dumps(see(main, OFFICER), ensure_ascii=False)
    assert see(main, OFFICE)["merged"][0]["matter"].startswith("二单元")


def test_nothing_but_the_answer_of_the_main_ticket_answers_it(file, do):
    main, other = file("m"), file("o")
    do(*merged(other, main))
    for by in (AGENT, OFFICE):
        with pytest.raises(NotAllowed):
            do(other, ("答复", {}, by, LATER))


def test_two_tickets_merged_into_each_other_at_once_form_no_circle(either, at, calendar, vault):
    one, two = (filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, key=key).number for key in "ab")
    outcomes, start = [], threading.Barrier(2)

    def merge(number, into):
        start.wait()
        try:
            walk(either.sessions, number, [("并入", {"number": into, **REASON}, AGENT, LATER)], calendar=calendar)
            outcomes.append("done")
        except Invalid:
            outcomes.append("refused")

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]


def test_an_answer_and_an_urging_at_once_both_arrive(either, at, calendar, vault):
    main, other = (filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, key=key).number for key in "mo")
    for number, step in (merged(other, main), (main, SIGN), (main, DRAFT), (main, APPROVE)):
        walk(either.sessions, number, [step], calendar=calendar)
    start, refused = threading.Barrier(2), []

    def do_one(number, step):
        start.wait()
        try:
            walk(either.sessions, number, [step], calendar=calendar)
        except WrongState:  # the answer was first
            refused.append(step[0])

    urge = ("催办", {"text": "请抓紧"}, CITIZEN, LATER)
    threads = [threading.Thread(target=do_one, args=each) for each in ((main, ANSWER), (other, urge))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused in ([], ["催办"])
    with either.readers() as session:
        assert [store.ticket(session, number).state.value for number in (main, other)] == ["已答复", "已答复"]
