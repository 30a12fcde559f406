"""What was written for whoever has the ticket now stands on its page, and is gone once it is dealt with."""

import pytest

from desk import store
from desk.joint_views import said
from tests.builders import CITIZEN, HEAD, OFFICE, OFFICER, filed_ticket, moment, walk

SIGN = ("签收", {}, OFFICER)
DRAFT = ("拟复", {"text": "已换好灯泡，恢复照明。住建局", "told": True, "manner": "电话"}, OFFICER)
REJECT = ("审核退回", {"reason": "写明哪一天修好"}, HEAD)
URGE = ("催办", {"text": "天黑前能修好吗"}, CITIZEN)
RETURN = ("退回", {"reason": "路灯归城管", "basis": "三定方案", "unit": "城管执法局"}, OFFICER)
ASK = ("申请延期", {"days": 2, "reason": "等配件", "basis": "《流程》四", "told": True}, OFFICER)
REFUSE = ("不同意延期", {"reason": "库存充足"}, OFFICE)
REROUTE = ("再派", {"unit": "城管执法局"}, OFFICE)

CASES = [
    pytest.param([SIGN], [], id="没有人写"),
    pytest.param([SIGN, URGE], [("催办", "天黑前能修好吗", "")], id="催办"),
    pytest.param([SIGN, URGE, DRAFT], [], id="拟复后不再提"),
    pytest.param([SIGN, DRAFT, REJECT], [("审核退回", "写明哪一天修好", "")], id="审核退回"),
    pytest.param([SIGN, ASK, REFUSE], [("不同意延期", "库存充足", "")], id="不同意延期"),
    pytest.param([SIGN, RETURN], [("退回", "路灯归城管", "城管执法局")], id="退回"),
    pytest.param([SIGN, RETURN, REROUTE], [], id="再派后不再提"),
]


@pytest.mark.parametrize("steps,expected", CASES)
def test_what_others_wrote_stays_until_the_next_step(database, at, calendar, vault, steps, expected):
    number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number
    hours = (moment(f"2026-11-20 五 {hour}:00") for hour in range(11, 17))
    walk(
        database.sessions, number, [(*step, when) for step, when in zip(steps, hours, strict=False)], calendar=calendar
    )
    with database.readers() as session:
        found = said(store.ticket(session, number))

    assert [(each["deed"], each["note"], each["unit"]) for each in found] == expected
