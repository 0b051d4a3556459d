"""What becomes of a file that is sent as a photo: a picture of ours, or a reason (STACK)."""

import struct
import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from shop_help.darkroom import develop, read
from shop_help.policy.messages import Refused
from shop_help.policy.photos import LARGEST_BYTES
from tests.pictures import bomb, drawn, file_of, taken_at_home


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        develop(content)
    return refused.value.code


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def is_near(one: Any, other: Any) -> bool:
    """The same colour, but for what a lossy file does to it."""
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_kind_becomes_a_picture_of_ours_in_two_sizes(kind: str) -> None:
    photo = develop(file_of(drawn(3000, 2000), kind))
    assert (photo.width, photo.height) == (2048, 1365)
    large, small = opened(photo.large), opened(photo.small)
    assert (large.format, large.size, large.mode) == ("WEBP", (2048, 1365), "RGB")
    assert (small.format, small.size) == ("WEBP", (480, 320))


def test_a_small_picture_stays_as_large_as_it_was() -> None:
    photo = develop(file_of(drawn(40, 30), "PNG"))
    assert (photo.width, photo.height) == (40, 30)
    assert opened(photo.small).size == (40, 30)


def test_nothing_stays_of_where_when_and_with_what_it_was_taken() -> None:
    sent = taken_at_home()
    assert sent.count(b"Heron") >= 4
    assert opened(sent).getexif().get_ifd(0x8825)
    for content in (develop(sent).large, develop(sent).small):
        assert b"Heron" not in content
        assert b"<html" not in content
        kept = opened(content)
        assert not kept.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept.info)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (3, (79, 59)), (6, (59, 0)), (8, (0, 79)), (2, (79, 0)), (4, (0, 59)), (5, (0, 0)), (7, (59, 79))],
)
def test_a_photo_is_turned_as_the_camera_was_held(orientation: int, corner: tuple[int, int]) -> None:
    picture = Image.new("RGB", (80, 60), "white")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = develop(file_of(picture, exif=exif, quality=95))
    assert (photo.width, photo.height) == ((80, 60) if orientation < 5 else (60, 80))
    x, y = corner
    inside = (min(max(x, 8), photo.width - 9), min(max(y, 8), photo.height - 9))
    assert is_near(opened(photo.large).convert("RGB").getpixel(inside), (254, 0, 0))


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        ("RGBA", (0, 0, 0, 0), "PNG", (255, 255, 255)),
        ("RGBA", (0, 0, 200, 255), "WEBP", (0, 0, 200)),
        ("LA", (0, 0), "PNG", (255, 255, 255)),
        ("L", 100, "JPEG", (100, 100, 100)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("I;16", 40_000, "PNG", (156, 156, 156)),
        ("CMYK", (0, 255, 255, 0), "JPEG", (254, 0, 0)),
    ],
)
def test_every_kind_of_colour_is_seen_as_it_was(mode: str, colour: Any, kind: str, seen: tuple[int, ...]) -> None:
    photo = develop(file_of(Image.new(mode, (2500, 40), colour), kind))
    assert is_near(opened(photo.large).convert("RGB").getpixel((1000, 10)), seen)


def test_a_palette_with_a_clear_colour_stands_on_white() -> None:
    picture = Image.new("P", (50, 50), 0)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    photo = develop(file_of(picture, "PNG", transparency=0))
    assert is_near(opened(photo.large).convert("RGB").getpixel((25, 25)), (255, 255, 255))


def test_wider_colours_become_those_of_a_screen_and_broken_ones_are_left_out() -> None:
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all"):
        photo = develop(file_of(Image.new("RGB", (30, 30), "teal"), icc_profile=profile))
        assert is_near(opened(photo.large).convert("RGB").getpixel((9, 9)), (0, 128, 128))


def test_a_bomb_is_refused_by_its_header_before_anything_is_unpacked() -> None:
    content = bomb()
    assert len(content) < 50_000
    tracemalloc.start()
    assert code_of(content) == "photo_too_many_pixels"
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("size", "is_taken"), [((8000, 5000), True), ((8000, 5001), False)])
def test_forty_million_pixels_are_taken_and_not_one_more(size: tuple[int, int], is_taken: bool) -> None:
    content = file_of(Image.new("1", size), "PNG")
    if is_taken:
        assert develop(content).width == 2048
    else:
        assert code_of(content) == "photo_too_many_pixels"


@pytest.mark.parametrize(("kind", "effort"), [("WEBP", {"method": 0}), ("JPEG", {})])
def test_no_kind_hides_its_pixels(kind: str, effort: dict[str, Any]) -> None:
    content = file_of(Image.new("L", (16_000, 2_504)), kind, quality=1, **effort)
    assert code_of(content) == "photo_too_many_pixels"


def test_a_heic_is_refused_by_what_its_header_says() -> None:
    content = file_of(drawn(64, 64), "HEIF")
    place = content.index(b"ispe") + 8
    content = content[:place] + struct.pack(">II", 12_000, 12_000) + content[place + 8 :]
    assert code_of(content) == "photo_too_many_pixels"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"%PDF-1.7",
        b"\x00" * 4096,
        b"x",
        file_of(drawn(60, 40), "GIF"),
        file_of(drawn(60, 40), "TIFF"),
        file_of(drawn(60, 40), "BMP"),
        # A page that begins as a picture does.
        b"GIF89a=1;alert(1)//",
    ],
)
def test_what_is_no_photo_is_none_whatever_its_name(content: bytes) -> None:
    assert code_of(content) == "not_a_photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_file_that_ends_too_soon_is_damaged(kind: str) -> None:
    content = file_of(drawn(), kind)
    for share in (0.3, 0.6, 0.95):
        assert code_of(content[: int(len(content) * share)]) == "photo_broken"


def test_a_file_that_was_bent_is_a_picture_or_a_reason_and_never_an_error() -> None:
    came_of_it = set()
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        content = bytearray(file_of(drawn(200, 150), kind))
        for place in range(0, len(content), max(1, len(content) // 60)):
            bent = bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
            try:
                came_of_it.add(type(develop(bent)).__name__)
            except Refused as refused:
                came_of_it.add(refused.code)
    assert {"Developed", "photo_broken"} <= came_of_it
    assert came_of_it <= {"Developed", "photo_broken", "not_a_photo", "photo_too_many_pixels"}


def test_a_file_is_read_up_to_its_largest_size() -> None:
    assert len(read(BytesIO(b"x" * LARGEST_BYTES))) == LARGEST_BYTES
    for content, code in ((b"x" * (LARGEST_BYTES + 1), "photo_too_large"), (b"", "photo_empty")):
        with pytest.raises(Refused) as refused:
            read(BytesIO(content))
        assert refused.value.code == code
