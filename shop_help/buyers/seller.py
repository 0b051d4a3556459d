"""The seller's page, behind their name on an order: "Message" next to it, how fast they answer, what they sell."""

from flask import abort, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from shop_help import identity, order_words, urls
from shop_help.actions.conversations import open_conversation
from shop_help.buyers import door
from shop_help.doors import open_to_visitors
from shop_help.extensions import db
from shop_help.models import Order, Product, Shop
from shop_help.models.answer_rates import rate_of

#: Products shown on the page; the shop page's search finds the rest.
SHOWN = 24


@door.get("/shops/<int:shop_id>")
@open_to_visitors
def seller(shop_id: int) -> str:
    shop, viewer = db.session.get(Shop, shop_id), identity.viewer()
    if shop is None:
        abort(404)
    wanted = select(Product).where(Product.shop_id == shop_id, Product.is_listed)
    products = db.session.scalars(wanted.order_by(Product.id.desc()).limit(SHOWN)).all()
    about = _order(shop_id, request.args.get("order", ""))
    return render_template(
        "buyers/seller.html",
        shop=shop,
        rate=rate_of(shop_id),
        absence=order_words.absence_of(shop, viewer.zone if viewer else "UTC"),
        products=products if shop.state == "open" else [],
        order=about,
        back=urls.order(about.number) if about else urls.shop_front(),
    )


@door.post("/shops/<int:shop_id>/conversation")
def message_shop(shop_id: int) -> Response:
    """ "Message": leads to the conversation with this shop about that order, or about none."""
    if db.session.get(Shop, shop_id) is None:
        abort(404)
    number = request.form.get("order", "")
    order = _order(shop_id, number)
    if number and order is None:
        abort(404)
    opened = open_conversation(identity.current().person_id, shop_id, order.id if order else None)
    return redirect(urls.conversation(opened), 303)


def _order(shop_id: int, number: str) -> Order | None:
    """The asker's own order from this shop, None for a visitor, a stranger's, or none named."""
    viewer = identity.viewer()
    if not number or viewer is None:
        return None
    return db.session.scalar(Order.of(viewer.person_id).where(Order.number == number, Order.shop_id == shop_id))
