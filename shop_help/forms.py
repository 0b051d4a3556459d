"""What every door reads from a form, and how what is wrong with it is said."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from flask import jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from shop_help import hx, urls
from shop_help.policy.faults import Fault
from shop_help.policy.messages import Refused
from shop_help.policy.texts import is_keepable, without_unkeepable
from shop_help.speech import gettext as _


def text_of(name: str) -> str:
    """A field's text, with the line ends of this house."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def seen_at() -> datetime | None:
    """When a thing was last changed, as the form knew it (field `seen`); None for nonsense."""
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None


#: What a move in a list is called in a form, and by how many places it goes.
MOVES = {"up": -1, "down": 1}


def place_asked() -> int:
    """To which place something is to move, from where it stood as the person saw it; 0 for nonsense."""
    by = MOVES.get(request.form.get("move", ""), 0)
    return request.form.get("place", 0, type=int) + by if by else 0


def in_words(faults: Mapping[str, Fault]) -> dict[str, str]:
    """Each field's fault as a sentence."""
    return {name: _(fault.sentence, **fault.values) for name, fault in faults.items()}


def refuse_unkeepable() -> Response | None:
    """Before every form of a door: with something in it that is no text nothing is done, and the words come back.

    No keyboard types such a sign, and nobody sees it; without it the words can be sent again.
    """
    if request.method in ("GET", "HEAD"):
        return None
    faulty = [text for texts in request.form.listvalues() for text in texts if not is_keepable(text)]
    if not faulty:
        return None
    if hx.wants_json():
        return make_response(jsonify(Refused("bad_request").as_ack()), 422)
    sentence = _("There is a sign in it that nobody sees and that can't be kept. Your words stand here without it.")
    page = render_template(
        "not_sent.html",
        reasons=[("", sentence)],
        kept=[without_unkeepable(text) for text in faulty],
        back=page_they_were_on(),
        back_words=_("Back to the form"),
    )
    return make_response(page, 422)


def page_they_were_on() -> str:
    """The page that a form was sent from, or that a part was asked for: what was asked has no page of its own."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.host:
        return urls.home()
    return f"{page.path}?{page.query}" if page.query else page.path
