"""What may not be done to a request is refused with its rule named, and nothing is changed."""

import pytest

from desk.errors import DeskError
from tests.builders import CHIEF, CITIZEN, CLERK, HEAD, moment
from tests.desk.request_desk import GIVEN, REASONS, RequestDesk

EXTEND = ("申请延期", {"reason": "材料分散", "days": 20}, CLERK)
GRANT = {"told": True, "manner": "EMS"}
FEE = {"reason": "数量过多", "method": "按件", "quantity": 11}
ANSWER = ("拟答复", {"ground": REASONS["granted"], **GIVEN}, CLERK)
REFUSED = {
    # steps before, moment, deed, details, by whom, words of the rule
    "第二次延期": ([EXTEND, ("同意延期", GRANT, CHIEF)], "2026-11-23 一 09:00", EXTEND, "第三十三条"),
    "逾期才延期": ([], "2026-12-21 一 09:00", EXTEND, "届满前"),
    "逾期才同意延期": ([EXTEND], "2026-12-21 一 09:00", ("同意延期", GRANT, CHIEF), "届满前"),
    "延期超过二十日": ([], "", ("申请延期", {"reason": "多", "days": 21}, CLERK), "第三十三条"),
    "延期未经负责人": ([EXTEND], "", ("同意延期", GRANT, CLERK), "承办人"),
    "延期未告知": ([EXTEND], "", ("同意延期", {"manner": "EMS"}, CHIEF), "告知申请人"),
    "没有依据": ([], "", ("拟答复", {"text": "不予公开"}, CLERK), "法定依据"),
    "没有检索": ([], "", ("拟答复", {"ground": REASONS["not_found"], "text": "没有"}, CLERK), "检索记录"),
    "没有权衡": ([], "", ("拟答复", {"ground": REASONS["deliberation"], "text": "不予公开"}, CLERK), "裁量理由"),
    "没有写明机关": ([], "", ("拟答复", {"ground": REASONS["not_ours"], "text": "非本机关"}, CLERK), "联系方式"),
    "未征求第三方": ([], "", ("拟答复", {"ground": REASONS["third_party"], **GIVEN}, CLERK), "第三十二条"),
    "受理后再补正": ([], "", ("要求补正", {"text": "年度", "days": 5}, CLERK), "办理中"),
    "收费超过标准": ([], "", ("收费通知", {**FEE, "amount": 101}, CLERK), "100 元"),
    "未要求理由即延迟": (
        [], "", ("延迟答复", {"reason": "多", "days": 5, "told": True, "manner": "EMS"}, CHIEF), "第三十五条"),
    "未拟即签": ([], "", ("签发答复", {}, CHIEF), "办理中"),
    "经办人签发": ([ANSWER], "", ("签发答复", {}, CLERK), "承办人"),
    "外单位负责人签发": ([ANSWER], "", ("签发答复", {}, HEAD), "没有找到"),
    "签发两次": ([ANSWER, ("签发答复", {}, CHIEF)], "", ("签发答复", {}, CHIEF), "已答复"),
    "用补正通知书答复": ([ANSWER], "", ("签发答复", {"letter": "supplement"}, CHIEF), "不是答复"),
    "没有的机关": ([ANSWER], "", ("签发答复", {"organ": "某局"}, CHIEF), "落款机关"),
    "未签先送": ([ANSWER], "", ("送达", {"manner": "EMS"}, CLERK), "待签发"),
    "送达不写方式": ([ANSWER, ("签发答复", {}, CHIEF)], "", ("送达", {}, CLERK), "送达方式"),
    "自编工单编号": (
        [], "", ("转为工单", {"text": "乱收费", "told": True, "number": "JD-20261120-000001"}, CLERK), "登记工单"),
    "申请人代签": ([ANSWER], "", ("签发答复", {}, CITIZEN), "群众"),
}  # fmt: skip


@pytest.mark.parametrize("before,at,tried,rule", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_the_rule_named_and_nothing_changes(sessions, calendar, vault, before, at, tried, rule):
    desk = RequestDesk(sessions, calendar, vault)
    number = desk.filed()
    for deed, details, by in [("受理", {}, CLERK), *before]:
        desk.do(number, deed, by=by, **details)
    known, letters = _state(desk.case(number)), desk.signed(number)
    desk.at = moment(at) if at else desk.at

    deed, details, by = tried
    with pytest.raises(DeskError, match=rule):
        desk.do(number, deed, by=by, **details)

    assert (_state(desk.case(number)), desk.signed(number)) == (known, letters)


def _state(case):
    return (case.state, case.due, case.extension, case.outcome, case.reply, [event.digest for event in case.events])


@pytest.mark.parametrize("when,rule", {"2026-12-10 四 09:00": "7 个工作日", "2026-11-30 一 09:00": "一次性"}.items())
def test_a_supplement_is_neither_late_nor_repeated(sessions, calendar, vault, when, rule):
    desk = RequestDesk(sessions, calendar, vault)
    number = desk.filed()
    if rule == "一次性":
        desk.do(number, "要求补正", text="请写明年度", days=10)
        desk.do(number, "补正", by=CITIZEN, text="2024年度")
    known = _state(desk.case(number))
    desk.at = moment(when)

    with pytest.raises(DeskError, match=rule):
        desk.do(number, "要求补正", text="请写明年度", days=10)

    assert _state(desk.case(number)) == known
