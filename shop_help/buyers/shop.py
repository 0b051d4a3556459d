"""Shop: search, the row of ways in with Help at its far right, and the products."""

from typing import Any

from flask import render_template, request
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from shop_help import hx, urls
from shop_help.buyers import door
from shop_help.doors import open_to_visitors
from shop_help.extensions import db
from shop_help.models import Product, Shop
from shop_help.paging import cut
from shop_help.speech import gettext as _

PAGE = 24


@door.get("/")
@open_to_visitors
def shop_front() -> str:
    sought, before = request.args.get("q", "").strip()[:100], request.args.get("before", type=int)
    products, last = cut(db.session.scalars(_listed(sought, before)).all(), PAGE)
    following = urls.more_products(sought, last.id) if last else None
    template = "buyers/_products.html" if hx.is_fragment() else "buyers/shop.html"
    return render_template(template, products=products, sought=sought, next_url=following, links=_links())


def _listed(sought: str, before: int | None) -> Select[Product]:
    wanted = (
        select(Product)
        .join(Product.shop)
        .options(contains_eager(Product.shop))
        .where(Product.is_listed, Shop.state == "open")
    )
    for word in sought.split():
        like = f"%{word.replace('%', '').replace('_', '')}%"
        wanted = wanted.where(or_(Product.name.ilike(like), Product.description.ilike(like), Shop.name.ilike(like)))
    if before is not None:
        wanted = wanted.where(Product.id < before)
    return wanted.order_by(Product.id.desc()).limit(PAGE + 1)


def _links() -> list[dict[str, Any]]:
    """The row of ways in; Help stands behind them, at the far right."""
    return [
        {"href": urls.orders(), "word": _("Your orders"), "picture": "clipboard-document-list"},
        {"href": urls.inbox(), "word": _("Messages"), "picture": "chat-bubble-left-right"},
        {"href": urls.returns(), "word": _("Returns"), "picture": "arrow-uturn-left"},
        {"href": urls.addresses(), "word": _("Addresses"), "picture": "map-pin"},
        {"href": urls.protection(), "word": _("Protection"), "picture": "shield-check"},
        {"href": urls.cases(), "word": _("Your cases"), "picture": "lifebuoy"},
    ]
