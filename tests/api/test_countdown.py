"""The calendar sheet that shows how a due date was counted."""

from api.countdown import weeks
from tests.builders import a_ticket, day


def test_the_sheet_counts_what_the_clock_counts(calendar):
    clock = a_ticket().clock(calendar)
    days = [each for week in weeks(clock) for each in week if each.kind != "outside"]

    assert [(each.day, each.kind, each.label) for each in days] == [
        (day("2026-11-20 五"), "start", "起算日"),
        (day("2026-11-21 六"), "skipped", "周六"),
        (day("2026-11-22 日"), "skipped", "周日"),
        (day("2026-11-23 一"), "counted", "第1天"),
        (day("2026-11-24 二"), "counted", "第2天"),
        (day("2026-11-25 三"), "due", "第3天"),
    ]


def test_weeks_are_whole_and_begin_on_monday(calendar):
    sheet = weeks(a_ticket().clock(calendar))

    assert {len(week) for week in sheet} == {7}
    assert {week[0].day.weekday() for week in sheet} == {0}


def test_a_made_up_working_day_is_marked():
    clock = {
        "start": "2025-09-26",
        "due": "2025-09-28T17:30:00+08:00",
        "skipped": [{"date": "2025-09-27", "reason": "周六"}],
        "made_up": [{"date": "2025-09-28", "reason": "国庆节调休上班"}],
    }
    last = weeks(clock)[-1][-1]

    assert (last.kind, last.made_up) == ("due", True)
