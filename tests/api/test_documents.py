"""The page of a document: every citation's anchor is on it, and nothing of the document is lost."""

import re
from html import unescape

import pytest

from api.templating import marked
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


@pytest.mark.parametrize(
    "quote, shown",
    [
        pytest.param("二十个工作日", "收到之日起<mark>二十个工作日</mark>内答复 &lt;b&gt;", id="一句"),
        pytest.param(
            "别处的一行\n收到之日起二十个", "<mark>收到之日起二十个</mark>工作日内答复 &lt;b&gt;", id="几行中的一行"
        ),
        pytest.param("<b>", "收到之日起二十个工作日内答复 &lt;b&gt;", id="太短"),
        pytest.param(" <b>", "收到之日起二十个工作日内答复<mark> &lt;b&gt;</mark>", id="标记原样显示"),
        pytest.param("没有的话", "收到之日起二十个工作日内答复 &lt;b&gt;", id="没有"),
        pytest.param("", "收到之日起二十个工作日内答复 &lt;b&gt;", id="空"),
    ],
)
def test_the_words_of_a_citation_are_marked(quote, shown):
    assert marked("收到之日起二十个工作日内答复 <b>", quote) == shown


def test_a_citation_opens_with_its_words_marked(client, known):
    document = next(each for each in known.documents if each.id == "disclosure-rules")
    passage = next(each for each in split(document) if "\t" not in each.quotable and len(each.quotable) > 20)
    quote = passage.quotable.split("\n")[0][:12]

    assert f"<mark>{quote}</mark>" in client.get(f"/documents/{document.id}", params={"mark": quote}).text
