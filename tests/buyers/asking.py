"""A buyer at the forms of requests: opens one, reads it, fills it in and sends it; and the seller meanwhile."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop_help.extensions import db
from shop_help.models import Order, OrderRequest
from tests.buyers.service import sign_in_of

#: Orders of the demo, by what is the case with them.
UNPAID, ON_HOLD, FREE, TO_SHIP, PACKED, ON_ITS_WAY = (f"5764610300000001{n:02}" for n in (1, 2, 3, 4, 5, 6))
LATE, TWO_MUGS, LAST_DAY, DAY_AFTER, OVER = (f"5764610300000001{n:02}" for n in (7, 8, 10, 11, 13))
TWO_PACKAGES, FINAL_SALE, PARTLY_REFUNDED, CANCELLED = (f"5764610300000001{n:02}" for n in (15, 18, 20, 21))
BRUNOS = "576461030000000124"
#: From here on the demo has requests of its own.
FIRST_ASKED = "576461030000000130"
AUSTIN = {"name": "Ana Ferreira", "line1": "9 Lark Lane", "line2": "", "city": "Austin", "region": "TX"}
AUSTIN |= {"postal_code": "78702", "phone": ""}


def hidden(page: str) -> dict[str, str]:
    """What a form carries along unseen."""
    names = ("client_id", "opened")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: value[1] for name, value in found.items() if value}


def lines_of(number: str) -> list[int]:
    order = db.session.scalars(select(Order).where(Order.number == number)).one()
    return [line.id for line in order.lines]


def words(answer: TestResponse | str) -> str:
    """A page as one reads it."""
    page = answer if isinstance(answer, str) else answer.text
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def send(client: FlaskClient, number: str, form: str, **fields: Any) -> TestResponse:
    """Opens a form and sends it as filled in."""
    address = f"/orders/{number}/{form}"
    page = client.get(address).text
    return client.post(address, data={"touched": "1", "step": "send", **hidden(page), **fields})


def asked(client: FlaskClient, number: str, form: str, **fields: Any) -> OrderRequest:
    """Sends it, and gives the request that came of it."""
    answer = send(client, number, form, **fields)
    assert answer.status_code == 303, words(answer)
    return called(int(answer.headers["Location"].rsplit("/", 1)[1]))


def called(request_id: int) -> OrderRequest:
    """A request as the database holds it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(OrderRequest, request_id)


def a_return(client: FlaskClient, reason: str = "no_longer_needed", **fields: Any) -> OrderRequest:
    """One of two mugs goes back."""
    first = lines_of(TWO_MUGS)[0]
    return asked(
        client, TWO_MUGS, "refund-or-return", **{f"units-{first}": 1}, reason=reason, want="return", **fields
    )


def requests() -> int:
    """How many there are about orders of which the demo asked nothing."""
    db.session.rollback()
    wanted = select(func.count()).select_from(OrderRequest).join(Order, Order.id == OrderRequest.order_id)
    return db.session.scalar(wanted.where(Order.number < FIRST_ASKED)) or 0


def sol() -> str:
    return sign_in_of("sol")
