"""The lines of a feed's order: one line is one unit."""

from collections.abc import Sequence

from shop_help.order_feed.fields import Fields
from shop_help.order_feed.money import major_units
from shop_help.order_feed.order import FeedLine
from shop_help.policy.orders import ITEM_CLASSES


def read_lines(order: Fields, lines: Sequence[Fields], currency: str) -> tuple[FeedLine, ...]:
    """All lines, as far as they can be read; an order has at least one."""
    if not lines:
        order.problem("line_items", "missing", "is missing: an order has at least one line")
    seen: dict[str, str] = {}
    read = []
    for fields in lines:
        line = _line(fields, currency)
        if line.external_id and line.external_id in seen:
            fields.problem("id", "line_twice", f"{line.external_id} is the id of {seen[line.external_id]} already")
        seen.setdefault(line.external_id, fields.path)
        read.append(line)
    return tuple(read)


def _line(fields: Fields, currency: str) -> FeedLine:
    sku_id, seller_sku = fields.identifier("sku_id"), fields.text("seller_sku")
    return FeedLine(
        external_id=fields.identifier("id", required=True),
        product_id=fields.identifier("product_id") or sku_id,
        name=fields.text("product_name") or fields.text("sku_name") or seller_sku or "Item",
        variant=fields.text("sku_name"),
        sku=seller_sku or sku_id,
        picture=_picture(fields),
        item_class=_item_class(fields),
        package=fields.identifier("package_id") or None,
        tax=_tax(fields, currency),
        **_price(fields, currency),
    )


def _price(fields: Fields, currency: str) -> dict[str, int]:
    """What one unit costs before discounts, and the discounts; sale_price is what is left."""
    if fields.has("quantity") and str(fields.raw["quantity"]).strip() not in ("1", "1.0"):
        fields.problem("quantity", "several_units", "should be 1: one line is one unit")
    seller = fields.money("seller_discount", currency) or 0
    platform = fields.money("platform_discount", currency) or 0
    original, sale = fields.money("original_price", currency), fields.money("sale_price", currency)
    if not fields.has("original_price") and not fields.has("sale_price"):
        fields.problem("sale_price", "missing", "is missing, and original_price too")
    if original is None:
        original = (sale or 0) + seller + platform
    elif sale is not None and original - seller - platform != sale:
        is_now, left = major_units(sale, currency), major_units(original - seller - platform, currency)
        fields.note("sale_price", "sums_differ", f"is {is_now}, and original_price less discounts is {left}")
    return {"price": original, "seller_discount": seller, "platform_discount": platform}


def _tax(fields: Fields, currency: str) -> int:
    return sum(tax.money("tax_amount", currency) or 0 for tax in fields.each("item_tax"))


def _item_class(fields: Fields) -> str | None:
    told = fields.text("item_class")
    item_class = told.lower().replace("-", "_").replace(" ", "_")
    if not told or item_class in ITEM_CLASSES:
        return item_class or None
    fields.problem("item_class", "unknown_item_class", f"{told} is none of {', '.join(ITEM_CLASSES)}")
    return None


def _picture(fields: Fields) -> str:
    """Pictures are shown from the web or not at all."""
    address = fields.text("sku_image")
    if address and not address.startswith("https://"):
        fields.note("sku_image", "no_web_address", "is no https:// address; it is left out")
        return ""
    return address
