"""What changes between opening a form and sending it: the grace after the last minute, and what has left."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order
from tests.buyers import asking
from tests.buyers.asking import asked, called, lines_of, requests, send, words

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def test_a_form_opened_before_its_last_minute_is_taken_for_a_while_after_it(ana: FlaskClient) -> None:
    line = lines_of(asking.LAST_DAY)[0]
    address = f"/orders/{asking.LAST_DAY}/refund-or-return"
    form = {"touched": "1", "step": "send", "line": line, "reason": "no_longer_needed", "want": "return"}
    form |= asking.hidden(ana.get(address).text)
    closes = _closes(asking.LAST_DAY)
    with time_machine.travel(closes + timedelta(minutes=29), tick=False):
        answer = ana.post(address, data=form)
    assert answer.status_code == 303
    assert called(int(answer.headers["Location"].rsplit("/", 1)[1])).came_late


@pytest.mark.parametrize("stamp", ["", "spoilt", "opened later"])
def test_without_a_stamp_of_ours_the_last_minute_is_the_last(ana: FlaskClient, stamp: str) -> None:
    closes = _closes(asking.LAST_DAY)
    with time_machine.travel(closes + timedelta(minutes=1), tick=False):
        page = ana.get(f"/orders/{asking.LAST_DAY}/refund-or-return").text
        assert 'data-eligible="no"' in page
        opened = {"opened": asking.hidden(page).get("opened", "") if stamp == "opened later" else stamp}
        form = {"step": "send", "line": lines_of(asking.LAST_DAY), "reason": "no_longer_needed", "want": "return"}
        answer = ana.post(f"/orders/{asking.LAST_DAY}/refund-or-return", data=form | opened | {"body": "I was away."})
    assert "I was away." in answer.text
    assert "The 30 days in which the seller could be asked ended on" in words(answer)
    assert requests() == 0


def _closes(number: str) -> Any:
    order = db.session.scalars(select(Order).where(Order.number == number)).one()
    closes = order.packages[0].returns_close_at
    assert closes
    return closes


def test_what_has_left_meanwhile_says_so_with_the_next_best_thing_and_keeps_the_words(ana: FlaskClient) -> None:
    address = f"/orders/{asking.TO_SHIP}/cancellation"
    form = {
        "touched": "1",
        "step": "send",
        "line": lines_of(asking.TO_SHIP),
        "reason": "too_slow",
        "body": "Too late",
    }
    form |= asking.hidden(ana.get(address).text)
    order = db.session.scalars(select(Order).where(Order.number == asking.TO_SHIP)).one()
    order.state, order.shipped_at = "IN_TRANSIT", clock.now()
    db.session.commit()
    answer = ana.post(address, data=form)
    assert "It has left, so this can't be done any more." in words(answer)
    assert "Too late" in answer.text
    assert requests() == 0


def test_an_item_with_an_open_request_is_named_and_never_dropped_in_silence(ana: FlaskClient) -> None:
    first, second = lines_of(asking.TO_SHIP)
    asked(ana, asking.TO_SHIP, "cancellation", line=first, reason="too_slow")
    page = words(ana.get(f"/orders/{asking.TO_SHIP}/cancellation"))
    assert "Your request about it is open: its answer comes first." in page
    answer = send(ana, asking.TO_SHIP, "cancellation", line=[first, second], reason="too_slow", body="Both.")
    assert answer.status_code == 409
    assert "Nothing was sent. What you typed is kept below." in words(answer)
    assert "Both." in answer.text
    assert requests() == 1
    assert send(ana, asking.TO_SHIP, "cancellation", line=second, reason="too_slow").status_code == 303
