"""Whoever has to move on a request is reminded once before its clock runs out, where both sides read it."""

from datetime import datetime

from shop_help import request_words
from shop_help.actions.deadlines import REMINDERS, settle_reminder
from shop_help.actions.order_requests.catching_up import OWNER
from shop_help.actions.order_requests.unit import request_unit


def remind(request_id: int, act: str, due_at: datetime) -> None:
    """Says in the conversation until when, and what follows then; not where the clock was settled meanwhile."""
    with request_unit(None, request_id) as work:
        if settle_reminder(work.connection, OWNER, request_id, act, due_at):
            said = request_words.reminder_of(work.row, work.lines, work.rules.zone)
            work.talk.say(said, {}, work.now, kind="system")


REMINDERS[OWNER] = remind
