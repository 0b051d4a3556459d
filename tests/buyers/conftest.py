"""Ana at her phone, and what she asks for."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from shop_help.extensions import db
from shop_help.models import Order, Person


@pytest.fixture
def ana(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("ana")


@pytest.fixture
def orders_of(person_of: Callable[[str], Person]) -> Callable[[str], list[Order]]:
    """orders_of("ana") gives her orders, the newest first."""

    def found(name: str) -> list[Order]:
        wanted = Order.of(person_of(name).id).order_by(Order.created_at.desc(), Order.id.desc())
        return list(db.session.scalars(wanted))

    return found
