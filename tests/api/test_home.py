"""The first page of a citizen, and the answer without JavaScript: from public documents, with its source, or none."""

from __future__ import annotations

import re
from html import unescape

import pytest

from api.home import newest, published
from desk import gaps
from retrieval.search import Searcher
from tests.api.served import ENCODER, PREPARED
from tests.builders import moment


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize(
    "now, said",
    [
        pytest.param("2026-11-20 五 10:00", "上班中", id="工作日上午"),
        pytest.param("2026-11-20 五 13:00", "已下班", id="午休"),
        pytest.param("2026-11-21 六 10:00", "已下班", id="周六"),
    ],
)
def test_the_county_office_is_said_to_be_open_by_the_working_calendar(client, app, now, said):
    app.state.clock = lambda: moment(now)
    page = words(client.get("/").text)

    assert said in page
    assert "旌德县政务新区1号楼" in page
    assert "8:00—12:00" in page


def test_every_published_number_is_there_with_its_source_and_can_be_dialled(client, known):
    page = client.get("/").text
    phones = [phone for unit in published(known.units) for phone in unit.phones]

    assert len(phones) > 5
    for phone in phones:
        assert f'href="tel:{phone.dialled}"' in page
        assert phone.source in words(page)
        assert re.fullmatch(r"0\d{2,3}-\d{7,8}", phone.dialled)


def test_the_newest_documents_are_public_and_dated(known):
    found = newest(known.documents)

    assert found == sorted(found, key=lambda each: each.issued, reverse=True)
    assert {each.audience for each in found} == {"public"}
    assert all(other.issued is None or other.issued <= found[0].issued for other in known.documents)


def test_a_question_is_a_button_that_needs_no_script(client, known):
    page = client.get("/").text

    assert 'method="post" action="/ask"' in page
    for each in known.hot_questions:
        assert f'name="text" value="{each.question}"' in page


def test_asked_without_scripts_the_words_of_the_document_answer(client):
    page = client.post("/ask", data={"text": "多久答复？"}).text

    assert "<mark>20个工作日</mark>" in page
    assert 'href="/documents/disclosure-rules#p0"' in page


def test_what_no_document_answers_is_said_and_noted(client, parts, database):
    parts.searcher.answerable = False
    page = words(client.post("/ask", data={"text": "公租房怎么申请"}).text)
    with database.readers() as session:
        noted = [gap.question for gap in gaps.most_asked(session)]

    assert "没有找到" in page
    assert "12345" in page
    assert noted == ["公租房怎么申请"]


def test_danger_is_told_its_number_first(client):
    page = client.post("/ask", data={"text": "家里着火了"}).text

    assert page.index('href="tel:119"') < page.index("第八条")


def test_an_empty_question_says_what_to_write(client):
    reply = client.post("/ask", data={"text": " \n"})

    assert reply.status_code == 422
    assert "请写出要问的内容" in reply.text


def test_each_question_of_the_first_page_is_answered_from_its_document(known):
    searcher = Searcher.load(PREPARED / "index", ENCODER)  # made by `make prepare`
    found = {each.question: searcher.search(each.question, k=1) for each in known.hot_questions}

    assert {words: answer.answerable for words, answer in found.items()} == dict.fromkeys(found, True)
    assert {each.question: found[each.question].hits[0].passage.document for each in known.hot_questions} == {
        each.question: each.document for each in known.hot_questions
    }
