"""What every act on a Buyer Protection case begins and ends with: what is overdue applied, order and conversations
locked, the person asked anew, and one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from shop_help import clock
from shop_help.actions.case_unit import CaseWork
from shop_help.actions.deadlines import catch_up
from shop_help.actions.order_requests.talk import talk_at
from shop_help.actions.protection.work import OWNER, ProtectionWork
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import protection_log as rows
from shop_help.models.case_log import locked_case, turn_of
from shop_help.models.request_log import locked_order
from shop_help.models.running_clocks import running_clock
from shop_help.policy.messages import Refused


@contextmanager
def protection_unit(sign_in_id: str | None, protection_id: int) -> Iterator[ProtectionWork]:
    """One act on a case, committed at the end, then announced. Raises Refused where there is no such case.

    `sign_in_id`: who acts; None for time. What they may do with the case is asked by the act. A clock of it that is
    overdue is applied first, as of when it was due, in a commit of its own: what comes late is judged by what follows
    then.
    """
    arrived = clock.now()
    if sign_in_id is not None:
        catch_up(OWNER, [protection_id])
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id) if sign_in_id is not None else None
        if sign_in_id is not None and viewer is None:
            raise Refused("signed_out")
        work = work_on(session.connection(), protection_id, clock.now(), viewer)
        running = running_clock(work.connection, OWNER, protection_id) if sign_in_id is not None else None
        if running is not None and running.due_at <= work.now:
            # It fell due while this act waited for the locks: it was given before, and so it wins.
            work.now = arrived
        yield work
    work.announce()


def work_on(
    connection: Connection, protection_id: int, now: datetime, viewer: Viewer | None = None
) -> ProtectionWork:
    """A case with its locks: order, conversation, talk, and then the case as it is. Raises Refused for none."""
    place = rows.place_of(connection, protection_id)
    if place is None:
        raise Refused("forbidden")
    order = locked_order(connection, place.order_id)
    sides = talk_at(connection, place.conversation_id)
    case = locked_case(connection, place.case_id)
    talk = talk_at(connection, case.conversation_id)
    support = CaseWork(connection, case, turn_of(case), now, viewer)
    row = rows.protection_row(connection, protection_id)
    return ProtectionWork(connection, row, order, sides, talk, support, now, viewer)
