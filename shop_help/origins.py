"""Where our pages are opened: by the settings, for the Host header of a request is whatever somebody wrote there."""

from flask import current_app


def origin() -> str:
    """The first address of SHOP_HELP_ORIGINS, such as https://help.example."""
    found: list[str] = current_app.config["ORIGINS"]
    return found[0] if found else "http://localhost"
