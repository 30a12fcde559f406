"""The words of notices: only what may leave the house."""

import pytest

from knowledge.notices import FACTS, load_notices
from knowledge.source import KnowledgeError

GOOD = '{kind: 工单, event: 签收, to: 群众, words: "您的工单{number}，{unit}已签收，最晚{due}答复。"}'
FAULTS = {
    "不认识的空": ('{kind: 工单, event: 签收, to: 群众, words: "{number}{matter}"}', "matter"),
    "花括号不成对": ('{kind: 工单, event: 签收, to: 群众, words: "{number"}', "花括号"),
    "没有编号": ('{kind: 工单, event: 签收, to: 群众, words: "已签收"}', "number"),
    "不认识的对象": ('{kind: 工单, event: 签收, to: 邻居, words: "{number}"}', "邻居"),
    "不认识的种类": ('{kind: 信访, event: 签收, to: 群众, words: "{number}"}', "信访"),
    "不认识的字段": ('{kind: 工单, event: 签收, to: 群众, phone: "1", words: "{number}"}', "phone"),
    "写了两次": (f"{GOOD}\n- {GOOD}", "两次"),
}


@pytest.mark.parametrize("written, named", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_line(tmp_path, written, named):
    (tmp_path / "notices.yml").write_text(f"- {written}\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=rf"notices.yml:\d+.*{named}"):
        load_notices(tmp_path)


def test_every_sentence_fills_and_names_the_next_step():
    blank = {fact: "" for fact in FACTS}

    assert [rule for rule in load_notices() if len(rule.words.format(**blank)) < 8] == []
