"""What every answer goes through: its headers, its compression, and pages for when something is wrong."""

import logging
from typing import Any

import brotli
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from shop_help import audit, hx, identity, pace
from shop_help.assets import accepted_encoding
from shop_help.policy.messages import Refused

log = logging.getLogger(__name__)

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:{images}",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors {frames}",
    )
)

PAGE = "text/html; charset=utf-8"
#: A page is another one for another person, for htmx, and compressed.
VARIES = ("Vary", "Accept-Encoding, Cookie, HX-Request")

#: Pages of staff, and of what one signs in with: nobody shows them in a page of theirs.
NEVER_FRAMED = ("/agents", "/operators", "/security", "/sign-in/second")

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()"),
)


def init_app(app: Flask) -> None:
    """Registers them; after everything else that wraps the application."""
    app.wsgi_app = FixedHeaders(app)  # type: ignore[method-assign]
    app.after_request(_compressed)
    app.register_error_handler(HTTPException, _wrong)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RateLimitExceeded, _too_fast)
    # SQLite's and PostgreSQL's answer to a number that no row can have.
    for error in (OverflowError, DataError):
        app.register_error_handler(error, _out_of_range)
    for gone in (OperationalError, InterfaceError, NoConnectionError):
        app.register_error_handler(gone, _without_database)


class FixedHeaders:
    """Puts the headers that every answer has onto it, where it has none of its own.

    Below Flask: as a hook they would cost each page 40 µs.
    """

    def __init__(self, app: Flask) -> None:
        self._next = app.wsgi_app
        self._images = "".join(f" {origin}" for origin in app.config["IMAGE_ORIGINS"])
        self._is_secure = app.config["SESSION_COOKIE_SECURE"]
        self._alone = self._fixed([])
        self._framed = self._fixed(app.config["FRAME_ORIGINS"])

    def _fixed(self, frames: list[str]) -> list[tuple[str, str]]:
        """Them all, for a page that these origins may show in a frame."""
        policy = CSP.format(images=self._images, frames=" ".join(frames) or "'none'")
        found = [*HEADERS, ("Content-Security-Policy", policy)]
        if not frames:
            # The older header can name no origin: where there are some, the policy alone says it.
            found.append(("X-Frame-Options", "DENY"))
        if self._is_secure:
            found.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
        return found

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        fixed = self._alone if environ["PATH_INFO"].startswith(NEVER_FRAMED) else self._framed

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if ("Content-Type", PAGE) in headers:
                headers[:] = [header for header in headers if header[0] != "Vary"] + [VARIES]
            named = {name for name, _ in headers}
            headers.extend(header for header in fixed if header[0] not in named)
            if "Cache-Control" not in named:
                # A page is about somebody: their browser may keep it for going back, nobody else may keep any.
                headers.append(("Cache-Control", "private, no-cache"))
            return start_response(status, headers, *rest)

        return self._next(environ, start)


#: Smaller pages are not worth the processor time.
WORTH_COMPRESSING = 1024
#: Of brotli. The next one makes a page 6 % smaller and takes 70 % longer.
EFFORT = 3


def _compressed(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if accepted_encoding() == "br" and len(body) > WORTH_COMPRESSING:
        response.set_data(brotli.compress(body, quality=EFFORT))
        response.headers["Content-Encoding"] = "br"
    return response


def _wrong(error: HTTPException) -> BaseResponse | tuple[str, int] | HTTPException:
    """What happened, what is kept, and what to do; or the bare answer that redirects carry."""
    if error.code is None or error.code < 400:
        return error
    if error.code >= 500:
        log.error("answered %s", error.code, exc_info=getattr(error, "original_exception", None))
    elif error.code in (403, 404):
        _note_refused(error.code)
    return render_template("error.html", code=error.code), error.code


#: Lines of the log that one person, or one address, makes in a minute by what is refused to them.
MOST_REFUSALS_A_MINUTE = 5


def _note_refused(code: int) -> None:
    """What isn't there for somebody: whether nobody has it or somebody else, the answer doesn't say, nor can this."""
    viewer = identity.viewer()
    if viewer is not None and pace.hit(f"refused {viewer.person_id}", MOST_REFUSALS_A_MINUTE):
        log.warning("person %s was answered %s", viewer.person_id, code)


def _stale_form(error: CSRFError) -> tuple[Response | str, int]:
    # The token went with the sign-in.
    if hx.wants_json() and identity.viewer() is None:
        return hx.signed_out()
    return render_template("error.html", code="form", kept=request.form.get("body", "")), 400


def _too_fast(error: RateLimitExceeded) -> tuple[str, int]:
    if pace.hit(f"slowed {request.remote_addr}", MOST_REFUSALS_A_MINUTE):
        log.warning("slowed down: %s is more than %s", audit.address(), error.description)
    return render_template("error.html", code=429), 429


def _out_of_range(error: Exception) -> tuple[str, int]:
    return render_template("error.html", code=404), 404


#: Seconds after which a program may ask again, while the database restarts.
RETRY_AFTER = "5"


def _without_database(error: Exception) -> BaseResponse:
    """The database is gone, full or busy for too long. Nothing was half done, and it is worth another try."""
    log.error("answered 503: %s", type(error).__name__, exc_info=error)
    # Who asks can't be asked either.
    g.viewer = None
    if hx.wants_json():
        answer = make_response(jsonify(Refused("unavailable").as_ack()), 503)
    else:
        answer = make_response(render_template("error.html", code=503), 503)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer
