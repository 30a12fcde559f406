"""The statutory clock of disclosure requests and the conditions of its deeds."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.case import Details
from desk.consulting import consultations
from desk.disclosure_clock import Clock, Pause, received_on
from desk.disclosure_table import Channel, Deed, State
from desk.errors import Invalid
from desk.workdays import load_calendar
from knowledge.reasons import load_reasons
from tests.builders import CHIEF, CITIZEN, CLERK, CLOCK, a_disclosure, day, moment

CALENDAR = load_calendar()
REASONS = {reason.code: reason for reason in load_reasons()}

LETTERS = {
    # the seven published letters: received, due, due with the longest extension
    "NO.1 春节假期延长": ("2019-12-31 二", "2020-02-05 三", "2020-03-04 三"),
    "NO.2 当面": ("2019-12-19 四", "2020-01-17 五", "2020-02-21 五"),
    "NO.3 周六收到": ("2020-01-04 六", "2020-02-07 五", "2020-03-06 五"),
    "NO.4 跨劳动节": ("2020-04-28 二", "2020-05-28 四", "2020-06-28 日"),
    "NO.5 无节假日": ("2020-07-17 五", "2020-08-14 五", "2020-09-11 五"),
    "NO.6 跨国庆中秋": ("2020-09-17 四", "2020-10-21 三", "2020-11-18 三"),
    "NO.7": ("2020-10-15 四", "2020-11-12 四", "2020-12-10 四"),
}


@pytest.mark.parametrize("received, due, extended", LETTERS.values(), ids=LETTERS.keys())
def test_the_published_letters_are_due(calendar, received, due, extended):
    assert Clock(day(received)).due(calendar) == day(due)
    assert Clock(day(received), extension=20).due(calendar) == day(extended)


CASES = {
    # received, extension, pauses, due
    "越过国庆长假": ("2025-09-22 一", 0, (), "2025-10-24 五"),
    "周六收到，次日起算": ("2025-08-30 六", 0, (), "2025-09-26 五"),
    "调休上班日计入": ("2025-09-01 一", 0, (), "2025-09-28 日"),
    "延长二十个工作日": ("2025-08-04 一", 20, (), "2025-09-28 日"),
    "征求第三方意见不计入": ("2025-08-04 一", 0, (("2025-08-06 三", "2025-08-13 三"),), "2025-09-08 一"),
    "两次征求意见首尾相接": (
        "2025-08-04 一",
        0,
        (("2025-08-06 三", "2025-08-13 三"), ("2025-08-13 三", "2025-08-15 五")),
        "2025-09-10 三",
    ),
    "当天即答，不停表": ("2025-08-04 一", 0, (("2025-08-06 三", "2025-08-06 三"),), "2025-09-01 一"),
}


@pytest.mark.parametrize("received, extension, pauses, due", CASES.values(), ids=CASES.keys())
def test_answer_is_due(calendar, received, extension, pauses, due):
    clock = Clock(day(received), tuple(Pause(day(a), day(b)) for a, b in pauses), extension)

    assert clock.due(calendar) == day(due)


DAYS = st.dates(date(2019, 1, 1), date(2026, 3, 31))
PAUSES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5)


def pauses_of(received, spans):
    return tuple(
        Pause(received + timedelta(days=first), received + timedelta(days=first + length)) for first, length in spans
    )


@given(received=DAYS, spans=PAUSES)
def test_overlapping_pauses_count_each_day_once(received, spans):
    clock = Clock(received, pauses_of(received, spans))
    stopped = {
        pause.asked + timedelta(days=n)
        for pause in clock.pauses
        for n in range(1, (pause.heard - pause.asked).days + 1)
    }

    assert clock.paused(CALENDAR) == sum(CALENDAR.count(each - timedelta(days=1), each) for each in stopped)


@given(received=DAYS, shift=st.integers(0, 40), extension=st.integers(0, 20))
def test_a_later_receipt_is_never_due_earlier(received, shift, extension):
    assert Clock(received, extension=extension).due(CALENDAR) <= Clock(
        received + timedelta(days=shift), extension=extension
    ).due(CALENDAR)


RECEIPTS = {
    # channel, arrived, confirmed, received
    "当面提交之日": (Channel.IN_PERSON, "2026-11-20 五 10:00", None, "2026-11-20 五 10:00"),
    "挂号信签收之日": (Channel.SIGNED_MAIL, "2026-11-20 五 10:00", "2026-11-24 二 10:00", "2026-11-20 五 10:00"),
    "平信确认之日": (Channel.ORDINARY_MAIL, "2026-11-20 五 10:00", "2026-11-24 二 10:00", "2026-11-24 二 10:00"),
    "传真双方确认之日": (Channel.FAX, "2026-11-20 五 10:00", "2026-11-20 五 11:00", "2026-11-20 五 11:00"),
    "网络双方确认之日": (Channel.WEB, "2026-11-20 五 10:00", "2026-11-20 五 10:00", "2026-11-20 五 10:00"),
}


@pytest.mark.parametrize("channel, arrived, confirmed, received", RECEIPTS.values(), ids=RECEIPTS.keys())
def test_the_day_of_receipt_follows_the_channel(channel, arrived, confirmed, received):
    confirmed = moment(confirmed) if confirmed else None

    assert received_on(channel, arrived=moment(arrived), confirmed=confirmed) == moment(received)


@pytest.mark.parametrize("confirmed", [None, "2026-11-19 四 10:00"], ids=["未确认", "早于到达"])
def test_a_fax_without_a_sensible_confirmation_is_refused(confirmed):
    confirmed = moment(confirmed) if confirmed else None
    with pytest.raises(Invalid, match="确认日期"):
        received_on(Channel.FAX, arrived=moment("2026-11-20 五 10:00"), confirmed=confirmed)


def do(request, deed, at, calendar, by=CLERK, **details):
    return request.do(deed, Details(**details), by=by, at=moment(at), calendar=calendar)


def full(reason):
    return {"text": "答复正文", "ground": reason, "search": "检索记录", "reason": "理由", "needed": "需载明的内容"}


def ready_for(reason, calendar):
    """A request in hand, third parties heard on the day they were asked where the ground wants it."""
    request = a_disclosure(state=State.HANDLING)
    if reason.consulted:
        do(request, Deed.CONSULT, "2025-09-02 二 09:00", calendar, party="某公司", text="可否公开")
        do(request, Deed.HEAR, "2025-09-02 二 16:00", calendar, consent="不同意公开", text="商业秘密")
    return request


def test_a_supplement_restarts_the_clock_and_is_asked_once(calendar):
    request = a_disclosure()
    do(request, Deed.ASK_SUPPLEMENT, "2025-09-10 三 17:30", calendar, text="请写明年度", days=10)
    assert request.supplement_until == moment("2025-09-24 三 17:30")
    assert not request.overdue(moment("2025-12-01 一 09:00"))

    do(request, Deed.SUPPLY, "2025-09-22 一 09:00", calendar, by=CITIZEN, text="2024年度")

    assert (request.state, request.due) == (State.RECEIVED, moment("2025-10-24 五 17:30"))
    with pytest.raises(Invalid, match="一次性"):
        do(request, Deed.ASK_SUPPLEMENT, "2025-09-22 一 10:00", calendar, text="再补", days=5)


def test_a_supplement_is_asked_within_seven_working_days(calendar):
    with pytest.raises(Invalid, match="7 个工作日"):
        do(a_disclosure(), Deed.ASK_SUPPLEMENT, "2025-09-10 三 17:31", calendar, text="请写明年度", days=10)


def test_silence_after_a_supplement_notice_lapses_only_after_its_period(calendar):
    request = a_disclosure()
    do(request, Deed.ASK_SUPPLEMENT, "2025-09-02 二 09:00", calendar, text="请写明年度", days=5)
    with pytest.raises(Invalid, match="尚未届满"):
        do(request, Deed.LAPSE, "2025-09-09 二 17:30", calendar, by=CLOCK)

    do(request, Deed.LAPSE, "2025-09-09 二 17:31", calendar, by=CLOCK)

    assert (request.state, request.outcome) == (State.ABANDONED, "视为放弃申请")


def test_consulting_stops_the_clock(calendar):
    request = a_disclosure(state=State.HANDLING, received=moment("2025-08-04 一 09:00"))
    request.start_clock(moment("2025-08-04 一 09:00"), calendar)
    do(request, Deed.CONSULT, "2025-08-06 三 09:00", calendar, party="某公司", text="是否同意公开合同价款")
    assert request.opinion_until == moment("2025-08-27 三 17:30")
    assert not request.running

    do(request, Deed.HEAR, "2025-08-13 三 16:00", calendar, consent="同意公开")

    assert request.due == moment("2025-09-08 一 17:30")
    request.recount(calendar)
    assert request.due == moment("2025-09-08 一 17:30")


def test_the_third_partys_silence_leaves_the_decision_to_the_organ(calendar):
    request = a_disclosure(state=State.HANDLING)
    do(request, Deed.CONSULT, "2025-09-02 二 09:00", calendar, party="某公司", text="是否同意公开")
    with pytest.raises(Invalid, match="尚未届满"):
        do(request, Deed.SILENCE, "2025-09-23 二 17:30", calendar, by=CLOCK)

    do(request, Deed.SILENCE, "2025-09-23 二 17:31", calendar, by=CLOCK)

    assert request.state is State.HANDLING


def test_a_joint_makers_silence_is_consent(calendar):
    request = a_disclosure(state=State.HANDLING)
    do(request, Deed.CONSULT_MAKER, "2025-09-02 二 09:00", calendar, party="财政局", text="共同印发的文件可否公开")

    do(request, Deed.SILENCE_MAKER, "2025-09-23 二 17:31", calendar, by=CLOCK)

    assert [each.consent for each in consultations(request)] == ["同意公开"]


def test_the_clock_stands_still_until_the_last_of_those_asked_is_heard(calendar):
    request = a_disclosure(state=State.HANDLING, received=moment("2025-08-04 一 09:00"))
    request.start_clock(moment("2025-08-04 一 09:00"), calendar)
    do(request, Deed.CONSULT, "2025-08-06 三 09:00", calendar, party="甲公司", text="可否公开")
    do(request, Deed.CONSULT, "2025-08-07 四 09:00", calendar, party="乙公司", text="可否公开")
    with pytest.raises(Invalid, match="待答：1、2"):
        do(request, Deed.HEAR, "2025-08-11 一 09:00", calendar, consent="同意公开")

    do(request, Deed.HEAR, "2025-08-11 一 09:00", calendar, item=2, consent="不同意公开", text="商业秘密")
    assert (request.state, request.opinion_until) == (State.CONSULTING, moment("2025-08-27 三 17:30"))
    do(request, Deed.HEAR, "2025-08-13 三 09:00", calendar, consent="同意公开")

    assert (request.state, request.due) == (State.HANDLING, moment("2025-09-08 一 17:30"))
    request.recount(calendar)
    assert request.due == moment("2025-09-08 一 17:30")


def test_a_confirmed_letter_counts_from_the_day_of_confirmation(calendar):
    request = a_disclosure(state=State.UNCONFIRMED, channel="平常信函")
    do(request, Deed.CONFIRM, "2025-09-03 三 09:00", calendar, text="电话确认")

    assert (request.state, request.due) == (State.RECEIVED, moment("2025-09-30 二 17:30"))


FEE = {"reason": "本月申请数量明显超过合理范围", "method": "按件", "quantity": 11, "amount": 100}


def test_a_paid_fee_restarts_the_clock(calendar):
    request = a_disclosure(state=State.HANDLING)
    do(request, Deed.ASK_FEE, "2025-09-02 二 09:00", calendar, **FEE)
    assert (request.state, request.running, request.fee_until) == (State.PAYING, False, moment("2025-09-29 一 17:30"))

    do(request, Deed.PAY, "2025-09-22 一 09:00", calendar)

    assert (request.state, request.due) == (State.HANDLING, moment("2025-10-24 五 17:30"))
    with pytest.raises(Invalid, match="只发一次"):
        do(request, Deed.ASK_FEE, "2025-09-23 二 09:00", calendar, **FEE)


def test_an_unpaid_fee_lapses_only_after_its_period(calendar):
    request = a_disclosure(state=State.HANDLING)
    do(request, Deed.ASK_FEE, "2025-09-02 二 09:00", calendar, **FEE)
    with pytest.raises(Invalid, match="尚未届满"):
        do(request, Deed.FEE_LAPSE, "2025-09-29 一 17:30", calendar, by=CLOCK)

    do(request, Deed.FEE_LAPSE, "2025-09-29 一 17:31", calendar, by=CLOCK)

    assert (request.state, request.row) == (State.ABANDONED, "其他处理：申请人逾期未按收费通知要求缴纳费用")


@pytest.mark.parametrize(
    "change,field",
    [
        ({"amount": 200}, "收费金额"),
        ({"amount": 0}, "收费金额"),
        ({"quantity": 10, "amount": 1}, "收费金额"),
        ({"method": "两种都要"}, "计费方式"),
        ({"reason": " "}, "收费理由"),
    ],
)
def test_a_fee_beyond_the_tariff_or_without_reason_is_refused(calendar, change, field):
    request = a_disclosure(state=State.HANDLING)
    with pytest.raises(Invalid) as refusal:
        do(request, Deed.ASK_FEE, "2025-09-02 二 09:00", calendar, **{**FEE, **change})

    assert (refusal.value.field, request.state, request.events) == (field, State.HANDLING, [])


def test_several_items_are_decided_one_by_one(calendar):
    request = a_disclosure(state=State.HANDLING)
    do(request, Deed.SPLIT_ITEMS, "2025-09-02 二 09:00", calendar, text="合同价款\n招标文件")
    do(request, Deed.DECIDE_ITEM, "2025-09-03 三 09:00", calendar, item=1, ground=REASONS["granted"], text="见附件")
    with pytest.raises(Invalid, match="第 2 项"):
        do(request, Deed.DRAFT, "2025-09-10 三 09:00", calendar, **full(REASONS["granted"]))
    do(request, Deed.DECIDE_ITEM, "2025-09-03 三 09:00", calendar, item=2, ground=REASONS["not_found"], text="没有")
    with pytest.raises(Invalid, match="应为部分公开"):
        do(request, Deed.DRAFT, "2025-09-10 三 09:00", calendar, **full(REASONS["granted"]))

    do(request, Deed.DRAFT, "2025-09-10 三 09:00", calendar, **full(REASONS["granted_in_part"]))

    assert (request.state, request.outcome) == (State.DRAFTED, "部分公开")


def test_a_delay_needs_reasons_asked_for_and_the_applicant_told(calendar):
    request = a_disclosure(state=State.HANDLING)
    wanted = {"by": CHIEF, "reason": "需调阅档案", "days": 30, "told": True}
    with pytest.raises(Invalid, match="第三十五条"):
        do(request, Deed.DELAY, "2025-09-03 三 09:00", calendar, **wanted)
    do(request, Deed.ASK_REASON, "2025-09-02 二 09:00", calendar, reason="一月内申请二百件")
    with pytest.raises(Invalid, match="须告知"):
        do(request, Deed.DELAY, "2025-09-03 三 09:00", calendar, **{**wanted, "told": False})

    do(request, Deed.DELAY, "2025-09-03 三 09:00", calendar, **wanted)

    assert request.due == moment("2025-11-14 五 17:30")


def test_reviews_and_suits_are_tracked_to_their_end(calendar):
    request = a_disclosure(state=State.ARCHIVED)
    do(request, Deed.PROCEED, "2025-11-03 一 09:00", calendar, kind="行政复议", party="宣城市人民政府")
    do(request, Deed.PROCEED, "2026-02-03 二 09:00", calendar, kind="行政诉讼", party="中级人民法院", told=True)
    with pytest.raises(Invalid, match="1、2"):
        do(request, Deed.PROCEED_END, "2026-03-03 二 09:00", calendar, item=3, result="维持")

    do(request, Deed.PROCEED_END, "2026-01-05 一 09:00", calendar, item=1, result="维持")

    with pytest.raises(Invalid, match="：2"):
        do(request, Deed.PROCEED_END, "2026-03-03 二 09:00", calendar, item=1, result="维持")


def test_an_extension_needs_the_head_the_notice_and_time_left(calendar):
    request = a_disclosure(state=State.HANDLING)
    with pytest.raises(Invalid, match="1 至 20"):
        do(request, Deed.ASK_EXTENSION, "2025-09-02 二 09:00", calendar, reason="材料分散", days=21)
    do(request, Deed.ASK_EXTENSION, "2025-09-02 二 09:00", calendar, reason="材料分散", days=20)
    with pytest.raises(Invalid, match="告知申请人"):
        do(request, Deed.GRANT_EXTENSION, "2025-09-02 二 09:00", calendar, by=CHIEF)
    with pytest.raises(Invalid, match="届满前"):
        do(request, Deed.GRANT_EXTENSION, "2025-09-28 日 17:31", calendar, by=CHIEF, told=True)

    do(request, Deed.GRANT_EXTENSION, "2025-09-28 日 17:30", calendar, by=CHIEF, told=True)

    assert (request.extension, request.due) == (20, moment("2025-10-31 五 17:30"))
    with pytest.raises(Invalid, match="已申请过一次"):
        do(request, Deed.ASK_EXTENSION, "2025-09-28 日 17:30", calendar, reason="还要", days=1)


@pytest.mark.parametrize("code", REASONS)
def test_every_lawful_outcome_is_answered_and_delivered(calendar, code):
    request = ready_for(REASONS[code], calendar)
    do(request, Deed.DRAFT, "2025-09-10 三 09:00", calendar, **full(REASONS[code]))
    do(request, Deed.ANSWER, "2025-09-28 日 17:30", calendar, by=CHIEF)
    event = do(request, Deed.DELIVER, "2025-09-29 一 09:00", calendar, manner="EMS")

    assert (request.outcome, request.row) == (REASONS[code].outcome, REASONS[code].row)
    assert [each.verdict for each in request.did(Deed.ANSWER)] == ["按时"]
    assert event.verdict == "逾期"


DEMANDS = [
    pytest.param(reason, field, id=f"{reason.name}缺{field}")
    for reason in REASONS.values()
    for field, asked in (("search", reason.search), ("reason", reason.weighing), ("needed", bool(reason.needs)))
    if asked
]


@pytest.mark.parametrize("reason, field", DEMANDS)
def test_an_outcome_without_what_the_law_asks_is_refused(calendar, reason, field):
    request = ready_for(reason, calendar)
    before = len(request.events)
    with pytest.raises(Invalid):
        do(request, Deed.DRAFT, "2025-09-10 三 09:00", calendar, **{**full(reason), field: " "})

    assert (request.state, request.outcome, len(request.events)) == (State.HANDLING, "", before)


def test_protecting_a_third_party_needs_it_asked_first(calendar):
    with pytest.raises(Invalid, match="第三十二条"):
        do(
            a_disclosure(state=State.HANDLING),
            Deed.DRAFT,
            "2025-09-10 三 09:00",
            calendar,
            **full(REASONS["third_party"]),
        )


def test_an_outcome_without_ground_is_refused(calendar):
    with pytest.raises(Invalid, match="法定依据"):
        do(a_disclosure(state=State.HANDLING), Deed.DRAFT, "2025-09-10 三 09:00", calendar, text="答复")


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_the_servers_time_zone_moves_no_deadline(zone):
    program = (
        "from tests.builders import a_ticket, moment, OFFICER\n"
        "from desk.case import Details\n"
        "from desk.ticket_table import Deed, State\n"
        "from desk.workdays import load_calendar\n"
        "from datetime import UTC\n"
        "for text in ('2026-11-20 五 00:00', '2026-11-20 五 07:59', '2026-11-20 五 23:59'):\n"
        "    ticket = a_ticket(state=State.ROUTED)\n"
        "    at = moment(text).astimezone(UTC)\n"
        "    ticket.do(Deed.SIGN, Details(), by=OFFICER, at=at, calendar=load_calendar())\n"
        "    print(ticket.due.isoformat())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["2026-11-25T17:30:00+08:00"] * 3
