"""A shop that doesn't answer: the buyer is offered customer service, once a wait (PRODUCT 4, the last rows)."""

import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from shop_help import clock, urls
from shop_help.announcements import conversations as announce
from shop_help.database import write_unit
from shop_help.dates import day_and_time
from shop_help.each_language import in_each_language
from shop_help.extensions import db
from shop_help.models import LogEntry
from shop_help.models.message_log import Draft, append
from shop_help.models.outbox import hand_in
from shop_help.models.silence import locked_wait, note_offer, waiting_before, waiting_for_suspended
from shop_help.policy.answer_clock import service_from
from shop_help.policy.answering import ANSWER_WITHIN
from shop_help.policy.markets import market_called
from shop_help.speech import gettext as _

log = logging.getLogger(__name__)

#: Conversations that are looked at together; those of a shop on holiday are looked at until its clock goes on.
PAGE = 500
#: Offers of one round. The next round makes the rest; what else the clockwork does has its turn between.
MOST = 200

_BEGINNING = (datetime.min.replace(tzinfo=UTC), 0)


def go_round() -> int:
    """Offers customer service wherever it is time to. How many buyers it was offered to."""
    return sum(_offered(each.id) for each in _due(clock.now()))


def _offered(conversation_id: int) -> bool:
    try:
        return offer_service(conversation_id)
    except Exception:
        log.exception(
            "customer service could not be offered in conversation %s; the next round follows", conversation_id
        )
        return False


def _due(now: datetime) -> list[Any]:
    connection = db.session.connection()
    due, place = list(waiting_for_suspended(connection, MOST)), _BEGINNING
    while len(due) < MOST:
        page = waiting_before(connection, now - ANSWER_WITHIN, place, PAGE)
        due += [each for each in page if _offered_at(each) <= now]
        if len(page) < PAGE:
            break
        place = (page[-1].waiting_since, page[-1].id)
    db.session.rollback()
    return due[:MOST]


def _offered_at(row: Any) -> datetime:
    return service_from(row.waiting_since, row.is_suspended, row.holiday_from, row.holiday_until)


def offer_service(conversation_id: int) -> bool:
    """Offers it, if the buyer still waits and nobody did so. Asked under the lock, so it comes to the same twice."""
    with write_unit(db.session) as session:
        connection, now = session.connection(), clock.now()
        row = locked_wait(connection, conversation_id)
        if row is None or not _is_time(row, now):
            return False
        note_offer(connection, conversation_id, row.waiting_since)
        posted = append(connection, row.id, row.last_seq, [_card(row)], row.waiting_since, now)
        told = {"order": row.order_id, "buyer": row.buyer_id, "shop": row.shop_id, "conversation": row.id}
        hand_in(connection, "conversation.service_offered", now, told)
        session.add(_line(row, now))
    announce.posted(row.id, row.buyer_id, row.shop_id, posted)
    return True


def _is_time(row: Any, now: datetime) -> bool:
    waits = row.waiting_since is not None and row.closed_at is None
    return waits and row.service_offered_for != row.waiting_since and _offered_at(row) <= now


def _line(row: Any, now: datetime) -> LogEntry:
    where = {"order_id": row.order_id, "shop_id": row.shop_id, "conversation_id": row.id}
    since = row.waiting_since.isoformat()
    return LogEntry(
        what="conversation.service_offered", voice="SYSTEM", happened_at=now, data={"since": since}, **where
    )


def _card(row: Any) -> Draft:
    return Draft("SYSTEM", None, str(uuid4()), "system", *in_each_language(partial(_words, row)))


def _words(row: Any) -> tuple[str, dict[str, Any]]:
    since = day_and_time(row.waiting_since, market_called(row.market).zone)
    if row.is_suspended:
        title, body = _("This shop can't answer just now"), _("Customer service takes over from here.")
    else:
        title = _("The seller hasn't answered")
        body = _("The message of %(since)s still waits. Customer service can step in.", since=since)
    # Both sides read the card; the button is the buyer's.
    link = {"href": urls.contact(row.number or ""), "link": _("Ask customer service"), "for": "buyer"}
    return body, {"title": title, **link}
