"""Pictures for tests, drawn here: sharp and blurry ones, and files that are none."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

#: Where somebody lives, as a phone writes it into a photo.
LATITUDE, MAKER = 0x0002, "Heron Phones"


def drawn(width: int = 800, height: int = 600, blur: float = 0) -> Image.Image:
    """A picture with edges, or with none to speak of."""
    dice = Random(f"{width}x{height}")
    picture = Image.new("RGB", (width, height), "#c9b28f")
    pen = ImageDraw.Draw(picture)
    for _ in range(150):
        x, y = dice.randrange(width), dice.randrange(height)
        size = dice.randrange(2, max(4, width // 8))
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + size, y + size), fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture


def file_of(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def taken_at_home(orientation: int = 1) -> bytes:
    """A JPEG that says where, when and with what it was taken, and carries a page behind it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MAKER, orientation
    exif.get_ifd(0x8825).update({1: "N", LATITUDE: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:11:24 08:15:00"
    content = file_of(drawn(), exif=exif, comment=b"for Heron eyes only", xmp=b"<x>Heron</x>")
    return content + b"<html><script>alert('Heron')</script></html>"


def bomb(side: int = 12_000) -> bytes:
    """A PNG of a few kilobytes that says, truly, that it has 144 million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + side // 8) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
