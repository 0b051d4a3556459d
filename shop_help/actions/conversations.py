"""What people do in a conversation: open it, write, read."""

from sqlalchemy import Connection, Select
from sqlalchemy.exc import IntegrityError

from shop_help import clock
from shop_help.actions.case_turning import Reply
from shop_help.actions.posting import PLAIN, Posted, durably, post
from shop_help.announcements import conversations as announce
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Conversation, LogEntry
from shop_help.models.message_log import Draft, move_cursor
from shop_help.models.outbox import hand_in
from shop_help.models.senders import Sender, is_signed_in, sender_at
from shop_help.policy.messages import Refused, body_refusal, is_client_id
from shop_help.policy.permissions import may_read


def open_conversation(buyer_id: int, shop_id: int, order_id: int | None) -> int:
    """The id of a buyer's conversation with a shop about an order (or none): the one there is, else a new one.

    The caller found the order through the buyer, so that it is theirs and this shop's.
    """
    wanted = _conversation(buyer_id, shop_id, order_id)
    found = db.session.scalar(wanted)
    if found is not None:
        return found.id
    try:
        with write_unit(db.session) as session:
            opened = Conversation(buyer_id=buyer_id, shop_id=shop_id, order_id=order_id)
            session.add(opened)
            session.flush()
            session.add(_log_opened(opened))
            told = {"order": order_id, "buyer": buyer_id, "shop": shop_id, "conversation": opened.id}
            hand_in(session.connection(), "conversation.opened", opened.created_at, told)
        return opened.id
    except IntegrityError:
        # Two taps at once: the other one made it.
        return db.session.scalars(wanted).one().id


def _conversation(buyer_id: int, shop_id: int, order_id: int | None) -> Select[Conversation]:
    about = Conversation.order_id.is_(None) if order_id is None else Conversation.order_id == order_id
    return Conversation.of_buyer(buyer_id).where(Conversation.shop_id == shop_id, about)


def _log_opened(opened: Conversation) -> LogEntry:
    return LogEntry(
        what="conversation.opened",
        voice="BUYER",
        person_id=opened.buyer_id,
        order_id=opened.order_id,
        shop_id=opened.shop_id,
        conversation_id=opened.id,
    )


def post_message(
    sign_in_id: str, conversation_id: int, client_id: object, body: object, reply: Reply = PLAIN
) -> Posted:
    """Writes what a person says into a conversation. Returns when it is durable; raises Refused with CHAT's code."""
    refusal = body_refusal(body) or (None if is_client_id(client_id) else "bad_request")
    if refusal is not None:
        raise Refused(refusal)
    own = Draft("", None, str(client_id), "text", str(body))
    return post(sign_in_id, conversation_id, own, lambda sender, now: (), reply)


def mark_read(sign_in_id: str, conversation_id: int, seq: int) -> None:
    """A person has read up to `seq`. Raises Refused for a stranger; a lower place than before changes nothing."""

    def work(connection: Connection) -> tuple[Sender, int | None]:
        sender = sender_at(connection, sign_in_id, conversation_id, "", clock.now())
        if sender is None or not may_read(sender.asker, sender.facts):
            raise Refused("forbidden" if is_signed_in(connection, sign_in_id) else "signed_out")
        if sender.facts.is_case and sender.voice != "BUYER" and sender.facts.holder_id != sender.row.person_id:
            # Who only looks at what waits has not taken it: the buyer is not told that it was seen.
            return sender, None
        return sender, move_cursor(connection, sender, seq)

    sender, moved_to = durably(work)
    if moved_to is not None:
        announce.read(conversation_id, sender.voice or "", moved_to)
