import gzip
import json
import re

from benchmarks.corpora import passages, read_articles

ARTICLES = [f"法{number} 第{number}条 甲{number}应当办理；乙{number}不得拖延。" for number in range(9)]


def test_articles_come_as_one_line_each(tmp_path):
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"law": "条例", "article": "第一条", "text": "为了公开，\n制定本条例。"}) + "\n")

    assert read_articles(path) == ["条例 第一条 为了公开， 制定本条例。"]


def test_fewer_passages_than_articles_are_spread_over_all_of_them():
    assert passages(ARTICLES, 3) == [ARTICLES[0], ARTICLES[3], ARTICLES[6]]


def test_more_passages_than_articles_join_sentences_of_different_articles():
    made = passages(ARTICLES, 50)

    halves = [re.findall(r"(\d)应当办理；|(\d)不得拖延。", passage) for passage in made]
    assert len(made) == 50
    assert all(len({"".join(half) for half in pair}) == 2 for pair in halves)


def test_recombined_passages_are_the_same_each_time():
    assert passages(ARTICLES, 50) == passages(ARTICLES, 50)
