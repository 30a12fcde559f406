from retrieval.quote import LIMIT, best_quote, key_sentence

LONG = "第一句讲甲事。" * 12 + "延期不得超过五个工作日。" + "末句讲乙事。" * 20


def test_a_short_passage_is_quoted_whole():
    assert best_quote("甚么", "短短一句。") == "短短一句。"


def test_a_quote_is_whole_sentences_of_the_passage_around_the_answer():
    quote = best_quote("延期最长几个工作日", LONG)

    assert quote in LONG
    assert "延期不得超过五个工作日。" in quote
    assert len(quote) <= LIMIT
    assert quote.endswith("。")


def test_the_key_sentence_is_the_one_that_meets_the_question():
    assert key_sentence("延期最长几个工作日", LONG) == "延期不得超过五个工作日。"


def test_the_nearest_known_question_helps_when_the_question_shares_no_word():
    assert key_sentence("还能拖多久", LONG, helped_by="延期最长几个工作日") == "延期不得超过五个工作日。"
