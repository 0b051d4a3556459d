"""The browser finds a photo as sharp as the server does: nobody is told one thing, and then another.

They make the small copy each in their own way, and of what is very sharp the browser keeps more. Around the measure
that decides they differ by a tenth; there the server has the last word, and the page shows that too.
"""

import base64
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import Page

from shop_help.darkroom import sharpness_of
from shop_help.policy.photos import SHARP_ENOUGH, SHARPNESS_SIDE, is_blurred
from tests.journeys.conftest import Opened
from tests.pictures import drawn, file_of

_MEASURE = """async ([content, side]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const img = new Image();
  img.src = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  await img.decode();
  const script = document.querySelector("script[src*='js/app']").src;
  const { sharpness } = await import(new URL("sharpness.js", script));
  return sharpness(img, side);
}"""


def label(width: int = 1600, height: int = 1200) -> Image.Image:
    """A printed label on a plain carton: few edges, all of them sharp."""
    picture = Image.new("RGB", (width, height), "#b9976b")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((width // 4, height // 4, 3 * width // 4, 3 * height // 4), fill="white")
    for row in range(height // 4 + 20, 3 * height // 4 - 20, 24):
        for column in range(width // 4 + 20, 3 * width // 4 - 20, 14):
            pen.rectangle((column, row, column + 6, row + 12), fill="black" if (row * column) % 3 else "white")
    return picture


def in_browser(page: Page, content: bytes) -> float:
    return float(page.evaluate(_MEASURE, [base64.b64encode(content).decode(), SHARPNESS_SIDE]))


def test_both_measure_the_same(open_page: Opened) -> None:
    page = open_page("ana", "android")
    pictures = {f"drawn {blur}": drawn(1600, 1200, blur=blur) for blur in (0, 1, 2, 3, 4, 8, 16)}
    pictures |= {"label": label(), "upright": drawn(900, 1600), "just large enough": drawn(640, 480)}
    pictures |= {"wall": Image.new("RGB", (1200, 900), "#d9d4cb")}
    for name, picture in pictures.items():
        content = file_of(picture, quality=90)
        here, there = sharpness_of(Image.open(BytesIO(content))), in_browser(page, content)
        if here < 4 * SHARP_ENOUGH:
            assert abs(here - there) <= 0.2 * max(here, 4), (name, here, there)
        if not 0.85 < here / SHARP_ENOUGH < 1.15:
            assert is_blurred(here) == is_blurred(there), (name, here, there)


def test_what_anybody_sees_is_sharp_or_blurred(open_page: Opened) -> None:
    page = open_page("ana", "android")
    for picture in (drawn(1600, 1200), label(), drawn(640, 480)):
        assert not is_blurred(in_browser(page, file_of(picture, quality=90)))
    for picture in (drawn(1600, 1200, blur=16), Image.new("RGB", (1200, 900), "#d9d4cb")):
        assert is_blurred(in_browser(page, file_of(picture, quality=90)))
