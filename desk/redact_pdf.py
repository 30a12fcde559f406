"""PDF files: their words to look through, and pictures of their pages with words burnt in, without any text below."""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from desk.errors import Invalid
from desk.folding import places
from desk.redaction import MOST_PAGES, Paper

MOST_PIXELS = 20_000_000  # of a page: A3 at DPI has 7.7 million
MOST_SECONDS = 120
MOST_BYTES = 30 * 1024 * 1024  # of the result
DPI, PREVIEW_DPI = 200, 90
QUALITY = 80
POINTS = 72  # of a PDF to the inch
MARGIN = 0.15  # of a character's height, around its box: ink may stand out of it
UNREADABLE = 0.2  # share of characters without a meaning from which on a page's words cannot be trusted

_one_at_a_time = threading.Lock()  # PDFium is not made for threads

Area = tuple[float, float, float, float]  # left, bottom, right, top in points of the page
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels


def read(content: bytes) -> Paper:
    """Return the words of every page. Raises Invalid."""
    with _opened(content) as document:
        texts = tuple(_text(page) for page in _pages(document))
        drawn = [number for number, page in enumerate(_pages(document), 1) if _has_pictures(page)]
        turned = tuple(_unturned(page) for page in _pages(document) if page.get_rotation())
    blank = [number for number, text in enumerate(texts, 1) if not text.strip()]
    garbled = [number for number, text in enumerate(texts, 1) if text.strip() and _is_garbled(text)]
    notes = ["生成的是页面图片，没有文字层；批注、表单填写的内容和附带文件不会保留。"]
    if blank:
        notes.append(f"第 {_numbers(blank)} 页没有文字层（可能是扫描件），无法查找，请逐页看过；不能提供的请遮盖整页。")
    if garbled:
        notes.append(f"第 {_numbers(garbled)} 页的文字读不出来，无法查找，请逐页看过；不能提供的请遮盖整页。")
    if seen := [number for number in drawn if number not in blank]:
        notes.append(f"第 {_numbers(seen)} 页有图片，系统看不到图片里的字，请看过。")
    return Paper(texts + turned, tuple(notes), unsearched=bool(blank or garbled or drawn), pages=len(texts))


def burn(content: bytes, words: Iterable[str], *, whole_pages: Collection[int] = ()) -> bytes:
    """Return the pages as pictures with *words* and *whole_pages* (from 1) black. Raises Invalid."""
    squeezed, until, file = list(words), time.monotonic() + MOST_SECONDS, BytesIO()
    with _opened(content) as document, closing(pypdfium2.PdfDocument.new()) as result:
        for number, page in enumerate(_pages(document), 1):
            image = _drawn(page, squeezed, number=number, dpi=DPI, whole=number in whole_pages)
            _add(result, image, page.get_size())
            if time.monotonic() > until:
                raise Invalid("附件", "文件太复杂，处理超时；请拆成几个文件后再处理")
        result.save(file)
    if file.tell() > MOST_BYTES:
        raise Invalid("附件", f"生成的文件超过 {MOST_BYTES // 1024 // 1024} MB，请拆成几个文件后再处理")
    if any(text for text in read_texts(file.getvalue())):
        raise Invalid("区分处理", "生成的文件里仍有文字，没有保存")
    return file.getvalue()


def picture(content: bytes, words: Iterable[str], *, number: int, whole: bool = False) -> bytes:
    """Return a small JPEG of page *number* (from 1) as it will be given out. Raises Invalid."""
    file = BytesIO()
    with _opened(content) as document:
        if not 1 <= number <= len(document):
            raise Invalid("页码", f"这份文件共 {len(document)} 页")
        with closing(document[number - 1]) as page:
            image = _drawn(page, list(words), number=number, dpi=PREVIEW_DPI, whole=whole)
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def read_texts(content: bytes) -> tuple[str, ...]:
    """The text of each page; empty where there is none. Raises Invalid."""
    with _opened(content) as document:
        return tuple(_text(page) for page in _pages(document))


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Invalid("附件", "PDF 已损坏或加了密码，请重新导出后再添加") from error
        with closing(document):
            if not 0 < len(document) <= MOST_PAGES:
                raise Invalid("附件", f"PDF 应为 1 至 {MOST_PAGES} 页，请拆成几个文件后再添加")
            try:
                yield document
            except pypdfium2.PdfiumError as error:
                raise Invalid("附件", "PDF 已损坏，请重新导出后再添加") from error


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for at in range(len(document)):
        with closing(document[at]) as page:
            yield page


