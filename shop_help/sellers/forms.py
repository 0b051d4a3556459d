"""What a seller's forms hand over."""

from datetime import date

from flask import abort, request

from shop_help import identity
from shop_help.policy.permissions import may_run_shop


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
