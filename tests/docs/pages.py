"""What pages of docs/ tell their reader to write, taken out of them: a block whose first line names a file."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from shop_help.config import ROOT

#: Three backticks, a language, and perhaps a path.
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What a copy of the application needs; the rest it has in common with this one.
COPIED = ("shop_help", "templates", "tests", "pyproject.toml", "app.py")
SHARED = ("static", "stubs", "docs", "deploy", "tools")


@dataclass(frozen=True)
class Block:
    """A block of code of a page."""

    language: str
    #: The file that it is, or changes; empty for commands.
    path: str
    text: str


def blocks_of(page: str) -> list[Block]:
    """All of a page, in their order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [Block(language, path, body) for language, path, body in _BLOCK.findall(text)]


def copy_of_the_application(folder: Path) -> Path:
    """One that may be changed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name)
    return folder


def write(block: Block, folder: Path) -> None:
    """Does what the block says: changes a file, or makes one."""
    path = folder / block.path
    if block.language != "diff":
        assert not path.exists(), f"{block.path} is there already"
        path.write_text(block.text, encoding="utf-8")
        return
    lines = block.text.splitlines(keepends=True)
    before, after = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{block.path} has these lines {text.count(before)} times:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
