"""Where a feed comes from: bytes of a file or a pipe, plain or gzipped, counted as they are read."""

import gzip
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

GZIP_MAGIC = b"\x1f\x8b"
_AT_ONCE = 1 << 16


class Source(io.RawIOBase):
    """The JSON of a feed. Where gzip data is damaged or cut off it ends there, and `damage` says so."""

    def __init__(
        self, stream: BinaryIO, on_bytes: Callable[[int], None] = lambda _: None, largest: int | None = None
    ) -> None:
        """`largest`: bytes of JSON that are read at most, where gzip data could unpack to anything."""
        self._left = largest
        packed = io.BufferedReader(_CountedBytes(stream, on_bytes), _AT_ONCE)
        is_gzip = packed.peek(2)[:2] == GZIP_MAGIC
        self._plain: gzip.GzipFile | io.BufferedReader[_CountedBytes] = (
            gzip.GzipFile(fileobj=packed) if is_gzip else packed
        )
        self.damage = ""

    def readable(self) -> bool:
        return True

    # The buffer is any writable one; typeshed has no public name for that before Python 3.12.
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._plain.read1(len(buffer))
        except EOFError:
            self.damage = "the gzip data breaks off"
            return 0
        except (zlib.error, gzip.BadGzipFile) as error:
            self.damage = f"the gzip data is damaged ({error})"
            return 0
        if self._left is not None and (left := self._left - len(data)) < 0:
            self.damage = "the gzip data unpacks to more than is taken at once"
            return 0
        self._left = None if self._left is None else left
        buffer[: len(data)] = data
        return len(data)


class _CountedBytes(io.RawIOBase):
    """Passes bytes through and tells how many."""

    def __init__(self, stream: BinaryIO, on_bytes: Callable[[int], None]) -> None:
        self._stream = stream
        self._on_bytes = on_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._on_bytes(len(data))
        return len(data)
