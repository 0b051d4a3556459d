"""The brand's own files: its accent as a style sheet, its logo. The same for all, and kept by browsers for good."""

from flask import Response

from shop_help import branding
from shop_help.extensions import limiter
from shop_help.notifications import door
from shop_help.notifications.app_parts import icon_of
from shop_help.policy.brand import pressed

SIGN_SIZE = 192
#: The first tier of static/css/tokens.css, said once more: nothing else of it changes.
STYLE = """@layer tokens {{
  :root {{
    --raw-red: light-dark({light}, {dark});
    --raw-red-deep: light-dark({light_pressed}, {dark_pressed});
  }}
}}
"""


@door.get("/brand/<version>.css")
@limiter.exempt
def brand_style(version: str) -> Response:
    look = branding.current(version)
    pairs = {"light": look.accent, "dark": look.accent_dark}
    pairs |= {f"{name}_pressed": pressed(colour) for name, colour in pairs.items()}
    return _kept(Response(STYLE.format(**pairs), mimetype="text/css"), version)


@door.get("/brand/<version>.png")
@limiter.exempt
def brand_logo(version: str) -> Response:
    """The logo; without one the sign that the app has."""
    logo = branding.current(version).logo or icon_of(SIGN_SIZE)
    return _kept(Response(logo, mimetype="image/png"), version)


def _kept(answer: Response, version: str) -> Response:
    """An old version's address still answers, with today's content and no promise to keep it."""
    is_current = version == branding.current(version).version
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return answer
