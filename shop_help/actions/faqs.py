"""A shop's questions with their automatic answers: added, changed, deleted, and deleting taken back."""

from collections.abc import Sequence

from shop_help import clock
from shop_help.actions.shops import log_of, shop_run_by, text_run_by
from shop_help.actions.standard_faqs import in_order
from shop_help.actions.texts import Removal, count_in, removed_by, restored_by, same_there
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import ShopFaq
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.shop_texts import faq_faults, too_many_fault


def add_faq(sign_in_id: str, shop_id: int, question: str, answer: str, states: Sequence[str]) -> int:
    """A new question; its id. Raises Faulty for what can't be, and where the shop has as many as can be."""
    refuse_faulty(faq_faults(question, answer, states))
    with write_unit(db.session) as session:
        viewer, _shop = shop_run_by(sign_in_id, shop_id)
        there = same_there(session, ShopFaq, shop_id=shop_id, question=question, answer=answer)
        if there is not None:
            return there
        full = too_many_fault(count_in(session, ShopFaq, shop_id))
        refuse_faulty({"question": full} if full else {})
        added = ShopFaq(shop_id=shop_id, question=question, answer=answer, states=in_order(states))
        session.add(added)
        session.flush()
        session.add(log_of("faq.added", viewer, shop_id, faq=added.id, question=question))
    return added.id


def change_faq(sign_in_id: str, faq_id: int, question: str, answer: str, states: Sequence[str]) -> None:
    """Other words, or other states. The log keeps what stood there before."""
    refuse_faulty(faq_faults(question, answer, states))
    with write_unit(db.session) as session:
        viewer, faq = text_run_by(sign_in_id, ShopFaq, faq_id)
        now_there = (faq.question, faq.answer, list(faq.states))
        if now_there == (question, answer, in_order(states)):
            return
        session.add(log_of("faq.changed", viewer, faq.shop_id, faq=faq.id, before=now_there))
        faq.question, faq.answer, faq.states = question, answer, in_order(states)
        faq.updated_at = clock.now()


def remove_faq(sign_in_id: str, faq_id: int) -> Removal:
    """It is gone; the log keeps it whole, and the id of that line takes it back."""
    fields = ("question", "answer", "states", "asked")
    with write_unit(db.session) as session:
        return removed_by(session, sign_in_id, ShopFaq, faq_id, "faq", fields)


def restore_faq(sign_in_id: str, entry_id: int) -> None:
    """Takes a removal back, once. Raises Refused where there is none of this person's shops."""
    with write_unit(db.session) as session:
        restored_by(session, sign_in_id, entry_id, "faq", ShopFaq)
