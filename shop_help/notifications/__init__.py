"""The door to what somebody is told of, whatever they are here; and to the app that is installed on a phone."""

# ruff: noqa: E402 - the pages hang themselves on the door
from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from shop_help import identity, sign_in_use, urls
from shop_help.doors import hide_what_is_refused, to_sign_in, to_what_is_missing
from shop_help.forms import refuse_unkeepable
from shop_help.models.reading import count_unread
from shop_help.policy.permissions import may_be_told, may_read_help

door = Blueprint("notifications", __name__)

#: For everybody: the parts of the app, which hold nothing of anybody, and the link that ends mails, which is signed.
OPEN = frozenset({"brand_style", "brand_logo", "manifest", "worker", "offline", "icon", "no_more_mails", "end_mails"})


@door.before_request
def ask() -> Response | None:
    """Whoever has a right here at all is told of something; who only reads help is told of nothing."""
    if (request.endpoint or "").partition(".")[2] in OPEN:
        return None
    viewer = identity.viewer()
    if viewer is None:
        return to_sign_in()
    if viewer.held:
        return to_what_is_missing(viewer)
    if may_be_told(viewer):
        return None
    return redirect(urls.help_page()) if may_read_help(viewer) else abort(404)


door.before_request(sign_in_use.note)
door.before_request(refuse_unkeepable)
hide_what_is_refused(door)


@door.context_processor
def context() -> dict[str, Any]:
    """The pages of the buyers and those of everybody else stand in their own layouts."""
    viewer = identity.viewer()
    audience = viewer.audience if viewer else "visitor"
    layout = {"buyer": "layouts/buyer.html", "visitor": "layouts/plain.html"}.get(audience, "layouts/staff.html")
    unread = (lambda: count_unread(viewer.person_id)) if viewer else (lambda: 0)
    own = {"audience": audience, "layout": layout, "count_unread": unread}
    return own | {"looks_on": False, "reads_only": viewer is not None and not may_be_told(viewer)}


import shop_help.notifications.app_parts
import shop_help.notifications.brand_parts
import shop_help.notifications.browsers
import shop_help.notifications.choices
import shop_help.notifications.list
import shop_help.notifications.mails  # noqa: F401

__all__ = ["door"]
