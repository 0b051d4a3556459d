"""What we sign for browsers, the session and the tokens and stamps of forms, is signed with HMAC by SHA-256.

The libraries choose SHA-1 where nothing is said; both let it be said, and neither in settings.
"""

from hashlib import sha256

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class Sessions(SecureCookieSessionInterface):
    """Flask's own, by SHA-256."""

    digest_method = staticmethod(sha256)


def init_app(app: Flask) -> None:
    """Of this application the session, and of the process all that names no digest itself."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(sha256)
