"""Takes the demo away, with all that visitors made of it. The people stay, so that nobody is signed out."""

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from shop_help.demo.cast import PEOPLE, SHOPS
from shop_help.models import Conversation, Order, Person, Shop


def clear_demo(session: Session) -> None:
    """Deletes the demo's shops, orders and conversations; what hangs on them goes with them."""
    shops = select(Shop.id).where(Shop.external_id.in_(SHOPS))
    people = select(Person.id).where(Person.cast_name.in_([someone.cast_name for someone in PEOPLE]))
    for thing in (Conversation, Order):
        session.execute(
            delete(thing)
            .where(or_(thing.shop_id.in_(shops), thing.buyer_id.in_(people)))
            .execution_options(synchronize_session=False)
        )
    session.execute(delete(Shop).where(Shop.external_id.in_(SHOPS)).execution_options(synchronize_session=False))
    session.expire_all()
