"""The file of a Buyer Protection case as an archive: photos, JSON for programs, and a page to read. It streams: no
more than one photo of it is in memory at a time."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flask import Response, current_app

from shop_help import photo_files
from shop_help.protection_file import File, Photo
from shop_help.zip_stream import zip_answer, zipped


def archive_answer(file: File) -> Response:
    """The archive as a download that leaves as it is made: a case may have many photos."""
    return zip_answer(archive(file), archive_name(file))


def archive(file: File) -> Iterator[bytes]:
    """The pieces of a zip of the file."""
    return zipped([("case.json", in_json(file)), ("case.htm", readable(file)), *photos_of(file)])


def in_json(value: Any) -> str:
    """A structure for programs, as text."""
    return json.dumps(as_json(value), ensure_ascii=False, indent=2)


def photos_of(file: File) -> Iterator[tuple[str, Path]]:
    """Each photo's name in the archive, and its file; those that are gone from the disk are left out."""
    for photo in file["photos"].values():
        path = photo_files.path_of(photo.file_name)
        if path is not None:
            yield photo.name, path


def readable(file: File) -> str:
    """The page of the archive: it stands by itself, and its photos lie beside it."""
    template = current_app.jinja_env.get_template("shared/protection_file.html")
    return template.render(file=file, photo_href=_name_of)


def _name_of(photo: Photo) -> str:
    return photo.name


def archive_name(file: File) -> str:
    """What the browser saves it as."""
    return f"buyer-protection-{file['case']['id']}.zip"


def as_json(value: Any) -> Any:
    """The file for programs: instants and days as text, photos as their names in the archive."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Photo):
        return value.name
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value
