"""Every rule of annex 4 that the log can prove: a log that breaks it, and one that does not."""

import pytest

from desk.deductions import RULES, History, Logged
from desk.ticket_table import Deed
from knowledge.appraisal import load_appraisal
from knowledge.documents import load_documents
from tests.builders import moment

DUE = moment("2026-11-25 三 17:30")
LATER = moment("2026-12-31 四 17:00")
SHEET = load_appraisal(load_documents())
ROUTE = ("转办", {"facts": {"unit": "住建局"}})
SIGN, DRAFT, VISIT, CLOSE = ("签收", {}), ("拟复", {}), ("回访", {}), ("办结", {})
ANSWER = ("答复", {"role": "县政府办"})
APPROVE = ("审核通过", {"role": "单位负责人"})
LATE = {"verdict": "逾期"}
ASKED = ("申请延期", {"note": "需要等配件"})
GOOD = [ROUTE, SIGN, DRAFT, APPROVE, ANSWER, VISIT, CLOSE]


def a_history(steps, *, repeat_of="", unit="住建局"):
    at = moment("2026-11-20 五 10:00")
    log = [
        Logged(**{"sequence": n, "deed": deed, "at": at, "role": "承办人", "unit": unit, **more})
        for n, (deed, more) in enumerate(steps, start=1)
    ]
    return History("JD-1", unit, DUE, repeat_of, log)


def found(rule, history, calendar, at=LATER):
    return [finding.event.deed for finding in RULES[rule](history, at, calendar)]


RATED = ("评价", {"facts": {"rating": "不满意"}})
BROKEN = {
    "没有负责人审核": ("unapproved", [ROUTE, SIGN, DRAFT, ANSWER], ["答复"]),
    "审核人不是负责人": ("unapproved", [ROUTE, SIGN, ("审核通过", {}), ANSWER], ["答复"]),
    "重办后没有再审核": ("unapproved", [*GOOD[:4], ("退回重办", {}), DRAFT, ANSWER], ["答复"]),
    "审核过": ("unapproved", GOOD, []),
    "没有回访就办结": ("unvisited", [*GOOD[:5], CLOSE], ["办结"]),
    "回访过": ("unvisited", GOOD, []),
    "还没办结": ("unvisited", GOOD[:5], []),
    "逾期签收": ("late_sign", [ROUTE, ("签收", LATE)], ["签收"]),
    "按时签收": ("late_sign", GOOD, []),
    "一直没有签收": ("late_sign", [ROUTE], ["转办"]),
    "没签收就撤回了": ("late_sign", [ROUTE, ("撤回", {})], []),
    "没签收就并入了": ("late_sign", [ROUTE, ("并入", {})], []),
    "拆出后没有签收": ("late_sign", [ROUTE, ("并入", {}), ("拆出", {}), ROUTE], ["转办"]),
    "当日申退": ("late_return", [ROUTE, SIGN, ("退回", {})], []),
    "次日申退": ("late_return", [ROUTE, SIGN, ("退回", {"at": moment("2026-11-23 一 09:00")})], ["退回"]),
    "逾期反馈没说原因": ("late_reply", [ROUTE, SIGN, DRAFT, ("审核通过", LATE), ANSWER], ["审核通过"]),
    "两次逾期只算一件": ("late_reply", [ROUTE, ("审核通过", LATE), ("退回重办", {}), ("审核通过", LATE)], ["审核通过"]),
    "至今没有反馈": ("late_reply", [ROUTE, SIGN], ["转办"]),
    "重办后至今没有反馈": ("late_reply", [*GOOD[:4], ("退回重办", {})], ["退回重办"]),
    "按时反馈": ("late_reply", GOOD, []),
    "撤回的不算": ("late_reply", [ROUTE, SIGN, ("撤回", {})], []),
    "延期未获同意": ("late_reply", [ROUTE, SIGN, ASKED, ("不同意延期", {}), ("审核通过", LATE)], ["审核通过"]),
    "延期后仍逾期": ("late_reply", [ROUTE, SIGN, ASKED, ("同意延期", {}), ("审核通过", LATE)], ["审核通过"]),
    "延期没有写理由": ("late_reply", [ROUTE, SIGN, ("申请延期", {}), ("审核通过", LATE)], ["审核通过"]),
    "理由待认定": ("late_reply", [ROUTE, SIGN, ASKED, ("审核通过", LATE)], []),
    "退回重办两次": ("reworked", [*GOOD[:4], ("退回重办", {}), APPROVE, ("退回重办", {})], ["退回重办"] * 2),
    "没有退回": ("reworked", GOOD, []),
    "不满意没有重办": ("not_redone", [*GOOD[:5], RATED], ["评价"]),
    "不满意重办了": ("not_redone", [*GOOD[:5], RATED, ("重新办理", {})], []),
    "满意": ("not_redone", [*GOOD[:5], ("评价", {"facts": {"rating": "满意"}})], []),
}  # fmt: skip


@pytest.mark.parametrize("rule, steps, wanted", BROKEN.values(), ids=BROKEN)
def test_a_rule_finds_what_breaks_it(calendar, rule, steps, wanted):
    assert found(rule, a_history(steps), calendar) == wanted


SEEN = ("拟复", {"facts": {"contact": "11月23日到现场查看"}})


@pytest.mark.parametrize(
    "steps, repeat_of, wanted",
    [
        pytest.param(GOOD, "JD-0", ["答复"], id="没有督查"),
        pytest.param(GOOD, "", [], id="不是重复件"),
        pytest.param([ROUTE, SIGN, SEEN, APPROVE, ANSWER], "JD-0", [], id="到过现场"),
        pytest.param([*GOOD, ("督办", {})], "JD-0", [], id="督办过"),
        pytest.param(GOOD[:3], "JD-0", [], id="还没答复"),
    ],
)
def test_a_repeated_matter_is_inspected(calendar, steps, repeat_of, wanted):
    assert found("not_inspected", a_history(steps, repeat_of=repeat_of), calendar) == wanted


def test_a_finding_is_the_units_that_held_the_case_then(calendar):
    moved = [ROUTE, ("签收", LATE), ("退回", {}), ("再派", {"facts": {"unit": "公安局"}})]
    findings = RULES["late_sign"](a_history(moved, unit="公安局"), LATER, calendar)

    assert [(finding.event.deed, finding.unit) for finding in findings] == [("签收", "住建局"), ("再派", "公安局")]


def test_claiming_is_in_time_until_the_end_of_the_next_working_day(calendar):
    """Routed on Friday: Monday is the one working day."""
    history = a_history([ROUTE])

    assert found("late_sign", history, calendar, at=moment("2026-11-23 一 17:30")) == []
    assert found("late_sign", history, calendar, at=moment("2026-11-23 一 17:31")) == ["转办"]


def test_every_item_of_the_log_has_a_rule_and_every_rule_an_item():
    by_log = {i.id.partition(".")[2] for i in SHEET.items.values() if i.found == "记录" and i.threshold is None}

    assert by_log == set(RULES)


def test_the_rules_name_deeds_that_exist():
    assert {deed for _, steps, _ in BROKEN.values() for deed, _ in steps} <= {deed.value for deed in Deed}
