"""The file of a Buyer Protection case as an archive: photos, JSON for programs, and a page to read. It streams: no
more than one photo of it is in memory at a time."""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import RawIOBase
from typing import Any

from flask import Response, current_app, stream_with_context

from shop_help import photo_files
from shop_help.extensions import db
from shop_help.protection_file import File, Photo

#: Nothing of an archive depends on when it was made but its contents.
_DATE = (1980, 1, 1, 0, 0, 0)


class _Sink(RawIOBase):
    """Where the archive is written to, until the next piece is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def archive_answer(file: File) -> Response:
    """The archive as a download that leaves as it is made: a case may have many photos."""
    # All of it is read: nobody else waits for the database while a slow phone takes it.
    db.session.rollback()
    answer = Response(stream_with_context(archive(file)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{archive_name(file)}"'
    return answer


def archive(file: File) -> Iterator[bytes]:
    """The pieces of a zip of the file. Photos that are gone from the disk are left out."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as made:
        text = json.dumps(as_json(file), ensure_ascii=False, indent=2)
        for name, content in (("case.json", text), ("case.htm", readable(file))):
            made.writestr(_entry(name, zipfile.ZIP_DEFLATED), content.encode())
            yield sink.take()
        for photo in file["photos"].values():
            path = photo_files.path_of(photo.file_name)
            if path is not None:
                made.writestr(_entry(photo.name, zipfile.ZIP_STORED), path.read_bytes())
                yield sink.take()
    yield sink.take()


def _entry(name: str, how: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = how
    return entry


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
    """The file for programs: instants as text, photos as their names in the archive."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Photo):
        return value.name
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value
