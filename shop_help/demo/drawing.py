"""The demo's photo, drawn here: Ana's planter on its sill, with the crack that she writes about."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 1500
#: Where the planter stands: its rim's left and right, its foot's left and right, their heights.
RIM, FOOT, TOP, BOTTOM = (250, 950), (330, 870), 560, 1180
_CRACK = [(590, 560), (622, 640), (598, 720), (640, 812), (610, 900), (655, 985), (632, 1075), (660, 1180)]
_BRANCH = [(640, 812), (706, 846), (734, 906)]
_SPECKS = ("#c7836b", "#8d9aa5", "#e9dcc6", "#6f6a66", "#d9a441")


def cracked_planter() -> bytes:
    """A JPEG, as a phone would send it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#d9d3c8")
    pen, dice = ImageDraw.Draw(picture), Random(120)  # noqa: S311 - leaves and specks
    _draw_room(picture, pen)
    _draw_leaves(pen, dice)
    _draw_planter(picture, dice)
    _draw_crack(pen)
    out = BytesIO()
    grained(picture).save(out, "JPEG", quality=90)
    return out.getvalue()


def _draw_room(picture: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    """A wall that the light falls on from the left, a sill, a shadow and the puddle."""
    light = Image.linear_gradient("L").rotate(90).resize((WIDTH, 1080))
    picture.paste(Image.new("RGB", (WIDTH, 1080), "#f1ece2"), mask=light)
    pen.rectangle((0, 1080, WIDTH, HEIGHT), fill="#b98d62")
    for line, shade in ((1080, "#8f6a47"), (1210, "#b0845a"), (1330, "#c1966b"), (1420, "#ad8158")):
        pen.rectangle((0, line, WIDTH, line + 7), fill=shade)
    shadow = Image.new("L", picture.size)
    ImageDraw.Draw(shadow).ellipse((340, 1110, 1130, 1270), fill=150)
    picture.paste("#5d4630", mask=shadow.filter(ImageFilter.GaussianBlur(28)))
    pen.ellipse((520, 1185, 880, 1262), fill="#93806b")
    pen.ellipse((560, 1196, 760, 1226), fill="#b9ab99")


def _draw_leaves(pen: ImageDraw.ImageDraw, dice: Random) -> None:
    """A fern, frond by frond."""
    for number in range(15):
        lean = (number - 7) * 66 + dice.randint(-20, 20)
        tip = (600 + lean, 120 + abs(number - 7) * 44 + dice.randint(0, 40))
        for step in range(1, 24):
            share = step / 24
            x = 600 + lean * share**1.4
            y = TOP - (TOP - tip[1]) * share
            leaf = 46 * (1 - share) + 8
            shade = dice.choice(("#3f6b3c", "#557f45", "#2f5733", "#6d9455"))
            pen.ellipse((x - leaf, y - leaf / 4, x, y + leaf / 4), fill=shade)
            pen.ellipse((x, y - leaf / 4, x + leaf, y + leaf / 4), fill=shade)


def _draw_planter(picture: Image.Image, dice: Random) -> None:
    """Terrazzo: specks of stone, darker to the right."""
    shape = Image.new("L", picture.size)
    edge = [(RIM[0], TOP), (RIM[1], TOP), (FOOT[1], BOTTOM), (FOOT[0], BOTTOM)]
    ImageDraw.Draw(shape).polygon(edge, fill=255)
    stone = Image.new("RGB", picture.size, "#efe7db")
    pen = ImageDraw.Draw(stone)
    for _ in range(900):
        x, y, size = dice.randint(RIM[0], RIM[1]), dice.randint(TOP, BOTTOM), dice.randint(3, 15)
        corners = [(x + dice.randint(-size, size), y + dice.randint(-size, size)) for _ in range(4)]
        pen.polygon(corners, fill=dice.choice(_SPECKS))
    shade = Image.linear_gradient("L").rotate(90).resize(picture.size).point(lambda value: (255 - value) * 0.5)
    stone.paste("#6a5c4d", mask=shade.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    pen.rectangle((RIM[0], TOP, RIM[1], TOP + 26), fill="#f7f1e7")
    picture.paste(stone, mask=shape)


def _draw_crack(pen: ImageDraw.ImageDraw) -> None:
    for line, width in ((_CRACK, 9), (_BRANCH, 5)):
        pen.line([(x + 4, y) for x, y in line], fill="#fbf6ee", width=width)
        pen.line(line, fill="#2b221b", width=width, joint="curve")
    pen.polygon([(590, 556), (560, 566), (606, 606), (626, 562)], fill="#2b221b")


def grained(picture: Image.Image) -> Image.Image:
    """As a phone's sensor would have it."""
    grain = Image.effect_noise(picture.size, 22).convert("RGB")
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.07)
