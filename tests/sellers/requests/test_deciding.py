"""A seller decides: what may be done is offered and nothing else, it is done once, and what it crosses is said."""

import html
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.actions.order_requests import answering, going_back
from shop_help.extensions import db
from shop_help.models import Message, OrderRequest, Refund, RequestPhoto
from shop_help.policy.request_states import events_for
from shop_help.sellers.decisions import PLACES
from tests.actions.counter import DAY, HOUR, PRICE, Counter
from tests.pictures import drawn, file_of
from tests.sellers.requests.conftest import HTMX

Browser = Callable[[str], FlaskClient]


def words_of(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def send(browser: FlaskClient, made: Any, place: str, htmx: bool = True, **form: Any) -> Any:
    address = f"/sellers/requests/{made.request_id}/{place}"
    data = {"client_id": str(uuid4()), **form}
    return browser.post(address, data=data, headers=HTMX if htmx else {})


def photo(name: str = "crack.png") -> tuple[BytesIO, str]:
    return BytesIO(file_of(drawn(640, 480), "PNG")), name


@pytest.mark.parametrize(
    ("kind", "state", "then", "said"),
    [
        ("cancellation", "AWAITING_SHIPMENT", "approved", "Approved. $45.00 goes back to Buyer."),
        ("refund", "DELIVERED", "approved", "Approved. $45.00 goes back to Buyer."),
        ("return", "DELIVERED", "awaiting_shipment", "Approved. Buyer sends it back."),
        ("exchange", "DELIVERED", "awaiting_shipment", "Approved. Buyer sends it back."),
        ("address_change", "AWAITING_SHIPMENT", "applied", "Confirmed. The order has the change."),
        ("order_change", "AWAITING_SHIPMENT", "applied", "Confirmed. The order has the change."),
    ],
)
def test_a_yes_to_each_kind_says_what_follows_before_and_after(
    counter: Counter, seller: FlaskClient, kind: str, state: str, then: str, said: str
) -> None:
    made = counter.ask(counter.order(state), kind)
    page = words_of(seller.get(f"/sellers/requests/{made.request_id}").text)
    assert "This can't be taken back." in page or "This moves money and can't be taken back." in page
    assert ("goes back to Buyer at once" in page) == (then == "approved")
    assert ("sends it back until Mon, Nov 16, 23:59 EST" in page) == (then == "awaiting_shipment")
    answer = send(seller, made, "approval")
    assert answer.status_code == 200
    assert said in words_of(answer.text)
    assert "<html" not in answer.text
    assert counter.request(made).state == then


@pytest.mark.parametrize("kind", ["cancellation", "address_change", "order_change", "refund", "return", "exchange"])
def test_the_page_offers_what_the_table_lets_the_shop_do_and_nothing_else(
    counter: Counter, seller: FlaskClient, kind: str
) -> None:
    order = counter.order("DELIVERED" if kind in ("refund", "return", "exchange") else "AWAITING_SHIPMENT")
    made = counter.ask(order, kind)
    for state in ("pending", "partial_offered", "awaiting_shipment", "in_return", "inspecting", "rejected", "closed"):
        row = db.session.get_one(OrderRequest, made.request_id)
        row.state, row.mover, row.due_at = state, "", None
        db.session.commit()
        page = seller.get(f"/sellers/requests/{made.request_id}").text
        offered = set(re.findall(rf'action="/sellers/requests/{made.request_id}/([a-z]+)"', page))
        assert offered == {PLACES[event] for event in events_for("SHOP", kind, state)}, state


@pytest.mark.parametrize("place", sorted(PLACES.values()))
def test_nobody_but_the_shops_own_people_know_of_a_request(counter: Counter, browser_of: Browser, place: str) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    for who in ("rival", "buyer", "agent"):
        browser = browser_of(who)
        assert browser.get(f"/sellers/requests/{made.request_id}").status_code == 404
        form = {"reason": "no_proof", "amount": "1", "carrier": "UPS", "tracking_number": "1"}
        assert send(browser, made, place, **form).status_code == 404
    assert send(browser_of("seller"), type(made)(999, 0, "", True), place).status_code == 404
    assert counter.request(made).state == "pending"


def test_a_rejection_without_a_reason_or_its_words_keeps_what_was_typed(
    counter: Counter, seller: FlaskClient
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    answer = send(seller, made, "rejection", htmx=False, note="As <described>.")
    assert answer.status_code == 422
    assert "Choose a reason." in answer.text
    assert "As &lt;described&gt;." in answer.text
    wordless = send(seller, made, "rejection", reason="as_described", note="  ")
    assert wordless.status_code == 422
    assert "Say why in a few words" in wordless.text
    assert 'value="as_described" checked' in " ".join(wordless.text.split())
    # One for what came back is none for the request.
    assert send(seller, made, "rejection", reason="came_back_used", note="x").status_code == 422
    assert counter.request(made).state == "pending"


def test_a_rejection_stands_with_its_reason_words_and_photos(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    form = {"reason": "as_described", "note": "It is the glaze.", "photo": photo()}
    answer = send(seller, made, "rejection", htmx=False, **form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sellers/requests/{made.request_id}"
    row = counter.request(made)
    assert (row.state, row.answer_reason, row.answer) == ("rejected", "as_described", "It is the glaze.")
    assert [each.voice for each in db.session.scalars(select(RequestPhoto))] == ["SHOP"]
    page = words_of(seller.get(answer.headers["Location"]).text)
    assert "Rejected. Buyer reads your reason." in page
    assert "The item is as described and complete" in page


def test_a_photo_that_is_none_rejects_nothing_and_sends_nothing(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    form = {"reason": "no_proof", "note": "See.", "photo": (BytesIO(b"no picture"), "crack.png")}
    answer = send(seller, made, "rejection", htmx=False, **form)
    assert answer.status_code == 422
    assert "crack.png" in answer.text
    assert "See." in answer.text
    assert counter.request(made).state == "pending"


def test_what_is_wrong_in_words_is_said_before_a_photo_is_sent(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    before = counter.count(Message)
    assert send(seller, made, "rejection", htmx=False, note="", photo=photo()).status_code == 422
    assert counter.count(Message) == before


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("0.01", 1),
        ("12.50", 1250),
        ("12,5", 1250),
        ("$12", 1200),
        (" 12 USD ", 1200),
        ("39.99", 3999),
        ("", None),
        ("0", None),
        ("0.00", None),
        ("40.00", None),
        ("41", None),
        ("-3", None),
        ("1.234", None),
        ("1,234.00", None),
        ("twelve", None),
        ("9" * 30, None),
    ],
)
def test_a_part_is_above_nothing_and_below_the_whole(
    counter: Counter, seller: FlaskClient, typed: str, minor: int | None
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    answer = send(seller, made, "offer", amount=typed, note="Half?")
    row = counter.request(made)
    if minor is None:
        assert answer.status_code == 422
        assert row.state == "pending"
        assert "Half?" in answer.text
        assert "field-error" in answer.text
    else:
        assert (row.state, row.offered, row.answer) == ("partial_offered", minor, "Half?")
        assert "Buyer answers whether" in words_of(answer.text)


def test_a_decision_sent_twice_is_done_once_and_says_so(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "refund")
    assert send(seller, made, "approval").status_code == 200
    again = send(seller, made, "approval")
    assert again.status_code == 200
    assert "That is done already: nothing was done twice." in words_of(again.text)
    assert counter.count(Refund) == 1


@pytest.mark.parametrize("late", [False, True])
def test_an_answer_at_the_last_instant_counts_and_one_later_says_what_happened(
    counter: Counter, seller: FlaskClient, late: bool
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "refund")
    counter.clock.on(48 * HOUR - (0 * HOUR if late else HOUR / 3600_000))
    answer = send(seller, made, "rejection", reason="no_proof", note="")
    row = counter.request(made)
    if not late:
        assert (answer.status_code, row.state) == (303 if "Location" in answer.headers else 200, "rejected")
        return
    assert (answer.status_code, row.state, row.went_unanswered) == (409, "auto_approved", True)
    said = words_of(answer.text)
    assert (
        "Your answer came too late: the time was over at Wed, Nov 4, 12:00 EST, and the system approved it." in said
    )
    assert "Reject the request" not in said


def test_a_decision_that_crosses_the_buyers_withdrawal_says_so(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    answering.withdraw(counter.sign_ins["buyer"], made.request_id)
    answer = send(seller, made, "approval", htmx=False)
    assert answer.status_code == 409
    said = words_of(answer.text)
    assert "Nothing was done: Buyer took the request back at Mon, Nov 2, 12:00 EST." in said
    assert "Withdrawn" in said
    assert counter.request(made).state == "withdrawn"


def test_a_second_answer_while_the_buyer_has_an_offer_waits_for_them(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    send(seller, made, "offer", amount="5")
    answer = send(seller, made, "approval")
    assert answer.status_code == 409
    assert "The buyer has your offer and answers first." in words_of(answer.text)


def sent_back(counter: Counter, seller: FlaskClient, kind: str = "return") -> Any:
    """A return that was approved, and the parcel is on its way back."""
    made = counter.ask(counter.order("DELIVERED"), kind)
    send(seller, made, "approval")
    going_back.ship_back(counter.sign_ins["buyer"], made.request_id, "USPS", "9400")
    return made


def test_what_came_back_is_looked_at_and_the_money_goes(counter: Counter, seller: FlaskClient) -> None:
    made = sent_back(counter, seller)
    page = words_of(seller.get(f"/sellers/requests/{made.request_id}").text)
    assert "USPS 9400" in page
    assert "You look at it until" in page
    assert send(seller, made, "arrival").status_code == 200
    answer = send(seller, made, "receipt")
    assert "Accepted. $40.00 goes back to Buyer." in words_of(answer.text)
    assert [refund.amount for refund in db.session.scalars(select(Refund))] == [2 * PRICE]


def test_what_came_back_wrong_needs_a_photo(counter: Counter, seller: FlaskClient) -> None:
    made = sent_back(counter, seller)
    send(seller, made, "arrival")
    without = send(seller, made, "refusal", htmx=False, reason="came_back_other")
    assert without.status_code == 422
    assert "Add at least one photo" in without.text
    answer = send(seller, made, "refusal", htmx=False, reason="came_back_other", photo=photo())
    assert answer.status_code == 303
    assert counter.request(made).state == "receipt_rejected"


def test_an_exchange_ends_with_the_other_one_or_with_the_money(counter: Counter, seller: FlaskClient) -> None:
    first, second = sent_back(counter, seller, "exchange"), sent_back(counter, seller, "exchange")
    for made in (first, second):
        send(seller, made, "arrival")
        assert "Now send Buyer the other one." in words_of(send(seller, made, "receipt").text)
    missing = send(seller, first, "replacement", carrier="UPS", tracking_number="")
    assert missing.status_code == 422
    assert "It stands on the receipt of the carrier." in missing.text
    assert 'value="UPS"' in missing.text
    done = send(seller, first, "replacement", carrier="UPS", tracking_number="1Z")
    assert "on its way to Buyer" in words_of(done.text)
    assert counter.request(first).state == "exchanged"
    page = words_of(seller.get(f"/sellers/requests/{second.request_id}").text)
    assert "$40.00 goes back to Buyer at once. Nothing else is sent." in page
    assert send(seller, second, "refund").status_code == 200
    db.session.rollback()
    assert db.session.scalars(select(Refund)).one().amount == 2 * PRICE
    # The money is on its way: nothing else is offered, and nothing else is taken.
    left = seller.get(f"/sellers/requests/{second.request_id}").text
    assert f'action="/sellers/requests/{second.request_id}/' not in left
    assert send(seller, second, "replacement", carrier="UPS", tracking_number="1Z").status_code == 409


def test_without_scripts_one_comes_back_to_the_conversation_it_was_sent_from(
    counter: Counter, seller: FlaskClient
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    talk = f"/sellers/conversations/{made.conversation_id}"
    for referrer, leads in ((f"http://localhost{talk}?show=requests", f"{talk}#order"), ("http://evil/x", None)):
        answer = seller.post(f"/sellers/requests/{made.request_id}/approval", data={}, headers={"Referer": referrer})
        assert answer.headers["Location"] == (leads or f"/sellers/requests/{made.request_id}")


def test_the_buyers_address_goes_once_nothing_is_to_be_shipped(counter: Counter, seller: FlaskClient) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    made = counter.ask(order, "address_change")
    page = seller.get(f"/sellers/requests/{made.request_id}").text
    assert "1 First St" in page
    assert "<mark>2 Second St</mark>" in page
    counter.order_row(order).state = "DELIVERED"
    db.session.commit()
    page = seller.get(f"/sellers/requests/{made.request_id}").text
    assert "First St" not in page
    assert "Second St" not in page


def test_a_request_that_nobody_answers_tells_the_seller_what_became_of_it(
    counter: Counter, seller: FlaskClient
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    counter.clock.on(47 * HOUR)
    page = words_of(seller.get("/sellers/requests").text)
    assert "approved by the system in 60 min" in page or "approved by the system in 1 h" in page
    counter.clock.on(2 * DAY)
    assert send(seller, made, "offer", amount="5").status_code == 409
    assert counter.request(made).state == "awaiting_shipment"
