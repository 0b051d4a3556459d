"""A zip that leaves as it is made: no more than one piece of it is in memory at a time."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any

from flask import Response, stream_with_context

from shop_help.extensions import db

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


def zipped(entries: Iterable[tuple[str, str | Path]]) -> Iterator[bytes]:
    """The pieces of a zip of these names: texts, and files as they are."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as made:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _DATE)
            if isinstance(content, Path):
                # Photos don't get any smaller.
                made.writestr(entry, content.read_bytes())
            else:
                entry.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(entry, content.encode())
            yield sink.take()
    yield sink.take()


def zip_answer(pieces: Iterator[bytes], name: str) -> Response:
    """The archive as a download."""
    # What was read so far is done with: nobody else waits for the database while a slow phone takes it.
    db.session.rollback()
    answer = Response(stream_with_context(pieces), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
