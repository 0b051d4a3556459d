"""SECURITY.md names files and tests that are there, and goes through all chapters."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:shop_help|tests|static)/[^`]*|[\w-]+\.(?:lock|json|md))`", PAGE)))


def test_it_names_many() -> None:
    assert len(NAMED) > 60


@pytest.mark.parametrize("name", NAMED)
def test_what_it_names_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    assert (ROOT / path).exists()
    assert not test or re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_every_chapter_has_its_place_and_every_row_a_test() -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", PAGE, re.MULTILINE)]
    assert chapters == list(range(1, 18))
    rows = [line for line in PAGE.splitlines() if re.match(r"\| V\d", line)]
    assert [row for row in rows if "`tests/" not in row and "the library's own tests" not in row] == []
