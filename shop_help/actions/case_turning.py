"""What a message does to a support case: whose turn it is afterwards. Runs inside the message's own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from shop_help.each_language import in_each_language
from shop_help.models.case_log import is_stale, log, record_answer, store_turn
from shop_help.models.case_viewers import stop_typing
from shop_help.models.disputes import is_undecided
from shop_help.models.message_log import Draft
from shop_help.models.reply_drafts import forget
from shop_help.models.senders import Sender
from shop_help.policy.case_turns import Turn, after_agent, after_buyer
from shop_help.policy.messages import Refused
from shop_help.policy.support import AFTER_REPLY
from shop_help.service_calendar import hours_in
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Reply:
    """What an agent says beside the words: the last message they had in sight, and whose turn it is then."""

    seen: int | None = None
    then: str = "waiting_buyer"


def reply_of(seen: object, then: object) -> Reply:
    """A reply from what a client sends; what it leaves out is as usual. `then` is judged where it is used."""
    known = seen if isinstance(seen, int) and not isinstance(seen, bool) else None
    return Reply(known, then if isinstance(then, str) and then else Reply.then)


def refuse_held_back(connection: Connection, sender: Sender, reply: Reply) -> None:
    """An agent's words wait where the case moved on under them. Raises Refused("stale"): nothing is lost or sent."""
    if sender.voice != "CUSTOMER_SERVICE" or reply.seen is None:
        return
    if is_stale(connection, sender.row.conversation_id, reply.seen, sender.row.person_id):
        raise Refused("stale")


def turn_case(connection: Connection, sender: Sender, reply: Reply, now: datetime) -> list[Draft]:
    """Gives the case its next turn. What the system says to that, as drafts behind the message."""
    before, row = sender.turn, sender.row
    if before is None:
        return []
    hours = hours_in(row.case_market, now, connection)
    if sender.voice == "BUYER":
        after = after_buyer(before, now, hours)
    else:
        if reply.then not in AFTER_REPLY:
            raise Refused("bad_request")
        if reply.then == "resolved" and is_undecided(connection, row.case_id):
            raise Refused("dispute_undecided")
        after = after_agent(before, row.person_id, reply.then, now, hours)
        # What was written is said: nothing of it waits any more, on any machine.
        forget(connection, row.person_id, row.conversation_id)
        stop_typing(connection, row.case_id, row.person_id)
        if before.asked_at is not None:
            seconds = hours.seconds_between(before.asked_at, now)
            record_answer(connection, row.case_id, row.person_id, before, now, seconds, hours.zone)
    if after != before:
        store_turn(connection, row.case_id, after)
        _log_change(connection, sender, before, after, now)
    return _said_to_it(before, after)


def _log_change(connection: Connection, sender: Sender, before: Turn, after: Turn, now: datetime) -> None:
    who = (sender.voice or "SYSTEM", sender.row.person_id, now)
    if after.agent_id != before.agent_id and after.agent_id is not None:
        log(connection, sender.row, "case.claimed", *who)
    if after.state != before.state:
        what = "case.reopened" if before.state == "resolved" else f"case.{after.state}"
        log(connection, sender.row, what, *who, was=before.state)


def _said_to_it(before: Turn, after: Turn) -> list[Draft]:
    if before.state == "resolved" and after.state == "queued":
        return [system_line(lambda: _("The case is open again. We answer as soon as possible."))]
    if after.state == "resolved":
        return [resolved_line()]
    return []


def resolved_line() -> Draft:
    """What both sides read when a case is resolved."""
    return system_line(lambda: _("Customer service marked this as resolved. Write here if something is still wrong."))


def system_line(words: Callable[[], str]) -> Draft:
    """A line of the system, in the order of the messages; `words` says it in the language that is read just then."""
    return Draft("SYSTEM", None, str(uuid4()), "system", *in_each_language(lambda: (words(), {})))
