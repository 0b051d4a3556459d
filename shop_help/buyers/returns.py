"""Returns: what the buyer asked of sellers, and how it stands; and what they were given back without asking here."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from shop_help import hx, identity, urls
from shop_help.buyers import door
from shop_help.buyers.request_cards import cards_of
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, ProtectionLine, RequestLine
from shop_help.models.buyers_requests import FILTERS, page_of_requests
from shop_help.paging import cut, place, place_of
from shop_help.speech import gettext as _

PAGE = 20


@door.get("/returns")
def returns() -> str:
    show, behind_what = request.args.get("show", ""), place_of(request.args.get("before", ""))
    show = show if show in FILTERS else ""
    person_id = identity.current().person_id
    found, last = cut(page_of_requests(person_id, show, behind_what, PAGE + 1), PAGE)
    is_more = hx.is_fragment() and behind_what is not None
    words = {"": _("All"), "open": _("Open"), "ended": _("Ended")}
    return render_template(
        "buyers/_request_cards.html" if is_more else "buyers/returns.html",
        cards=cards_of(found),
        next_url=urls.returns(show, place(last.asked_at, last.id)) if last else None,
        chips=[{"href": urls.returns(name), "word": word} for name, word in words.items()],
        chosen=urls.returns(show),
        show=show,
        lines=_given_back(person_id) if show != "open" and behind_what is None else [],
    )


def _given_back(person_id: int) -> Sequence[Any]:
    """Units whose money came back without a request of here, or a case of Buyer Protection, which tells it itself."""
    asked = exists().where(RequestLine.line_id == OrderLine.id)
    claimed = exists().where(ProtectionLine.line_id == OrderLine.id)
    return db.session.scalars(
        select(OrderLine)
        .join(OrderLine.order)
        .where(Order.buyer_id == person_id, OrderLine.refunded_at.is_not(None), ~asked, ~claimed)
        .options(contains_eager(OrderLine.order).options(joinedload(Order.shop)))
        .order_by(OrderLine.refunded_at.desc())
        .limit(20)
    ).all()
