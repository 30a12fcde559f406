"""PDF pages with words burnt in: no text is left below, and what is black is what was to be hidden."""

from contextlib import suppress
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from desk import redact_pdf, sensitive
from desk.errors import Invalid
from desk.folding import places
from desk.redaction import MOST_PAGES
from tests.desk import pdf_papers
from tests.files import PDF, word

WORDS = ("武松某", "341825190001010018", "13900000001")
DARK = 40


def black(picture: Image.Image) -> int:
    """Pixels in solid black areas: letters are too thin to be counted."""
    grey = picture.convert("L").point(lambda level: 255 if level < DARK else 0)
    return grey.resize((grey.width // 8, grey.height // 8), Image.Resampling.BOX).histogram()[255]


def pages(content):
    document = pypdfium2.PdfDocument(content)
    found = [page.render(scale=1.5).to_pil() for page in document]
    document.close()
    return found


def letters_left(original, result, words):
    """How often *words* stand on the first page, read upright, and their letters whose middle is not black after."""
    before, after = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(result)
    page, drawn = before[0], after[0].render(scale=1.5).to_pil().convert("L")
    place, lies = page.render(scale=1.5), page.get_rotation()
    page.set_rotation(0)
    text = page.get_textpage()
    found = places(redact_pdf._characters(text), words)
    boxes = [text.get_charbox(at) for start, end in found for at in range(start, end)]
    page.set_rotation(lies)
    middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in boxes if right > left]
    spots = [place.get_posconv(page).to_bitmap(*middle) for middle in middles]
    return len(found), [spot for spot in spots if drawn.getpixel(spot) > DARK]


def test_the_words_of_a_printed_page_are_found(printed):
    paper = redact_pdf.read(printed)
    found = {each.words for each in sensitive.propose(paper.texts)}

    assert set(WORDS) | {"旌德县旌阳镇阳光花园3栋2单元301室"} <= found
    assert (paper.pages, paper.unsearched, len(paper.notes)) == (2, False, 1)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_words_are_black_wherever_they_stand_and_nothing_is_below(printed, degrees):
    original = pdf_papers.turned(printed, degrees)
    result = redact_pdf.burn(original, WORDS)

    assert letters_left(original, result, WORDS) == (5, [])
    assert redact_pdf.read_texts(result) == ("", "")
    assert [page.size for page in pages(result)] == [page.size for page in pages(original)]
    assert "武松".encode("utf-16-be") not in result


def test_what_is_not_hidden_stays_readable(printed):
    nothing, some = pages(redact_pdf.burn(printed, ())), pages(redact_pdf.burn(printed, WORDS))

    assert black(nothing[0]) < black(some[0])
    assert black(nothing[1]) == black(some[1]) == 0


def test_a_whole_page_is_black_and_the_others_are_not(printed):
    first, second = pages(redact_pdf.burn(printed, (), whole_pages=[2]))

    assert second.convert("L").getextrema()[1] < DARK
    assert first.convert("L").getextrema()[1] > 200


def test_the_preview_is_the_page_as_it_will_be(printed):
    plain, hidden = (Image.open(BytesIO(redact_pdf.picture(printed, words, number=1))) for words in ((), ("武松某",)))

    assert black(plain) < black(hidden)
    with pytest.raises(Invalid, match="共 2 页"):
        redact_pdf.picture(printed, (), number=3)


def test_a_scan_is_named_as_what_cannot_be_searched():
    paper = redact_pdf.read(pdf_papers.scanned(2))

    assert paper.unsearched
    assert "第 1、2 页没有文字层" in paper.notes[1]
    assert redact_pdf.burn(pdf_papers.scanned(), WORDS).startswith(b"%PDF")


@pytest.mark.parametrize(
    "content, named",
    [
        pytest.param(b"%PDF-1.7\n%%EOF", "已损坏", id="空壳"),
        pytest.param(PDF, "已损坏", id="没有页"),
        pytest.param(word(), "已损坏", id="别的文件"),
        pytest.param(pdf_papers.scanned(MOST_PAGES + 1), "80 页", id="太多页"),
        pytest.param(pdf_papers.scanned(size=(9000, 9000)), "幅面太大", id="幅面太大"),
    ],
)
def test_a_file_that_cannot_be_burnt_is_refused(content, named):
    with pytest.raises(Invalid, match=named):
        redact_pdf.burn(content, WORDS)


def test_damage_is_refused_or_read(printed):
    for at in range(0, len(printed), len(printed) // 40):
        broken = printed[:at] + b"\0\0\0\0" + printed[at + 4 :]
        with suppress(Invalid):
            assert redact_pdf.read(broken).pages <= MOST_PAGES