def _text(page: pypdfium2.PdfPage) -> str:
    with closing(page.get_textpage()) as text:
        return _characters(text).replace("\r\n", "\n")


def _unturned(page: pypdfium2.PdfPage) -> str:
    """The text of a turned page, read as if it were not: which of the two is upright nobody but a reader can tell."""
    page.set_rotation(0)
    return _text(page)


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """One character for each that PDFium counts, so that positions are indexes."""
    codes = (pdfium.FPDFText_GetUnicode(text, at) for at in range(text.count_chars()))
    return "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)


def _is_garbled(text: str) -> bool:
    letters = [each for each in text if not each.isspace()]
    lost = [each for each in letters if each == "\ufffd" or unicodedata.category(each) in ("Co", "Cn", "Cc")]
    return len(lost) > UNREADABLE * len(letters)


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]), None) is not None


def _drawn(page: pypdfium2.PdfPage, words: list[str], *, number: int, dpi: int, whole: bool) -> Image.Image:
    width, height = page.get_size()
    scale = dpi / POINTS
    if width * height * scale * scale > MOST_PIXELS:
        raise Invalid("附件", f"第 {number} 页幅面太大，请按 A4 或 A3 重新导出")
    with closing(page.render(scale=scale, may_draw_forms=False, draw_annots=False)) as bitmap:
        image: Image.Image = bitmap.to_pil().convert("RGB")
        place = bitmap.get_posconv(page)
        boxes = [] if whole else [_in_pixels(each, place) for each in _areas(page, words, number)]
    pen = ImageDraw.Draw(image)
    for box in [(0, 0, *image.size)] if whole else boxes:
        pen.rectangle(box, fill="black")
    return image


def _areas(page: pypdfium2.PdfPage, words: list[str], number: int) -> list[Area]:
    """Of every character of *words*. PDFium orders turned and upright text by how the page lies: all ways are tried."""
    lies, areas = page.get_rotation(), []
    for rotation in (0, 90, 180, 270):
        page.set_rotation(rotation)
        with closing(page.get_textpage()) as text:
            characters = _characters(text)
            found = [at for start, end in places(characters, words) for at in range(start, end)]
            areas += [_area(text, at, number) for at in found if not characters[at].isspace()]
    page.set_rotation(lies)
    return areas


def _area(text: pypdfium2.PdfTextPage, at: int, number: int) -> Area:
    """Around one character: PDFium's tight box and the font's together. Raises Invalid without any."""
    tight, loose = text.get_charbox(at), text.get_charbox(at, loose=True)
    left, bottom = min(tight[0], loose[0]), min(tight[1], loose[1])
    right, top = max(tight[2], loose[2]), max(tight[3], loose[3])
    if right <= left or top <= bottom:
        raise Invalid("区分处理", f"第 {number} 页有应遮盖的文字定不了位置，请遮盖整页")
    margin = MARGIN * (top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


def _in_pixels(area: Area, place: pypdfium2.PdfPosConv) -> Box:
    left, bottom, right, top = area
    across, down = zip(*(place.to_bitmap(x, y) for x in (left, right) for y in (bottom, top)), strict=True)
    return min(across), min(down), max(across), max(down)


def _add(result: pypdfium2.PdfDocument, image: Image.Image, size: tuple[float, float]) -> None:
    """Append *image* as a page of *size* points."""
    red, green, blue = (channel.tobytes() for channel in image.split())
    plain = image.convert("L") if red == green == blue else image
    encoded = BytesIO()
    plain.save(encoded, "JPEG", quality=QUALITY)
    with closing(result.new_page(*size)) as page:
        drawn = pypdfium2.PdfImage.new(result)
        drawn.load_jpeg(encoded, inline=True)
        drawn.set_matrix(pypdfium2.PdfMatrix().scale(*size))
        page.insert_obj(drawn)
        page.gen_content()


def _numbers(pages: Iterable[int]) -> str:
    return "、".join(str(each) for each in pages)
