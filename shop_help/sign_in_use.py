"""A sign-in that is used goes on; one that isn't ends (policy.sign_in_times). And what pages show of it."""

import logging
from typing import Any

from flask import request, session
from sqlalchemy.exc import OperationalError

from shop_help import clock, hx, identity
from shop_help.actions import sign_in_times
from shop_help.actions.sign_ins import browsers_of, limits_for, name_of
from shop_help.dates import whole_length
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import SignIn

log = logging.getLogger(__name__)


def note() -> None:
    """Before every page of a door: somebody is there. What scripts ask for by themselves says nothing of it."""
    viewer = identity.viewer()
    if viewer is None or _is_by_itself():
        return
    try:
        sign_in_times.go_on(viewer)
    except OperationalError as error:
        # The page is shown; the next one notes it.
        log.warning("the use of a sign-in was not noted: %s", type(error).__name__)


def _is_by_itself() -> bool:
    """Lists and heads are fetched anew as news come, and what is in sight is marked as read."""
    if request.method in ("GET", "HEAD"):
        return hx.is_fragment() or hx.wants_json()
    return (request.endpoint or "").endswith(".mark_read")


def has_run_out() -> bool:
    """Was this browser signed in until its time was over? For the page that asks to sign in again."""
    row = db.session.get(SignIn, session.get(identity.SIGN_IN, ""))
    return row is not None and row.ends_at is not None and row.ends_at <= (row.ended_at or clock.now())


def shown_browsers(viewer: Viewer) -> dict[str, Any]:
    """What shared/_browsers.html shows of them, with how long a sign-in lasts, in words."""
    limits = limits_for(viewer.all_roles)
    rows = [(row, name_of(row), row.id == viewer.sign_in_id) for row in browsers_of(viewer)]
    return {"browsers": rows, "idle": whole_length(limits.idle), "whole": whole_length(limits.whole)}
