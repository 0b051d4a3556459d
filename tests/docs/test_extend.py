"""docs/extend.md, followed to the letter in a copy of the application: what it adds is there, by its own tests."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from shop_help.config import ROOT
from tests.docs.pages import blocks_of, copy_of_the_application, write

BLOCKS = blocks_of("extend.md")
#: The tests that the page has its reader run. Those of test_markets.py name all markets, so it isn't among them.
NAMED = [
    word
    for block in BLOCKS
    if block.language == "sh"
    for line in block.text.splitlines()
    if "pytest" in line
    for word in shlex.split(line)
    if word.startswith("tests/")
]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application with all three examples in it."""
    folder = copy_of_the_application(tmp_path_factory.mktemp("extended"))
    for block in BLOCKS:
        if block.path:
            write(block, folder)
    return folder


@pytest.mark.timeout(300)
def test_the_page_can_be_followed_and_its_own_tests_pass(followed: Path) -> None:
    written = [block.path for block in BLOCKS if block.path.startswith("tests/")]
    assert len(written) == 3
    assert set(written) <= set(NAMED)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *NAMED]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ran = subprocess.run(command, cwd=followed, env=environ, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


def test_what_it_tests_is_not_there_without_it(followed: Path) -> None:
    for block in BLOCKS:
        if block.language == "diff":
            assert (followed / block.path).read_text() != (ROOT / block.path).read_text()
        elif block.path:
            assert not (ROOT / block.path).exists()


def test_the_page_names_files_that_are_there() -> None:
    assert [name for name in NAMED if not (ROOT / name).exists() and name not in {b.path for b in BLOCKS}] == []
