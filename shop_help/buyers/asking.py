"""Who asks for help, and about which of their orders: what all pages of Help begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, redirect, request
from sqlalchemy import bindparam, select

from shop_help import clock, identity, order_facts, urls
from shop_help.help_finding import Catalogue, catalogue
from shop_help.models import Conversation, Order, OrderLine, Shop
from shop_help.models.buyers_cases import cases_going_on
from shop_help.models.prepared import Prepared
from shop_help.models.reading import first_line, row_of, rows_of
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy.answer_clock import answer_by
from shop_help.policy.markets import DEFAULT_MARKET
from shop_help.policy.orders import OrderGlance, by_likelihood
from shop_help.policy.permissions import may_enter, may_read_help
from shop_help.policy.situations import situations_of

#: The newest orders among which the one that is meant is looked for; of the others so many stand on the page.
RECENT = 20
MOST_OTHERS = 9

_BUYER: Any = bindparam("buyer", 0)
_RECENT = Prepared(
    select(
        Order.id,
        Order.number,
        Order.state,
        Order.created_at,
        Order.expected_at,
        first_line(OrderLine.name).label("name"),
    )
    .where(Order.buyer_id == _BUYER)
    .order_by(Order.created_at.desc(), Order.id.desc())
    .limit(RECENT)
)
_NAMED = Prepared(SHOWN.where(Order.buyer_id == _BUYER, Order.number == bindparam("number", "")))
_WAIT = Prepared(
    select(Conversation.waiting_since, Shop.holiday_from, Shop.holiday_until)
    .join(Shop, Shop.id == Conversation.shop_id)
    .where(Conversation.buyer_id == _BUYER, Conversation.order_id == bindparam("order", 0))
)


@dataclass
class Asking:
    """Somebody who wants help; the order it is about, or none."""

    viewer: identity.Viewer | None
    #: May they have orders and conversations here?
    may_buy: bool
    order: ShownOrder | None = None
    #: The newest other orders: id, number, state, name of the first item.
    others: Sequence[Any] = ()

    @property
    def is_minor(self) -> bool:
        """A buyer who may only read: under 18, or of unconfirmed age."""
        return not self.may_buy and may_read_help(self.viewer)

    @property
    def number(self) -> str:
        """The order's number, for addresses; empty without one."""
        return self.order.number if self.order else ""

    @cached_property
    def situations(self) -> frozenset[str]:
        """What is the case with the order."""
        if self.viewer is None or self.order is None:
            return situations_of(None, clock.now())
        facts = order_facts.order_facts_of(self.order, is_unanswered(self.viewer.person_id, self.order.id))
        return situations_of(facts, clock.now())

    @cached_property
    def facts(self) -> dict[str, str]:
        """What texts are filled with."""
        name, market = (self.viewer.name, self.viewer.market) if self.viewer else ("", DEFAULT_MARKET.code)
        return order_facts.help_facts_of(self.order, name, market)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The questions, read once a page."""
        return catalogue()

    @cached_property
    def cases(self) -> Sequence[Any]:
        """What they have asked customer service about this order, or about none, and is not closed."""
        if self.viewer is None or not self.may_buy:
            return []
        return cases_going_on(self.viewer.person_id, self.order.id if self.order else None)

    def ranked(self, most: int) -> list[ShownQuestion]:
        """The questions that fit the order best."""
        return self.catalogue.ranked(self.situations)[:most]


def is_unanswered(buyer_id: int, order_id: int) -> bool:
    """Has the seller let the time for an answer about this order pass?"""
    row = row_of(_WAIT, buyer=buyer_id, order=order_id)
    return bool(row and row.waiting_since and answer_by(*row) <= clock.now())


def asking(guess: bool = False) -> Asking:
    """Who asks, about the order they name; with `guess` about the one most likely meant where they name none.

    Somebody else's order isn't there.
    """
    viewer = identity.viewer()
    may_buy = may_enter(viewer, "buyer")
    number = request.values.get("order", "")
    if viewer is None or not may_buy:
        if number:
            abort(redirect(urls.sign_in()) if viewer is None else 404)
        return Asking(viewer, False)
    recent = _likeliest_first(rows_of(_RECENT, buyer=viewer.person_id)) if guess else []
    named = number or (recent[0].number if recent else "")
    found = shown(_NAMED, parcels=True, buyer=viewer.person_id, number=named)
    if number and not found:
        abort(404)
    chosen = found[0] if found else None
    return Asking(
        viewer, True, chosen, [order for order in recent if not chosen or order.id != chosen.id][:MOST_OTHERS]
    )


def _likeliest_first(recent: Sequence[Any]) -> list[Any]:
    """Rows of orders, the one most likely meant first."""
    rows = {row.id: row for row in recent}
    glances = (OrderGlance(row.id, row.state, row.created_at, row.expected_at) for row in recent)
    return [rows[glance.order_id] for glance in by_likelihood(glances, clock.now())]
