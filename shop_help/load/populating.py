"""flask populate's work: people, shops, orders and messages in bulk."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select

from shop_help import clock
from shop_help.actions.case_index import build_case_index
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.load.cases import agents_for, insert_cases, what_is_asked
from shop_help.load.orders import LoadedOrder, insert_orders
from shop_help.load.people import Marketplace, insert_people
from shop_help.load.talk import Subject, conversation_lengths, insert_talk
from shop_help.models import Case, Order

#: Orders of one commit.
CHUNK = 2000
#: Messages of one commit, about.
MESSAGE_CHUNK = 20_000


@dataclass(frozen=True)
class Wanted:
    """How much of everything, and the number that makes two runs alike."""

    buyers: int
    orders: int
    messages: int
    shops: int
    seed: int
    cases: int = 0


def populate(wanted: Wanted) -> Iterator[tuple[str, int]]:
    """Adds what is wanted, and says as it goes how much more of what is there."""
    # Alike from run to run, and no secret.
    chance = random.Random(wanted.seed)  # noqa: S311
    with write_unit(db.session) as session:
        market = insert_people(session.connection(), chance, wanted.buyers, wanted.shops)
    yield "buyers", wanted.buyers
    subjects: list[Subject] = []
    for count in _chunks(wanted.orders, CHUNK):
        for order in _orders(chance, market, count):
            subjects.append(Subject(order.buyer_id, order.shop_id, order.order_id, order.created_at, order.talk))
        yield "orders", count
    yield from _talk(chance, market, subjects, wanted.messages)
    yield from _cases(chance, subjects, wanted.cases)


def _chunks(count: int, size: int) -> Iterator[int]:
    while count > 0:
        yield min(count, size)
        count -= size


def _orders(chance: random.Random, market: Marketplace, count: int) -> list[LoadedOrder]:
    with write_unit(db.session) as session:
        first = session.scalar(select(func.count()).select_from(Order).where(Order.number.startswith("59"))) or 0
        return insert_orders(session.connection(), chance, market, first, count, clock.now())


def _cases(chance: random.Random, subjects: list[Subject], cases: int) -> Iterator[tuple[str, int]]:
    if not cases or not subjects:
        return
    with write_unit(db.session) as session:
        asked = what_is_asked(session.connection(), subjects)
        agents = agents_for(session.connection(), chance, cases)
        last = session.scalar(select(func.max(Case.id))) or 0
    for count in _chunks(cases, CHUNK):
        batch = list(islice(asked, count))
        with write_unit(db.session) as session:
            insert_cases(session.connection(), chance, batch, agents, clock.now())
        yield "cases", len(batch)
    for count in build_case_index(after=last):
        yield "texts for the search", count


def _talk(
    chance: random.Random, market: Marketplace, subjects: list[Subject], messages: int
) -> Iterator[tuple[str, int]]:
    chance.shuffle(subjects)
    # Where there are more words than orders to talk about, people talk about none.
    everything = iter([*subjects, *market.small_talk(chance, messages)])
    lengths = conversation_lengths(chance, messages, len(subjects))
    while batch := _batch(lengths):
        talks = list(zip(islice(everything, len(batch)), batch, strict=True))
        with write_unit(db.session) as session:
            insert_talk(session.connection(), chance, market, talks, clock.now())
        yield "messages", sum(batch)


def _batch(lengths: Iterator[int]) -> list[int]:
    batch: list[int] = []
    while sum(batch) < MESSAGE_CHUNK and (length := next(lengths, 0)):
        batch.append(length)
    return batch
