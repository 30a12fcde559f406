"""Facts about the everyday phrases we ship."""

from __future__ import annotations

import pytest

from knowledge.catalogue import Catalogue
from knowledge.questions import without_space

COMMON = 3  # a phrase the documents print more often than this is their own word, not everyday speech

SAID = {
    "多久": "期限",
    "没人理": "未办理",
    "踢皮球": "推诿",
    "一把手": "主要负责人",
    "晒出来": "公开",
    "坐边上听": "列席",
    "评理会": "听证会",
    "掉分": "扣分",
    "红头文": "公文",
    "不给看": "不予公开",
    "田租出去": "土地流转",
}


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue.load()


@pytest.mark.parametrize("said,official", SAID.items())
def test_everyday_speech_leads_to_the_papers_words(catalogue, said, official):
    assert official in next(phrase.official for phrase in catalogue.lexicon.phrases if phrase.said == said)


def test_there_are_many_phrases_with_few_words_each(catalogue):
    assert len(catalogue.lexicon.phrases) >= 1500
    assert {len(phrase.official) for phrase in catalogue.lexicon.phrases} == {1, 2, 3, 4}


def test_no_phrase_is_a_common_word_of_the_documents(catalogue):
    text = "".join(without_space(document.text) for document in catalogue.documents)

    assert [phrase.said for phrase in catalogue.lexicon.phrases if text.count(phrase.said) > COMMON] == []


def test_no_phrase_is_a_place_of_the_county(catalogue):
    places = {place for town in catalogue.places for place in (town.name, *town.aliases, *town.villages, *town.spots)}

    assert places & {phrase.said for phrase in catalogue.lexicon.phrases} == set()
