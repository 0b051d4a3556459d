"""What a backup says of itself, and the sums by which its files are known again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

#: Of the folder's own form; another number is another form.
FORMAT = 1
MANIFEST, SUMS, PHOTOS = "manifest.json", "SHA256SUMS", "photos"

_PIECE = 1024 * 1024


class BackupError(RuntimeError):
    """Why it can't be done, in a sentence for the operator."""


@dataclass(frozen=True)
class Manifest:
    """The whole of manifest.json."""

    format: int
    taken_at: str
    #: Of Shop Help, and of its tables.
    version: str
    migration: str
    #: sqlite or postgresql, and the file's name in the folder.
    database: str
    file: str
    #: Rows by table, and photos: as a person looks whether it is all there.
    rows: dict[str, int]
    photos: int
    #: SHA-256 of SHA256SUMS, which has that of each file.
    sums: str

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupError for what is no backup, or one of another form."""
    try:
        told = json.loads((folder / MANIFEST).read_text())
        manifest = Manifest(**told) if told.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} holds no backup: {error}.") from error
    if manifest is None:
        raise BackupError(f"{folder} has the form {told.get('format')}, and this version reads form {FORMAT}.")
    return manifest


def write_sums(folder: Path) -> str:
    """Writes the sum of each file, and gives back the sum of that list."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{sum_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / SUMS).write_text("".join(lines))
    return sum_of(folder / SUMS)


def refuse_changed(folder: Path, manifest: Manifest) -> None:
    """Raises BackupError where a file is missing, is there besides, or isn't what was written."""
    try:
        is_as_written = sum_of(folder / SUMS) == manifest.sums
        listed = dict(_listed(folder)) if is_as_written else {}
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder / SUMS} can't be read: {error}.") from error
    if not is_as_written:
        raise BackupError(f"{folder / SUMS} isn't as it was written: this backup can't be trusted.")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strange = sorted((there - {MANIFEST, SUMS}) ^ listed.keys())
    if strange:
        raise BackupError(f"{strange[0]} is missing, or nobody put it there: this backup can't be trusted.")
    for name, meant in listed.items():
        if sum_of(folder / name) != meant:
            raise BackupError(f"{name} isn't as it was written: this backup can't be trusted.")


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / SUMS).read_text().splitlines():
        meant, name = line.split("  ", 1)
        yield name, meant


def sum_of(path: Path) -> str:
    """SHA-256 in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
