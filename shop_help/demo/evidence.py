"""Photos that people of the demo send with their requests, drawn here: close-ups of what is wrong."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from shop_help.demo.drawing import grained

WIDTH, HEIGHT = 1200, 900


def _table(top: str, wood: str, lines: str, dice: Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A wall and the edge of a table under it, with its grain."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), top)
    light = Image.linear_gradient("L").rotate(90).resize((WIDTH, 420))
    picture.paste(Image.new("RGB", (WIDTH, 420), "#f6f1e8"), mask=light)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 420, WIDTH, HEIGHT), fill=wood)
    for _ in range(46):
        y, x = dice.randint(424, HEIGHT), dice.randint(-200, WIDTH)
        pen.line(
            [(x, y), (x + dice.randint(160, 620), y + dice.randint(-6, 6))], fill=lines, width=dice.randint(1, 4)
        )
    return picture, pen


def _shadow(picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    dark = Image.new("L", picture.size)
    ImageDraw.Draw(dark).ellipse(box, fill=150)
    picture.paste("#4a3826", mask=dark.filter(ImageFilter.GaussianBlur(26)))


def _as_sent(picture: Image.Image) -> bytes:
    out = BytesIO()
    grained(picture).save(out, "JPEG", quality=88)
    return out.getvalue()


def broken_mug() -> bytes:
    """A speckled mug that has lost its handle; the handle lies before it."""
    dice = Random(130)  # noqa: S311 - specks
    picture, pen = _table("#d8d2c6", "#a9794d", "#936540", dice)
    _shadow(picture, (400, 620, 960, 760))
    cream, edge = "#efe6d4", "#d9cdb6"
    pen.rectangle((420, 250, 780, 650), fill=cream)
    pen.ellipse((420, 590, 780, 710), fill=cream)
    pen.rectangle((700, 262, 780, 650), fill=edge)
    pen.ellipse((420, 190, 780, 310), fill=edge)
    pen.ellipse((446, 208, 754, 296), fill="#b6a98f")
    for _ in range(260):
        x, y, size = dice.randint(424, 774), dice.randint(300, 690), dice.randint(1, 4)
        pen.ellipse((x, y, x + size, y + size), fill=dice.choice(("#7d6b52", "#9a8a70", "#5e5140")))
    for top in (350, 540):
        broken = [(772, top), (798, top + 12), (788, top + 30), (802, top + 46), (776, top + 58)]
        pen.polygon(broken, fill="#cbb89a", outline="#8b7457")
    pen.arc((840, 640, 1040, 840), 200, 470, fill=cream, width=44)
    pen.arc((836, 636, 1044, 844), 200, 470, fill="#b9a888", width=6)
    for x, y in ((826, 700), (810, 760), (1010, 600), (760, 770)):
        pen.polygon([(x, y), (x + 22, y + 6), (x + 9, y + 20)], fill="#e2d6bf", outline="#8b7457")
    return _as_sent(picture)


def scratched_table() -> bytes:
    """A table's top from near, with a long scratch that shows the pale wood."""
    dice = Random(132)  # noqa: S311 - the grain
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#8a5a36")
    pen = ImageDraw.Draw(picture)
    for y in range(0, HEIGHT, 6):
        shade = dice.choice(("#84552f", "#906039", "#7d502d", "#956640"))
        pen.line([(0, y), (WIDTH // 2, y + dice.randint(-7, 7)), (WIDTH, y)], fill=shade, width=dice.randint(3, 8))
    for x, y, size in ((260, 240, 60), (930, 660, 44)):
        for ring in range(size, 0, -9):
            pen.ellipse((x - ring * 2, y - ring, x + ring * 2, y + ring), outline="#6d4425", width=4)
    shine = Image.new("L", picture.size)
    ImageDraw.Draw(shine).polygon([(560, 0), (900, 0), (520, HEIGHT), (180, HEIGHT)], fill=70)
    picture.paste("#f2e2cb", mask=shine.filter(ImageFilter.GaussianBlur(60)))
    scratch = [(170, 690), (330, 610), (470, 560), (640, 470), (700, 452), (860, 360), (1040, 250)]
    pen.line([(x + 3, y + 6) for x, y in scratch], fill="#4c2d16", width=12)
    pen.line(scratch, fill="#e6c79c", width=7, joint="curve")
    for x, y in scratch[1:-1]:
        pen.line([(x, y), (x + dice.randint(10, 40), y + dice.randint(8, 26))], fill="#d9b585", width=3)
    return _as_sent(picture)


def chipped_clock() -> bytes:
    """A wall clock on the packing table, its oak rim chipped."""
    dice = Random(131)  # noqa: S311 - the grain
    picture, pen = _table("#c9ced1", "#b7b9b6", "#a7aaa7", dice)
    _shadow(picture, (330, 720, 930, 860))
    pen.ellipse((280, 110, 920, 750), fill="#b98a55")
    pen.ellipse((292, 122, 908, 738), outline="#9b7042", width=8)
    pen.ellipse((330, 160, 870, 700), fill="#f7f4ec")
    for hour in range(12):
        turned = Image.new("L", picture.size)
        ImageDraw.Draw(turned).rectangle((594, 182, 606, 222 if hour % 3 else 242), fill=255)
        picture.paste("#3b3530", mask=turned.rotate(hour * 30, center=(600, 430)))
    pen.line([(600, 430), (500, 320)], fill="#2b2622", width=14)
    pen.line([(600, 430), (742, 372)], fill="#2b2622", width=9)
    pen.ellipse((584, 414, 616, 446), fill="#2b2622")
    chip = [(812, 196), (856, 214), (880, 268), (902, 312), (868, 318), (846, 276), (820, 240)]
    pen.polygon(chip, fill="#e9d2ab", outline="#6f4d2a")
    for x, y in ((930, 640), (980, 700), (900, 780)):
        pen.polygon([(x, y), (x + 34, y + 10), (x + 12, y + 26)], fill="#c79a63", outline="#6f4d2a")
    return _as_sent(picture)


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "broken_mug": broken_mug,
    "scratched_table": scratched_table,
    "chipped_clock": chipped_clock,
}
