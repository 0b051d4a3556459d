"""Cancelling: at once in the free hour, else asked; what comes back; sent once, and nothing typed is lost."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Order
from tests.buyers import asking
from tests.buyers.asking import asked, lines_of, requests, send, words

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def test_in_the_free_hour_an_order_is_cancelled_at_once(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.FREE}/cancellation"))
    assert "It is cancelled at once: nobody has to agree." in page
    assert "Cancel now" in page
    assert "The seller answers" not in page
    made = asked(ana, asking.FREE, "cancellation", reason="by_mistake")
    assert made.state in ("auto_approved", "refunded")
    order = db.session.scalars(select(Order).where(Order.number == asking.FREE)).one()
    assert order.state == "CANCELLED"
    shown = words(ana.get(f"/orders/requests/{made.id}"))
    assert "It is cancelled, and the money" in shown
    assert "Done at once" in shown


def test_later_the_seller_is_asked_and_the_page_says_until_when(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.TO_SHIP}/cancellation"))
    assert "Ask the seller to cancel" in page
    assert "The seller answers until" in page
    assert "Then the system approves it, if it hasn't left by then." in page
    made = asked(ana, asking.TO_SHIP, "cancellation", line=lines_of(asking.TO_SHIP)[:1], reason="too_slow")
    assert (made.state, made.mover, [line.line_id for line in made.lines]) == (
        "pending",
        "SHOP",
        lines_of(asking.TO_SHIP)[:1],
    )


def test_a_cancellation_says_what_comes_back_item_by_item_and_shipping_with_the_whole(ana: FlaskClient) -> None:
    both = words(ana.get(f"/orders/{asking.TO_SHIP}/cancellation"))
    assert re.search(
        r"Everyday notebook Dotted, A5 \$15.12 .*Morning mug .* \$19.44 Shipping \$4.99 Total \$39.55", both
    )
    first = lines_of(asking.TO_SHIP)[0]
    one = words(ana.get(f"/orders/{asking.TO_SHIP}/cancellation?touched=1&line={first}", headers=HTMX))
    assert "Total $15.12" in one
    assert "Shipping" not in one


def test_what_isnt_paid_is_cancelled_as_a_whole_and_owes_nothing(ana: FlaskClient) -> None:
    page = ana.get(f"/orders/{asking.UNPAID}/cancellation").text
    assert 'name="units-' not in page
    assert "Nothing was paid, so nothing is owed." in page
    made = asked(ana, asking.UNPAID, "cancellation", reason="no_longer_needed")
    assert (made.state, made.amount, len(made.lines)) == ("applied", 0, 2)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "Choose at least one item."), ({"reason": "too_slow"}, "Choose at least one item.")],
)
def test_a_cancellation_of_nothing_asks_for_an_item(ana: FlaskClient, fields: dict[str, Any], said: str) -> None:
    answer = send(ana, asking.TO_SHIP, "cancellation", body="Because.", **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Because." in answer.text
    assert requests() == 0


def test_a_cancellation_without_a_reason_asks_for_one_and_keeps_what_was_chosen(ana: FlaskClient) -> None:
    second = lines_of(asking.TO_SHIP)[1]
    answer = send(ana, asking.TO_SHIP, "cancellation", line=second, body="For her birthday")
    assert answer.status_code == 422
    assert "Choose a reason." in words(answer)
    assert re.search(rf'value="{second}"\s+id="line-{second}" checked', answer.text)
    assert "For her birthday" in answer.text
    assert requests() == 0


@pytest.mark.parametrize("form", ["cancellation", "refund-or-return", "order-change"])
def test_a_look_asks_for_nothing(ana: FlaskClient, form: str) -> None:
    number = asking.TWO_MUGS if form == "refund-or-return" else asking.TO_SHIP
    answer = ana.post(f"/orders/{number}/{form}", data={"step": "look", "touched": "1", "reason": "damaged"})
    assert answer.status_code == 200
    assert requests() == 0


def test_sent_twice_it_is_one_request(ana: FlaskClient) -> None:
    address = f"/orders/{asking.TO_SHIP}/cancellation"
    form = {"touched": "1", "step": "send", "line": lines_of(asking.TO_SHIP), "reason": "too_slow"}
    form |= asking.hidden(ana.get(address).text)
    first, second = ana.post(address, data=form), ana.post(address, data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert requests() == 1
    assert "You sent this already." in words(ana.get(second.headers["Location"]))


def test_items_of_somebody_else_are_not_there(ana: FlaskClient) -> None:
    others = lines_of(asking.BRUNOS)
    answer = send(ana, asking.TO_SHIP, "cancellation", line=others, reason="too_slow")
    assert answer.status_code == 422
    assert requests() == 0
