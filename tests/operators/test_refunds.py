"""Operators see all refunds, try again what failed, and mark what they paid by hand (PRODUCT 4, "Money")."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock, presentation
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, Refund, shown_refunds
from shop_help.operators import refunds as page_of_refunds


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#39;", "'")


def made(state: str = "pending", **more: Any) -> Refund:
    """A refund of an order of the demo, as a payment system may leave it."""
    order_id = db.session.scalars(select(Order.id).where(Order.number.like("%111"))).one()
    values = {
        "adapter": "demo",
        "settled_at": clock.now() if state == "done" else None,
        "currency": "USD",
        "next_try_at": None,
        "key": f"key-{state}-{clock.ticks()}",
    }
    refund = Refund(order_id=order_id, amount=1234, state=state, **{**values, **more})
    db.session.add(refund)
    db.session.commit()
    return refund


def now_is(refund_id: int) -> Refund:
    db.session.rollback()
    return db.session.get_one(Refund, refund_id, populate_existing=True)


def test_the_demo_has_one_that_is_done_and_one_that_failed(noor: FlaskClient) -> None:
    page = words(noor.get("/operators/refunds").text)
    assert "Demo payment: no money moves" in page
    assert "Given back" in page
    assert "The payment system said that it failed: The account of the card is closed" in page
    assert noor.get("/operators/").text.count('href="/operators/refunds"') == 1


def test_those_that_failed_are_counted_in_the_navigation_of_each_page(
    noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def badge(address: str = "/operators/hours") -> str:
        found = re.search(r'id="count-refunds">\s*(?:<span class="badge">([^<]*)</span>)?', noor.get(address).text)
        assert found
        return found[1] or ""

    assert badge() == "1"
    made("pending")
    made("done")
    assert badge() == "1"
    made("failed")
    assert badge() == "2"
    monkeypatch.setattr(presentation, "MOST_ON_BADGE", 1)
    assert badge() == "1+"


@pytest.mark.parametrize("state", ["pending", "failed", "done"])
def test_a_chip_shows_the_refunds_of_its_state(noor: FlaskClient, state: str) -> None:
    rows = {each: made(each).id for each in ("pending", "failed", "done")}
    page = noor.get(f"/operators/refunds?state={state}").text
    for each, row in rows.items():
        assert (f'href="/operators/refunds/{row}"' in page) is (each == state)


def test_a_state_that_nobody_knows_shows_all(noor: FlaskClient) -> None:
    assert f'href="/operators/refunds/{made().id}"' in noor.get("/operators/refunds?state=lost&behind=x").text


def test_the_list_goes_on_behind_its_last_row(noor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_refunds, "PAGE", 3)
    ids = [made("failed", key=f"many-{number}").id for number in range(7)]
    seen: list[int] = []
    address: str | None = "/operators/refunds?state=failed"
    while address:
        part = noor.get(address, headers={"HX-Request": "true"} if seen else {}).text
        assert ("<html" in part) is (not seen)
        seen += [int(found) for found in re.findall(r'class="list-row" href="/operators/refunds/(\d+)"', part)]
        more = re.search(r'hx-get="(/operators/[^"]+)"', part)
        address = more[1].replace("&amp;", "&") if more else None
    assert seen[:7] == sorted(ids, reverse=True)
    assert len(seen) == len(set(seen)) == 8


def test_an_empty_list_says_so(noor: FlaskClient) -> None:
    assert "No refund is “On its way” just now." in words(noor.get("/operators/refunds?state=pending").text)


def test_one_that_failed_is_tried_again_with_its_key(app: Flask, noor: FlaskClient) -> None:
    refund = made("failed", failure_code="told", failure="No", settled_at=clock.now(), tries=9, taken_at=clock.now())
    page = noor.get(f"/operators/refunds/{refund.id}").text
    assert "Try again" in page
    answer = noor.post(f"/operators/refunds/{refund.id}/tries", follow_redirects=True)
    assert "It is sent again." in answer.text
    row = now_is(refund.id)
    assert (row.state, row.key, row.attempt, row.tries) == ("pending", refund.key, 2, 0)
    assert (row.taken_at, row.settled_at, row.failure_code) == (None, None, "")
    assert row.next_try_at is not None
    log = db.session.scalars(select(LogEntry).where(LogEntry.what == "refund.tried_again")).one()
    assert (log.voice, log.person_id is not None) == ("OPERATOR", True)


@pytest.mark.parametrize("state", ["done", "pending"])
def test_what_is_done_or_on_its_way_is_not_sent_again(noor: FlaskClient, state: str) -> None:
    refund = made(state)
    assert "Try again" not in noor.get(f"/operators/refunds/{refund.id}").text
    answer = noor.post(f"/operators/refunds/{refund.id}/tries", follow_redirects=True)
    assert "This refund has moved on in the meantime." in answer.text
    assert now_is(refund.id).state == state


def test_what_was_paid_by_hand_is_marked_with_a_note_and_logged(noor: FlaskClient) -> None:
    refund = made("failed", failure_code="no_answer", failure="HTTP 500", settled_at=clock.now())
    answer = noor.post(
        f"/operators/refunds/{refund.id}/payment", data={"note": " By transfer 77. "}, follow_redirects=True
    )
    page = words(answer.text)
    assert "It is marked as paid." in page
    assert "By transfer 77." in page
    assert "Marked as paid by Noor" in page
    row = now_is(refund.id)
    assert (row.state, row.note, row.settled_by is not None) == ("done", "By transfer 77.", True)
    log = db.session.scalars(select(LogEntry).where(LogEntry.what == "refund.done").order_by(LogEntry.id.desc()))
    entry = log.first()
    assert entry is not None
    assert (entry.voice, entry.why, entry.person_id) == ("OPERATOR", "By transfer 77.", row.settled_by)


@pytest.mark.parametrize(
    ("note", "says"), [("", "Say how it was paid"), ("  ", "Say how it was paid"), ("x" * 501, "at most 500")]
)
def test_without_a_note_nothing_is_marked_and_what_was_typed_stays(noor: FlaskClient, note: str, says: str) -> None:
    refund = made("failed", settled_at=clock.now())
    answer = noor.post(f"/operators/refunds/{refund.id}/payment", data={"note": note})
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert note.strip() in answer.text
    assert now_is(refund.id).state == "failed"


def test_what_was_just_sent_is_not_paid_by_hand_too(noor: FlaskClient) -> None:
    refund = made("pending")
    assert "Mark as paid by hand" not in noor.get(f"/operators/refunds/{refund.id}").text
    answer = noor.post(f"/operators/refunds/{refund.id}/payment", data={"note": "Twice?"}, follow_redirects=True)
    assert "This refund has moved on in the meantime." in answer.text
    assert now_is(refund.id).state == "pending"


def test_what_nobody_confirmed_for_a_day_can_be_marked(noor: FlaskClient) -> None:
    long_ago = clock.now() - timedelta(days=1)
    refund = made("pending", trying_since=long_ago, taken_at=long_ago)
    assert "The payment system has it for more than a day" in noor.get("/operators/refunds?state=pending").text
    assert "Mark as paid by hand" in noor.get(f"/operators/refunds/{refund.id}").text


def test_without_a_payment_system_the_page_says_to_pay_by_hand(app: Flask, noor: FlaskClient) -> None:
    app.config["PAYMENTS_URL"] = "by-hand"
    refund = made("pending", adapter="by_hand")
    assert "Operators pay refunds by hand" in noor.get("/operators/refunds").text
    assert "Mark as paid by hand" in noor.get(f"/operators/refunds/{refund.id}").text


def test_the_file_holds_what_the_list_shows_and_runs_in_no_spreadsheet(
    noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_refunds, "PIECE", 2)
    for number in range(5):
        made("failed", key=f"f{number}", failure_code="told", failure="No", note='=HYPERLINK("http://x")')
    made("done", settled_at=clock.now(), currency="JPY", reference="@cmd")
    answer = noor.get("/operators/refunds.csv?state=failed")
    assert answer.mimetype == "text/csv"
    assert re.search(r'filename="refunds-failed-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    rows = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
    assert len(rows) == 6
    assert rows[0]["Amount"] == "12.34"
    assert rows[0]["Note"] == '\'=HYPERLINK("http://x")'
    newest = next(csv.DictReader(noor.get("/operators/refunds.csv").text.removeprefix("\ufeff").splitlines()))
    assert (newest["Amount"], newest["Currency"], newest["Reference"]) == ("1234", "JPY", "'@cmd")


def test_a_refund_that_is_not_there_is_a_404(noor: FlaskClient) -> None:
    assert noor.get("/operators/refunds/999999").status_code == 404
    assert noor.post("/operators/refunds/999999/tries").status_code == 404
    assert noor.post("/operators/refunds/999999/payment", data={"note": "x"}).status_code == 404


def test_a_refund_shows_what_it_consists_of(noor: FlaskClient) -> None:
    done = db.session.scalars(select(Refund).where(Refund.key.like("demo-%120"))).one()
    page = words(noor.get(f"/operators/refunds/{done.id}").text)
    assert "Shipping" in page or len(done.parts) == 1
    assert f"demo-{'5764610300000'}00120" in page
    assert "Demo payment: no money moves" in page
