"""A product, and "Buy now": in the demo with its named demo payment, else at the shop's own page."""

from uuid import uuid4

from flask import abort, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from shop_help import identity, urls
from shop_help.actions.purchases import PurchaseRefused, buy_now
from shop_help.buyers import door
from shop_help.doors import open_to_visitors
from shop_help.extensions import db
from shop_help.models import Product
from shop_help.policy.messages import is_client_id
from shop_help.speech import gettext as _


def _found(product_id: int) -> Product:
    product = db.session.get(Product, product_id)
    if product is None or not product.is_listed or product.shop.state != "open":
        abort(404)
    return product


@door.get("/products/<int:product_id>")
@open_to_visitors
def product(product_id: int) -> str:
    shown = _found(product_id)
    own_page = current_app.config["SHOP_URL"]
    return render_template(
        "buyers/product.html",
        product=shown,
        client_key=str(uuid4()),
        shop_page=f"{own_page.rstrip('/')}/products/{shown.external_id}" if own_page else None,
        is_demo=current_app.config["DEMO"],
    )


@door.post("/products/<int:product_id>/purchase")
def purchase(product_id: int) -> Response:
    """Buys one with the demo's payment; only where the demo runs."""
    key = request.form.get("client_key", "")
    if not current_app.config["DEMO"] or not is_client_id(key):
        abort(404)
    try:
        order = buy_now(identity.current().person_id, _found(product_id).id, key)
    except PurchaseRefused as refused:
        flash(str(refused), "bad")
        return redirect(urls.product(product_id), 303)
    flash(_("Bought and paid with the demo payment."), "good")
    return redirect(urls.order(order.number), 303)
