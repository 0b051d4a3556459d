"""flask restore: what was there waits aside until what was put in is whole, and comes back where it isn't."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import Engine

from shop_help import checking, photo_files
from shop_help.backups.databases import Database, database_of
from shop_help.backups.manifest import PHOTOS, BackupError, Manifest, read_manifest, refuse_changed
from shop_help.database import snapshot
from shop_help.disk import whole_file
from shop_help.extensions import db


def restore(engine: Engine, folder: Path, replace: bool = False, programs: Path | None = None) -> Manifest:
    """Puts a backup where the settings say. Raises BackupError; then all is as it was, but for photos besides.

    Nothing else may use the database meanwhile.
    """
    manifest, database = read_manifest(folder), database_of(engine, programs)
    _refuse_unfit(manifest, database)
    refuse_changed(folder, manifest)
    database.undo_interrupted()
    if not replace and not (database.is_empty() and not photo_files.all_files()):
        raise BackupError("There are data already. To put the backup in their place: --replace.")
    _put_photos(folder / PHOTOS)
    database.put_aside()
    try:
        database.put_in(folder / manifest.file)
        _bring_up_to_date(manifest)
        _refuse_faulty(engine)
    except BaseException:
        database.put_back()
        raise
    database.forget_aside()
    return manifest


def _refuse_unfit(manifest: Manifest, database: Database) -> None:
    if manifest.database != database.name:
        raise BackupError(f"This backup is of {manifest.database}, and SHOP_HELP_DATABASE_URL names {database.name}.")
    if manifest.migration not in _migrations():
        raise BackupError(
            f"This backup is of a newer version (its tables are at {manifest.migration}): install that."
        )


def _migrations() -> set[str]:
    return {revision.revision for revision in _script().walk_revisions()}


def _script() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)


def _put_photos(source: Path) -> None:
    """A photo never changes, and its name is nobody else's: those that are there stay."""
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        target = photo_files.folder() / file.relative_to(source)
        if target.is_file() and target.stat().st_size == file.stat().st_size:
            continue
        with file.open("rb") as copy, whole_file(target) as written:
            shutil.copyfileobj(copy, written)


def _bring_up_to_date(manifest: Manifest) -> None:
    """A backup of an earlier version gets the tables of this one."""
    if manifest.migration != _script().get_current_head():
        upgrade()
        db.session.remove()


def _refuse_faulty(engine: Engine) -> None:
    with snapshot(engine) as connection:
        found = list(checking.faults(connection))
    if found:
        listed = "\n".join(f"  {fault}" for fault in found)
        raise BackupError(f"The restored copy isn't whole, so nothing was replaced:\n{listed}")
