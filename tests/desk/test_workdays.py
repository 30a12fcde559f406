"""Working days on dates anyone can check against a wall calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import CalendarUnknown
from desk.workdays import calendar_of, load_calendar
from knowledge.holidays import Holiday, Notice
from tests.builders import day

CALENDAR = load_calendar()
DAYS = st.dates(date(2007, 1, 1), date(2026, 6, 30))

ADDED = {
    # start, working days, end
    "2026 春节前 20 天": ("2026-01-30 五", 20, "2026-03-05 四"),
    "周五加一天是周六调休": ("2026-02-13 五", 1, "2026-02-14 六"),
    "调休周六起加五天": ("2026-02-14 六", 5, "2026-02-28 六"),
    "劳动节前加一天": ("2026-04-30 四", 1, "2026-05-06 三"),
    "周日上班起加五天": ("2026-09-20 日", 5, "2026-09-28 一"),
    "跨中秋国庆": ("2026-09-24 四", 20, "2026-10-29 四"),
    "国庆后周六上班": ("2026-09-30 三", 3, "2026-10-10 六"),
    "四十天跨春节": ("2026-01-04 日", 40, "2026-03-05 四"),
    "年底仍在年内": ("2026-11-20 五", 20, "2026-12-18 五"),
    "零天即当日": ("2026-11-20 五", 0, "2026-11-20 五"),
}


@pytest.mark.parametrize("start, count, end", ADDED.values(), ids=ADDED.keys())
def test_working_days_are_added(calendar, start, count, end):
    assert calendar.add(day(start), count) == day(end)
    assert calendar.explain(day(start), count).end == day(end)


MAKE_UP = (
    *("2020-01-19 日", "2020-04-26 日", "2020-05-09 六", "2020-06-28 日", "2020-09-27 日", "2020-10-10 六"),
    *("2021-02-07 日", "2021-02-20 六", "2021-04-25 日", "2021-05-08 六", "2021-09-18 六", "2021-09-26 日"),
    *("2021-10-09 六", "2026-01-04 日", "2026-02-14 六", "2026-02-28 六", "2026-05-09 六", "2026-09-20 日"),
    "2026-10-10 六",
)


@pytest.mark.parametrize("worked", MAKE_UP)
def test_make_up_days_are_working_days(calendar, worked):
    assert calendar.is_workday(day(worked))


def test_a_year_without_a_notice_is_refused_or_marked_provisional(calendar):
    with pytest.raises(CalendarUnknown, match="2027"):
        calendar.add(day("2026-11-20 五"), 40)

    reckoning = calendar.explain(day("2026-11-20 五"), 40)

    assert reckoning.provisional
    assert reckoning.guessed_years == (2027,)
    assert any("2027 年放假安排尚未公布" in line for line in reckoning.words())


def test_every_skipped_and_made_up_day_is_told(calendar):
    reckoning = calendar.explain(day("2026-09-24 四"), 20)
    skipped = {mark.day: mark.reason for mark in reckoning.skipped}
    made_up = {mark.day: mark.reason for mark in reckoning.made_up}

    assert skipped[day("2026-10-01 四")] == "国庆节放假"
    assert skipped[day("2026-10-11 日")] == "周日"
    assert made_up == {day("2026-10-10 六"): "国庆节调休上班"}
    assert (reckoning.end - reckoning.start).days == 20 + len(skipped)
    assert reckoning.version == calendar.version


def test_a_changed_notice_changes_the_version():
    before = calendar_of([Notice(2026, ("a",), ())])
    after = calendar_of([Notice(2026, ("a", "b"), (Holiday("某日", date(2026, 3, 2), True),))])

    assert before.version != after.version
    assert after.add(date(2026, 2, 27), 1) == date(2026, 3, 3)


@given(start=DAYS, shift=st.integers(0, 60), count=st.integers(0, 60))
def test_a_later_start_never_ends_earlier(start, shift, count):
    assert CALENDAR.explain(start, count).end <= CALENDAR.explain(start + timedelta(days=shift), count).end


@given(start=DAYS, count=st.integers(1, 60))
def test_adding_and_counting_agree(start, count):
    end = CALENDAR.add(start, count)

    assert CALENDAR.is_workday(end)
    assert CALENDAR.count(start, end) == count
    assert CALENDAR.before(end, count) <= start or CALENDAR.count(CALENDAR.before(end, count), end) == count


@given(start=DAYS, first=st.integers(0, 40), second=st.integers(0, 40))
def test_counts_add_up(start, first, second):
    assert CALENDAR.add(CALENDAR.add(start, first), second) == CALENDAR.add(start, first + second)


@given(st.dates(date(2006, 1, 1), date(2028, 12, 31)), st.integers(-30, 1200))
def test_counting_by_weeks_equals_counting_day_by_day(start, span):
    until = start + timedelta(days=max(span, 0))
    one_by_one = sum(CALENDAR.count(start + timedelta(days=n), start + timedelta(days=n + 1)) for n in range(span))

    assert CALENDAR.count(start, until) == one_by_one


@given(st.dates(date(2007, 1, 1), date(2026, 12, 30)))
def test_one_day_counts_when_it_is_a_working_day(day_before):
    following = day_before + timedelta(days=1)

    assert CALENDAR.count(day_before, following) == CALENDAR.is_workday(following)
    assert CALENDAR.count(following, day_before) == 0
