import pytest

from retrieval.leaning import Leaning

TEXTS = ("工单能延期吗", "延期要申请吗", "门票多少钱", "门票哪里买")


@pytest.fixture(scope="module")
def leaning():
    return Leaning.fit(TEXTS, [True, True, False, False])


def test_words_lean_the_way_they_were_seen(leaning):
    assert leaning.of("延期") > 0 > leaning.of("门票")


def test_unknown_words_leave_the_offset(leaning):
    assert leaning.of("龘") == leaning.offset
