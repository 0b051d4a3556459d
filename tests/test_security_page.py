"""SECURITY.md names files and tests that are there, and goes through all requirements."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:shop_help|tests|static)/[^`]*|[\w-]+\.(?:lock|json|md))`", PAGE)))

#: By section of ASVS 5.0.0, how many requirements of levels 1 and 2 there are; they are its first ones.
REQUIRED = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1
4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2
10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""


def test_it_names_many() -> None:
    assert len(NAMED) > 60


@pytest.mark.parametrize("name", NAMED)
def test_what_it_names_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    assert (ROOT / path).exists()
    assert not test or re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_no_requirement_of_level_two_is_left_out() -> None:
    counts = dict(each.split(":") for each in REQUIRED.split())
    numbers = {f"V{section}.{number + 1}" for section, most in counts.items() for number in range(int(most))}
    assert len(numbers) == 253
    named = set(re.findall(r"\bV\d+\.\d+(?:\.\d+)?", PAGE))
    # A section that isn't used is named as a whole.
    assert {each for each in numbers if each not in named and each.rpartition(".")[0] not in named} == set()
    of_level_3 = set(re.findall(r"(V\d+\.\d+\.\d+) \(level 3\)", PAGE))
    assert {each for each in named if each.count(".") == 2} - of_level_3 <= numbers


def test_every_chapter_has_its_place_and_every_row_a_test() -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", PAGE, re.MULTILINE)]
    assert chapters == list(range(1, 18))
    rows = [line for line in PAGE.splitlines() if re.match(r"\| V\d", line)]
    assert [row for row in rows if "`tests/" not in row and "the library's own tests" not in row] == []
