"""What of a file is kept: recognised by its bytes, cleaned of what one cannot see, or refused with a way on."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk import uploads
from desk.errors import Invalid
from tests.files import AUTHOR, PDF, PLACE, WORD_TYPE, bomb, excel, photo, repacked, word, zipped

ALLOWED = "可以添加"
MZ = b"MZ\x90\x00" + b"\0" * 600
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    "name, content, named",
    [
        pytest.param("照片.jpg", b"", "空的", id="空文件"),
        pytest.param("照片.jpg", MZ, ALLOWED, id="改名的程序"),
        pytest.param("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', ALLOWED, id="脚本"),
        pytest.param("页.pdf", b"<html><script>1</script></html>", ALLOWED, id="网页冒充 PDF"),
        pytest.param("旧.doc", OLE, ALLOWED, id="旧格式"),
        pytest.param("包.docx", zipped({"a.txt": "甲"}), ALLOWED, id="普通压缩包"),
        pytest.param("坏.docx", word()[:3000], ALLOWED, id="截断的文档"),
        pytest.param("宏.docx", repacked(word(), "word/vbaProject.bin", b"x"), "宏", id="带宏"),
        pytest.param("嵌.docx", repacked(word(), "word/embeddings/oleObject1.bin", b"x"), "内嵌程序", id="内嵌程序"),
        pytest.param("宏.xlsm", excel(declared="vnd.ms-excel.sheet.macroEnabled.main"), ALLOWED, id="带宏的类型"),
        pytest.param("胀.docx", repacked(word(), "word/big.xml", b"\0" * 101 * uploads.MB), "100 MB", id="压缩炸弹"),
        pytest.param("图.png", bomb(), "5000 万像素", id="一亿像素"),
        pytest.param("图.jpg", photo()[:400], "不完整", id="截断的图片"),
        pytest.param("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "不完整", id="只有图片的开头"),
        pytest.param("动.gif", b"GIF89a" + b"\0" * 300, ALLOWED, id="GIF"),
        pytest.param("苹果.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300, "JPEG", id="HEIC"),
        pytest.param("半.pdf", PDF[:30], "不完整", id="截断的 PDF"),
        pytest.param("大.pdf", PDF + b"\0" * 10 * uploads.MB, "10 MB", id="超过 10 MB"),
    ],
)
def test_what_is_refused_says_what_to_do(name, content, named):
    with pytest.raises(Invalid, match=named):
        uploads.checked(name, content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_all_one_cannot_see(kind):
    sent = photo(kind=kind) + b"PK\x03\x04 trailing words"
    kept = uploads.checked("照片", sent)
    assert AUTHOR.encode() in sent

    assert kept.media == f"image/{kind.lower()}"
    for content in (kept.content, kept.preview):
        with Image.open(BytesIO(content)) as image:
            assert not dict(image.getexif())
            assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
        assert all(word not in content for word in (AUTHOR.encode(), PLACE.encode(), b"trailing"))


def test_a_picture_that_is_an_archive_too_is_only_a_picture():
    both = photo() + zipped({"run.exe": b"MZ"})
    assert zipfile.is_zipfile(BytesIO(both))

    assert not zipfile.is_zipfile(BytesIO(uploads.checked("图.jpg", both).content))


def test_a_picture_taken_sideways_is_turned_upright():
    with Image.open(BytesIO(uploads.checked("图", photo(size=(64, 48), orientation=6)).content)) as image:
        assert image.size == (48, 64)


def test_a_huge_picture_is_made_smaller():
    with Image.open(BytesIO(uploads.checked("图", photo(size=(6000, 300))).content)) as image:
        assert image.size == (4096, 205)


def test_a_transparent_picture_stays_transparent():
    file = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(BytesIO(uploads.checked("图", file.getvalue()).content)) as image:
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_word_file_stays_readable_without_its_author_and_its_photos_place():
    kept = uploads.checked("说明.docx", word(picture=photo()))
    paper = Document(BytesIO(kept.content))

    assert kept.media == WORD_TYPE
    assert [each.text for each in paper.paragraphs][0] == "小区物业收费明细"
    with zipfile.ZipFile(BytesIO(kept.content)) as package:
        parts = [package.read(name) for name in package.namelist()]
    assert all(AUTHOR.encode() not in part and PLACE.encode() not in part for part in parts)


def test_an_excel_file_loses_its_author():
    kept = uploads.checked("明细.xlsx", excel())
    with zipfile.ZipFile(BytesIO(kept.content)) as package:
        assert AUTHOR not in package.read("docProps/core.xml").decode()
        assert package.read("xl/workbook.xml") == b"<workbook/>"


def test_a_pdf_loses_its_author_and_keeps_the_place_of_every_part():
    info = f"<< /Author ({AUTHOR}\\)) /Creator <FEFF9648> /Title (收费)>>".encode()
    said = PDF.replace(b"<<>>", info + f"<x:xmpmeta>{AUTHOR}</x:xmpmeta>".encode(), 1)
    kept = uploads.checked("文.pdf", said).content

    assert AUTHOR.encode() not in kept
    assert b"FEFF" not in kept
    assert "收费".encode() in kept
    assert len(kept) == len(said)


def test_what_follows_the_end_of_a_pdf_is_cut_off():
    assert uploads.checked("文.pdf", PDF + b"PK\x03\x04").content == PDF


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\门口.jpg", "门口.jpg"),
        ("两\n行.jpg", "两 行.jpg"),
        ("长" * 300 + ".jpg", "长" * 96 + ".jpg"),
        ("", ""),
    ],
)
def test_of_a_name_only_its_end_is_kept(name, kept):
    assert uploads.checked(name, PDF).name == kept


def test_the_same_file_is_kept_the_same_way():
    assert uploads.checked("甲", word()).digest == uploads.checked("乙", word()).digest


WHOLE = (photo(), photo(kind="PNG"), photo(kind="WEBP"), word(picture=photo()), PDF)


@pytest.mark.filterwarnings("ignore:.*:UserWarning:PIL")  # it grumbles about damaged EXIF, which is dropped anyway
@settings(max_examples=100)
@given(st.data())
def test_damage_anywhere_is_kept_clean_or_refused(data):
    whole = data.draw(st.sampled_from(WHOLE))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=12)) + whole[at + data.draw(st.integers(0, 40)) :]
    try:
        kept = uploads.checked("文件", damaged)
    except Invalid:
        return
    assert kept.media in uploads.EXTENSIONS
    assert AUTHOR.encode() not in kept.content
