"""The browsers somebody is signed in with: shown more than a password there, or ended from another one."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import Select, select

from shop_help import audit, clock
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.announcements.departures import end_sign_in
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import SignIn
from shop_help.models.second_factor import has_factor
from shop_help.policy.messages import Refused
from shop_help.policy.second_factor import STAFF, STRONG, is_fresh, may_secure
from shop_help.policy.sign_in_times import Limits

#: Browsers of a list; with the newest ended, the others come up.
MOST_BROWSERS = 50


class ProveAgain(Exception):  # noqa: N818 - a question, not an error
    """Who changes what they sign in with shows first that it is them."""


class NothingToShow(Exception):  # noqa: N818 - likewise
    """There is nothing set up that could be shown."""


@dataclass(frozen=True)
class Asking:
    """Who changes what they sign in with, and the row of their browser."""

    viewer: Viewer
    row: SignIn


def asking(sign_in_id: str) -> Asking:
    """Who asks, in the write unit that is open: nothing that they sign in with changes until it ends.

    Raises Refused for whoever has nothing to set up here.
    """
    who = _anybody(sign_in_id)
    if not may_secure(who.viewer.all_roles):
        raise Refused("forbidden")
    return who


def _anybody(sign_in_id: str) -> Asking:
    one_at_a_time(db.session.scalar(select(SignIn.person_id).where(SignIn.id == sign_in_id)) or 0)
    row = db.session.get(SignIn, sign_in_id, with_for_update=True)
    viewer = viewer_of(sign_in_id)
    if viewer is None or row is None:
        raise Refused("signed_out")
    return Asking(viewer, row)


def asking_freshly(sign_in_id: str) -> Asking:
    """The same, of somebody who showed lately what they have; whoever has nothing yet may begin.

    Raises ProveAgain for anybody else.
    """
    who = asking(sign_in_id)
    if has_factor(who.viewer.person_id) and not is_fresh(who.row.proved_at, clock.now()):
        raise ProveAgain
    return who


def strengthen(who: Asking, proof: str) -> str:
    """This browser showed more than a password. The sign-in it goes on with: another one where it was held back,
    so that nobody who knew the old one comes along."""
    now = clock.now()
    if who.row.proof in STRONG or not who.viewer.held:
        who.row.proved_at = now
        if who.row.proof not in STRONG:
            who.row.proof = proof
        return who.row.id
    row = SignIn(id=secrets.token_urlsafe(24), person_id=who.viewer.person_id, browser=who.row.browser)
    row.proof, row.proved_at, row.started_at = proof, now, now
    row.ends_at = limits_for(who.viewer.all_roles).end(now, now)
    who.row.ended_at = now
    db.session.add(row)
    return row.id


def replaced(who: Asking, goes_on: str) -> list[str]:
    """The sign-in that asked, where the browser goes on with another one."""
    return [who.row.id] if who.row.id != goes_on else []


def limits_for(roles: Set[str]) -> Limits:
    """Who works here is signed in for a shift, everybody else for as long as they have their phone."""
    said = current_app.config
    if roles & STAFF:
        return Limits(timedelta(minutes=said["STAFF_IDLE_MINUTES"]), timedelta(hours=said["STAFF_SIGN_IN_HOURS"]))
    return Limits(timedelta(days=said["IDLE_DAYS"]), timedelta(days=said["SIGN_IN_DAYS"]))


def end_weak(person_id: int, but_not: str) -> list[str]:
    """Ends what was begun with a password alone, once there is more; their ids, for after the commit."""
    weak = SignIn.proof.in_(("password", "half"))
    return end_all(SignIn.going_on(person_id).where(SignIn.id != but_not, weak))


def end_all(wanted: Select[SignIn]) -> list[str]:
    """Ends these, in the write unit that is open; their ids, for after the commit."""
    rows = db.session.scalars(wanted).all()
    for row in rows:
        row.ended_at = clock.now()
    return [row.id for row in rows]


def hang_up(ended: Iterable[str]) -> None:
    """After the commit: the sockets of what ended."""
    for sign_in_id in ended:
        end_sign_in(sign_in_id)


def browsers_of(viewer: Viewer) -> Sequence[SignIn]:
    """Where they are signed in, the newest first, with the one that asks."""
    return db.session.scalars(
        SignIn.going_on(viewer.person_id).order_by(SignIn.started_at.desc()).limit(MOST_BROWSERS)
    ).all()


def name_of(row: SignIn) -> str:
    """What stands in an address for a sign-in: its id is as good as a password."""
    return hashlib.sha256(row.id.encode()).hexdigest()[:16]


def end_other(sign_in_id: str, name: str) -> None:
    """Signs a person out of another browser. Raises Refused where there is none of that name."""
    with write_unit(db.session):
        who = _anybody(sign_in_id)
        found = next((row for row in browsers_of(who.viewer) if name_of(row) == name), None)
        if found is None:
            raise Refused("forbidden")
        ended = end_all(select(SignIn).where(SignIn.id == found.id))
        if may_secure(who.viewer.all_roles):
            audit.note("sign_in.ended_elsewhere", f"browser {found.browser}", who.viewer)
    hang_up(ended)
