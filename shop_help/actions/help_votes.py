""" "Did this help?": one answer a person, question and order; the last one counts."""

from sqlalchemy import select

from shop_help import clock
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import HelpQuestion, HelpVote, Order
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_vote


def vote(sign_in_id: str, question_id: int, order_id: int | None, helped: bool) -> None:
    """Keeps what somebody says of a question, about one of their own orders or about none. Raises Refused."""
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id)
        if viewer is None:
            raise Refused("signed_out")
        question = session.get(HelpQuestion, question_id)
        own = order_id is None or session.scalar(Order.of(viewer.person_id).where(Order.id == order_id)) is not None
        if question is None or not own or not may_vote(viewer):
            raise Refused("forbidden")
        one_at_a_time(viewer.person_id)
        row = session.scalar(
            select(HelpVote).where(
                HelpVote.person_id == viewer.person_id,
                HelpVote.question_id == question_id,
                HelpVote.order_id.is_(None) if order_id is None else HelpVote.order_id == order_id,
            )
        )
        if row is None:
            row = HelpVote(person_id=viewer.person_id, question_id=question_id, order_id=order_id)
            session.add(row)
        row.helped, row.version, row.voted_at = helped, question.version, clock.now()
