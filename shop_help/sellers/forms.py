"""What a seller's forms hand over, and what becomes of a stranger's."""

from datetime import date
from typing import Any

from flask import abort, current_app, redirect, request
from werkzeug.exceptions import NotFound

from shop_help import identity, urls
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop
from shop_help.sellers import door


@door.errorhandler(Refused)
def refused(refusal: Refused) -> Any:
    """An act found under the lock that it may not: the thing isn't there for this person, or they are signed out."""
    if refusal.code != "signed_out":
        # Raised here, it would pass by its own page and end as a 500.
        return current_app.handle_user_exception(NotFound())
    return redirect(urls.sign_in(), 303)


def day_of(name: str) -> date | None:
    """A field's day; None where it holds none."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def shop_of_form() -> int:
    """The shop a form is for: the one it names, else the only one there is. A stranger's is not there."""
    viewer = identity.current()
    only = next(iter(viewer.shop_ids), 0) if len(viewer.shop_ids) == 1 else 0
    shop_id = request.form.get("shop", only, type=int)
    if not may_run_shop(viewer, shop_id):
        abort(404)
    return shop_id
