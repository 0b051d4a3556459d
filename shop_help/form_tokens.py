"""What proves that a form is ours: the token of the session; of a sign-in form, that it comes from our own page."""

from flask import current_app, g, request
from flask_wtf import CSRFProtect

#: Where one signs in: the one page on which nobody has a session yet that could hold one token for all tabs.
ENTRANCES = ("security.login", "entrance.demo_sign_in", "safety.passkey_sign_in")


class FormTokens(CSRFProtect):
    """Two tabs that come to the sign-in at once have a form and a token each, and the browser keeps the later cookie.

    Of a form that the browser itself says was sent from our own page the token would prove nothing more.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuses a form of another site."""
        if request.endpoint in ENTRANCES and request.origin in current_app.config["ORIGINS"]:
            # The library's own mark for those that it has looked at.
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
