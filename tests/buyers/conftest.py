"""Ana at her phone, and what she asks for."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from shop_help.extensions import db
from shop_help.models import Order, Person, Shop
from shop_help.models.prepared import Prepared
from tests.buyers.service import nothing_asked, on_duty, open_hours

#: On its way, late, and not talked about yet.
LATE = "576461030000000107"


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


@pytest.fixture
def luma() -> int:
    return db.session.scalars(select(Shop.id).where(Shop.name == "Luma Home")).one()


@pytest.fixture
def talk(ana: FlaskClient, luma: int) -> str:
    """The address of a new conversation about the late order."""
    return ana.post(f"/shops/{luma}/conversation", data={"order": LATE}).headers["Location"]


@pytest.fixture
def statements(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database is asked."""
    heard: list[str] = []
    plain = Prepared._on_the_driver
    monkeypatch.setattr(Prepared, "_on_the_driver", lambda self, *rest: heard.append(self._sql) or plain(self, *rest))
    event.listen(db.engine, "before_cursor_execute", lambda *told: heard.append(told[2]))
    return heard


def say(client: FlaskClient, talk: str, body: str, client_id: str = "", **headers: str):
    form = {"body": body, "client_id": client_id or str(uuid4())}
    return client.post(f"{talk}/messages", data=form, headers=headers)


@pytest.fixture
def service(app: Flask) -> None:
    """Customer service is open around the clock, Gus is on duty, and nobody has asked anything."""
    nothing_asked()
    open_hours()
    on_duty()


def send(client: FlaskClient, way: str, body: str = "", client_id: str = "", **more: str):
    """What the form of "Contact us" sends about the late order: `way` is chat or message."""
    form = {"order": LATE, "question": "parcel-late", "body": body, "client_id": client_id or str(uuid4())}
    return client.post(f"/help/contact/{way}", data=form | more)
