"""A request's own page: how it stands, whose turn it is until when, and what the buyer can do with it (PRODUCT 5)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop_help.actions.order_requests import deciding, going_back
from shop_help.extensions import db
from shop_help.models import Case, Dispute, OrderRequest, Person, Shop
from shop_help.policy.request_states import OPEN, REFUSED, STATES
from tests.buyers import asking
from tests.buyers.asking import a_return, asked, called, sol, words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def returned(ana: FlaskClient) -> OrderRequest:
    """One of two mugs that Ana wants to send back."""
    return a_return(ana, body="One too many.")


def page(client: FlaskClient, made: OrderRequest) -> str:
    return client.get(f"/orders/requests/{made.id}").text


def act(client: FlaskClient, made: OrderRequest, place: str, **form: str):
    return client.post(f"/orders/requests/{made.id}/{place}", data=form)


def buttons(html: str) -> list[str]:
    """What can be done here, by what its form is called."""
    return re.findall(r'action="/orders/requests/\d+/([a-z-]+)"', html)


def test_it_tells_what_was_asked_until_when_and_what_follows(ana: FlaskClient, returned: OrderRequest) -> None:
    told = words(page(ana, returned))
    for said in ("Return", "Waits for the seller", "Morning mug", "$19.44", "I don't need it any more"):
        assert said in told
    assert "One too many." in told
    assert "paid by you" in told
    assert re.search(r"The seller answers until \w+, \w+ \d+, \d\d:\d\d E[SD]T", told)
    assert "Then the system approves it, and it can be sent back." in told
    assert re.search(r"Asked You · \w+, \w+ \d+, \d\d:\d\d E[SD]T", told)


@pytest.mark.parametrize("place", ["", "/panel"])
def test_it_is_the_buyers_alone(returned: OrderRequest, sign_in: Callable[[str], FlaskClient], place: str) -> None:
    assert sign_in("bruno").get(f"/orders/requests/{returned.id}{place}").status_code == 404
    assert sign_in("ana").get(f"/orders/requests/{returned.id}{place}").status_code == 200


@pytest.mark.parametrize("place", ["acceptance", "refusal", "withdrawal", "return-parcel", "dispute"])
def test_nobody_else_does_anything_with_it(
    returned: OrderRequest, sign_in: Callable[[str], FlaskClient], place: str
) -> None:
    form = {"carrier": "UPS", "tracking_number": "1Z", "client_id": str(uuid4())}
    assert sign_in("bruno").post(f"/orders/requests/{returned.id}/{place}", data=form).status_code == 404
    assert called(returned.id).state == "pending"


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_page_with_the_buttons_of_its_table(
    ana: FlaskClient, returned: OrderRequest, state: str
) -> None:
    returned.state, returned.offered = state, 900
    if state in REFUSED:
        returned.rejected_at = returned.asked_at
    db.session.commit()
    expected = {
        "pending": ["withdrawal"],
        "partial_offered": ["acceptance", "refusal", "withdrawal"],
        "awaiting_shipment": ["return-parcel", "withdrawal"],
    }.get(state, [])
    shown = buttons(page(ana, returned))
    assert [each for each in shown if each != "dispute"] == expected
    assert ("dispute" in shown) is (state in REFUSED and state not in OPEN)


def test_a_request_is_taken_back_after_a_second_tap_and_can_be_asked_again(
    ana: FlaskClient, returned: OrderRequest
) -> None:
    html = page(ana, returned)
    assert html.index("<summary>Take the request back") < html.index("Yes, take it back")
    answer = act(ana, returned, "withdrawal")
    assert (answer.status_code, called(returned.id).state) == (303, "withdrawn")
    told = page(ana, returned)
    assert "You took the request back." in told
    assert f'href="/orders/{asking.TWO_MUGS}/refund-or-return"' in told
    assert a_return(ana).id != returned.id


def test_an_offer_is_taken_and_the_part_goes_back(ana: FlaskClient, returned: OrderRequest) -> None:
    deciding.offer(sol(), returned.id, 900, "Keep it, it is yours.")
    told = words(page(ana, returned))
    assert "Luma Home offers you $9.00 of $19.44, and you keep it." in told
    assert "Keep it, it is yours." in told
    assert "You answer until" in told
    assert act(ana, returned, "acceptance").status_code == 303
    row = called(returned.id)
    assert (row.state in ("approved", "refunded"), row.offered) == (True, 900)
    assert "$9.00" in words(page(ana, returned))


def test_an_offer_is_declined_and_the_seller_answers_once_more(ana: FlaskClient, returned: OrderRequest) -> None:
    deciding.offer(sol(), returned.id, 900)
    act(ana, returned, "refusal")
    assert (called(returned.id).state, called(returned.id).mover) == ("pending", "SHOP")
    assert "The offer was declined" in words(page(ana, returned))


def test_what_is_gone_is_said_and_not_done(ana: FlaskClient, returned: OrderRequest) -> None:
    answer = act(ana, returned, "acceptance")
    assert answer.status_code == 409
    assert "There is no offer any more that could be answered." in words(answer)
    act(ana, returned, "withdrawal")
    answer = act(ana, returned, "withdrawal")
    assert answer.status_code == 409
    assert "This request is over" in words(answer)


def test_it_is_sent_back_to_the_shop_with_carrier_and_number(ana: FlaskClient, returned: OrderRequest) -> None:
    deciding.approve(sol(), returned.id)
    told = words(page(ana, returned))
    assert "2200 Workshop Lane" in told
    assert "You send it back until" in told
    assert "Then the request is closed." in told
    answer = act(ana, returned, "return-parcel", carrier="USPS", tracking_number="")
    assert answer.status_code == 422
    assert "It stands on the receipt of the carrier." in words(answer)
    assert 'value="USPS"' in answer.text
    act(ana, returned, "return-parcel", carrier="USPS", tracking_number="9400 1112")
    row = called(returned.id)
    assert (row.state, row.return_parcel) == ("in_return", {"carrier": "USPS", "tracking_number": "9400 1112"})
    assert "USPS 9400 1112" in words(page(ana, returned))


def test_a_shop_without_an_address_is_asked_for_one(ana: FlaskClient, returned: OrderRequest) -> None:
    deciding.approve(sol(), returned.id)
    db.session.get_one(Shop, returned.shop_id).return_address = None
    db.session.commit()
    told = page(ana, returned)
    assert "The seller tells you the address in the conversation." in told
    assert f'href="/conversations/{returned.conversation_id}"' in told


def test_a_no_is_disputed_and_customer_service_has_it(ana: FlaskClient, returned: OrderRequest) -> None:
    deciding.reject(sol(), returned.id, "as_described", "It is as it was shown.")
    told = words(page(ana, returned))
    for said in ("Rejected", "The item is as described and complete", "It is as it was shown.", "You can dispute it"):
        assert said in told
    form = {"body": "It is not.", "client_id": str(uuid4())}
    assert act(ana, returned, "dispute", **form).status_code == 303
    assert act(ana, returned, "dispute", **form).status_code == 303
    db.session.rollback()
    disputes = db.session.scalars(select(Dispute).where(Dispute.request_id == returned.id)).all()
    assert len(disputes) == 1
    case = db.session.get_one(Case, disputes[0].case_id)
    told = page(ana, returned)
    assert f'href="/conversations/{case.conversation_id}"' in told
    assert "dispute" not in buttons(told)
    assert "You dispute the seller's answer: customer service looks at it." in words(told)


def test_a_refused_change_offers_what_else_there_is(ana: FlaskClient) -> None:
    made = asked(ana, asking.TO_SHIP, "address-change", **asking.AUSTIN)
    deciding.reject(sol(), made.id, "already_packed")
    told = page(ana, made)
    assert "It goes to the address it was ordered for." in told
    assert f'href="/orders/{asking.TO_SHIP}/cancellation"' in told
    assert f'href="/help/contact?order={asking.TO_SHIP}"' in told
    assert buttons(told) == []


def test_a_card_of_the_order_the_list_and_returns_lead_to_it(ana: FlaskClient, returned: OrderRequest) -> None:
    link = f'href="/orders/requests/{returned.id}"'
    for address in (f"/orders/{asking.TWO_MUGS}", "/returns", "/returns?show=open"):
        assert link in ana.get(address).text, address
    assert link not in ana.get("/returns?show=ended").text
    card = words(ana.get(f"/orders/{asking.TWO_MUGS}"))
    assert "The seller answers until" in card
    # Nothing waits for Ana yet.
    assert link not in ana.get("/orders/list?state=delivered").text
    deciding.approve(sol(), returned.id)
    orders = ana.get("/orders/list?state=delivered").text
    assert link in orders
    assert "You send it back until" in words(orders)


def test_one_that_is_over_stands_among_the_ended(ana: FlaskClient, returned: OrderRequest) -> None:
    act(ana, returned, "withdrawal")
    link = f'href="/orders/requests/{returned.id}"'
    assert link in ana.get("/returns?show=ended").text
    assert link not in ana.get("/returns?show=open").text
    assert link in ana.get(f"/orders/{asking.TWO_MUGS}").text


def test_returns_load_on_by_pages_newest_first(ana: FlaskClient) -> None:
    made = []
    for number in range(24):
        request = a_return(ana)
        row = called(request.id)
        row.asked_at += timedelta(seconds=number)
        db.session.commit()
        act(ana, request, "withdrawal")
        made.append(request.id)
    first = ana.get("/returns").text
    met = re.findall(r'href="/orders/requests/(\d+)"', first)
    assert len(met) == 20
    following = re.search(r'hx-get="([^"]+)"', first[first.index("pager") - 40 :])
    assert following
    rest = ana.get(following[1].replace("&amp;", "&"), headers=HTMX).text
    assert "<html" not in rest
    met += re.findall(r'href="/orders/requests/(\d+)"', rest)
    assert met[: len(made)] == [str(each) for each in reversed(made)]
    assert len(met) == len(set(met))


def test_who_asked_for_nothing_reads_where_to_begin(sign_in: Callable[[str], FlaskClient]) -> None:
    bruno = sign_in("bruno")
    db.session.execute(
        update(OrderRequest).values(buyer_id=select(Person.id).where(Person.cast_name == "ana").scalar_subquery())
    )
    db.session.commit()
    assert "You have asked no seller for anything yet." in bruno.get("/returns").text
    assert "No request is open just now." in bruno.get("/returns?show=open").text
    assert "No request has ended yet." in bruno.get("/returns?show=ended").text


def test_a_refund_is_told_honestly(ana: FlaskClient) -> None:
    made = a_return(ana)
    deciding.approve(sol(), made.id)
    going_back.ship_back(asking.sign_in_of("ana"), made.id, "UPS", "1Z")
    going_back.mark_arrived(sol(), made.id)
    going_back.accept_receipt(sol(), made.id)
    told = page(ana, made)
    assert 'data-refund="pending"' in told or 'data-refund="done"' in told
    assert "$19.44" in words(told)
