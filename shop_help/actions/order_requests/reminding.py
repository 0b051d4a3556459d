"""Whoever has to move on a request is reminded once before its clock runs out, where both sides read it."""

from datetime import datetime

from shop_help import request_words
from shop_help.actions.deadlines import REMINDERS, settle_reminder
from shop_help.actions.order_requests.catching_up import OWNER
from shop_help.actions.order_requests.unit import RequestWork, request_unit
from shop_help.models.outbox import hand_in


def remind(request_id: int, act: str, due_at: datetime) -> None:
    """Says in the conversation until when, and what follows then; not where the clock was settled meanwhile."""
    with request_unit(None, request_id) as work:
        if settle_reminder(work.connection, OWNER, request_id, act, due_at):
            row, lines, zone = work.row, work.lines, work.rules.zone
            work.talk.say(lambda: (request_words.reminder_of(row, lines, zone), {}), work.now, kind="system")
            _hand_on(work, act)


def _hand_on(work: RequestWork, act: str) -> None:
    """Told on, but no line of the timeline: nothing has changed."""
    row, talk = work.row, work.talk.row
    place = {"order": talk.order_id, "buyer": talk.buyer_id, "shop": talk.shop_id, "conversation": talk.id}
    told = {"request": row.id, "kind": row.kind, "state": row.state, "mover": row.mover, "act": act}
    hand_in(work.connection, "request.reminded", work.now, place | told)


REMINDERS[OWNER] = remind
