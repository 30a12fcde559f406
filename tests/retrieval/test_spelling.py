"""Slips that sound right are mended where it is sure; everything else stays as it is."""

from __future__ import annotations

import pytest

from knowledge.catalogue import Catalogue
from knowledge.pinyin_confusions import Confusion
from retrieval.spelling import Spelling

SLIPS = {
    "同音，在末尾": ("工单申请延奇", "工单申请延期"),
    "同音，在中间": ("被督伴的件", "被督办的件"),
    "同音，少见的词": ("反亏率怎么算", "反馈率怎么算"),
    "同音，三字词": ("三季督转办表", "三季度转办表"),
    "前后鼻音": ("群众满益度多少", "群众满意度多少"),
    "翘舌平舌": ("政策节读", "政策解读"),
    "f 与 h": ("疫情黄控", "疫情防控"),
    "词在末尾": ("季度通暴", "季度通报"),
    "镇名": ("庙手镇一季度怎么样", "庙首镇一季度怎么样"),
    "颠倒": ("询咨电话是多少", "咨询电话是多少"),
    "两处": ("政物公开的反亏率", "政务公开的反馈率"),
    "夹着标点、数字": ("12345，满益度？", "12345，满意度？"),
}

RIGHT = (
    "",
    "看",
    "第八条说了什么",
    "景德镇的热线",
    "租不租都行",
    "调解室在几楼",
    "信息公开寄过来邮费谁付",
    "0563-8024390 是谁的电话",
    "Jczwgk是干嘛的",
    "我家住在三溪镇",
    "卫生室看病能报销吗",
    "沒人理",
)


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue.load()


@pytest.fixture(scope="module")
def printed(catalogue):
    names = [name for unit in catalogue.units for name in (unit.name, unit.full, *unit.aliases)]
    places = [name for town in catalogue.places for name in (*town.aliases, *town.villages, *town.spots)]
    return [*(document.text for document in catalogue.documents), *names, *places, *catalogue.elsewhere]


@pytest.fixture(scope="module")
def spelling(catalogue, printed):
    asked = [question for group in catalogue.questions for question in group.questions]
    return Spelling.build(printed, catalogue.confusions, asked=asked)


@pytest.mark.parametrize("query,meant", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_mended(spelling, query, meant):
    assert spelling.correct(query) == meant


@pytest.mark.parametrize("query", RIGHT)
def test_what_is_right_stays(spelling, query):
    assert spelling.correct(query) == query


def test_what_is_printed_stays(spelling, printed):
    assert [text for text in printed if spelling.correct(text) != text] == []


def test_few_known_questions_are_changed(catalogue, spelling):
    asked = [question for group in catalogue.questions for question in group.questions]
    changed = [question for question in asked if spelling.correct(question) != question]

    # About three in a hundred of them were written with slips on purpose.
    assert len(changed) < 0.03 * len(asked)


def test_sounds_are_alike_only_as_the_table_says():
    texts = ["疫情防控工作", "做好疫情防控"] * 5
    heard = Confusion("整个", "huang", "fan"), Confusion("结尾", "ang", "an")

    assert Spelling.build(texts, heard).correct("疫情黄控工作") == "疫情防控工作"
    assert Spelling.build(texts, ()).correct("疫情黄控工作") == "疫情黄控工作"


def test_a_rare_pair_of_a_known_question_may_be_a_slip():
    texts = ["公开征求意见的期限"] * 5

    assert Spelling.build(texts, (), asked=["征求意建"]).correct("征求意建") == "征求意见"
    assert Spelling.build([*texts, "征求意建"], ()).correct("征求意建") == "征求意建"


def test_two_words_as_common_leave_it_unsure():
    texts = ["权利和义务清单", "权力和义务清单"] * 5

    assert Spelling.build(texts, ()).correct("权丽和义务清单") == "权丽和义务清单"
