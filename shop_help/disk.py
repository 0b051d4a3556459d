"""Files that are there whole or not at all, also after the power went."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write: under its name once all of it is on the disk, and the name with it; else there is none."""
    made = list(_missing_folders(path.parent))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    for changed in {path.parent, *(folder.parent for folder in made)}:
        sync(changed)


def _missing_folders(path: Path) -> Iterator[Path]:
    while not path.exists():
        yield path
        path = path.parent


def sync(path: Path) -> None:
    """What a file holds, or which names a folder holds, is on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
