import json

import pytest

from retrieval.collection import Collection, evaluate, measure
from retrieval.errors import InputUnusable
from retrieval.evaluate import Outcome, Question, auc, figures, first_right, read_jsonl


def test_the_right_passage_holds_every_string_without_white_space():
    assert first_right(["甲 乙", "甲乙丙", "丙"], ["甲乙", "丙"]) == 2


def test_auc_counts_ties_one_half():
    assert auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(7 / 8)


def test_figures_by_style():
    inside, outside = Question("甲", "short", ("乙",)), Question("丙", "realtime")
    outcomes = [Outcome(inside, 1, 0.9, True), Outcome(inside, 0, 0.4, False), Outcome(outside, 0, 0.2, False)]

    table = figures(outcomes)

    assert table["short"] == {"n": 2, "hit@1": 0.5, "hit@3": 0.5, "hit@5": 0.5, "mrr": 0.5, "lost": 0.5}
    assert table["realtime"] == {"n": 1, "refused": 1.0}
    assert table["all"]["auc"] == 1.0
    assert (table["all"]["refusal_precision"], table["all"]["refusal_recall"]) == (0.5, 1.0)


def test_collection_figures_by_hand():
    found = [["a", "b"], ["c", "a"]]

    assert measure(found, [{"b"}, {"c", "z"}]) == {
        "recall@10": 0.75, "recall@100": 0.75, "hit@1": 0.5, "hit@10": 1.0, "hit@100": 1.0, "mrr@10": 0.75,
    }  # fmt: skip


def test_a_collection_finds_its_own_sentences(encoder):
    texts = ["旌德县政务公开工作要点", "今天的天气很好", "工单延期不得超过五个工作日"]
    collection = Collection(texts, encoder)

    assert [collection.search(text, 1)[0] for text in texts] == [0, 1, 2]


def test_any_corpus_can_be_measured(tmp_path, encoder):
    corpus, queries = tmp_path / "c.jsonl", tmp_path / "q.jsonl"
    rows = [
        {"id": "1", "title": "民法典", "text": "夫妻应当互相忠实"},
        {"id": "2", "title": "", "text": "行人靠右行走"},
    ]
    corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    queries.write_text(json.dumps({"id": "a", "question": "夫妻要忠实吗", "gold": ["1"]}), encoding="utf-8")

    assert evaluate(corpus, queries, encoder)["ours"]["hit@1"] == 1.0


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_a_broken_line_names_file_and_line(tmp_path, content):
    path = tmp_path / "x.jsonl"
    path.write_text("{}\n" + content, encoding="utf-8")

    with pytest.raises(InputUnusable, match="第 2 行"):
        read_jsonl(path)
