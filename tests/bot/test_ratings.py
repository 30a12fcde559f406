"""评价五级的读法."""

from __future__ import annotations

import pytest

from bot.actions.ratings import LEVELS, read_rating

SAID = {
    "很满意": "非常满意",
    "满意": "满意",
    "基本满意吧": "基本满意",
    "不太满意": "不满意",
    "很不满意": "非常不满意",
    "非常不满意": "非常不满意",
    "评价：非常满意": "非常满意",
    "给五星": "非常满意",
    "四颗星": "满意",
    "三分": "基本满意",
    "打10分": "非常满意",
    "60分": "基本满意",
    "给零分": "非常不满意",
    "打两分": "不满意",
    "差评": "不满意",
    "好评": "满意",
    "一般般": "基本满意",
    "办得很好，给五星": "非常满意",
    "结果不认可，评不满意": "不满意",
}


@pytest.mark.parametrize("said, level", SAID.items(), ids=SAID.keys())
def test_a_level_is_read(said: str, level: str) -> None:
    assert read_rating(said) == level


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_reads_as_itself(level: str) -> None:
    assert read_rating(level) == level


@pytest.mark.parametrize("said", ["我要评价", "9999分", "打分在哪"])
def test_no_level_is_no_level(said: str) -> None:
    assert read_rating(said) is None
