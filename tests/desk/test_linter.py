"""What keeps a reply from leaving, and what only makes its writer look again."""

from __future__ import annotations

import pytest

from desk.linter import Linter
from knowledge.phrases import load_phrases
from knowledge.reply_rules import load_reply_rules

LINTER = Linter(load_phrases(), load_reply_rules())
UNIT = ("城管执法局", "旌德县城市管理行政执法局", "城管局")
MATTER = "和平路12号门口的路灯坏了好几天"
GOOD = (
    "您好，您反映的和平路12号门口路灯不亮的问题，我局于11月20日派维修人员更换了灯泡和线路，当晚已恢复照明。"
    "我局已电话与您联系，您表示满意。旌德县城市管理行政执法局"
)


def rules(reply: str, **more: object) -> list[tuple[str, str]]:
    arguments: dict[str, object] = {"unit_names": UNIT, "matter": MATTER} | more
    return [(finding.rule, finding.level) for finding in LINTER.check(reply, **arguments)]


def test_a_reply_with_facts_result_contact_and_signature_passes() -> None:
    assert rules(GOOD) == []


BANNED = ["正在联系处理中", "已前去执法", "将现场核实", "已解释"]


@pytest.mark.parametrize("phrase", BANNED)
def test_each_of_the_four_banned_phrases_blocks_and_is_quoted(phrase: str) -> None:
    [finding] = LINTER.check(GOOD + phrase, unit_names=UNIT, matter=MATTER)[:1]
    assert (finding.rule, finding.level, finding.quote) == ("perfunctory", "block", phrase)
    assert "工作流程" in finding.message


@pytest.mark.parametrize(
    "reply", ["收到，谢谢您的关注。", "您反映的路灯问题我们十分重视，感谢您对城市管理工作的关心与支持，祝您生活愉快。"]
)
def test_a_reply_without_a_result_blocks(reply: str) -> None:
    assert ("no_result", "block") in rules(reply)


@pytest.mark.parametrize("signature", ["市容管理股", "旌阳中队", "路灯管理所"])
def test_an_inner_office_may_not_sign(signature: str) -> None:
    assert ("signature", "block") in rules(GOOD.removesuffix("旌德县城市管理行政执法局") + signature)


def test_a_reply_that_does_not_say_who_speaks_is_warned_of() -> None:
    reply = "您好，您反映的和平路12号门口路灯已经修复。已电话与您联系，您表示满意。"
    assert rules(reply) == [("signature", "warn")]


def test_a_repeated_case_may_not_get_the_last_reply_again() -> None:
    assert ("copy", "block") in rules(GOOD, previous=[GOOD.replace("，", "；")])


def test_a_reply_that_adds_something_to_the_last_one_is_only_warned_of() -> None:
    more = "针对您再次反映的情况，我局另对和平路沿线二十四盏路灯逐一排查，更换老化电缆三百米，并安排专人每周巡查一次。"
    assert ("copy", "warn") in rules(GOOD + more, previous=[GOOD])
    assert ("copy", "block") not in rules(GOOD + more, previous=[GOOD])


def test_a_reply_about_something_else_is_warned_of() -> None:
    assert ("off_topic", "warn") in rules(GOOD, matter="孩子转学需要哪些手续")


def test_a_refusal_without_its_basis_is_warned_of() -> None:
    refusal = "您好，经核实您不符合条件，我局不予办理，已电话与您联系说明路灯事宜。旌德县城市管理行政执法局"
    assert ("no_basis", "warn") in rules(refusal)
    assert ("no_basis", "warn") not in rules(refusal.replace("不予办理", "依据《城市照明管理规定》第十二条不予办理"))


@pytest.mark.parametrize("contacted, level", [(False, "block"), (None, "warn")])
def test_a_missing_contact_record_shows(contacted: bool | None, level: str) -> None:
    silent = GOOD.replace("我局已电话与您联系，您表示满意。", "")
    assert ("no_contact", level) in rules(silent, contacted=contacted)
    assert rules(silent, contacted=True) == []


def test_what_blocks_comes_first() -> None:
    levels = [level for _, level in rules("已解释", matter="孩子转学")]
    assert levels == sorted(levels)
