"""The door through which the shop's own people come, signed in there already: a token of the shop's, posted once."""

import logging
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from shop_help import audit, clock, pace, urls
from shop_help.accounts import sign_in_as
from shop_help.actions.handoff import hand_over
from shop_help.doors import address_here, open_to_other_sites
from shop_help.extensions import csrf, db, limiter
from shop_help.handoff_tokens import LARGEST_TOKEN, Claims, HandoffRefused, read_token
from shop_help.models import Order, Person, shop_members
from shop_help.models.second_factor import has_factor
from shop_help.policy.handoff import PROOF_OF, may_come_from

door = Blueprint("handoff", __name__)
log = logging.getLogger(__name__)

#: Lines of the log that one address makes in a minute by what is refused to it.
MOST_REFUSALS_A_MINUTE = 60


@door.post("/handoff")
@csrf.exempt
@limiter.exempt
@open_to_other_sites
def take() -> BaseResponse | tuple[str, int]:
    """Signs somebody in by the shop's word (form field `token`), and leads to the page that it names."""
    if not current_app.config["HANDOFF_KEYS"]:
        abort(404)
    request.max_content_length = request.max_form_memory_size = 2 * LARGEST_TOKEN
    try:
        claims = _read()
        person = hand_over(claims)
    except HandoffRefused as refusal:
        if pace.hit(f"hand-over {request.remote_addr}", MOST_REFUSALS_A_MINUTE):
            log.warning("a hand-over was refused: %s (%s, from %s)", refusal.code, refusal, audit.address())
        return render_template("handoff_refused.html", shop_url=current_app.config["SHOP_URL"]), 403
    # A seller who has more than a password here shows it; a buyer's hand-over is worth no more than a buyer.
    is_half = claims.role == "seller" and has_factor(person.id)
    sign_in_as(person, "half" if is_half else PROOF_OF[claims.role])
    return redirect(_page(claims, person), 303)


def _read() -> Claims:
    """The token as it may be believed here. Raises HandoffRefused."""
    config: Any = current_app.config
    origins = {*config["ORIGINS"], *config["HANDOFF_ORIGINS"]}
    if not may_come_from(request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), origins):
        raise HandoffRefused("other_site")
    token = request.form.get("token", "")
    claims = read_token(token, config["HANDOFF_KEYS"], config["HANDOFF_ISSUER"], config["ORIGINS"], clock.now())
    if claims.role not in config["HANDOFF_ROLES"]:
        raise HandoffRefused("wrong_role")
    if claims.next and not address_here(claims.next):
        raise HandoffRefused("wrong_next")
    return claims


def _page(claims: Claims, person: Person) -> str:
    """The page that the token names; else that of its order, where it is theirs; else where they begin."""
    if claims.next:
        return claims.next
    if claims.role == "seller":
        return _seller_page(claims, person.id)
    if claims.order and db.session.scalar(Order.of(person.id).where(Order.number == claims.order)):
        return urls.order(claims.order)
    return urls.help_page()


def _seller_page(claims: Claims, person_id: int) -> str:
    shops = db.select(shop_members.c.shop_id).where(shop_members.c.person_id == person_id)
    wanted = db.select(Order.id).where(Order.number == claims.order, Order.shop_id.in_(shops))
    order_id = db.session.scalar(wanted) if claims.order else None
    return urls.seller_order(order_id) if order_id else urls.home()
