"""Everyday phrases are found in a question, longest first, and lead to official words."""

from __future__ import annotations

import pytest

from knowledge.lexicon import Lexicon, Phrase
from retrieval.wording import Wording

WORDING = Wording.build(
    Lexicon(
        (
            Phrase("没人", ("无人",)),
            Phrase("没人理", ("未答复", "逾期")),
            Phrase("理会", ("办理",)),
            Phrase("多久", ("期限", "工作日")),
            Phrase("几天", ("工作日",)),
            Phrase("app上", ("皖事通",)),
        )
    )
)

CASES = {
    "一个说法": ("要等多久", ("期限", "工作日")),
    "最长的算": ("打了热线没人理", ("未答复", "逾期")),
    "短的也算": ("没人接电话", ("无人",)),
    "不重叠": ("没人理会", ("未答复", "逾期")),
    "按先后、不重复": ("几天？多久？", ("工作日", "期限")),
    "问题里已有的不加": ("多久，几个工作日", ("期限",)),
    "大小写、全角": ("在ＡＰＰ上办", ("皖事通",)),
    "繁体": ("沒人理", ("未答复", "逾期")),
    "没有说法": ("第八条说了什么", ()),
    "空": ("", ()),
}


@pytest.mark.parametrize("query,words", CASES.values(), ids=CASES)
def test_official_words_of_a_question(query, words):
    assert WORDING.official(query) == words


def test_an_empty_lexicon_finds_nothing():
    assert Wording.build(Lexicon(())).official("没人理") == ()
