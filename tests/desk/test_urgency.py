"""How urgent a case is said to be, over weekends, holidays and half days."""

import pytest

from desk.ticket_table import State
from desk.urgency import Level, half_days_left, urgency
from tests.builders import a_ticket, moment

LEFT = {  # now, until, half days
    "当天上午": ("2026-11-20 五 09:00", "2026-11-20 五 17:30", 2),
    "当天下午": ("2026-11-20 五 14:30", "2026-11-20 五 17:30", 1),
    "周五下班后到周一": ("2026-11-20 五 18:00", "2026-11-23 一 17:30", 2),
    "周六到周三": ("2026-11-21 六 10:00", "2026-11-25 三 17:30", 6),
    "国庆前一天下午到节后首日": ("2026-09-30 三 15:00", "2026-10-08 四 17:30", 3),
}
WORDS = {  # state, now, level, words; due 2026-11-25, routed 2026-11-20
    "刚签收": (State.HANDLING, "2026-11-20 五 10:00", Level.CALM, "剩 4 个工作日 · 11月25日17:30"),
    "最后一天上午": (State.HANDLING, "2026-11-25 三 08:30", Level.TODAY, "剩 1 个工作日 · 今日17:30"),
    "最后一天下午": (State.HANDLING, "2026-11-25 三 15:00", Level.TODAY, "剩 0.5 个工作日 · 今日17:30"),
    "前一天下班后": (State.HANDLING, "2026-11-24 二 18:00", Level.SOON, "剩 1 个工作日 · 11月25日17:30"),
    "刚过时": (State.HANDLING, "2026-11-25 三 17:31", Level.OVERDUE, "今日已逾期"),
    "过了周末": (State.HANDLING, "2026-11-30 一 09:00", Level.OVERDUE, "逾期 3 个工作日"),
    "还没有签收": (State.ROUTED, "2026-11-23 一 15:00", Level.TODAY, "签收剩 0.5 个工作日 · 今日17:30"),
    "签收过时": (State.ROUTED, "2026-11-24 二 09:00", Level.OVERDUE, "签收逾期 1 个工作日"),
    "已答复": (State.ANSWERED, "2026-12-25 五 09:00", Level.STOPPED, ""),
}


@pytest.mark.parametrize("now,until,halves", LEFT.values(), ids=LEFT)
def test_working_half_days_are_counted(calendar, now, until, halves):
    assert half_days_left(moment(now), moment(until), calendar) == halves


@pytest.mark.parametrize("state,now,level,words", WORDS.values(), ids=WORDS)
def test_urgency_is_said_in_words(calendar, state, now, level, words):
    found = urgency(a_ticket(state=state), at=moment(now), calendar=calendar)

    assert (found.level, found.words) == (level, words)
