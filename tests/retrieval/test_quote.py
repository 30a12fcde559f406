from retrieval.quote import LIMIT, best_quote

LONG = "第一句讲甲事。" * 12 + "延期不得超过五个工作日。" + "末句讲乙事。" * 20


def test_a_short_passage_is_quoted_whole():
    assert best_quote("甚么", "短短一句。") == "短短一句。"


def test_a_quote_is_whole_sentences_of_the_passage_around_the_answer():
    quote = best_quote("延期最长几个工作日", LONG)

    assert quote in LONG
    assert "延期不得超过五个工作日。" in quote
    assert len(quote) <= LIMIT
    assert quote.endswith("。")
