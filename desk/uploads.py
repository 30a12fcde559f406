"""Files from outside: recognised by their first bytes, cleaned of all one cannot see, or refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import filetype

from desk import papers, pictures
from desk.errors import Invalid

MB = 1024 * 1024
MOST_BYTES = 10 * MB
ALLOWED = "可以添加 JPEG、PNG、WebP 图片和 PDF、Word（.docx）、Excel（.xlsx）文件"
LONGEST_NAME = 100  # characters
HEIC = ("image/heic", "image/heif", "image/avif")
PACKAGES = ("application/zip", papers.WORD, papers.EXCEL)


@dataclass(frozen=True)
class Upload:
    """A file that may be kept.

    Attributes:
        name: The sender's name for it, without folders.
        preview: A small JPEG of a picture; empty for papers.
    """

    name: str
    media: str
    content: bytes
    preview: bytes = b""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


EXTENSIONS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    papers.PDF: "pdf",
    papers.WORD: "docx",
    papers.EXCEL: "xlsx",
}


def checked(name: str, content: bytes) -> Upload:
    """Return what of the file is kept.

    Raises:
        Invalid: empty, larger than MOST_BYTES, of a kind that is not allowed, or damaged; the sentence says what to do.
    """
    if not content:
        raise Invalid("附件", "文件是空的，请重新选择")
    if len(content) > MOST_BYTES:
        raise Invalid("附件", f"一个文件最多 {MOST_BYTES // MB} MB，请压缩或缩小后再添加")
    media = _media(content)
    plain_name = " ".join(re.split(r"[/\\]", name)[-1].split())[-LONGEST_NAME:]
    if media in pictures.FORMATS:
        picture = pictures.rewritten(content, media)
        return Upload(plain_name, media, picture.content, picture.preview)
    return Upload(plain_name, media, _CLEANED[media](content))


def _media(content: bytes) -> str:
    """Raises Invalid for a kind that is not allowed."""
    found: str = filetype.guess_mime(content) or ""
    if found in HEIC:
        raise Invalid("附件", "暂不能打开 HEIC 照片，请转存为 JPEG 或截图后再添加")
    media = papers.kind_of_package(content) or "" if found in PACKAGES else found
    if media not in EXTENSIONS:
        raise Invalid("附件", f"不接收这种文件。{ALLOWED}")
    return media


_CLEANED: Mapping[str, Callable[[bytes], bytes]] = {
    papers.PDF: papers.trimmed_pdf,
    papers.WORD: papers.stripped_package,
    papers.EXCEL: papers.stripped_package,
}
