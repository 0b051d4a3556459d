"""What becomes of a file that somebody sends as a photo: looked at, decoded, and written anew without its secrets.

Whoever took it where, with which device and when stays in the file that was sent, which is not kept.
"""

import logging
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageFilter, ImageStat, UnidentifiedImageError

from shop_help.policy.messages import Refused
from shop_help.policy.photos import (
    FORMATS,
    LARGE_SIDE,
    LARGEST_BYTES,
    MOST_PIXELS,
    SHARPNESS_SIDE,
    SMALL_SIDE,
    size_refusal,
)

log = logging.getLogger(__name__)

#: As we keep photos, whatever they were.
ENDING, MEDIA_TYPE = "webp", "image/webp"
QUALITY = 80
#: 0 to 6: at 2 a photo costs a third of what it costs at the library's own choice, and is as small.
EFFORT = 2

pillow_heif.register_heif_opener(thumbnails=False)
# Pillow refuses what has twice as many, by the header and before any decoder makes room for it.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.simplefilter("ignore", Image.DecompressionBombWarning)

#: Photos that are worked on at the same time: a large one takes 160 MB while it is open.
_turns = threading.BoundedSemaphore(2)

#: How the camera was held, by the number that stands in the file.
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Developed:
    """A photo as it is kept, and as it stands in the conversation."""

    large: bytes
    small: bytes
    width: int
    height: int
    #: How sharp it is, see sharpness_of.
    sharpness: float = 0.0


def read(stream: BinaryIO) -> bytes:
    """What was sent, as long as it is not too much. Raises Refused."""
    content = stream.read(LARGEST_BYTES + 1)
    refusal = size_refusal(len(content))
    if refusal is not None:
        raise Refused(refusal)
    return content


def develop(content: bytes) -> Developed:
    """A photo of ours from a file of somebody's. Raises Refused for what is none."""
    with _turns, _opened(content) as image:
        try:
            # A JPEG is decoded in about the size that is wanted.
            image.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
            image.load()
        except Exception as error:
            # Decoders stumble in many ways over what somebody has bent.
            log.info("a photo could not be decoded: %r", error)
            raise Refused("photo_broken") from error
        clean = _upright(_shrunk(image))
    small = clean.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Developed(_written(clean), _written(small), *clean.size, sharpness_of(clean))


def develop_logo(content: bytes, side: int) -> bytes:
    """A logo as a PNG of ours, what is transparent in it kept. Raises Refused for what is no picture: an SVG is none,
    for it could hold a script."""
    with _turns, _opened(content) as image:
        try:
            image.load()
            clean = image.convert("RGBA")
        except Exception as error:
            log.info("a logo could not be decoded: %r", error)
            raise Refused("photo_broken") from error
    clean.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    # What is new takes along nothing that stood in the file.
    Image.frombytes("RGBA", clean.size, clean.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


#: Of a Laplacian filter what is above nothing and what is below it: pixels hold no negative values.
_EDGES = tuple(
    ImageFilter.Kernel((3, 3), [sign * weight for weight in (0, 1, 0, 1, -4, 1, 0, 1, 0)], scale=1)
    for sign in (1, -1)
)


def sharpness_of(image: Image.Image) -> float:
    """The variance of its Laplacian on a grey copy of SHARPNESS_SIDE pixels: the fewer edges, the less.

    static/js measures the same before a photo is sent.
    """
    grey = image.convert("L")
    grey.thumbnail((SHARPNESS_SIDE, SHARPNESS_SIDE), Image.Resampling.BILINEAR)
    width, height = grey.size
    if width < 3 or height < 3:
        return 0.0
    # The filter leaves the outermost pixels as they were.
    inner = (1, 1, width - 1, height - 1)
    above, below = (ImageStat.Stat(grey.filter(edges).crop(inner)) for edges in _EDGES)
    mean = (above.sum[0] - below.sum[0]) / above.count[0]
    return float((above.sum2[0] + below.sum2[0]) / above.count[0] - mean**2)


def _opened(content: bytes) -> Image.Image:
    """The header alone is read."""
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Refused("photo_too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise Refused("not_a_photo") from error
    except Exception as error:
        log.info("a photo could not be opened: %r", error)
        raise Refused("photo_broken") from error


def _shrunk(image: Image.Image) -> Image.Image:
    """At most as large as we keep them; what comes after is work on each pixel."""
    if image.mode == "P":
        image = image.convert("RGBA")
    image.thumbnail((LARGE_SIDE, LARGE_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As the eye saw it: in the colours of a screen, on white, turned as the camera was held."""
    seen = _on_white(_in_screen_colours(image))
    way = _TURNED.get(_orientation(image))
    return seen.transpose(way) if way is not None else seen


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception as error:
        log.info("a photo's orientation could not be read: %r", error)
        return 1


def _in_screen_colours(image: Image.Image) -> Image.Image:
    """Phones photograph in wider colours than a picture without a profile has."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        log.info("a photo's colours could not be read: %r", error)
        return image


def _on_white(image: Image.Image) -> Image.Image:
    """In three colours. What is transparent would be black otherwise."""
    if image.mode.startswith("I"):
        # Sixteen bits; the lower eight are more than a screen has.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground.convert("RGB")


def _written(image: Image.Image) -> bytes:
    """The picture alone: this writer takes along nothing that it is not given."""
    out = BytesIO()
    image.save(out, ENDING.upper(), quality=QUALITY, method=EFFORT)
    return out.getvalue()
