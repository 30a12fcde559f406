import pytest

from retrieval.corpus import Corpus
from retrieval.query import QueryReader


@pytest.fixture(scope="module")
def reader():
    return QueryReader.build(Corpus.load())


def test_a_slip_is_read_as_typed_and_as_meant(reader):
    said = reader.read("工单申请延奇").said

    assert {"延奇", "延期"} <= set(said)


def test_everyday_words_are_read_as_official_ones_too(reader):
    query = reader.read("我交的单子没人理")

    assert query.official
    assert not set(query.official) & set(query.said)


def test_words_that_sound_alike_are_heard_alike(reader):
    assert reader.read("考平成级").heard == reader.read("考评成绩").heard


def test_what_is_no_chinese_is_heard_as_written(reader):
    assert reader.heard("OA 12345") == "oa 12345"
