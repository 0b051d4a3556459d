"""A card has one address, which leads each of its readers to their own page."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions.cases import Asked, open_case
from shop_help.actions.order_requests import asking, deciding, disputing
from shop_help.extensions import db
from shop_help.models import Case, Order, SignIn


@pytest.fixture
def rejected(app: Flask, person_of: Callable[[str], Any]) -> asking.Made:
    """Ana asked to cancel an order at Luma Home, and Sol said no."""
    ana, sol = person_of("ana"), person_of("sol")
    db.session.add_all([SignIn(id="ana", person_id=ana.id), SignIn(id="sol", person_id=sol.id)])
    db.session.commit()
    order = db.session.scalars(Order.of(ana.id).where(Order.number == "576461030000000104")).one()
    lines = [line.id for line in order.lines]
    made = asking.ask("ana", asking.Asked(order.id, "cancellation", lines, str(uuid4()), "by_mistake"))
    deciding.reject("sol", made.request_id, "already_packed")
    return made


def test_each_reader_is_led_to_their_own_page(rejected: asking.Made, sign_in: Callable[[str], FlaskClient]) -> None:
    address = f"/requests/{rejected.request_id}"
    assert sign_in("ana").get(address).headers["Location"] == f"/orders/requests/{rejected.request_id}"
    assert sign_in("sol").get(address).headers["Location"] == f"/sellers/requests/{rejected.request_id}"
    # Without a case about the order it is no agent's matter either.
    db.session.execute(db.update(Case).values(order_id=None))
    db.session.commit()
    for stranger in ("bruno", "mara", "kit", "gus", "noor"):
        assert sign_in(stranger).get(address).status_code == 404, stranger


def test_an_agent_is_led_to_the_case_of_its_dispute_first(
    app: Flask, rejected: asking.Made, sign_in: Callable[[str], FlaskClient]
) -> None:
    case = disputing.dispute("ana", rejected.request_id, "", str(uuid4()))
    order_id = db.session.scalar(db.select(Order.id).where(Order.number == "576461030000000104"))
    later = open_case("ana", Asked("message", order_id, None, "Something else", str(uuid4())))
    assert later.case_id > case
    answer = sign_in("gus").get(f"/requests/{rejected.request_id}")
    assert answer.headers["Location"] == f"/agents/cases/{case}"


def test_the_card_of_a_request_that_is_not_there_leads_nowhere(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("ana").get("/requests/999999").status_code == 404
