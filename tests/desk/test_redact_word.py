"""Word files with words burnt in: nothing of them is left in any part, and what is open stays readable."""

import zipfile
from io import BytesIO

import pytest
from docx import Document

from desk import redact_word
from desk.errors import Invalid
from desk.folding import places
from tests.desk import word_papers
from tests.desk.word_papers import HIDDEN_PLACES, ID, NAME, OPEN_PLACES, PHONE
from tests.files import PDF, bomb, photo, word, zipped

WORDS = (NAME, ID, PHONE)


def burnt(content, words=WORDS, **options):
    return redact_word.burn(content, words, **{"with_pictures": True, **options})


def parts(content):
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def text(content):
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def leaks(content, words=WORDS):
    """Parts that hold any of *words* in their bytes."""
    return [name for name, part in parts(content).items() if any(word.encode() in part for word in words)]


def test_words_broken_over_runs_are_hidden_character_by_character():
    content = word_papers.split_runs("申请", "人：武", "松", "某（139", "0000", " 0001）到场")
    result = burnt(content)

    assert text(result) == "申请人：███（███████ ████）到场"
    assert [run.bold for run in Document(BytesIO(result)).paragraphs[0].runs] == [False, True] * 3


def test_nothing_is_left_anywhere():
    content = word_papers.everywhere()
    result = burnt(content)
    document = Document(BytesIO(result))

    assert len(leaks(content)) >= 7
    assert leaks(result) == []
    assert not {name for name in parts(result) if "docProps" in name or "custom" in name or "comments" in name}
    assert document.sections[0].header.paragraphs[0].text == "███信访材料"
    assert document.tables[1].rows[0].cells[0].text == "户主███"
    assert {cell.text for cell in document.tables[0].rows[0].cells} == {"█"}


@pytest.mark.parametrize("xml", HIDDEN_PLACES.values(), ids=HIDDEN_PLACES)
def test_what_nobody_sees_is_taken_out_even_if_nothing_is_hidden(xml):
    content = word_papers.inside(xml, name="某人")
    result = burnt(content, ())

    assert leaks(content) == ["word/document.xml"]
    assert leaks(result) == []
    assert redact_word.read(result).texts[1:] == (("可见",) if "可见" in xml else ())


@pytest.mark.parametrize("xml", OPEN_PLACES.values(), ids=OPEN_PLACES)
def test_what_everybody_sees_is_hidden_in_its_place(xml):
    result = burnt(word_papers.inside(xml))
    body = parts(result)["word/document.xml"].decode()

    assert leaks(result) == []
    assert body.count("█") == 2 * len(NAME)
    assert text(result).splitlines()[0] == "申请人：███"


@pytest.mark.parametrize("make", [word_papers.hidden_by_style, word_papers.deleted_row], ids=["样式隐藏", "删除的行"])
def test_what_a_style_or_a_deleted_row_hides_is_gone(make):
    result = burnt(make(), ())
    body = parts(result)["word/document.xml"].decode()

    assert "看不见" not in body
    assert "删去" not in body
    assert f"申请人：{NAME}" in text(result)
    assert b"w:vanish" not in parts(result)["word/styles.xml"]


def test_page_numbers_stay_alive_and_other_fields_do_not():
    footer = next(part for name, part in parts(burnt(word_papers.page_number())).items() if "footer" in name)

    assert b"PAGE" in footer
    assert b"AUTHOR" not in footer


@pytest.mark.parametrize(
    "cropped, wanted, kept",
    [
        pytest.param(False, True, 1, id="保留"),
        pytest.param(False, False, 0, id="不保留"),
        pytest.param(True, True, 0, id="裁剪过"),
    ],
)
def test_pictures_are_kept_to_be_looked_at_or_taken_out_with_their_bytes(cropped, wanted, kept):
    content = word_papers.with_picture(photo(), cropped=cropped)
    paper = redact_word.read(content, with_pictures=wanted)
    result = burnt(content, with_pictures=wanted)

    assert len([name for name in parts(result) if "media" in name]) == kept
    assert len(Document(BytesIO(result)).inline_shapes) == kept
    assert (paper.unsearched, len(paper.previews)) == (bool(kept), kept)
    assert len(paper.notes) == 1


def test_the_paper_is_read_as_it_will_be_given_out():
    paper = redact_word.read(word_papers.inside(HIDDEN_PLACES["删除的修订"] + OPEN_PLACES["文本框"]))

    assert paper.texts == (f"申请人：{NAME}", NAME)
    assert not paper.unsearched


def test_a_burnt_file_burnt_again_is_the_same():
    once = burnt(word_papers.everywhere())

    assert parts(burnt(once)) == parts(once)
    assert places("".join(redact_word.read(once).texts), WORDS) == []


@pytest.mark.parametrize(
    "content, named",
    [
        pytest.param(PDF, "已损坏", id="不是压缩包"),
        pytest.param(bomb(), "已损坏", id="图片"),
        pytest.param(word()[:900], "已损坏", id="截断"),
        pytest.param(zipped({"a.xml": "<a/>"}), "不是可以处理", id="别的压缩包"),
        pytest.param(zipped({"word/document.xml": "<a"}), "已损坏", id="坏的 XML"),
        pytest.param(zipped({"word/document.xml": "<document/>"}), "严格", id="严格格式"),
        pytest.param(
            zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "武松某">]><a>&b;</a>'}), "不是 Word", id="实体"
        ),
        pytest.param(zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "宏", id="宏"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content, named):
    with pytest.raises(Invalid, match=named):
        redact_word.read(content)
