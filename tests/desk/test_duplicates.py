"""How near two tickets are: by meaning, place and time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import duplicates
from desk.duplicates import LIKELY, Where, likeness, locate, overlap, reasons
from desk.places import Gazetteer
from knowledge.places import load_places
from knowledge.units import load_units

GAZETTEER = Gazetteer(load_places(load_units()))
HERE = Where("旌阳镇", "阳光花园3栋")

OVERLAPS = {
    "同一小区": ("阳光花园3栋", "阳光花园", 1.0),
    "说法不同": ("阳光花园3栋", "阳光花园小区3号楼", 4 / 6),
    "别的小区": ("阳光花园3栋", "锦绣家园2栋", 0.0),
    "没写地点": ("阳光花园3栋", "", 0.0),
    "只有一个字相同": ("徽山路", "文昌路", 0.0),
}
PROPOSED = {  # cosine, other place, days → proposed
    "同地同事同周": (0.5, Where("旌阳镇", "阳光花园"), 3, True),
    "同地同事一年前": (0.5, Where("旌阳镇", "阳光花园"), 400, True),
    "同事不同镇": (0.8, Where("三溪镇", "阳光花园"), 3, False),
    "同地不同事": (0.2, Where("旌阳镇", "阳光花园3栋"), 0, False),
    "内容几乎一样没写镇": (0.8, Where("", "某小区"), 3, True),
    "内容略近地点不明": (0.4, Where("", ""), 30, False),
}


@pytest.mark.parametrize("one,other,share", OVERLAPS.values(), ids=OVERLAPS)
def test_addresses_overlap(one, other, share):
    assert overlap(Where("", one), Where("", other)) == pytest.approx(share)


@pytest.mark.parametrize("cosine,there,days,proposed", PROPOSED.values(), ids=PROPOSED)
def test_what_is_proposed(cosine, there, days, proposed):
    assert (likeness(cosine, HERE, there, days=days) >= LIKELY) is proposed


WHERES = st.builds(
    Where, st.sampled_from(["", "旌阳镇", "三溪镇"]), st.sampled_from(["", "阳光花园", "阳光花园3栋", "集镇老街"])
)


@given(st.floats(-1, 1), WHERES, WHERES, st.floats(0, 5000))
def test_likeness_is_a_probability_and_knows_no_order(cosine, one, other, days):
    chance = likeness(cosine, one, other, days=days)

    assert 0 <= chance <= 1
    assert chance == pytest.approx(likeness(cosine, other, one, days=days))


@given(st.floats(duplicates.LEAST_MEANING, 1), st.floats(0, 0.3), WHERES, WHERES, st.floats(0, 5000))
def test_nearer_in_meaning_is_never_less_likely(cosine, more, one, other, days):
    assert likeness(cosine + more, one, other, days=days) >= likeness(cosine, one, other, days=days)


@given(st.floats(0.3, 1), WHERES, WHERES, st.lists(st.floats(0, 2000), min_size=2, max_size=2))
def test_later_is_never_likelier(cosine, one, other, days):
    early, late = sorted(days)

    assert likeness(cosine, one, other, days=early) >= likeness(cosine, one, other, days=late)


def test_the_town_is_read_from_place_and_matter():
    assert locate(GAZETTEER, "庙首镇老街") == Where("庙首镇", "老街")
    assert locate(GAZETTEER, "老街", matter="三溪镇的路灯坏了") == Where("三溪镇", "老街")
    assert locate(GAZETTEER, "老街", town="白地镇") == Where("白地镇", "老街")


def test_the_reasons_say_what_spoke_for_it():
    assert reasons(0.71, HERE, Where("旌阳镇", "阳光花园"), days=0.2) == ["内容相近 71%", "地点相同或相近", "同一天"]
    assert reasons(0.71, HERE, Where("旌阳镇", ""), days=12) == ["内容相近 71%", "同在旌阳镇", "相隔 12 天"]
