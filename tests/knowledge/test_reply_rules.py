"""The checks of a reply as data: what the file says, and which faults of it are refused with their line."""

from __future__ import annotations

import pytest

from knowledge.reply_rules import NEEDS, load_reply_rules
from knowledge.source import KNOWLEDGE, KnowledgeError

RULES = (KNOWLEDGE / "reply_rules.yml").read_text(encoding="utf-8")
LAST = RULES[RULES.index("- id: contact_unwritten") :]


def test_some_checks_block_and_some_only_warn():
    levels = {rule.id: rule.level for rule in load_reply_rules().values()}

    assert set(levels) == set(NEEDS)
    assert {key for key, level in levels.items() if level == "warn"} == {
        "unsigned", "near_copy", "off_topic", "no_basis", "contact_unwritten",
    }  # fmt: skip


BAD = {  # old, new, the words on the complaint's line, problem
    "不认识的检查": ("id: person", "id: people", "id: people", "id 不能是「people」"),
    "写了两次": ("- id: no_result", LAST + "- id: no_result", "", "写了两次"),
    "缺一项": (LAST, "", "", "缺少检查项 contact_unwritten"),
    "例子没有找到": ("经办人：陈某", "陈某", "example: 陈某", "没有匹配「陈某」"),
    "不该有 unless": ("  limit: 0.85", "  limit: 0.85\n  unless: [x]", "unless: [x]", "不用 unless"),
    "缺少界限": ("  limit: 0.85\n", "", "", "copied 缺少 limit"),
    "界限不是数": ("limit: 0.85", "limit: 多", "limit: 多", "应为不小于 0 的数"),
    "提示里的空": ("请以{unit}", "请以{office}", "请以{office}", "只能用 {unit} 和 {name}"),
    "正则写错": ("'(?:我|本)(?:局", "'((?:我|本)(?:局", "", "不是合法的正则表达式"),
    "级别写错": ("level: warn", "level: stop", "level: stop", "level 不能是「stop」"),
}


@pytest.mark.parametrize("old,new,marker,problem", BAD.values(), ids=BAD)
def test_a_fault_is_refused_with_its_line(tmp_path, old, new, marker, problem):
    assert old in RULES
    spoilt = RULES.replace(old, new, 1)
    (tmp_path / "reply_rules.yml").write_text(spoilt, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"reply_rules.yml:\d+: ") as refusal:
        load_reply_rules(tmp_path)

    assert problem in refusal.value.problem
    assert marker in spoilt.splitlines()[refusal.value.line - 1]
