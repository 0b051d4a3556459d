"""What was paid for an order, part by part; where the parts don't add up, that is told and the feed's word kept."""

from collections.abc import Sequence

from shop_help.order_feed.fields import Fields
from shop_help.order_feed.money import digits_of, major_units
from shop_help.order_feed.order import FeedLine
from shop_help.policy.markets import Market

#: Everything the API charges beside items, shipping and tax.
_FEES = (
    "small_order_fee",
    "retail_delivery_fee",
    "buyer_service_fee",
    "handling_fee",
    "shipping_insurance_fee",
    "item_insurance_fee",
    "item_insurance_tax",
    "distance_fee",
)
_AMOUNTS = (
    "original_total_product_price",
    "seller_discount",
    "platform_discount",
    "payment_platform_discount",
    "sub_total",
    "original_shipping_fee",
    "shipping_fee_seller_discount",
    "shipping_fee_platform_discount",
    "shipping_fee_cofunded_discount",
    "shipping_fee",
    "product_tax",
    "shipping_fee_tax",
    "tax",
    *_FEES,
    "total_amount",
)


def read_currency(payment: Fields, lines: Sequence[Fields], market: Market | None) -> str:
    """The order's one currency: payment's, else the lines'. Empty, with a problem, where there is none."""
    told = [(line, line.text("currency").upper()) for line in lines]
    currency = payment.text("currency").upper() or next((each for _, each in told if each), "")
    if not currency:
        payment.missing("currency")
    elif digits_of(currency) is None:
        payment.problem("currency", "unknown_currency", f"{currency} is no currency (ISO 4217)")
        return ""
    for line, other in told:
        if currency and other and other != currency:
            line.problem("currency", "two_currencies", f"{other} is not the order's currency, {currency}")
    if currency and market and currency != market.currency:
        payment.note(
            "currency", "currency_against_market", f"{currency} is not what {market.name} pays in ({market.currency})"
        )
    return currency


def read_payment(payment: Fields, currency: str, lines: Sequence[FeedLine]) -> tuple[tuple[str, int], ...]:
    """The parts in the order they are shown. What the feed leaves out is summed from the lines."""
    given = {name: payment.money(name, currency) for name in _AMOUNTS}

    def part(name: str, otherwise: int = 0) -> int:
        amount = given[name]
        return otherwise if amount is None else amount

    taxes = part("product_tax", sum(line.tax for line in lines)) + part("shipping_fee_tax")
    parts = {
        "items": part("original_total_product_price", sum(line.price for line in lines)),
        "seller_discount": part("seller_discount", sum(line.seller_discount for line in lines)),
        "platform_discount": part("platform_discount", sum(line.platform_discount for line in lines))
        + part("payment_platform_discount"),
        "shipping": part("shipping_fee"),
        "tax": part("tax", taxes),
        "fee": sum(part(name) for name in _FEES),
    }
    _tell_sums(payment, currency, given, parts, lines)
    parts["total"] = part("total_amount", max(0, _sum_of(parts)))
    return tuple((kind, amount) for kind, amount in parts.items() if amount or kind in ("items", "total"))


def _sum_of(parts: dict[str, int]) -> int:
    charged = parts["items"] + parts["shipping"] + parts["tax"] + parts["fee"]
    return charged - parts["seller_discount"] - parts["platform_discount"]


def _tell_sums(
    payment: Fields, currency: str, given: dict[str, int | None], parts: dict[str, int], lines: Sequence[FeedLine]
) -> None:
    """Notes where an amount is not what others make. Called with what could be read."""

    def tell(name: str, made: int, of: str, *also_right: int) -> None:
        amount = given[name]
        if amount is not None and amount not in (made, *also_right):
            words = f"is {major_units(amount, currency)}, and {of} make {major_units(made, currency)}"
            payment.note(name, "sums_differ", words)

    def less(whole: str, *taken: str) -> int:
        return (given[whole] or 0) - sum(given[name] or 0 for name in taken)

    tell("original_total_product_price", sum(line.price for line in lines), "the lines")
    net_items = parts["items"] - parts["seller_discount"] - (given["platform_discount"] or 0)
    tell("sub_total", net_items, "the items less discounts")
    if given["original_shipping_fee"] is not None:
        discounts = [f"shipping_fee_{of}_discount" for of in ("seller", "platform", "cofunded")]
        tell("shipping_fee", less("original_shipping_fee", *discounts), "the fee less its discounts")
    if given["product_tax"] is not None:
        tell("tax", given["product_tax"] + (given["shipping_fee_tax"] or 0), "product_tax and shipping_fee_tax")
    # In many markets the tax is inside the prices: the sum without it is as right.
    tell("total_amount", _sum_of(parts), "the parts", _sum_of(parts) - parts["tax"])
