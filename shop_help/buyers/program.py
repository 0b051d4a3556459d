""" "Learn more about Buyer Protection": the program in the market's own numbers, and what it covers of an order."""

from typing import Any

from flask import render_template, request

from shop_help import clock, identity, order_words, urls
from shop_help.buyers import door
from shop_help.buyers.asking import asking
from shop_help.buyers.coverage import coverage_of
from shop_help.doors import open_to_minors, open_to_visitors
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy import program
from shop_help.policy.markets import DEFAULT_MARKET, MARKETS, Market, market_called
from shop_help.policy.numbers import values_in
from shop_help.rules_finding import rules_for, rules_in
from shop_help.speech import gettext as _


@door.get("/protection/program")
@open_to_visitors
@open_to_minors
def protection_program() -> str:
    """By the rules that judge the order; without one, by those that hold today in the market."""
    asked = asking()
    order, market = asked.order, _market(asked.order)
    rules = rules_for(order) if order else rules_in(market.code, clock.now())
    numbers = values_in(market.code, rules.values)
    return render_template(
        "buyers/program.html",
        order=order,
        summary=order_words.summary_of(order) if order else None,
        coverage=coverage_of(order) if order else [],
        market=market,
        markets=[] if order else _chips(),
        program=program,
        places=program.places_of(numbers) | {"zone": _place(market)},
        numbers=numbers,
        may_buy=asked.may_buy,
        is_minor=asked.is_minor,
    )


def _market(order: ShownOrder | None) -> Market:
    """The order's; else the one that was asked for, else the reader's."""
    viewer, named = identity.viewer(), request.args.get("market", "")
    if order is not None:
        return market_called(order.market)
    return MARKETS.get(named) or (market_called(viewer.market) if viewer else DEFAULT_MARKET)


def _chips() -> list[dict[str, Any]]:
    return [{"href": urls.protection_program(market=each.code), "word": _(each.name)} for each in MARKETS.values()]


def _place(market: Market) -> str:
    """The city whose time counts, as its zone names it."""
    return market.zone.rpartition("/")[2].replace("_", " ")
