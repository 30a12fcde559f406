"""What adds to a filed case, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.supplements import note, supplement

SAID = {
    "补充：晚上更吵": "晚上更吵",
    "我要补充：还有狗叫": "还有狗叫",
    "我想补充一下，夜里也不亮": "夜里也不亮",
    "我想补充一下夜里也不亮": "夜里也不亮",
    "对了，再补充几句：人都摔了": "人都摔了",
    "给JD-20260105-000001补充：在桥东头": "在桥东头",
    "补充JD-20260105-000001：在桥东头": "在桥东头",
    "JD-20260105-000001 查询码 ABCD1234EFGH5678 补充：在桥东头": "在桥东头",
    "补充：为什么到今天还没有人来看": "为什么到今天还没有人来看",
    "我要补充": "",
    "补充一下情况": "",
    "我想补充一下，怎么弄？": "",
}
OTHERS = ("怎么补充材料", "我要补充材料怎么弄", "补充医疗保险怎么交", "补充耕地是什么意思", "路灯坏了三盏，没有补充")
NOTES = {
    "评价：不满意": "不满意",
    "评价JD-20260105-000001：不满意，灯还不亮": "不满意，灯还不亮",
    "催办 JD-20260105-000001 查询码 ABCD1234EFGH5678": "",
    "不满意，JD-20260105-000001还是不亮": "不满意，还是不亮",
    "快点催一下": "快点催一下",
}


@pytest.mark.parametrize("said, words", SAID.items(), ids=SAID.keys())
def test_the_words_after_the_cue_are_added(said: str, words: str) -> None:
    assert supplement(said) == words


@pytest.mark.parametrize("said", OTHERS)
def test_other_talk_of_supplements_is_left_alone(said: str) -> None:
    assert supplement(said) is None


@pytest.mark.parametrize("said, words", NOTES.items(), ids=NOTES.keys())
def test_number_and_secret_are_no_words_for_the_unit(said: str, words: str) -> None:
    assert note(said) == words
