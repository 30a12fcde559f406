import pytest

from retrieval.corpus import Corpus
from retrieval.mentions import Mentions
from retrieval.named import articles, quarters, years

QUARTERS = {
    "第二季度办了多少件": {2},
    "三季度通报": {3},
    "2020年二季度": {2},
    "4-6月份转办": {2},
    "七到九月": {3},
    "2020年1—3月": {1},
    "1-9月完成情况": set(),
    "工单几天办结": set(),
}


@pytest.mark.parametrize("text, expected", QUARTERS.items(), ids=QUARTERS)
def test_quarters(text, expected):
    assert quarters(text) == expected


def test_articles_in_words_and_digits_are_the_same():
    assert articles("第八条和第10条") == {8, 10}


def test_years_need_no_word_after_them():
    assert years("2021年要点、2020版和12345") == {2020, 2021}


@pytest.fixture(scope="module")
def corpus():
    return Corpus.load()


def test_another_county_is_another_place_for_every_passage_that_does_not_name_it(corpus):
    place = Mentions(corpus).match("绩溪县工单几天办结")["place"]

    named = ["绩溪" in passage.searched for passage in corpus.passages]
    assert all((value == 1.0) == held for value, held in zip(place, named, strict=True))


def test_a_question_that_names_nothing_is_told_nothing_by_names(corpus):
    assert all(not values.any() for values in Mentions(corpus).match("几天能办好").values())


def test_another_quarter_counts_against_a_bulletin(corpus):
    period = Mentions(corpus).match("2020年二季度转办多少件")["period"]

    rows = {passage.document: value for passage, value in zip(corpus.passages, period, strict=True)}
    assert (rows["bulletin-2020-q2"], rows["bulletin-2020-q3"]) == (1.0, -1.0)
