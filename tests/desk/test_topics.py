"""Hot topics on vectors whose groups are known."""

import numpy as np
import pytest

from desk.topics import Filed, assigned, chance_of, hot_topics, middles

LAMPS = "{}的路灯坏了没有人修"
WATER = "{}的自来水浑浊发黄"
OTHER = ("想问公租房怎么申请", "医保卡丢了怎么补办")


def near(direction, count, *, seed, dim=64):
    """*count* unit vectors of the topic *direction*, each a little off."""
    dice = np.random.default_rng(seed)
    middle = np.zeros(dim)
    middle[direction] = 1
    vectors = middle + dice.normal(0, 0.06, (count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def filed(words, count, *, period=0, unit="住建局", town="旌阳镇"):
    return [Filed(f"{words[:2]}{period}-{n}", words.format(f"{n}号小区"), unit, town, period) for n in range(count)]


@pytest.fixture
def period():
    """Five lamps and three waters in this period, two lamps and no water before, and two matters of nobody's."""
    matters = [
        *filed(LAMPS, 5),
        *filed(WATER, 3, unit="市场监管局", town="庙首镇"),
        *filed(LAMPS, 2, period=1),
        *(Filed(f"单{n}", words, "", "", 0) for n, words in enumerate(OTHER)),
    ]
    vectors = np.concatenate(
        [near(0, 5, seed=1), near(1, 3, seed=2), near(0, 2, seed=3), near(2, 1, seed=4), near(3, 1, seed=5)]
    )
    return matters, vectors


def test_known_groups_are_found_and_counted(period):
    lamps, water = hot_topics(*period, periods=(1, 2))

    assert lamps.numbers == tuple(f"{LAMPS[:2]}0-{n}" for n in range(5))
    assert (lamps.earlier, water.earlier) == ((2, 0), (0, 0))
    assert lamps.usual == 1
    assert len(water.numbers) == 3
    assert (water.units, water.towns) == ((("市场监管局", 3),), (("庙首镇", 3),))


def test_topics_are_named_by_what_tells_them_from_the_rest(period):
    lamps, water = hot_topics(*period, periods=(1,))

    assert lamps.terms[0] == "路灯"
    assert set(water.terms[:3]) == {"自来水", "浑浊", "发黄"}
    assert lamps.central.number in lamps.numbers


def test_the_same_matters_give_the_same_topics(period):
    assert hot_topics(*period, periods=(1,)) == hot_topics(*period, periods=(1,))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_matters_make_no_topic(count):
    assert hot_topics(filed(LAMPS, count), near(0, count, seed=1), periods=()) == []


def test_a_vector_of_nothing_belongs_nowhere():
    vectors = np.concatenate([near(0, 4, seed=1), np.zeros((3, 64), dtype=np.float32)])

    assert assigned(vectors, middles(vectors)).tolist() == [0, 0, 0, 0, -1, -1, -1]


RISES = {  # now, earlier → sudden
    "从没有过的五件": (5, (0, 0, 0, 0), True),
    "从没有过的三件": (3, (0, 0, 0, 0), False),
    "一样多": (5, (5, 5, 5, 5), False),
    "翻了两番": (20, (5, 5, 5, 5), True),
    "只有一个季度可比": (8, (0,), False),
    "没有可比的": (100, (), False),
}


@pytest.mark.parametrize("count,earlier,sudden", RISES.values(), ids=RISES)
def test_a_sudden_rise_is_what_chance_would_hardly_bring(count, earlier, sudden):
    assert (chance_of(count, earlier) is not None) == sudden


def test_the_chance_is_that_of_the_later_share():
    assert chance_of(5, (0, 0, 0, 0)) == pytest.approx(0.2**5)
