"""An accent can be read in light and in dark, or the nearest shade that can is proposed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_help.config import ROOT
from shop_help.policy.brand import (
    LONGEST_NAME,
    ON_ACCENT,
    SCHEMES,
    brand_faults,
    can_be_read,
    contrast,
    nearest,
    pressed,
)

LIGHT, DARK = (scheme.accent for scheme in SCHEMES.values())
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    # As the calculator of WebAIM has them.
    [
        ("#ffffff", "#000000", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    assert contrast(one, other) == pytest.approx(found, abs=0.01)


def test_what_we_ship_can_be_read_and_is_what_the_style_sheet_has() -> None:
    assert brand_faults("Shop Help", LIGHT, DARK) == {}
    tokens = (ROOT / "static/css/tokens.css").read_text()
    assert f"--raw-red: light-dark({LIGHT}, {DARK});" in tokens
    papers = [
        [light, dark] for light, dark in re.findall(r"--raw-(?:paper|raised): light-dark\((.+?), (.+?)\)", tokens)
    ]
    whole = [tuple("#ffffff" if each == "#fff" else each for each in pair) for pair in zip(*papers, strict=True)]
    assert whole == [scheme.papers for scheme in SCHEMES.values()]


@given(COLOURS, st.sampled_from(sorted(SCHEMES)))
def test_each_colour_has_a_nearest_shade_that_can_be_read(colour: str, scheme: str) -> None:
    shade = nearest(colour, scheme)
    assert can_be_read(shade, scheme)
    assert can_be_read(colour, scheme) == (shade == colour)
    assert contrast(pressed(shade), ON_ACCENT) >= contrast(shade, ON_ACCENT)


@pytest.mark.parametrize(
    ("accent", "accent_dark", "wrong"),
    [
        ("#767676", DARK, set()),
        ("#777777", DARK, {"accent"}),
        ("#ffcc00", DARK, {"accent"}),
        (LIGHT, "#5a0000", {"accent_dark"}),
        (LIGHT, "#ffcc00", {"accent_dark"}),
        ("red", "#fff", {"accent", "accent_dark"}),
        ("#D0232E", DARK, {"accent"}),
        ("#d0232e;}", DARK, {"accent"}),
        ("#d0232e\n", DARK, {"accent"}),
    ],
)
def test_what_can_not_be_read_is_said_by_its_field(accent: str, accent_dark: str, wrong: set[str]) -> None:
    assert set(brand_faults("Acme", accent, accent_dark)) == wrong


def test_the_fault_says_how_much_is_missing_and_what_would_do() -> None:
    fault = brand_faults("Acme", "#ffcc00", DARK)["accent"]
    assert fault.values == {"contrast": "1.51", "least": 4.5, "shade": nearest("#ffcc00", "accent")}


@pytest.mark.parametrize(("name", "is_fine"), [("A", True), ("", False), (" ", False), ("a\nb", False)])
def test_a_name_is_a_line(name: str, is_fine: bool) -> None:
    assert ("name" not in brand_faults(name, LIGHT, DARK)) == is_fine


@pytest.mark.parametrize(("length", "is_fine"), [(LONGEST_NAME, True), (LONGEST_NAME + 1, False)])
def test_a_name_is_short(length: int, is_fine: bool) -> None:
    assert ("name" not in brand_faults("x" * length, LIGHT, DARK)) == is_fine
