"""What proves that a form is ours: the token of the session; of a sign-in form, that it comes from our own page."""

from functools import lru_cache

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

#: Where one signs in: the one page on which nobody has a session yet that could hold one token for all tabs.
ENTRANCES = ("security.login", "entrance.demo_sign_in", "safety.passkey_sign_in")


class FormTokens(CSRFProtect):
    """Two tabs that come to the sign-in at once have a form and a token each, and the browser keeps the later cookie.

    Of a form that the browser itself says was sent from our own page the token would prove nothing more.
    """

    def init_app(self, app: Flask) -> None:
        """The library's, with a token that is signed once for a session and not for each page."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = token
        # The library's own would put its one over it, page by page.
        app.template_context_processors[None].pop()

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuses a form of another site."""
        if request.endpoint in ENTRANCES and request.origin in current_app.config["ORIGINS"]:
            # The library's own mark for those that it has looked at.
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)


def token() -> str:
    """What the forms of this session say. Without a time limit one signature lasts as long as it does."""
    kept: str | None = g.get("csrf_token")
    if kept is None and "csrf_token" in session:
        kept = g.csrf_token = _signed(session["csrf_token"], current_app.config["SECRET_KEY"])
    return kept or str(generate_csrf())


@lru_cache(maxsize=4096)
def _signed(raw: str, secret: str) -> str:
    # As the library signs it (flask_wtf.csrf.generate_csrf), which reads it.
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))
