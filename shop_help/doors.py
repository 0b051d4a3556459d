"""What all doors of pages share: the gates, and what every page begins with."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, current_app, make_response, redirect, render_template, request, session
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from shop_help import hx, identity, own_words, sign_in_use, speech, undo, urls
from shop_help.announcements.bubbles import messages_html
from shop_help.forms import page_they_were_on, refuse_unkeepable
from shop_help.models.shown_notifications import count_told
from shop_help.policy.messages import Refused
from shop_help.policy.own_words import label_name
from shop_help.policy.permissions import may_be_told, may_enter, may_read_help
from shop_help.policy.platforms import GET_HELP, ORDERS, Platform, platform_of
from shop_help.policy.second_factor import LEAVING, PROVE
from shop_help.speech import gettext as _

View = TypeVar("View", bound=Callable[..., Any])


def open_to_visitors(view: View) -> View:
    """A page that everybody may see; the gate of its door lets it through."""
    view.is_open_to_visitors = True  # type: ignore[attr-defined]
    return view


def open_to_minors(view: View) -> View:
    """A page of help: a buyer under 18, or of unconfirmed age, may read it."""
    view.is_open_to_minors = True  # type: ignore[attr-defined]
    return view


def open_to_other_sites(view: View) -> View:
    """A form that pages of other sites send, and that proves by itself whose word it is."""
    view.is_open_to_other_sites = True  # type: ignore[attr-defined]
    return view


def gate(audience: str) -> Callable[[], BaseResponse | None]:
    """Who may come through the door of this audience: asks policy.permissions, before every page."""

    def ask() -> BaseResponse | None:
        view = current_app.view_functions[request.endpoint or ""]
        viewer = identity.viewer()
        if may_enter(viewer, audience):
            return None
        if viewer is not None and viewer.held:
            return to_what_is_missing(viewer)
        if audience == "buyer" and may_read_help(viewer):
            return None if getattr(view, "is_open_to_minors", False) else redirect(urls.help_page())
        if getattr(view, "is_open_to_visitors", False):
            return None
        if viewer is None and hx.wants_json():
            return make_response(hx.signed_out())
        if viewer is None:
            return to_sign_in()
        return abort(404)

    return ask


def to_sign_in() -> BaseResponse:
    """To the sign-in and back. Whose sign-in ended while they wrote gets their words back first."""
    is_page = request.method == "GET" and not hx.is_fragment()
    back = request.full_path.rstrip("?") if is_page else page_they_were_on()
    address = f"{urls.sign_in()}?{urlencode({'next': back})}"
    kept = request.form.get("body", "")
    if not kept or hx.is_fragment():
        return redirect(address)
    page = render_template("not_sent.html", code="signed_out", kept=kept, back=address, back_words=_("Sign in"))
    return make_response(page, 401)


def to_what_is_missing(viewer: identity.Viewer) -> BaseResponse:
    """To where somebody shows more than a password, or sets it up; and back to the page they wanted."""
    if hx.wants_json():
        return make_response(hx.signed_out())
    is_page = request.method == "GET" and not hx.is_fragment() and request.endpoint != "entrance.home"
    back = request.full_path.rstrip("?") if is_page else ""
    if viewer.held == LEAVING:
        return redirect(urls.my_data(), 303)
    return redirect(urls.second_step(back) if viewer.held == PROVE else urls.security(), 303)


def address_here(address: str) -> str:
    """An address on this site, or nothing."""
    is_ours = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_ours and address.isprintable() else ""


def make_door(name: str, audience: str, prefix: str | None = None) -> Blueprint:
    """A blueprint with its gate, whose pages say for whom they are."""
    door = Blueprint(name, f"shop_help.{name}", url_prefix=prefix)
    door.before_request(gate(audience))
    door.before_request(sign_in_use.note)
    door.before_request(refuse_unkeepable)

    @door.context_processor
    def context() -> dict[str, Any]:
        viewer = identity.viewer()
        # Staff may look at the shop, and some may read help alone: nothing they see may lead to what is not theirs.
        is_guest = viewer is not None and not may_enter(viewer, audience)
        reads_only = is_guest and may_read_help(viewer)
        looks_on = is_guest and not reads_only
        return {"audience": audience if viewer else "visitor", "looks_on": looks_on, "reads_only": reads_only}

    return door


def hide_what_is_refused(door: Blueprint) -> None:
    """An act found under the lock that it may not: the thing isn't there for this person, or they are signed out."""

    def refused(refusal: Refused) -> Any:
        if refusal.code != "signed_out":
            # Raised here, it would pass by its own page and end as a 500.
            return current_app.handle_user_exception(NotFound())
        return redirect(urls.sign_in(), 303)

    door.register_error_handler(Refused, refused)


def platform() -> Platform:
    """The platform chosen by `?platform=`, remembered, else the browser's own."""
    return platform_of(session.get("platform"), request.user_agent.string)


def platform_label(which: str) -> str:
    """What a button is called on this platform, in the reader's language: an operator's words, else ours."""
    here = platform()
    # Whoever follows a link of another platform still reads a heading.
    ours = {"orders": ORDERS, "get_help": GET_HELP} | here.labels
    return own_words.called(label_name(here.name, which), ours[which])


def init_app(app: Flask) -> None:
    """Registers what every request and answer goes through."""
    hx.init_app(app)
    app.before_request(_begin)
    app.context_processor(_context)
    app.jinja_env.globals["messages_html"] = messages_html
    app.jinja_env.globals["once"] = once
    app.jinja_env.globals["may_be_told"] = may_be_told
    app.jinja_env.globals["count_told"] = _count_told
    app.jinja_env.globals["platform_label"] = platform_label
    app.jinja_env.globals["undo"] = undo.taken
    app.jinja_env.globals["has_run_out"] = sign_in_use.has_run_out


def _count_told() -> int:
    """How much somebody was told of and hasn't read; asked by the template that shows it."""
    found = identity.viewer()
    return count_told(found.person_id) if found else 0


def _context() -> dict[str, Any]:
    found = identity.viewer()
    return {
        "platform": platform(),
        "viewer": found,
        "zone": found.zone if found else "UTC",
    }


_rendered: dict[tuple[Any, ...], Markup] = {}


def once(template: str, **values: object) -> Markup:
    """A partial that depends on nothing but the reader's language and these values, rendered once for each.

    `values` are few by nature: a tab's name, a voice, a small count.
    """
    key = (template, speech.locale(), *values.items())
    html = _rendered.get(key)
    if html is None:
        own = current_app.jinja_env.get_template(template)
        html = _rendered[key] = Markup(own.render(values).strip())  # noqa: S704 - our own partial
    return html


def _begin() -> None:
    """What every request begins with; one hook, for each costs all pages."""
    _refuse_other_sites()
    if "\x00" in request.path:
        # No thing is called so, and PostgreSQL can't even be asked.
        abort(404)
    # Of what is sought nothing is kept, and nothing that is kept has one.
    request.query_string = request.query_string.replace(b"%00", b"")
    _remember_platform()


def _refuse_other_sites() -> None:
    """A form of another site carries our cookies in some browsers; where the browser says so, it is refused."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get("Sec-Fetch-Site") in (
        "cross-site",
        "same-site",
    ):
        view = current_app.view_functions.get(request.endpoint or "")
        if not getattr(view, "is_open_to_other_sites", False):
            abort(403)


def _remember_platform() -> None:
    chosen = request.args.get("platform")
    if chosen in ("ios", "android", "web"):
        session["platform"] = chosen
