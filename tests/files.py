"""Files as people and attackers send them; every name and place in them is made up."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docx import Document
from PIL import Image

PLACE = "30.2889"  # degrees of latitude, as a telephone writes them into a photo
AUTHOR = "陈某拍摄"
FILE_NAME = "陈某家门口.jpg"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def photo(colour="teal", *, size=(64, 48), kind="JPEG", orientation=1, noise=False) -> bytes:
    """A photo with an author, a place and a description in its EXIF; with *noise* no two are alike anywhere."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = exif[0x010E] = AUTHOR.encode()
    exif.get_ifd(0x8825).update({1: "N", 2: tuple(float(part) for part in PLACE.split(".")) + (0.0,), 29: PLACE})
    file = BytesIO()
    image = Image.effect_noise((160, 120), 90).convert("RGB") if noise else Image.new("RGB", size, colour)
    image.save(file, kind, exif=exif, comment=AUTHOR.encode())
    return file.getvalue()


def bomb() -> bytes:
    """A hundred million pixels in some twelve thousand bytes."""
    file = BytesIO()
    Image.new("1", (10_000, 10_000)).save(file, "PNG")
    return file.getvalue()


def word(*, author=AUTHOR, picture=b"") -> bytes:
    paper = Document()
    paper.core_properties.author = author
    paper.add_paragraph("小区物业收费明细")
    if picture:
        paper.add_picture(BytesIO(picture))
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def excel(*, declared="vnd.openxmlformats-officedocument.spreadsheetml.sheet.main") -> bytes:
    kind = f"application/{declared}+xml"
    parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": "<Relationships/>",
        "docProps/core.xml": f"<cp:coreProperties>{AUTHOR}</cp:coreProperties>",
        "xl/workbook.xml": "<workbook/>",
    }
    return zipped(parts)


def zipped(parts) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """*content*, a zip archive, with one more part."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    return zipped(parts | {name: part})
