from datetime import date

import pytest

from retrieval.filters import Filters

ASKED = "一个工单可以延期几次，最多几天"


@pytest.mark.parametrize(
    "filters, kept",
    [
        (Filters(kind="制度"), lambda passage: passage.kind == "制度"),
        (Filters(issuer="旌德县人民政府办公室"), lambda passage: passage.issuer == "旌德县人民政府办公室"),
        (Filters(since=date(2021, 1, 1)), lambda passage: passage.date >= "2021-01-01"),
        (Filters(until=date(2020, 12, 31)), lambda passage: passage.date <= "2020-12-31"),
    ],
)
def test_only_what_the_filter_allows_is_shown(searcher, filters, kept):
    passages = [hit.passage for hit in searcher.search(ASKED, k=20, filters=filters).hits]

    assert passages
    assert all(kept(passage) for passage in passages)


def test_an_answer_outside_the_filter_is_not_answered_from_inside(searcher):
    assert searcher.search(ASKED).answerable
    assert not searcher.search(ASKED, filters=Filters(kind="工作报告")).answerable


def test_a_filter_nothing_meets_finds_nothing(searcher):
    answer = searcher.search(ASKED, filters=Filters(issuer="没有这个机关"))

    assert (answer.hits, answer.answerable) == ([], False)


def test_the_only_passage_allowed_is_still_judged(searcher):
    answer = searcher.search("信息公开会不会泄露个人隐私", filters=Filters(kind="栏目目录", since=date(2020, 1, 1)))

    assert 0 <= answer.score <= 1
