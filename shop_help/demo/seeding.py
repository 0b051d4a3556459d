"""Fills the demo. A second time it adds what is missing, and leaves alone what people did."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop_help import clock, photo_files
from shop_help.actions.orders import OrderRefused, take_in_order
from shop_help.database import write_unit
from shop_help.demo.cast import LUMA, PEOPLE, SHOPS, CastMember, DemoShop
from shop_help.demo.catalogue import PRODUCTS
from shop_help.demo.clearing import clear_demo
from shop_help.demo.feed import feed_order
from shop_help.demo.order_plans import PLANS, REFUSED
from shop_help.demo.questions import KICKS_FAQS, KICKS_REPLIES, LUMA_FAQS, LUMA_REPLIES
from shop_help.demo.refunds import give_back
from shop_help.demo.request_writing import draw_missing, seed_requests
from shop_help.demo.service_replies import seed_service_replies
from shop_help.demo.talking import draw_missing_photo, seed_talks
from shop_help.extensions import db
from shop_help.models import Order, Person, Product, Role, SavedReply, Shop, ShopFaq
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import ROLES

#: Somebody who is 17 had their birthday this long ago, so they stay 17 for most of a year.
SINCE_BIRTHDAY = timedelta(days=30)


@dataclass
class Seeded:
    """What a run added, and the order it was refused."""

    people: int = 0
    shops: int = 0
    products: int = 0
    orders: int = 0
    conversations: int = 0
    requests: int = 0
    refusals: list[str] = field(default_factory=list)


def seed(fresh: bool = False) -> Seeded:
    """Makes the demo, or what is missing of it; `fresh` first takes away what it and its visitors made."""
    seeded, now, gone = Seeded(), clock.now(), list[str]()
    with write_unit(db.session):
        if fresh:
            gone = clear_demo(db.session())
        _seed_people(db.session(), seeded, now)
        _seed_shops(db.session(), seeded)
        seed_service_replies(db.session(), fresh)
    for name in gone:
        photo_files.remove(name)
    known = set(db.session.scalars(select(Order.number)).all())
    for plan in PLANS:
        if plan.number not in known:
            take_in_order(feed_order(plan, now), story=plan.story)
            give_back(plan, now)
            seeded.orders += 1
    _try_what_is_refused(seeded, now)
    drawn, shown = draw_missing_photo(db.session()), draw_missing(db.session())
    with write_unit(db.session):
        seeded.conversations = seed_talks(db.session(), now, drawn)
        seeded.requests = seed_requests(db.session(), now, shown)
    return seeded


def _seed_people(session: Session, seeded: Seeded, now: datetime) -> None:
    roles = {role.name: role for role in session.scalars(select(Role))}
    for name in ROLES:
        if name not in roles:
            roles[name] = Role(name=name)
            session.add(roles[name])
    known = set(session.scalars(select(Person.cast_name)))
    for someone in PEOPLE:
        if someone.cast_name not in known:
            session.add(_person(someone, roles[someone.role], now))
            seeded.people += 1
    session.flush()


def _person(someone: CastMember, role: Role, now: datetime) -> Person:
    return Person(
        external_id=someone.external_id,
        name=someone.name,
        email=someone.email,
        fs_uniquifier=uuid4().hex,
        market=someone.market,
        birthdate=birthdate_of(someone, now),
        cast_name=someone.cast_name,
        roles=[role],
    )


def birthdate_of(someone: CastMember, now: datetime) -> date | None:
    """When somebody of the cast was born; who is to be too young stays so for the most of a year."""
    if someone.years is None:
        return someone.born
    birthday = (now - SINCE_BIRTHDAY).date()
    # The 28th is there in every month of every year.
    return birthday.replace(year=birthday.year - someone.years, day=min(birthday.day, 28))


def _seed_shops(session: Session, seeded: Seeded) -> None:
    shops = {shop.external_id: shop for shop in session.scalars(select(Shop).where(Shop.external_id.in_(SHOPS)))}
    for told in SHOPS.values():
        if told.external_id not in shops:
            shops[told.external_id] = _shop(session, told)
            seeded.shops += 1
    session.flush()
    ids = {shop.id for shop in shops.values()}
    known = set(session.scalars(select(Product.external_id).where(Product.shop_id.in_(ids))))
    for product in PRODUCTS.values():
        if product.slug in known:
            continue
        currency = market_called(product.shop.market).currency
        session.add(
            Product(
                shop_id=shops[product.shop.external_id].id,
                external_id=product.slug,
                name=product.name,
                description=product.description,
                picture=product.picture,
                price=product.price(currency),
                currency=currency,
                item_class=product.item_class,
                is_listed=True,
            )
        )
        seeded.products += 1


def _shop(session: Session, told: DemoShop) -> Shop:
    """A shop with its people, its FAQs and its replies. Later ones are for its people to write."""
    seller = session.scalars(select(Person).where(Person.cast_name == told.seller)).one()
    shop = Shop(
        external_id=told.external_id,
        name=told.name,
        about=told.about,
        market=told.market,
        away_note=told.away_note,
        return_address=told.return_address,
        members=[seller],
    )
    session.add(shop)
    session.flush()
    faqs, replies = (LUMA_FAQS, LUMA_REPLIES) if told is LUMA else (KICKS_FAQS, KICKS_REPLIES)
    session.add_all(
        ShopFaq(shop_id=shop.id, question=faq.question, answer=faq.answer, asked=faq.asked, states=list(faq.states))
        for faq in faqs
    )
    session.add_all(SavedReply(shop_id=shop.id, title=title, body=body) for title, body in replies)
    return shop


def _try_what_is_refused(seeded: Seeded, now: datetime) -> None:
    """The act itself refuses it, so the demo shows the rule and not a story about it."""
    try:
        take_in_order(feed_order(REFUSED, now), story=REFUSED.story)
    except OrderRefused as refused:
        seeded.refusals += [f"{REFUSED.number}: {problem.reason}" for problem in refused.problems]
