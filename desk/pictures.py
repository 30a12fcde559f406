"""Pictures from outside: decoded, turned upright and written anew, so that only what one sees is kept."""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from desk.errors import Invalid

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}  # media type → Pillow's name
MOST_PIXELS = 50_000_000  # what telephones take; decoded it is 200 MB
LONGEST = 4096  # pixels of the longer side that are kept
PREVIEW = 240
QUALITY = 88

# What Pillow raises on files that are cut off, damaged or lie about themselves.
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, struct.error)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_one_at_a_time = threading.Lock()  # keeps the memory of many uploads at that of one


@dataclass(frozen=True)
class Picture:
    """A picture without metadata; *preview* is a small JPEG of it."""

    content: bytes
    preview: bytes


def rewritten(content: bytes, media: str) -> Picture:
    """Return the picture alone: no EXIF, place, comment, embedded preview, colour profile or trailing bytes.

    Raises:
        Invalid: it cannot be decoded to the end, or has more than MOST_PIXELS.
    """
    with _one_at_a_time:
        try:
            image = _decoded(content, FORMATS[media])
        except TOO_LARGE as error:
            raise _too_many_pixels() from error
        except DAMAGED as error:
            raise Invalid("附件", "图片不完整或已损坏，请重新拍照或截图后再添加") from error
        return Picture(_encoded(image, FORMATS[media]), _preview(image))


def _preview(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return _encoded(ground, "JPEG")


def _decoded(content: bytes, kind: str) -> Image.Image:
    with Image.open(BytesIO(content), formats=(kind,)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels()
        image.load()
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB")
    plain.thumbnail((LONGEST, LONGEST))
    # Built from the pixels alone: nothing Pillow read besides them can come along.
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _encoded(image: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    image.save(file, kind, quality=QUALITY)
    return file.getvalue()


def _too_many_pixels() -> Invalid:
    return Invalid("附件", f"图片超过 {MOST_PIXELS // 10_000} 万像素，请缩小后再添加")
