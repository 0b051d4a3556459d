"""The browsers somebody is signed in with: shown more than a password there, or ended from another one."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from shop_help import audit, clock
from shop_help.announcements.departures import end_sign_in
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import SignIn
from shop_help.models.second_factor import has_factor
from shop_help.policy.messages import Refused
from shop_help.policy.second_factor import STRONG, is_fresh, may_secure


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
    """Who asks, in the write unit that is open. Raises Refused for whoever has nothing to set up here."""
    viewer = viewer_of(sign_in_id)
    row = db.session.get(SignIn, sign_in_id, with_for_update=True)
    if viewer is None or row is None:
        raise Refused("signed_out")
    if not may_secure(viewer.all_roles):
        raise Refused("forbidden")
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
    who.row.ended_at = now
    db.session.add(row)
    return row.id


def end_weak(person_id: int, but_not: str) -> list[str]:
    """Ends what was begun with a password alone, once there is more; their ids, for after the commit."""
    wanted = select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != but_not)
    weak = [row for row in db.session.scalars(wanted) if row.proof in ("password", "half")]
    for row in weak:
        row.ended_at = clock.now()
    return [row.id for row in weak]


def hang_up(ended: list[str]) -> None:
    """After the commit: the sockets of what ended."""
    for sign_in_id in ended:
        end_sign_in(sign_in_id)


def others_of(viewer: Viewer) -> list[SignIn]:
    """Their sign-ins that go on, the newest first; with the one that asks."""
    wanted = select(SignIn).where(SignIn.person_id == viewer.person_id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(wanted.order_by(SignIn.started_at.desc()).limit(50)))


def name_of(row: SignIn) -> str:
    """What stands in an address for a sign-in: its id is as good as a password."""
    return hashlib.sha256(row.id.encode()).hexdigest()[:16]


def end_other(sign_in_id: str, name: str) -> None:
    """Signs a person out of another browser. Raises Refused where there is none of that name."""
    with write_unit(db.session):
        who = asking(sign_in_id)
        found = next((row for row in others_of(who.viewer) if name_of(row) == name), None)
        if found is None:
            raise Refused("forbidden")
        found.ended_at = clock.now()
        ended = found.id
        audit.note("sign_in.ended_elsewhere", f"browser {found.browser}", who.viewer)
    end_sign_in(ended)
