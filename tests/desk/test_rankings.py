"""Units side by side."""

import pytest

from desk.rankings import Standing, handling_days, ranked
from tests.builders import moment


def a_unit(name, *, in_time=0, owed=0, satisfied=0, rated=0, routed=0, days=()):
    counts = {"in_time": in_time, "owed": owed, "satisfied": satisfied, "rated": rated, "routed": routed}
    return Standing(name, counts, 0, tuple(days))


def test_units_are_ranked_by_promptness_then_satisfaction_then_speed():
    slow = a_unit("甲", in_time=9, owed=10, satisfied=5, rated=5, days=[3, 3])
    quick = a_unit("乙", in_time=9, owed=10, satisfied=5, rated=5, days=[1, 2])
    disliked = a_unit("丙", in_time=9, owed=10, satisfied=4, rated=5, days=[1])
    prompt = a_unit("丁", in_time=10, owed=10)

    assert [one.unit for one in ranked([slow, quick, disliked, prompt])] == ["丁", "乙", "甲", "丙"]


def test_few_tickets_are_listed_last_and_not_ranked():
    few, more_of_few = a_unit("甲", in_time=4, owed=4, routed=4), a_unit("乙", in_time=4, owed=4, routed=6)
    worst = a_unit("丙", owed=5, routed=5)

    assert [one.few for one in (few, worst)] == [True, False]
    assert [one.unit for one in ranked([few, more_of_few, worst])] == ["丙", "乙", "甲"]


def test_days_are_working_days_after_the_day_of_routing(calendar):
    routed = moment("2026-11-20 五 16:00")
    spans = [(routed, moment("2026-11-20 五 17:00")), (routed, moment("2026-11-23 一 08:30"))]

    assert handling_days(spans, calendar) == (0, 1)


def test_mean_and_median():
    one = a_unit("甲", days=[0, 1, 5])

    assert (one.mean_days, one.median_days) == (2, 1)
    assert a_unit("乙").mean_days is None


@pytest.mark.parametrize("in_time,owed,share", [(1, 4, 25), (0, 0, None)], ids=["四分之一", "没有应答复的"])
def test_a_share_needs_a_whole(in_time, owed, share):
    assert a_unit("甲", in_time=in_time, owed=owed).share("in_time", "owed") == share
