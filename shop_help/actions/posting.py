"""How a message gets into a conversation: one commit for it and what is said to it at once, then the loudspeaker."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from shop_help import clock, pace
from shop_help.actions.case_turning import Reply, refuse_held_back, turn_case
from shop_help.actions.waiting_line import is_in_line, line_moved
from shop_help.announcements import conversations as announce
from shop_help.commit_queue import CommitQueue
from shop_help.extensions import db, limiter
from shop_help.models.case_text import keep_said
from shop_help.models.message_log import Draft, PostedMessage, append, record_wait
from shop_help.models.senders import Sender, is_signed_in, sender_at
from shop_help.policy.answering import counted_seconds, is_answer
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_answer_cases, may_read, may_write
from shop_help.policy.shops import is_absent
from shop_help.sockets import DRAINING

log = logging.getLogger(__name__)
T = TypeVar("T")
#: Writes what belongs to a message beside it, in the same commit: under the lock, so it asks nobody else.
Beside = Callable[[Connection, Sender, PostedMessage], None]


@dataclass(frozen=True)
class Posted:
    """What came of a message: its place, and what there is to announce (nothing for a duplicate)."""

    conversation_id: int
    client_id: str
    seq: int
    created_at: datetime
    duplicate: bool
    buyer_id: int
    #: None in a support case.
    shop_id: int | None
    messages: Sequence[PostedMessage] = field(default=())
    #: A live chat left the line by it: those behind it moved up.
    left_line: bool = False

    def as_ack(self) -> dict[str, Any]:
        """The answer of CHAT, the same over the socket and over HTTP."""
        return {
            "ok": True,
            "client_id": self.client_id,
            "seq": self.seq,
            "created_at": self.created_at.isoformat(),
            "duplicate": self.duplicate,
        }


#: How an agent's words go out where nothing else is said of them.
PLAIN = Reply()


def post(
    sign_in_id: str,
    conversation_id: int,
    own: Draft,
    answers: Callable[[Sender, datetime], Sequence[Draft]],
    reply: Reply = PLAIN,
    beside: Beside | None = None,
) -> Posted:
    """Appends a person's draft, and what `answers` says to it at once, in one commit; then announces both.

    `reply`: of an agent, what they had in sight and whose turn it is afterwards.
    """
    _keep_pace(sign_in_id)

    def work(connection: Connection) -> Posted:
        now = clock.now()
        sender, earlier = admitted(connection, sign_in_id, conversation_id, own, now)
        if earlier is not None:
            return earlier
        refuse_held_back(connection, sender, reply)
        posted = _append(connection, sender, own, answers(sender, now), reply, now)
        if beside is not None:
            beside(connection, sender, posted.messages[0])
        return posted

    posted = durably(work)
    announce.posted(posted.conversation_id, posted.buyer_id, posted.shop_id, posted.messages)
    if posted.left_line:
        line_moved()
    return posted


def admitted(
    connection: Connection, sign_in_id: str, conversation_id: int, own: Draft, now: datetime
) -> tuple[Sender, Posted | None]:
    """Who may post this, and the place it has if it was posted before. Raises Refused."""
    sender = sender_at(connection, sign_in_id, conversation_id, own.client_id, now)
    if sender is None or not _may_ask(sender):
        raise Refused("forbidden" if is_signed_in(connection, sign_in_id) else "signed_out")
    if sender.row.earlier_seq is not None:
        return sender, _again(sender, own)
    if not may_write(sender.asker, sender.facts):
        raise Refused("closed" if sender.facts.is_closed else "stale")
    return sender, None


def _may_ask(sender: Sender) -> bool:
    """Who reads may try to write; so may an agent whose case a colleague has by now, to hear just that."""
    return may_read(sender.asker, sender.facts) or may_answer_cases(sender.asker, sender.facts)


def _again(sender: Sender, own: Draft) -> Posted:
    """The same message once more: its old place, unless something else comes under its name."""
    row = sender.row
    if (row.earlier_kind, row.earlier_body) != (own.kind, own.body):
        raise Refused("client_id_reused")
    return Posted(
        row.conversation_id, own.client_id, row.earlier_seq, row.earlier_at, True, row.buyer_id, row.shop_id
    )


def _append(
    connection: Connection, sender: Sender, own: Draft, answers: Sequence[Draft], reply: Reply, now: datetime
) -> Posted:
    row, voice = sender.row, sender.voice or ""
    said = Draft(voice, row.person_id, own.client_id, own.kind, own.body, own.data)
    waiting, notes = row.waiting_since, list(answers)
    if sender.facts.is_case:
        notes += turn_case(connection, sender, reply, now)
    elif voice == "BUYER" and not answers:
        notes += _away_note(sender, now) if waiting is None else []
        waiting = waiting or now
    elif voice == "SHOP" and waiting is not None and is_answer(own.kind, own.body):
        record_wait(connection, sender, now, counted_seconds(waiting, now, row.holiday_from, row.holiday_until))
        waiting = None
    messages = append(connection, row.conversation_id, row.last_seq, [said, *notes], waiting, now)
    if sender.facts.is_case:
        keep_said(connection, row.case_id, messages)
    return Posted(
        row.conversation_id,
        own.client_id,
        messages[0].seq,
        now,
        False,
        row.buyer_id,
        row.shop_id,
        messages,
        # Whoever answers what waits, takes it.
        sender.turn is not None and voice == "CUSTOMER_SERVICE" and is_in_line(sender.turn),
    )


def _away_note(sender: Sender, now: datetime) -> list[Draft]:
    """What the shop says by itself to a buyer who begins to wait while nobody is there."""
    row = sender.row
    if not row.away_note or not is_absent(row.is_away, row.holiday_from, row.holiday_until, now):
        return []
    return [Draft("ROBOT", None, str(uuid4()), "answer", row.away_note)]


def _keep_pace(sign_in_id: str) -> None:
    """Refuses what no person can write by hand, and everything once the process is about to stop."""
    if DRAINING.is_set():
        raise Refused("draining")
    if limiter.enabled and not pace.hit(sign_in_id, current_app.config["MESSAGES_A_MINUTE"]):
        raise Refused("rate_limited")


def durably(work: Callable[[Connection], T]) -> T:
    """Runs a work through the commit queue. Raises Refused for what the database can't do just now."""
    queue: CommitQueue = current_app.extensions["commit_queue"]
    # No session stays open while a writer waits for its turn. On the socket there is none, and none is made.
    if db.session.registry.has():
        db.session.rollback()
    try:
        try:
            return queue.run(work)
        except IntegrityError:
            # The same message came twice at once: the second time it is found.
            return queue.run(work)
    except (OperationalError, NoConnectionError) as error:
        log.exception("a message could not be saved")
        raise Refused("busy") from error
    except DBAPIError as error:
        log.exception("a message could not be saved")
        raise Refused("unavailable") from error
