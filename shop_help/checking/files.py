"""Every photo that a row names is there, large and small; and files that no row names."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, literal, null, select, union_all

from shop_help import clock, photo_files
from shop_help.checking.fault import Fault
from shop_help.extensions import db
from shop_help.models import Evidence, Photo

#: A file that no row names is left alone for so long: its row may be on its way.
STRAY_AFTER = timedelta(days=1)


def named(connection: Connection) -> Iterator[Any]:
    """Each photo that a row names: what it is `of` and its `id`, its `file_name`, and its `size` in bytes where that
    is known. A database of an earlier version may have fewer of them."""
    photos = select(literal("photo").label("of"), Photo.id, Photo.file_name, Photo.bytes.label("size"))
    evidence = select(literal("evidence"), Evidence.id, Evidence.file_name, null()).where(Evidence.kind == "photo")
    there = inspect(connection)
    kept = [found for thing, found in ((Photo, photos), (Evidence, evidence)) if there.has_table(thing.__tablename__)]
    if kept:
        yield from connection.execute(union_all(*kept).order_by("file_name"))


def faults(connection: Connection) -> Iterator[Fault]:
    """Photos whose files are gone, or not as large as they were."""
    for row in named(connection):
        where = f"{row.of} {row.id}"
        for file, meant in zip(photo_files.paths_of(row.file_name), (row.size, None), strict=True):
            found = file.stat().st_size if file.is_file() else None
            if found is None and _is_named_still(row):
                yield Fault("photo", where, f"its file is not there: {file}")
            elif found is not None and (found == 0 or meant not in (None, found)):
                yield Fault(
                    "photo", f"{row.of} {row.id}", f"its file has {found} bytes instead of {meant or 'some'}: {file}"
                )


def _is_named_still(row: Any) -> bool:
    """Its sender may have taken it away while we looked."""
    thing = Photo if row.of == "photo" else Evidence
    with db.engine.connect() as now:
        return now.execute(select(thing.id).where(thing.id == row.id)).first() is not None


def stray(connection: Connection, there: list[Path]) -> list[Path]:
    """Of the files that were there before this snapshot, those that no row names."""
    there_for = {file for row in named(connection) for file in photo_files.paths_of(row.file_name)}
    return [file for file in there if file not in there_for]


def is_old(file: Path) -> bool:
    """Is it a stray one for so long that nobody will name it any more?"""
    return file.is_file() and file.stat().st_mtime < (clock.now() - STRAY_AFTER).timestamp()
