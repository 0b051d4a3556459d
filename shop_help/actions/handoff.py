"""Somebody comes by the shop's word: the token is used up, and its person found or made, with age and language."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from shop_help import audit
from shop_help.actions.order_parties import NAMELESS, buyer_called, buyer_of
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.handoff_tokens import Claims, HandoffRefused
from shop_help.models import Handoff, Person, Role, Shop, shop_members
from shop_help.order_feed.order import FeedBuyer
from shop_help.policy.handoff import STAFF
from shop_help.policy.markets import DEFAULT_MARKET, Market, market_of_region
from shop_help.policy.texts import without_unkeepable

#: Who vouches for an age where the token gives no birthdate.
TOLD_BY_SHOP = "the shop's hand-over"
#: Two tokens at once may make the same person; who comes second finds them on the next try.
TRIES = 3


def hand_over(claims: Claims) -> Person:
    """The person of a token, who may be signed in now. Raises HandoffRefused, with the token used up all the same."""
    _use_up(claims)
    for left in reversed(range(TRIES)):
        try:
            with write_unit(db.session) as session:
                person_id = _person_of(session.connection(), claims)
                person: Person = session.get_one(Person, person_id, populate_existing=True)
                _learn(person, claims)
            return person
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")


def _use_up(claims: Claims) -> None:
    """In a commit of its own: whatever comes of it, nobody uses this token again."""
    try:
        with write_unit(db.session) as session:
            session.add(Handoff(id=claims.jti, expires_at=datetime.fromtimestamp(claims.exp, UTC)))
    except IntegrityError as error:
        raise HandoffRefused("replayed") from error


_KNOWN = select(Person.id, Person.active, Person.roles.any(Role.name.in_(STAFF)).label("is_staff"))


def _person_of(connection: Connection, claims: Claims) -> int:
    known = connection.execute(_KNOWN.where(Person.external_id == claims.sub)).one_or_none()
    if known is not None and not known.active:
        raise HandoffRefused("left")
    if known is not None and known.is_staff:
        raise HandoffRefused("works_here")
    if claims.role == "seller":
        return _seller_of(connection, known.id if known else None, claims)
    told = FeedBuyer(claims.sub, name=_name(claims), birthdate=claims.birthdate)
    vouched_by = TOLD_BY_SHOP if claims.adult else None
    person_id, _ = buyer_of(connection, told, buyer_called(connection, claims.sub), _market(claims), vouched_by)
    return person_id


def _seller_of(connection: Connection, person_id: int | None, claims: Claims) -> int:
    """Whoever answers for the shops that are named, from now on for these alone. Shops come with their orders."""
    shop_ids = connection.scalars(select(Shop.id).where(Shop.external_id.in_(claims.shops or ()))).all()
    if not shop_ids:
        raise HandoffRefused("unknown_shop")
    if person_id is None:
        values = {"external_id": claims.sub, "name": _name(claims) or NAMELESS, "market": _market(claims).code}
        made = insert(Person).returning(Person.id)
        person_id = connection.execute(made, {**values, "fs_uniquifier": uuid4().hex}).scalar_one()
    _answer_for(connection, int(person_id), sorted(shop_ids))
    return int(person_id)


def _answer_for(connection: Connection, person_id: int, shop_ids: list[int]) -> None:
    """Other shops than before are a right that was given or taken: the audit log says so."""
    own = shop_members.c.person_id == person_id
    before = sorted(connection.scalars(select(shop_members.c.shop_id).where(own)))
    if before == shop_ids:
        return
    connection.execute(delete(shop_members).where(own))
    members: list[dict[str, Any]] = [{"shop_id": shop_id, "person_id": person_id} for shop_id in shop_ids]
    connection.execute(insert(shop_members), members)
    why = TOLD_BY_SHOP
    audit.note("person.shops_changed", f"person {person_id}", None, why, {"shops": before}, {"shops": shop_ids})


def _learn(person: Person, claims: Claims) -> None:
    """What the shop knows better than we: an age that was put right, a name we lacked, the language."""
    if claims.birthdate is not None:
        person.birthdate = claims.birthdate
    elif claims.adult is False:
        person.adult_confirmed_by = None
    if person.name == NAMELESS and _name(claims):
        person.name = _name(claims)
    if claims.locale:
        person.locale = claims.locale.replace("_", "-").partition("-")[0].lower()
    if claims.role == "seller" and all(role.name != "seller" for role in person.roles):
        person.roles = [
            *person.roles,
            db.session.scalar(select(Role).where(Role.name == "seller")) or Role(name="seller"),
        ]


def _name(claims: Claims) -> str:
    return without_unkeepable(claims.name or "").strip()


def _market(claims: Claims) -> Market:
    """Of somebody new: that of the region they speak their language in, where it is one of ours."""
    region = (claims.locale or "").replace("_", "-").rpartition("-")[2]
    return market_of_region(region) or DEFAULT_MARKET
