"""Papers from outside: PDF, Word and Excel files, checked to be what they seem and stripped of who made them."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

import filetype

from desk import pictures
from desk.errors import Invalid

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The part every package of its kind has, and the type it must be declared as; one with macros is declared otherwise.
MAIN_PARTS = {
    WORD: ("word/document.xml", WORD + ".main+xml"),
    EXCEL: ("xl/workbook.xml", EXCEL + ".main+xml"),
}
CONTENT_TYPES = "[Content_Types].xml"
PROGRAMS = ("vbaproject", "vbadata", "activex", "oleobject")  # in the names of parts that hold code
MOST_PARTS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
END_OF_PDF = b"%%EOF"
MAKER = re.compile(rb"(/(?:Author|Creator|Producer|Company)\s*)(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>)", re.DOTALL)
METADATA = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a package can name: when it was written is nobody's business

_PROPERTIES = "http://schemas.openxmlformats.org/"
# Empty replacements for the parts that say who wrote a paper, where and with what.
EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PROPERTIES}package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_PROPERTIES}officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_PROPERTIES}officeDocument/2006/custom-properties"/>',
}


def trimmed_pdf(content: bytes) -> bytes:
    """Return the file up to its last end mark, with who made it blanked where it stands unpacked. Raises Invalid."""
    end = content.rfind(END_OF_PDF)
    if end < 0:
        raise Invalid("附件", "PDF 文件不完整，请重新导出后再添加")
    whole = content[: end + len(END_OF_PDF)] + b"\n"
    # Every byte keeps its place: a PDF finds its parts by counting them.
    unsigned = MAKER.sub(lambda found: found[1] + b"(" + b" " * (len(found[2]) - 2) + b")", whole)
    return METADATA.sub(lambda found: b" " * len(found[0]), unsigned)


# What zipfile raises for a broken, encrypted or oddly compressed archive.
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError)


def kind_of_package(content: bytes) -> str | None:
    """Say whether a zip archive is a Word or Excel file, by its own list of parts; None for any other archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            declared = _read(package, CONTENT_TYPES).decode("utf-8", "replace") if CONTENT_TYPES in names else ""
    except UNREADABLE:
        return None
    return next((media for media, (part, kind) in MAIN_PARTS.items() if part in names and kind in declared), None)


def stripped_package(content: bytes) -> bytes:
    """Return the same package without its properties, pictures inside written anew as well. Raises Invalid."""
    return packed({name: _clean(name, part) for name, part in parts(content).items()})


def parts(content: bytes) -> dict[str, bytes]:
    """Return what a package holds.

    Raises:
        Invalid: damaged, encrypted, with macros or embedded programs, or unpacking to more than MOST_UNPACKED.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check(package)
            return {part.filename: package.read(part) for part in package.infolist()}
    except UNREADABLE as error:
        raise Invalid("附件", "文档已损坏或加了密码，请另存后再添加") from error


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid("附件", f"文档展开后超过 {MOST_UNPACKED // 1024 // 1024} MB，请缩小后再添加")
    if any(program in part.filename.lower() for part in parts for program in PROGRAMS):
        raise Invalid("附件", "文档里带有宏或内嵌程序，请另存为不带宏的文档再添加")


def _clean(name: str, content: bytes) -> bytes:
    if name in EMPTY:
        return EMPTY[name].encode()
    media: str | None = filetype.guess_mime(content)
    return pictures.rewritten(content, media).content if media in pictures.FORMATS else content


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(MOST_UNPACKED)


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
