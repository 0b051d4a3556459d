"""What the clocks of customer service do by themselves. Each step asks again under the case's lock, so running twice,
late or in many processes changes nothing that was not due."""

from datetime import datetime

from sqlalchemy import or_, select

from shop_help import clock
from shop_help.actions.case_holding import give_to
from shop_help.actions.case_states import become_message, close
from shop_help.actions.case_unit import case_unit
from shop_help.actions.duty import end_lost_leases
from shop_help.actions.waiting_line import line_moved
from shop_help.extensions import db
from shop_help.models import Case
from shop_help.models.case_queue import agents_on_duty, chats_in_line
from shop_help.policy.chat_offer import Taker, Waiting, routed
from shop_help.policy.support import BUYER_AWAY_AFTER, OPEN, RESOLVED_FOR, teams_taken

#: Cases of one kind in one round; the next round takes the rest.
MOST = 200


def go_round() -> int:
    """One round: leases, chats that become messages, routing, and the end of what stayed resolved. How many moved."""
    now = clock.now()
    ended = end_lost_leases()
    turned = _not_taken(now) + _left(now)
    taken = route()
    closed = sum(close(case_id) for case_id in _ids(Case.state == "resolved", Case.resolved_at <= now - RESOLVED_FOR))
    if turned:
        line_moved()
    return ended + turned + taken + closed


def _not_taken(now: datetime) -> int:
    """Chats that nobody took by the promised time."""
    due = _ids(Case.state == "queued", Case.mode == "chat", Case.take_by <= now)
    return sum(become_message(None, case_id, "not_taken") for case_id in due)


def _left(now: datetime) -> int:
    """Chats whose buyer has been gone for long: waiting ones, and those in which we would talk to nobody."""
    gone = or_(Case.buyer_seen_at.is_(None), Case.buyer_seen_at <= now - BUYER_AWAY_AFTER)
    due = _ids(Case.state.in_(OPEN), Case.mode == "chat", gone)
    return sum(become_message(None, case_id, "buyer_away") for case_id in due)


def _ids(*which: object) -> list[int]:
    found = list(db.session.scalars(select(Case.id).where(*which).order_by(Case.id).limit(MOST)))  # type: ignore[arg-type]
    db.session.rollback()
    return found


def route() -> int:
    """Gives the chats in line to agents who take them by themselves and have room. How many found somebody."""
    takers = [
        Taker(
            row.person_id,
            row.capacity,
            row.chats,
            teams_taken(row.member_of, row.teams),
            frozenset(row.languages),
            row.takes_chats,
        )
        for row in agents_on_duty(clock.now())
    ]
    if not any(taker.takes_chats for taker in takers):
        db.session.rollback()
        return 0
    line = [Waiting(row.id, row.buyer_id, row.team, row.language, row.last_agent_id) for row in chats_in_line()]
    names = {row.person_id: row.name for row in agents_on_duty(clock.now())}
    db.session.rollback()
    given = 0
    for case_id, person_id in routed(line, takers):
        with case_unit(None, case_id) as work:
            if work.turn.state == "queued" and work.turn.mode == "chat":
                give_to(work, person_id, names[person_id], "case.routed")
                given += 1
    if given:
        line_moved()
    return given
