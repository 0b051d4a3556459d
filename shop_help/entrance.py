"""What belongs to nobody's audience: signing in by one tap in the demo, the way home, and whether we are well."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from shop_help import identity, urls
from shop_help.accounts import sign_in_as
from shop_help.doors import address_here, to_what_is_missing
from shop_help.extensions import db, limiter
from shop_help.models import Person
from shop_help.readiness import hindrances, redis_state
from shop_help.speech import gettext as _

door = Blueprint("entrance", __name__)

HOMES = {
    "buyer": urls.shop_front,
    "seller": urls.seller_inbox,
    "agent": urls.agent_home,
    "operator": urls.operator_home,
}


@door.get("/home")
def home() -> BaseResponse:
    viewer = identity.viewer()
    if viewer is not None and viewer.held:
        return to_what_is_missing(viewer)
    return redirect(HOMES[viewer.audience]() if viewer else urls.sign_in())


@door.post("/sign-in/demo")
@limiter.limit("60 per minute")
def demo_sign_in() -> BaseResponse:
    """One tap a person of the cast; there is no such door outside the demo."""
    if not current_app.config["DEMO"]:
        abort(404)
    person = db.session.scalar(select(Person).where(Person.cast_name == request.form.get("person", "")))
    if person is None or not person.active:
        abort(404)
    viewer = identity.viewer()
    # Who came in by another tab meanwhile is in; nobody is in twice.
    if viewer is None or viewer.person_id != person.id:
        sign_in_as(person, "demo")
    return redirect(address_here(request.form.get("next", "")) or urls.home(), 303)


@door.app_template_global()
def cast() -> list[Person]:
    """The people of the demo, for the sign-in page."""
    if not current_app.config["DEMO"]:
        return []
    return sorted(db.session.scalars(select(Person).where(Person.cast_name > "")), key=lambda person: person.id)


@door.app_template_global()
def role_words(person: Person) -> str:
    """What somebody is here, in words."""
    words = {"buyer": _("buyer"), "seller": _("seller"), "agent": _("live agent"), "operator": _("operator")}
    return ", ".join(words[role.name] for role in person.roles)


@door.get("/health")
@limiter.exempt
def health() -> Response:
    """Is this process there?"""
    return Response("ok\n", mimetype="text/plain")


@door.get("/ready")
@limiter.exempt
def ready() -> Response:
    """May it be given work? If not, why, in plain words; and whether Redis is there, which is no reason."""
    lines = hindrances()
    said = [*(lines or ["ready"]), f"redis: {redis_state()}"]
    return Response("".join(f"{line}\n" for line in said), 503 if lines else 200, mimetype="text/plain")


@door.get("/styleguide")
def styleguide() -> str:
    """All shared partials on one page; in the demo alone."""
    if not current_app.config["DEMO"]:
        abort(404)
    return render_template("styleguide.html")
