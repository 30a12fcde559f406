import json

from retrieval.collection import Collection, read_texts

TEXTS = ["旌德县政务公开工作要点", "今天的天气很好", "工单延期不得超过五个工作日", "工单应当按时办结"]


def test_of_equal_texts_the_one_whose_document_answers_comes_first(encoder):
    texts = ["按照规定办理", "今天的天气很好", "工单延期不得超过五个工作日", "按照规定办理"]

    found = Collection(texts, encoder, documents=["甲", "甲", "乙", "乙"]).search("工单延期按照规定办理吗", 4)

    assert found.index(3) < found.index(0)


def test_texts_that_stand_alone_keep_their_order_by_score(encoder):
    alone = Collection(TEXTS, encoder).search("工单延期", 4)

    assert Collection(TEXTS, encoder, documents=["甲", "乙", "丙", "丁"]).search("工单延期", 4) == alone


def test_the_document_is_the_title_without_its_article_number(tmp_path):
    path = tmp_path / "c.jsonl"
    rows = [
        {"id": 1, "title": "民法典 第十二条", "text": "甲"},
        {"id": 2, "title": "刑法第二百八十七条之二", "text": "乙"},
        {"id": 3, "title": "信访条例", "text": "丙"},
        {"id": 4, "text": "丁"},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")

    ids, texts, documents = read_texts(path)

    assert (ids, texts[0], texts[3]) == (["1", "2", "3", "4"], "民法典 第十二条\n甲", "丁")
    assert documents == ["民法典", "刑法", "信访条例", "#4"]
