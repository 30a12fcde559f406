"""The page of a document: every citation's anchor is on it, and nothing of the document is lost."""

import re
from html import unescape

import pytest

from retrieval.passages import split


def test_every_anchor_a_citation_can_point_to_is_on_the_page(client, known):
    for document in [each for each in known.documents if each.audience == "public"]:
        page = client.get(f"/documents/{document.id}").text

        missing = [p.id for p in split(document) if f'id="{p.id.partition("#")[2]}"' not in page]
        assert not missing


@pytest.fixture(params=["appraisal-plan-2020", "bulletin-2020-q3"])
def document(known, request):
    return next(document for document in known.documents if document.id == request.param)


def test_the_page_has_every_word_of_the_document(client, document):
    page = unescape(re.sub(r"<[^>]+>", "", client.get(f"/documents/{document.id}").text))
    words = re.sub(r"\s", "", page)

    assert [block.text for block in document.blocks if re.sub(r"\s", "", block.text) not in words] == []


def test_where_national_law_differs_the_page_says_so(client, known):
    conflict = next(conflict for conflict in known.conflicts if conflict.article)

    assert conflict.note in unescape(client.get(f"/documents/{conflict.document}").text)
