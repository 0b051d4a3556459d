"""Our own files for browsers, under an address that changes with their content, compressed once."""

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

from shop_help.config import ROOT

STATIC = ROOT / "static"

#: The style sheet is the files of this list one after the other.
STYLES = "css/all.css"
STYLE_ORDER = STATIC / "css" / "order.txt"

COMPRESSED = ("text/", "image/svg", "application/json", "application/manifest")


def style_files() -> list[Path]:
    """The style sheet's files in their order."""
    return [STATIC / "css" / name for name in STYLE_ORDER.read_text().split()]


@lru_cache(maxsize=1)
def version() -> str:
    """A short name for the content of all our files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a file under static/."""
    return f"/assets/{version()}/{path}"


#: Lines of our scripts that are for us alone, and what stands before the others.
_FOR_US = re.compile(rb"^[ ]*//.*\n|^[ ]+", re.MULTILINE)


def content_of(path: str) -> bytes | None:
    """What a browser is given under this path; None where there is nothing."""
    if path == STYLES:
        return b"\n".join(file.read_bytes() for file in style_files())
    found = safe_join(str(STATIC), path)
    if not found or not Path(found).is_file():
        return None
    content = Path(found).read_bytes()
    return _FOR_US.sub(b"", content) if path.startswith("js/") else content


@lru_cache(maxsize=256)
def _encoded(path: str, encoding: str) -> bytes | None:
    content = content_of(path)
    if content is None or not encoding:
        return content
    return brotli.compress(content) if encoding == "br" else gzip.compress(content, 9, mtime=0)


def accepted_encoding() -> str:
    """br or gzip, as the browser prefers by being able to; empty for neither."""
    accepted = request.headers.get("Accept-Encoding", "")
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def send_asset(version_asked: str, path: str) -> Response:
    """A file of static/. An old version's address still answers, with today's content and no promise to keep it."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    encoding = accepted_encoding() if kind.startswith(COMPRESSED) or path.endswith(".js") else ""
    content = _encoded(path, encoding)
    if content is None:
        abort(404)
    response = Response(content, mimetype="text/javascript" if path.endswith(".js") else kind)
    current = version_asked == version()
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response


def init_app(app: Flask) -> None:
    """Serves the files, and lets templates name them with `asset(path)`."""
    app.add_url_rule("/assets/<version_asked>/<path:path>", "asset", send_asset)
    app.add_url_rule("/favicon.ico", "favicon", lambda: send_asset("", "favicon.svg"))
    app.jinja_env.globals["asset"] = asset
