"""Follow-ups written out, as a table; what they find is measured in tests/retrieval/test_followups.py."""

from __future__ import annotations

import pytest

from bot.followups import LONGEST, Followups
from knowledge.parallels import load_parallels
from knowledge.units import load_units

WRITTEN_OUT = [  # earlier, then, written out
    ("二季度旌阳镇多少件", "那三季度呢", "三季度旌阳镇多少件"),
    ("二季度旌阳镇多少件", "庙首镇呢？", "二季度庙首镇多少件"),
    ("第八条说了什么", "第九条呢", "第九条说了什么"),
    ("投诉类工单几天办结", "那咨询类呢", "咨询类工单几天办结"),
    ("省长热线满意度不低于多少", "12345热线的呢", "12345热线满意度不低于多少"),
    ("县政府办电话多少", "那传真是多少", "县政府办传真多少"),
    ("依申请公开多久答复", "那延期呢?", "延期，依申请公开多久答复"),
    ("申请公开信息怎么弄", "要收费吗", "申请公开信息，要收费吗"),
    ("工单可以延期吗", "最多几天", "工单可以延期，最多几天"),
    ("听证会谁组织", "它要提前几天公告", "听证会组织，要提前几天公告"),
]
STANDING_ALONE = [
    ("社保卡丢了怎么补", "那身份证丢了去哪里补办呢"),  # names its own subject
    ("电梯坏了没人修", "那我要投诉小区物业"),  # asks nothing
    ("依申请公开多久答复", "依申请公开要收费吗"),
    ("依申请公开多久答复", "谢谢"),
    ("依申请公开多久答复", "那"),
    ("依申请公开多久答复", "？"),
    ("呢？", "为什么"),  # nothing to lean on
]


@pytest.fixture(scope="module")
def followups() -> Followups:
    return Followups(load_parallels(), load_units())


@pytest.mark.parametrize("earlier, then, whole", WRITTEN_OUT)
def test_a_follow_up_is_written_out(followups: Followups, earlier: str, then: str, whole: str) -> None:
    assert followups.written_out(then, earlier) == whole


@pytest.mark.parametrize("earlier, then", STANDING_ALONE)
def test_a_question_of_its_own_is_left_alone(followups: Followups, earlier: str, then: str) -> None:
    assert followups.written_out(then, earlier) is None


def test_a_long_message_stands_alone(followups: Followups) -> None:
    assert followups.written_out("那" + "延" * LONGEST + "呢", "依申请公开多久答复") is None
