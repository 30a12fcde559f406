"""The assessment sheet equals the plan it is taken from, and refuses what does not add up."""

import pytest

from knowledge.appraisal import load_appraisal
from knowledge.documents import load_documents
from knowledge.source import KnowledgeError

DOCUMENTS = load_documents()
SHEET = load_appraisal(DOCUMENTS)
FIRST = """- block: 甲
  document: appraisal-plan-2020
  points: 100
  weight: 100
  headings:
    - heading: 认领时限
      part: 办理流程
      points: 100
      words: 认领逾期，超过1天未认领的扣2分。
      items:
        - {id: a, name: 甲, each: 2, found: 记录}
"""


@pytest.fixture
def written(tmp_path):
    def load(text):
        (tmp_path / "appraisal.yml").write_text(text, encoding="utf-8")
        return load_appraisal(DOCUMENTS, tmp_path)

    return load


@pytest.mark.parametrize(
    "block, points, parts",
    [
        ("工作机制", 12, {"工作机制": 3}),
        ("省长热线", 30, {"办理流程": 12, "办理质量": 18}),
        ("12345", 58, {"办理流程": 26, "办理质量": 32}),
    ],
)
def test_the_parts_have_the_points_of_the_annex(block, points, parts):
    found = SHEET.block(block)
    summed = {part: sum(h.points or 0 for h in found.headings if h.part == part) for part in parts}

    assert (found.points, summed) == (points, parts)


def test_what_the_scan_lost_has_no_figure():
    lost = [item.id for item in SHEET.items.values() if item.each is None]

    assert lost == ["governor.first_receiver", "hotline.first_receiver", "bonus.leader"]
    assert SHEET.block("工作机制").unprinted == SHEET.most(SHEET.items["mechanism.body"]) == 9
    assert SHEET.most(SHEET.items["bonus.leader"]) is None


@pytest.mark.parametrize("channel, block", [("省长热线", "省长热线"), ("市长信箱", "12345"), ("电话", "12345")])
def test_a_channel_is_judged_by_one_sheet(channel, block):
    assert SHEET.block_of(channel).name == block


FAULTS = {
    "分值对不上": (("      points: 100", "      points: 90"), "对不上"),
    "原文没有": (("超过1天未认领", "超过2天未认领"), "文件里没有"),
    "缺失的却有分": (("found: 记录", "found: 缺失"), "不写 each"),
    "满意度缺一半": (("each: 2,", "each: 2, threshold: 90,"), "一起写"),
    "不是数": (("each: 2,", "each: 两分,"), "大于 0 的数"),
    "不到一百": (("weight: 100", "weight: 60"), "相加应为 100"),
    "没有这份文件": (("document: appraisal-plan-2020", "document: nothing"), "没有文件"),
}


@pytest.mark.parametrize("change, problem", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(written, change, problem):
    assert written(FIRST).items["a"].each == 2
    with pytest.raises(KnowledgeError, match=problem):
        written(FIRST.replace(*change))


def test_an_item_or_block_cannot_stand_twice(written):
    twice = FIRST.replace("found: 记录}", "found: 记录}\n        - {id: a, name: 乙, each: 1, found: 人工}")

    with pytest.raises(KnowledgeError, match="重复"):
        written(twice)
    with pytest.raises(KnowledgeError, match="写了两次"):
        written(FIRST + FIRST)
