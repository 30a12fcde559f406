import pytest

from retrieval.mentions import articles, quarters, years

QUARTERS = {
    "第二季度办了多少件": {2},
    "三季度通报": {3},
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
