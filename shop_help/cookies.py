"""What we sign for browsers, the session and the tokens and stamps of forms, is signed with HMAC by SHA-256.

The libraries choose SHA-1 where nothing is said; both let it be said, and neither in settings.
"""

from hashlib import sha256
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask's own, by SHA-256; what signs is made once for a key and not for each page."""

    digest_method = staticmethod(sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Reads and signs the cookie."""
        kept: dict[tuple[Any, ...], URLSafeTimedSerializer | None] = app.extensions.setdefault("cookie_signers", {})
        key = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if key not in kept:
            kept[key] = super().get_signing_serializer(app)
        return kept[key]


def init_app(app: Flask) -> None:
    """Of this application the session, and of the process all that names no digest itself."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(sha256)
