"""Sign-ins go on while they are used, and end when their time is over (policy.sign_in_times)."""

from sqlalchemy import select, update

from shop_help import clock
from shop_help.actions.sign_ins import end_all, hang_up, limits_for
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import SignIn

#: Sign-ins that one round ends.
PIECE = 200


def go_on(viewer: Viewer) -> None:
    """Somebody is there: their sign-in ends so much later."""
    limits = limits_for(viewer.all_roles)
    end = limits.end(viewer.started_at, clock.now())
    if limits.is_worth_noting(viewer.ends_at, end):
        with write_unit(db.session) as session:
            here = update(SignIn).where(SignIn.id == viewer.sign_in_id, SignIn.holds_at(clock.now()))
            session.execute(here.values(ends_at=end))


def go_round() -> int:
    """Ends those whose time is over, and hangs up. How many."""
    now = clock.now()
    over = select(SignIn.id).where(SignIn.ended_at.is_(None), SignIn.ends_at <= now)
    ids = db.session.scalars(over.order_by(SignIn.ends_at).limit(PIECE)).all()
    db.session.rollback()
    if not ids:
        return 0
    with write_unit(db.session):
        # Whoever came back at this very moment goes on.
        wanted = select(SignIn).where(SignIn.id.in_(ids), SignIn.ended_at.is_(None), SignIn.ends_at <= now)
        ended = end_all(wanted.order_by(SignIn.id).with_for_update())
    hang_up(ended)
    return len(ended)
