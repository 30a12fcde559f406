"""How a document's text becomes blocks with a heading path."""

from __future__ import annotations

from datetime import date

from knowledge.documents import load_document
from tests.knowledge.small import DOCUMENT, write_knowledge


def read(tmp_path, text=DOCUMENT):
    return load_document(write_knowledge(tmp_path, letter_rules=text) / "documents/letter-rules.md")


def test_front_matter_is_read_with_its_types(tmp_path):
    document = read(tmp_path, DOCUMENT.replace("source:", "year: 2020\nsource:"))

    assert (document.issued, document.effective, document.number) == (date(2020, 1, 2), None, "")
    assert (document.superseded_by, document.year) == (None, 2020)


def test_each_line_is_a_block_with_its_path_and_line(tmp_path):
    blocks = read(tmp_path).blocks

    assert [(block.kind, block.path, block.text, block.line) for block in blocks] == [
        ("paragraph", (), "本规定自印发之日起施行。", 16),
        ("heading", ("第一章 总则",), "第一章 总则", 18),
        ("article", ("第一章 总则", "第一条"), "第一条 为了规范办理。", 20),
        ("article", ("第一章 总则", "第一条"), "（一）登记；", 22),
        ("article", ("第一章 总则", "第二条"), "第二条 应当在 3 个工作日内答复。", 24),
        ("heading", ("附件",), "附件", 26),
        ("row", ("附件",), "1\t住建局", 30),
        ("row", ("附件",), "2\t庙首镇", 31),
    ]


def test_rows_know_their_header(tmp_path):
    assert {block.header for block in read(tmp_path).blocks if block.kind == "row"} == {"序号\t单位"}


def test_the_plain_text_prints_a_header_once_for_each_table(tmp_path):
    second = "\n| 序号 | 单位 |\n|---|---|\n| 3 | 旌阳镇 |\n"

    assert read(tmp_path, DOCUMENT + second).text.endswith(
        "附件\n序号\t单位\n1\t住建局\n2\t庙首镇\n序号\t单位\n3\t旌阳镇"
    )


def test_a_row_without_white_space_equals_the_printed_row(tmp_path):
    document = read(tmp_path, DOCUMENT.replace("| 1 | 住建局 |", "| 1 | 甲\\|乙<br>丙 |"))

    assert "1甲|乙丙2庙首镇" in "".join(document.text.split())


def test_a_deeper_heading_extends_the_path_and_a_higher_one_ends_it(tmp_path):
    text = DOCUMENT + "\n### 一\n\n#### 1\n\n甲\n\n## 二\n\n乙\n"

    assert [block.path for block in read(tmp_path, text).blocks if block.text in "甲乙"] == [
        ("附件", "一", "1"),
        ("二",),
    ]


def test_an_article_number_inside_a_sentence_starts_no_article(tmp_path):
    text = DOCUMENT.replace("（一）登记；", "第八条的规定除外。")

    assert [block.path[-1] for block in read(tmp_path, text).blocks if "第八条" in block.text] == ["第一条"]


def test_bullets_lose_their_mark(tmp_path):
    assert "登记；" in [block.text for block in read(tmp_path, DOCUMENT.replace("（一）", "- ")).blocks]
