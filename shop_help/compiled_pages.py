"""Compiled templates that outlive their process: to compile a page takes up to 0.4 s, in which its chats stand still.

They lie where Jinja keeps such things, in a folder of the temporary ones that is this user's alone.
"""

from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from shop_help import speech
from shop_help.assets import version

#: Modules whose answers stand in a compiled template: its functions, and its filters where they are given words.
ASKED = ("compiling", "presentation", "dates", "speech", "languages")


class CompiledPages(FileSystemBytecodeCache):
    """Those of one language. What other versions of us left is replaced."""

    def __init__(self, environment: Any, language: str) -> None:
        """Raises OSError or RuntimeError where no folder is safe to keep code in."""
        super().__init__(pattern=f"__shop_help_{language}_%s.cache")
        self._ground = f"{_fingerprint(environment)} {_words_of(language)} {version()} {jinja_version}"

    def get_source_checksum(self, source: str) -> str:
        """Of all that a page is made from: partials, words and addresses are compiled into it."""
        return sha256(f"{self._ground} {source}".encode()).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where the disk is full, it is compiled again next time."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def pages_of(environment: Any, language: str) -> CompiledPages | None:
    """Where those of a language are kept; None where they can't be, or may change while we run."""
    if environment.auto_reload or not (language == speech.SOURCE or speech.file_of(language).is_file()):
        return None
    with suppress(OSError, RuntimeError):
        return CompiledPages(environment, language)
    return None


def _fingerprint(environment: Any) -> str:
    """Of all templates, of what compiles them, and of what is asked while they are compiled."""
    folders: list[str] = environment.app.jinja_loader.searchpath
    return _content_of(tuple(folders), tuple(Path(__file__).with_name(f"{name}.py") for name in ASKED))


def _words_of(language: str) -> str:
    return "" if language == speech.SOURCE else _content_of((), (speech.file_of(language),))


@lru_cache
def _content_of(folders: tuple[str, ...], files: tuple[Path, ...]) -> str:
    digest = sha256()
    for path in (*sorted(path for folder in folders for path in Path(folder).rglob("*.html")), *files):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
