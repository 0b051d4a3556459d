"""Takes the demo away, with all that visitors made of it. The people stay, so that nobody is signed out."""

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from shop_help.actions.protection.work import OWNER
from shop_help.demo.cast import PEOPLE, SHOPS
from shop_help.models import (
    ClaimDraft,
    Conversation,
    Deadline,
    Evidence,
    HelpOutcome,
    Order,
    OrderRequest,
    Person,
    Photo,
    ProtectionCase,
    Refund,
    ServiceHours,
    Shop,
)


def clear_demo(session: Session) -> list[str]:
    """Deletes the demo's shops, orders and conversations; what hangs on them goes with them.

    The names of the photos that nothing shows any more are returned: their files go once this is committed.
    """
    shops = select(Shop.id).where(Shop.external_id.in_(SHOPS))
    people = select(Person.id).where(Person.cast_name.in_([someone.cast_name for someone in PEOPLE]))
    talks = select(Conversation.id).where(or_(Conversation.shop_id.in_(shops), Conversation.buyer_id.in_(people)))
    photos = list(session.scalars(select(Photo.file_name).where(Photo.conversation_id.in_(talks))))
    photos += _clear_protection(session, shops, people)
    _clear_requests(session, shops, people)
    for thing in (Conversation, Order):
        session.execute(
            delete(thing)
            .where(or_(thing.shop_id.in_(shops), thing.buyer_id.in_(people)))
            .execution_options(synchronize_session=False)
        )
    # What an operator made of them, and what was counted.
    for made in (ServiceHours, HelpOutcome):
        session.execute(delete(made))
    session.execute(delete(Shop).where(Shop.external_id.in_(SHOPS)).execution_options(synchronize_session=False))
    session.expire_all()
    return photos


def _clear_requests(session: Session, shops: Select[int], people: Select[int]) -> None:
    """What was asked about orders, its clocks, and what was given back: nothing takes these away by itself."""
    orders = select(Order.id).where(or_(Order.shop_id.in_(shops), Order.buyer_id.in_(people)))
    requests = select(OrderRequest.id).where(OrderRequest.order_id.in_(orders))
    session.execute(delete(Deadline).where(Deadline.owner == "order_request", Deadline.owner_id.in_(requests)))
    for thing in (Refund, OrderRequest):
        session.execute(delete(thing).where(thing.order_id.in_(orders)).execution_options(synchronize_session=False))


def _clear_protection(session: Session, shops: Select[int], people: Select[int]) -> list[str]:
    """Cases of Buyer Protection and what is being written, with their clocks. The names of their photos."""
    orders = select(Order.id).where(or_(Order.shop_id.in_(shops), Order.buyer_id.in_(people)))
    cases = select(ProtectionCase.id).where(ProtectionCase.order_id.in_(orders))
    drafts = select(ClaimDraft.id).where(ClaimDraft.order_id.in_(orders))
    brought = or_(Evidence.protection_id.in_(cases), Evidence.draft_id.in_(drafts))
    photos = [name for name in session.scalars(select(Evidence.file_name).where(brought)) if name]
    session.execute(delete(Deadline).where(Deadline.owner == OWNER, Deadline.owner_id.in_(cases)))
    for thing in (ProtectionCase, ClaimDraft):
        session.execute(delete(thing).where(thing.order_id.in_(orders)).execution_options(synchronize_session=False))
    return photos
