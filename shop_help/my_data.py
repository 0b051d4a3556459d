"""The door to one's own data: what is kept, taken along as a file, and the account deleted with time to undo it.

For everybody who is signed in, of whichever age and audience; whose account is about to go may come here alone.
"""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from shop_help import identity, personal_archive, sign_in_use, urls
from shop_help.actions import account_deletion as acts
from shop_help.doors import hide_what_is_refused, to_sign_in, to_what_is_missing
from shop_help.extensions import db, limiter
from shop_help.forms import refuse_unkeepable
from shop_help.models import Person
from shop_help.models.personal import still_open
from shop_help.policy.account_deletion import UNDO_DAYS, may_delete_own
from shop_help.policy.second_factor import LEAVING
from shop_help.speech import gettext as _
from shop_help.speech import ngettext
from shop_help.zip_stream import zip_answer

door = Blueprint("my_data", __name__)

#: An archive reads everything of somebody's: enough for who tries again, too few to be a burden.
ARCHIVE_PACE = "10 per hour"


@door.before_request
def ask() -> BaseResponse | None:
    """Who is held back for want of a second factor shows that first: their whole data lie behind this door."""
    viewer = identity.viewer()
    if viewer is None:
        return to_sign_in()
    if viewer.held and viewer.held != LEAVING:
        return to_what_is_missing(viewer)
    return None


door.before_request(sign_in_use.note)
door.before_request(refuse_unkeepable)
hide_what_is_refused(door)


@door.after_request
def keep_nowhere(response: Response) -> Response:
    """No browser keeps somebody's whole data."""
    response.headers["Cache-Control"] = "no-store"
    return response


@door.get("/your-data")
def my_data() -> str:
    return _page()


def _page(fault: str = "") -> str:
    viewer = identity.current()
    person = db.session.get_one(Person, viewer.person_id)
    return render_template(
        "my_data/my_data.html",
        person=person,
        may_delete=may_delete_own(viewer.all_roles),
        under_way=_under_way(viewer.person_id),
        undo_days=UNDO_DAYS,
        fault=fault,
    )


def _under_way(person_id: int) -> list[str]:
    """What is open, in words, each with its count."""
    found = still_open(db.session.connection(), person_id)
    words = {
        "claims": ngettext(
            "%(num)s claim of Buyer Protection", "%(num)s claims of Buyer Protection", found["claims"]
        ),
        "requests": ngettext("%(num)s request to a seller", "%(num)s requests to sellers", found["requests"]),
        "refunds": ngettext("%(num)s refund", "%(num)s refunds", found["refunds"]),
        "orders": ngettext("%(num)s order", "%(num)s orders", found["orders"]),
        "cases": ngettext("%(num)s case at customer service", "%(num)s cases at customer service", found["cases"]),
    }
    return [said for name, said in words.items() if found[name]]


@door.get("/your-data/archive")
@limiter.limit(ARCHIVE_PACE, key_func=lambda: f"archive {identity.current().person_id}")
def my_archive() -> Response:
    person_id = identity.current().person_id
    return zip_answer(personal_archive.archive(person_id), personal_archive.name_of(person_id))


@door.post("/your-data/deletion")
def delete_me() -> str | tuple[str, int] | BaseResponse:
    if request.form.get("sure") != "yes":
        return _page(_("Tick that you are sure.")), 422
    acts.ask_deletion(identity.current().sign_in_id)
    return redirect(urls.my_data(), 303)


@door.post("/your-data/deletion/undo")
def keep_me() -> BaseResponse:
    acts.undo_deletion(identity.current().sign_in_id)
    return redirect(urls.my_data(), 303)
