"""What we sign for browsers, the session and the tokens and stamps of forms, is signed with HMAC by SHA-256.

The libraries choose SHA-1 where nothing is said; both let it be said, and neither in settings.
"""

from copy import deepcopy
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import SignatureExpired, Signer, URLSafeTimedSerializer

#: Cookies whose signature a process knows to be good: those of the browsers that were here last.
MOST_KEPT = 4096


class Serializer(URLSafeTimedSerializer):
    """Verifies a cookie once: a browser comes with the same one again and again. Its age is asked each time."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._signer = next(self.iter_unsigners())
        self._read = lru_cache(MOST_KEPT)(partial(super().loads, return_timestamp=True))

    def loads(  # type: ignore[override]
        self, s: str | bytes, max_age: int | None = None, *more: Any, **options: Any
    ) -> Any:
        """What was signed, the caller's own. Raises BadSignature, and SignatureExpired for what is too old."""
        if more or options:
            return super().loads(s, max_age, *more, **options)
        payload, signed_at = self._read(s)
        # By the clock that signed it.
        age = self._signer.get_timestamp() - int(signed_at.timestamp())
        if max_age is not None and not 0 <= age <= max_age:
            raise SignatureExpired(f"{age} seconds old", payload, signed_at)
        # Who takes it may write in it.
        is_flat = all(isinstance(value, str) for value in payload.values())
        return payload.copy() if is_flat else deepcopy(payload)


class Sessions(SecureCookieSessionInterface):
    """Flask's own, by SHA-256; what signs is made once for a key and not for each page."""

    digest_method = staticmethod(sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Reads and signs the cookie."""
        kept: dict[tuple[Any, ...], Serializer] = app.extensions.setdefault("cookie_signers", {})
        # As itsdangerous wants them: the one that signs comes last.
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key)
        if not app.secret_key:
            return None
        if keys not in kept:
            signing = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
            kept[keys] = Serializer(list(keys), salt=self.salt, serializer=self.serializer, signer_kwargs=signing)
        return kept[keys]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Flask's own, which looks up ten settings of a cookie before it finds that none is to be set.

        A session that begins in a frame of another site stays one of that frame.
        """
        if session and not session.modified and not session.permanent:
            # A page varies anyway (responses.FixedHeaders).
            if session.accessed and response.mimetype != "text/html":
                response.vary.add("Cookie")
            return
        if session and _begins_in_a_frame():
            session[FRAMED] = "yes"
        if FRAMED in session:
            # What follows is asked without it; and to ask for it by its usual name would count as having used it.
            g.is_framed = True
        super().save_session(app, session, response)

    def get_cookie_samesite(self, app: Flask) -> str | None:
        """In a frame of another site the cookie has to go along there, and goes nowhere else: see `partitioned`."""
        return "None" if g.get("is_framed") else super().get_cookie_samesite(app)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Browsers take no other in a frame."""
        return bool(g.get("is_framed")) or super().get_cookie_secure(app)

    def get_cookie_partitioned(self, app: Flask) -> bool:
        """Kept apart for each site that we are framed by: no other one's frame or form comes with it."""
        return bool(g.get("is_framed")) or super().get_cookie_partitioned(app)


#: Where a session keeps that it is one of a frame.
FRAMED = "framed"


def _begins_in_a_frame() -> bool:
    """Is this page shown in a frame of another site? Only where an operator has named some at all."""
    told = request.headers
    is_framed = told.get("Sec-Fetch-Dest") == "iframe" and told.get("Sec-Fetch-Site") == "cross-site"
    return is_framed and bool(current_app.config["FRAME_ORIGINS"])


def init_app(app: Flask) -> None:
    """Of this application the session, and of the process all that names no digest itself."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(sha256)
