"""A shop's saved replies: added, changed, deleted, and deleting taken back."""

from shop_help import clock
from shop_help.actions.shops import log_of, shop_run_by, text_run_by
from shop_help.actions.texts import Removal, count_in, removed_by, restored_by, same_there
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import SavedReply
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.shop_texts import reply_faults, too_many_fault


def add_reply(sign_in_id: str, shop_id: int, title: str, body: str) -> int:
    """A new reply; its id. Raises Faulty for what can't be, and where the shop has as many as can be."""
    refuse_faulty(reply_faults(title, body))
    with write_unit(db.session) as session:
        viewer, _shop = shop_run_by(sign_in_id, shop_id)
        there = same_there(session, SavedReply, shop_id=shop_id, title=title, body=body)
        if there is not None:
            return there
        full = too_many_fault(count_in(session, SavedReply, shop_id))
        refuse_faulty({"title": full} if full else {})
        added = SavedReply(shop_id=shop_id, title=title, body=body)
        session.add(added)
        session.flush()
        session.add(log_of("reply.added", viewer, shop_id, reply=added.id, title=title))
    return added.id


def change_reply(sign_in_id: str, reply_id: int, title: str, body: str) -> None:
    """Other words. The log keeps what stood there before."""
    refuse_faulty(reply_faults(title, body))
    with write_unit(db.session) as session:
        viewer, reply = text_run_by(sign_in_id, SavedReply, reply_id)
        now_there = (reply.title, reply.body)
        if now_there == (title, body):
            return
        session.add(log_of("reply.changed", viewer, reply.shop_id, reply=reply.id, before=now_there))
        reply.title, reply.body, reply.updated_at = title, body, clock.now()


def remove_reply(sign_in_id: str, reply_id: int) -> Removal:
    """It is gone; the log keeps it whole, and the id of that line takes it back."""
    with write_unit(db.session) as session:
        return removed_by(session, sign_in_id, SavedReply, reply_id, "reply", ("title", "body"))


def restore_reply(sign_in_id: str, entry_id: int) -> None:
    """Takes a removal back, once. Raises Refused where there is none of this person's shops."""
    with write_unit(db.session) as session:
        restored_by(session, sign_in_id, entry_id, "reply", SavedReply)
