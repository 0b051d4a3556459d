"""A claim is sent and becomes a case: judged once more under the lock, kept with all that it stands on, told to those
who hear of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from shop_help import clock
from shop_help.actions.conversations import open_conversation
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection.claim_writing import Sent, write_case
from shop_help.actions.protection.people import claimant
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Case, ClaimDraft, Order, ProtectionCase
from shop_help.models.request_log import locked_order
from shop_help.policy.messages import Refused, is_client_id


@dataclass(frozen=True)
class Opened:
    """Where it goes on, and whether the same claim was sent before."""

    protection_id: int
    case_id: int
    conversation_id: int
    state: str
    is_new: bool


def open_case(sign_in_id: str, sent: Sent) -> Opened:
    """Opens a case from a claim. The same client_id twice is one case.

    Raises Refused for what isn't theirs, is gone or was changed elsewhere; Faulty for what is to be put right;
    NotEligible for a no of the rules.
    """
    if not is_client_id(sent.client_id):
        raise Refused("bad_request")
    buyer = claimant(sign_in_id)
    earlier = _earlier(db.session.connection(), buyer.person_id, sent)
    if earlier is not None:
        return earlier
    conversation_id = _conversation(buyer, sent)
    try:
        return _open(sign_in_id, sent, conversation_id)
    except IntegrityError:
        # Two taps at once: the other one made it, or claimed the same item first.
        return _open(sign_in_id, sent, conversation_id)


def _conversation(buyer: Viewer, sent: Sent) -> int:
    draft = _draft(db.session.connection(), buyer.person_id, sent.client_id)
    order = db.session.get_one(Order, draft.order_id)
    return open_conversation(buyer.person_id, order.shop_id, order.id)


def _draft(connection: Connection, buyer_id: int, client_id: str) -> Any:
    wanted = select(*ClaimDraft.__table__.columns).where(
        ClaimDraft.buyer_id == buyer_id, ClaimDraft.client_id == client_id
    )
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise Refused("draft_gone")
    return found


def _earlier(connection: Connection, buyer_id: int, sent: Sent) -> Opened | None:
    """The same claim once more: what it became."""
    wanted = select(ProtectionCase.id, ProtectionCase.case_id, ProtectionCase.state).where(
        ProtectionCase.buyer_id == buyer_id, ProtectionCase.client_id == sent.client_id
    )
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return None
    return Opened(found.id, found.case_id, _talk_of(connection, found.case_id), found.state, False)


def _talk_of(connection: Connection, case_id: int) -> int:
    return int(connection.execute(select(Case.conversation_id).where(Case.id == case_id)).scalar_one())


def _open(sign_in_id: str, sent: Sent, conversation_id: int) -> Opened:
    with write_unit(db.session) as session:
        buyer, connection, now = claimant(sign_in_id), session.connection(), clock.now()
        earlier = _earlier(connection, buyer.person_id, sent)
        if earlier is not None:
            return earlier
        place = _draft(connection, buyer.person_id, sent.client_id)
        locked_order(connection, place.order_id)
        # Once more, now that nobody else can open one about this order.
        earlier = _earlier(connection, buyer.person_id, sent)
        if earlier is not None:
            return earlier
        draft = _draft(connection, buyer.person_id, sent.client_id)
        work = write_case(connection, buyer, draft, sent, conversation_id, now)
    work.announce()
    return Opened(work.row.id, work.row.case_id, work.talk.row.id, work.row.state, True)


__all__ = ["NotEligible", "Opened", "Sent", "open_case"]
