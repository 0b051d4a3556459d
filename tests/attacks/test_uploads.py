"""Files made to be more than a picture: a picture is kept and nothing else. Bombs: tests/test_darkroom.py."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from shop_help import darkroom
from shop_help.policy.messages import Refused
from tests.attacks.ground import Ground
from tests.attacks.payloads import MARK
from tests.pictures import drawn, file_of

SCRIPT = f"<script>window.{MARK}=1</script>".encode()
PICTURE = drawn(60, 40)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _with_text() -> bytes:
    """A PNG with a script in its texts, one of them packed a thousandfold."""
    png = file_of(PICTURE, "PNG")
    packed = zlib.compress(SCRIPT * 20_000)
    texts = _chunk(b"tEXt", b"Comment\x00" + SCRIPT) + _chunk(b"zTXt", b"More\x00\x00" + packed)
    return png[:33] + texts + png[33:]


def _with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x9286] = SCRIPT.decode(), SCRIPT
    out = BytesIO()
    PICTURE.save(out, "JPEG", exif=exif, comment=SCRIPT)
    return out.getvalue()


def _of_frames(kind: str, frames: int) -> bytes:
    out = BytesIO()
    small = [Image.new("RGB", (16, 16), (i % 256, i // 256, 0)) for i in range(frames)]
    small[0].save(out, kind, save_all=True, append_images=small[1:], duration=10)
    return out.getvalue()


MORE_THAN_PICTURES = {
    "a page behind a JPEG": file_of(PICTURE) + SCRIPT,
    "a page in a PNG": _with_text(),
    "a script in what a camera says": _with_exif(),
    "an archive behind a PNG": file_of(PICTURE, "PNG") + b"PK\x03\x04" + SCRIPT,
}
NO_PICTURES = {
    "a page": b"<!doctype html>" + SCRIPT,
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x">' + SCRIPT + b"</svg>",
    "a page that begins as a GIF": b"GIF89a/*" + SCRIPT,
    "two thousand frames of a GIF": _of_frames("GIF", 2000),
    "an archive": b"PK\x03\x04" + b"\x00" * 64,
    "a document": b"%PDF-1.7 " + SCRIPT,
}


@pytest.mark.parametrize("what", MORE_THAN_PICTURES)
def test_of_a_file_that_is_more_than_a_picture_the_picture_alone_is_kept(what: str) -> None:
    made = darkroom.develop(MORE_THAN_PICTURES[what])
    for kept in (made.large, made.small):
        assert kept[:4] + kept[8:12] == b"RIFFWEBP"
        assert MARK.encode() not in kept
        assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize("what", NO_PICTURES)
def test_what_is_no_photo_is_refused_by_what_it_is_and_not_by_its_name(what: str, ground: Ground) -> None:
    with pytest.raises(Refused, match=r"not_a_photo|photo_broken"):
        darkroom.develop(NO_PICTURES[what])
    sent = {"photo": (BytesIO(NO_PICTURES[what]), "photo.jpg", "image/jpeg")}
    answer = ground.knock("ana", "POST", "buyers.send_photos", more=sent, Accept="application/json")
    assert answer.status_code == 422
    assert not ground.was_written()


def test_of_two_thousand_frames_the_first_is_kept() -> None:
    assert getattr(Image.open(BytesIO(darkroom.develop(_of_frames("WEBP", 2000)).large)), "n_frames", 1) == 1


@pytest.mark.parametrize(
    "name", [f"<img src=x onerror={MARK}>.jpg", "../../../etc/passwd", "a\r\nSet-Cookie: x.jpg", "x.php"]
)
def test_a_files_name_is_nowhere_but_in_what_is_said_of_it(name: str, ground: Ground) -> None:
    sent = {"photo": (BytesIO(file_of(PICTURE)), name)}
    # A line end in a name ends its field, so that no file comes.
    assert ground.knock("ana", "POST", "buyers.send_photos", more=sent).status_code in (200, 303, 422)
    kept = [cell for rows in ground.rows().values() for row in rows for cell in row if isinstance(cell, str)]
    assert not [cell for cell in kept for part in (f"{MARK}>", "passwd", "x.php", "Set-Cookie") if part in cell]
    bad = {"photo": (BytesIO(SCRIPT), name)}
    page = ground.knock("ana", "POST", "buyers.send_photos", more=bad)
    assert f"<img src=x onerror={MARK}>" not in page.text
    assert "x.jpg" not in page.headers.get("Set-Cookie", "")
