import pytest

from knowledge.documents import load_documents
from retrieval.corpus import SPACE
from retrieval.filters import Filters

FACTS = {  # question: document, section ends with, words of the quote
    "依申请公开多少个工作日答复": ("disclosure-rules", "第八条", "20个工作日"),
    "第三方要在几个工作日内提出意见": ("disclosure-rules", "第九条", "15个工作日"),
    "一般咨询类工单几个工作日办结": ("interaction-workflow", "二、限时反馈办理结果", "1个工作日"),
    "投诉类工单几个工作日办结": ("interaction-workflow", "二、限时反馈办理结果", "3个工作日"),
    "一个工单可以延期几次，最多几天": ("interaction-workflow", "四、申请延期", "不得超过5个工作日"),
    "创业担保贷款最高能贷多少，贷几年": ("leader-answering-report-2020-12", "", "最高额度50万元"),
    "12345热线群众满意度不低于多少": ("appraisal-plan-2020", "考评内容", "不低于85%"),
    "省长热线群众满意度不低于多少": ("appraisal-plan-2020", "考评内容", "不低于90%"),
}
OUTSIDE = ("上海迪士尼门票多少钱", "社保卡丢了去哪里补", "老年证在哪里办", "唱首歌来听听")
WORDLESS = ("", "   ", "？？？", "😀😀", "<>")


@pytest.mark.parametrize("question", FACTS)
def test_facts_come_first_from_the_right_article(searcher, question):
    document, section, words = FACTS[question]

    answer = searcher.search(question)

    assert answer.answerable
    assert answer.hits[0].passage.document == document
    assert answer.hits[0].passage.section.endswith(section)
    assert words in answer.quote


@pytest.mark.parametrize("question", OUTSIDE)
def test_what_the_documents_do_not_say_is_refused(searcher, question):
    answer = searcher.search(question)

    assert not answer.answerable
    assert answer.quote is None


@pytest.mark.parametrize("question", WORDLESS)
def test_a_question_without_words_finds_nothing(searcher, question):
    answer = searcher.search(question)

    assert (answer.answerable, answer.score, answer.hits) == (False, 0.0, [])


def test_the_unit_of_an_outside_topic_is_named(searcher):
    assert searcher.search("社保卡丢了去哪里补").topic.unit == "人社局"


def test_a_conflict_with_national_law_is_said_beside_the_quote(searcher):
    answer = searcher.search("申请公开是不是要说明生产、生活、科研的特殊需要")

    assert "条例" in answer.note


def test_quotes_are_words_of_the_stored_document(searcher):
    printed = {document.id: SPACE.sub("", document.text) for document in load_documents()}

    answers = [searcher.search(question) for question in FACTS]

    assert all(SPACE.sub("", answer.quote) in printed[answer.hits[0].passage.document] for answer in answers)


def test_hits_are_best_first_and_as_many_as_asked(searcher):
    scores = [hit.score for hit in searcher.search("延期", k=3).hits]

    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_a_question_of_ten_thousand_characters_is_answered(searcher):
    assert searcher.search("工单可以延期几次" * 1250).hits


def test_an_answer_is_kept_for_its_question_number_and_filters(searcher):
    asked = "依申请公开几天答复"
    kept = searcher.search(asked)

    assert searcher.search(asked) is kept
    assert len(searcher.search(asked, k=2).hits) == 2
    assert searcher.search(asked, filters=Filters(issuer="没有这个机关")).hits == []
    assert searcher.search(asked, filters=Filters("agent")) is not kept
