"""What may be a photo (PRODUCT 5, STACK): its kind, its size, how many at once, and what is said of the others."""

from shop_help.policy.messages import body_refusal
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.wording import N_

#: Photos of one form, and of one choosing.
MOST_PHOTOS = NUMBERS["most_photos"].value
#: Photos of one person in a minute: each is a good part of a second of work.
MOST_A_MINUTE = 30
LARGEST_BYTES = 20 * 1024 * 1024
#: A file of a few kilobytes can unpack to hundreds of megabytes, so this is asked of its header.
MOST_PIXELS = 40_000_000
#: The longest side of what is kept, and of the picture in the conversation.
LARGE_SIDE, SMALL_SIDE = 2048, 480
#: The room that a photo has in a conversation, so that nothing moves once it is there.
SHOWN_WIDTH, SHOWN_HEIGHT = 240, 300
#: Less than this on the longest side, and one who looks closely sees nothing.
SMALL_WARNING = 480

#: Of evidence: pixels on the longer side, below which nobody sees what is meant.
LEAST_SIDE = 640
#: How sharp a photo is: the variance of its Laplacian on a grey copy that is so large (darkroom.sharpness_of).
SHARPNESS_SIDE = 512
#: Less than this looks blurred. Whoever was warned may send it all the same: a plain wall has no edges either.
SHARP_ENOUGH = 30.0

#: As Pillow names them. Anything else is no photo, whatever its name says.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
#: As browsers name them.
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")

#: What a person reads when a photo is refused. PLACES fills them.
REFUSALS = {
    "no_photo": N_("Choose a photo first."),
    "too_many_photos": N_("Send at most %(most)s photos at once."),
    "photo_empty": N_("This file is empty. Choose another one."),
    "photo_too_large": N_("This file is larger than %(megabytes)s MB. Choose a smaller one."),
    "photo_too_many_pixels": N_("This picture has more than %(megapixels)s million pixels. Choose a smaller one."),
    "not_a_photo": N_("This file is no photo that can be shown. Choose a JPEG, PNG, WebP or HEIC."),
    "photo_broken": N_("This file is damaged, so it can't be shown. Choose another one, or take the photo again."),
}

PLACES = {
    "most": MOST_PHOTOS,
    "megabytes": LARGEST_BYTES // 1024**2,
    "megapixels": MOST_PIXELS // 1_000_000,
    "least_pixels": LEAST_SIDE,
}


def caption_refusal(caption: object) -> str | None:
    """Why words can't stand under a photo, as of a message; none at all may stand there too."""
    return body_refusal(caption) if caption != "" else None


def size_refusal(size: int) -> str | None:
    """Why a file of so many bytes is not even opened."""
    if size > LARGEST_BYTES:
        return "photo_too_large"
    return None if size else "photo_empty"


def evidence_refusal(width: int, height: int, sharpness: float, despite_blur: bool) -> str | None:
    """Why a photo isn't taken as evidence: photo_too_small, or photo_blurred unless its sender was warned."""
    if max(width, height) < LEAST_SIDE:
        return "photo_too_small"
    return "photo_blurred" if is_blurred(sharpness) and not despite_blur else None


def is_blurred(sharpness: float) -> bool:
    """Does it look blurred?"""
    return sharpness < SHARP_ENOUGH


def fitted(width: int, height: int, room: tuple[int, int]) -> tuple[int, int]:
    """A size of the same shape that fits into a room; never larger than it was, never nothing."""
    scale = min(1.0, room[0] / width, room[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def shown_size(width: int, height: int) -> tuple[int, int]:
    """How large a photo stands in a conversation."""
    return fitted(width, height, (SHOWN_WIDTH, SHOWN_HEIGHT))
