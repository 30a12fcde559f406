"""What is odd in the published bulletins without being a wrong sum: all of it, and nothing else."""

from dataclasses import replace

import pytest

from desk.bulletin_hints import hints
from knowledge.documents import load_documents
from knowledge.units import load_units

PAPERS = {document.id: document for document in load_documents() if document.kind == "通报"}
UNITS = load_units()
FOUND = {
    1: ["财政局：附件1为“大量栏目”，正文没有点名", "气象局：附件1为“大量栏目”，正文没有点名"],
    2: [
        "附件3：「县环保局」在名录中为「生态环境分局」",
        "附件3：「县自然资源和规划局」在名录中为「自然资源规划局」",
        "附件3：「县退役军人事务局」不在 38 个测评单位之内",
        "附件3：「县医保局」不在 38 个测评单位之内",
        "附件3：「县数据局」在名录中为「数据资源局」",
        "附件1：统计局一行印作“部门栏目”，疑为“部分栏目”",
        "附件1：招商合作中心一行印作“部门栏目”，疑为“部分栏目”",
        "附件1：气象局一行印作“部门栏目”，疑为“部分栏目”",
    ],
    3: [
        "附件3：「县自然资源和规划局」在名录中为「自然资源规划局」",
        "附件3：「县环保局」在名录中为「生态环境分局」",
        "附件3：「县医保局」不在 38 个测评单位之内",
        "附件3：序号不按顺序",
        "附件3：序号缺 20、23",
        "附件3：沿用上一季度的序号，本季度没有的单位：县退役军人事务局（20）、县民政局（23）、县数据局（24）",
        "附件1：招商合作中心一行印作“部门栏目”，疑为“部分栏目”",
        "审计局：正文归入“大量栏目”，附件1为“部分栏目三季度更新不到位”",
        "统计局：附件1为“大量栏目”，正文没有点名",
    ],
}


def paper(quarter):
    return PAPERS.get(f"bulletin-2020-q{quarter}")


@pytest.mark.parametrize("quarter", FOUND)
def test_the_hints_of_each_published_bulletin(quarter):
    assert hints(paper(quarter), units=UNITS, earlier=paper(quarter - 1)) == FOUND[quarter]


def test_numbering_is_only_carried_over_from_an_earlier_table():
    assert not any("沿用" in hint for hint in hints(paper(3), units=UNITS, earlier=paper(1)))


def test_a_unit_nobody_knows_and_a_wrong_count_are_named():
    unknown = [unit for unit in UNITS if unit.name != "公安局"]
    blocks = [replace(block, text=block.text.replace("5家单位", "6家单位")) for block in paper(1).blocks]
    miscounted = replace(paper(1), blocks=tuple(blocks))

    assert "附件3：「县公安局」不在单位名录中" in hints(paper(2), units=unknown)
    assert "正文写“6家单位”，点名 5 家" in hints(miscounted, units=UNITS)
