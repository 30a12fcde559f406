import pytest

from knowledge.documents import load_document, load_documents
from retrieval.corpus import SPACE
from retrieval.passages import PARAGRAPH_SIZE, split

HEAD = """---
id: {id}
title: 示例制度
number: "政办〔2020〕1号"
issuer: 旌德县人民政府办公室
issued: 2020-01-02
effective: null
status: 现行有效
superseded_by: null
kind: 制度
audience: public
url: ""
source: 示例
---
"""


@pytest.fixture
def cut(tmp_path):
    """Write a body, read it as a document, return its passages."""

    def passages(body):
        path = tmp_path / "sample.md"
        path.write_text(HEAD.format(id="sample") + body, encoding="utf-8")
        return split(load_document(path))

    return passages


def test_a_short_article_stays_whole(cut):
    passages = cut("\n## 条文\n\n第一条 应当具备：\n\n（一）甲；\n\n（二）乙。\n\n第二条 其他。\n")

    assert [passage.text for passage in passages] == ["第一条 应当具备：\n（一）甲；\n（二）乙。", "第二条 其他。"]
    assert [passage.section for passage in passages] == ["条文 · 第一条", "条文 · 第二条"]


def test_a_long_article_falls_into_clauses_that_know_their_lead(cut):
    passages = cut(f"\n第一条 分别处理：\n\n（一）{'甲' * 200}。\n\n（二）{'乙' * 200}。\n")

    assert [passage.text[:3] for passage in passages] == ["第一条", "（二）"]
    assert passages[1].lead == "第一条 分别处理："
    assert "分别处理" in passages[1].searched


def test_a_row_stands_below_its_header_and_is_quoted_alone(cut):
    passages = cut("\n## 表\n\n| 单位 | 件数 |\n| --- | --- |\n| 旌阳镇 | 13 |\n")

    assert passages[0].text == "单位\t件数\n旌阳镇\t13"
    assert passages[0].quotable == "旌阳镇\t13"


def test_a_long_paragraph_is_cut_at_sentence_ends(cut):
    passages = cut("\n## 说明\n\n" + ("很长的一句话" * 10 + "。") * 20 + "\n")

    assert len(passages) > 1
    assert all(len(passage.text) <= PARAGRAPH_SIZE and passage.text.endswith("。") for passage in passages)


def test_ids_are_unique_and_addresses_name_them():
    passages = [passage for document in load_documents() for passage in split(document)]

    assert len({passage.id for passage in passages}) == len(passages)
    assert all(passage.url == f"/documents/{passage.id}" for passage in passages)


def test_nothing_is_lost_and_all_can_be_quoted():
    for document in load_documents():
        printed = SPACE.sub("", document.text)
        passages = split(document)
        kept = sum(len(SPACE.sub("", passage.quotable)) for passage in passages)
        words = sum(len(SPACE.sub("", block.text)) for block in document.blocks if block.kind != "heading")

        assert all(SPACE.sub("", passage.quotable) in printed for passage in passages)
        assert kept == words
