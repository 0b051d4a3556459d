"""What a brand may be: a name, and an accent that can be read in light and in dark (WCAG 2.2, AA)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

NAME = N_("Shop Help")
LONGEST_NAME = 30
LARGEST_LOGO = 200 * 1024
#: Words on the accent, and the accent beside what it lies on.
OF_WORDS, OF_SHAPES = 4.5, 3.0
ON_ACCENT = "#ffffff"
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Scheme:
    """Light or dark: the accent that we ship, and what an accent lies on (static/css/tokens.css)."""

    accent: str
    papers: tuple[str, ...]


SCHEMES = {
    "accent": Scheme("#d0232e", ("#f6f4f1", "#ffffff")),
    "accent_dark": Scheme("#d62f3a", ("#121110", "#1e1c1a")),
}
NO_COLOUR = Fault(N_("A colour is a # and six digits from 0 to f, such as %(example)s."), {"example": "#d0232e"})
_PALE = N_("White words on it have a contrast of %(contrast)s, and need %(least)s. The nearest shade is %(shade)s.")
_FAINT = N_("On a dark page it has a contrast of %(contrast)s, and needs %(least)s. The nearest shade is %(shade)s.")


def contrast(one: str, other: str) -> float:
    """Between two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in _bytes(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _bytes(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with so much of another one in it."""
    parts = zip(_bytes(colour), _bytes(other), strict=True)
    return "#" + bytes(round(mine + (theirs - mine) * share) for mine, theirs in parts).hex()


def pressed(colour: str) -> str:
    """As a button of it looks while it is pressed: darker, so that words on it are read better still."""
    return mixed(colour, "#000000", 0.17)


def can_be_read(colour: str, scheme: str) -> bool:
    """Is it an accent for "accent" (light) or "accent_dark"?"""
    papers = SCHEMES[scheme].papers
    return contrast(colour, ON_ACCENT) >= OF_WORDS and all(contrast(colour, each) >= OF_SHAPES for each in papers)


def nearest(colour: str, scheme: str) -> str:
    """The shade of it that can be read there and has the least black or white in it; itself where it can."""
    return next(shade for shade in _shades(colour) if can_be_read(shade, scheme))


def _shades(colour: str) -> Iterator[str]:
    for step in range(201):
        yield mixed(colour, "#000000", step / 200)
        yield mixed(colour, "#ffffff", step / 200)


def is_colour(text: str) -> bool:
    """Is it written as we keep colours?"""
    return _HEX.fullmatch(text) is not None


def brand_faults(name: str, accent: str, accent_dark: str) -> dict[str, Fault]:
    """What is wrong with a brand as it was filled in, by its fields."""
    faults: dict[str, Fault] = {}
    if not name.strip() or not name.isprintable():
        faults["name"] = Fault(N_("Say what it is called."))
    elif len(name) > LONGEST_NAME:
        faults["name"] = Fault(N_("At most %(most)s characters, please."), {"most": LONGEST_NAME})
    for scheme, colour in (("accent", accent), ("accent_dark", accent_dark)):
        if not is_colour(colour):
            faults[scheme] = NO_COLOUR
        elif not can_be_read(colour, scheme):
            faults[scheme] = _fault(colour, scheme)
    return faults


def _fault(colour: str, scheme: str) -> Fault:
    of_words, shade = contrast(colour, ON_ACCENT), nearest(colour, scheme)
    if of_words < OF_WORDS:
        return Fault(_PALE, {"contrast": _shown(of_words), "least": OF_WORDS, "shade": shade})
    least = min(contrast(colour, paper) for paper in SCHEMES[scheme].papers)
    return Fault(_FAINT, {"contrast": _shown(least), "least": OF_SHAPES, "shade": shade})


def _shown(found: float) -> str:
    # Downwards: 4.49 isn't shown as 4.5.
    return f"{int(found * 100) / 100:.2f}"
