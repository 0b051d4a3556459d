"""flask backup: the database first, then the photos it names: a photo is kept before its row, so none is missing."""

import shutil
import tempfile
import tomllib
from pathlib import Path

from sqlalchemy import Engine

from shop_help import clock
from shop_help.backups.contents import Contents
from shop_help.backups.databases import Database, database_of
from shop_help.backups.manifest import FORMAT, PHOTOS, BackupError, Manifest, write_sums
from shop_help.config import ROOT
from shop_help.disk import sync
from shop_help.photo_files import folder as photo_folder
from shop_help.photo_files import paths_of

#: How often the database is taken anew because a photo went while the others were copied.
MOST_TRIES = 5


def back_up(engine: Engine, folder: Path, programs: Path | None = None) -> Manifest:
    """Writes a backup into a new folder, which has its name once all of it is on the disk. Raises BackupError."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already: a backup goes into a folder of its own.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # For nobody else to read; and one that was killed is known by its name.
    unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.unfinished-", dir=folder.parent))
    try:
        manifest = _fill(unfinished, database_of(engine, programs))
        _sync(unfinished)
        unfinished.rename(folder)
        sync(folder.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _fill(folder: Path, database: Database) -> Manifest:
    begun_at = clock.now()
    contents = _take(folder, database)
    for stray in _copied(folder) - _files_of(contents):
        (folder / PHOTOS / stray).unlink()
    manifest = Manifest(
        format=FORMAT,
        taken_at=begun_at.isoformat(),
        version=_version(),
        migration=contents.migration,
        database=database.name,
        file=database.file,
        rows=contents.rows,
        photos=len(contents.photos),
        sums=write_sums(folder),
    )
    manifest.write(folder)
    return manifest


def _take(folder: Path, database: Database) -> Contents:
    """Takes the database and its photos. Where somebody removed one meanwhile, the database is taken once more."""
    missing: list[str] = []
    for _ in range(MOST_TRIES):
        contents = database.take(folder / database.file)
        missing = [name for name in sorted(_files_of(contents) - _copied(folder)) if not _copy(name, folder)]
        if not missing:
            return contents
    raise BackupError(f"The photo {missing[0]} is not there: flask check says what else isn't whole.")


def _files_of(contents: Contents) -> set[str]:
    return {path.relative_to(photo_folder()).as_posix() for name in contents.photos for path in paths_of(name)}


def _copied(folder: Path) -> set[str]:
    photos = folder / PHOTOS
    return {path.relative_to(photos).as_posix() for path in photos.rglob("*") if path.is_file()}


def _copy(name: str, folder: Path) -> bool:
    """Copies a photo; False where it is not there."""
    target = folder / PHOTOS / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(photo_folder() / name, target)
    except FileNotFoundError:
        return False
    return True


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _sync(folder: Path) -> None:
    """All of it is on the disk when this returns."""
    for path in (*folder.rglob("*"), folder):
        sync(path)
