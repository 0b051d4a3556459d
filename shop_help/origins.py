"""Where our pages are opened: by the settings, for the Host header of a request is whatever somebody wrote there."""

from flask import current_app, request


def origin() -> str:
    """The first address of SHOP_HELP_ORIGINS, such as https://help.example."""
    found: list[str] = current_app.config["ORIGINS"]
    return found[0] if found else "http://localhost"


def origin_here() -> str:
    """The same for a page; in the demo, which may have none, the address it is asked at.

    Outside the demo there is an origin: nobody's Host header gets into a mail.
    """
    return origin() if current_app.config["ORIGINS"] else request.host_url.rstrip("/")
