"""A shop meets a case of Buyer Protection: it reads the claim, answers, settles, appeals, and says what came back."""

import html
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop_help.actions.conversations import post_message
from shop_help.actions.protection import deciding, going_back, reviewing, settling
from tests.actions.protection.scene import BLURRED, SHARP, Scene

SECRET = "a heron behind the kiln"


def do(client: FlaskClient, case: Any, place: str, **form: Any) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sellers/inbox").text)
    data = {"client_id": str(uuid4()), **form} | ({"csrf_token": token[1]} if token else {})
    return client.post(f"/sellers/protection/{case.protection_id}/{place}", data=data)


def words_of(answer: TestResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def page(client: FlaskClient, case: Any, place: str = "") -> str:
    answer = client.get(f"/sellers/protection/{case.protection_id}{place}")
    assert answer.status_code == 200
    return words_of(answer)


def decide(counter: Scene, case: Any, outcome: str, **more: Any) -> None:
    decided = deciding.Decided(outcome, "The photo shows it.", str(uuid4()), **more)
    deciding.decide(counter.sign_ins["agent"], case.protection_id, decided)


def test_the_shop_reads_the_claim_its_photos_and_its_clock(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    told = page(seller, case)
    for words in (
        "It came with a crack from top to bottom.",
        "Buyer claims",
        "You answer until",
        "Then customer service decides with what there is.",
        "Claimed $45.00",
        "It arrived damaged",
        "You were asked first.",
    ):
        assert words in told, words
    photo = re.search(r'src="(/evidence/[0-9a-f-]+)"', seller.get(f"/sellers/protection/{case.protection_id}").text)
    assert photo
    assert seller.get(photo[1]).status_code == 200


def test_the_list_shows_what_is_due_first_and_counts_it(seller: FlaskClient, counter: Scene) -> None:
    assert "No case of Buyer Protection waits for you." in words_of(seller.get("/sellers/protection"))
    first, second = counter.open(), counter.open()
    answer = seller.get("/sellers/protection")
    rows = re.findall(r'id="row-(\d+)"', answer.text)
    assert rows == [str(first.protection_id), str(second.protection_id)]
    assert "Claims 2" in words_of(answer)
    assert "You answer until" in words_of(answer)
    do(seller, first, "statement", words="It was whole.")
    assert re.findall(r'id="row-(\d+)"', seller.get("/sellers/protection").text) == [str(second.protection_id)]
    others = seller.get("/sellers/protection?mover=others").text
    assert re.findall(r'id="row-(\d+)"', others) == [str(first.protection_id)]
    everything = seller.get("/sellers/protection?mover=all").text
    assert len(re.findall(r'id="row-(\d+)"', everything)) == 2
    assert "There is no such case." in words_of(seller.get("/sellers/protection?mover=all&state=over"))
    number = counter.row(first).order.number
    assert re.findall(r'id="row-(\d+)"', seller.get(f"/sellers/protection?mover=all&q={number}").text) == [
        str(first.protection_id)
    ]


def test_a_long_list_goes_on_behind_its_last_row(seller: FlaskClient, counter: Scene) -> None:
    from shop_help.sellers.protection_listing import WantedCases, page_of

    cases = [counter.open(counter.old_order()).protection_id for _ in range(3)]
    do(seller, type("C", (), {"protection_id": cases[2]}), "statement", words="It was whole.")
    shops = frozenset({counter.shop.id})
    ids, after = page_of(WantedCases(shops, "all", rows=1))
    met = [*ids]
    while after:
        ids, after = page_of(WantedCases(shops, "all", after=after, rows=1))
        met += ids
    assert met == cases


def test_the_shop_answers_with_photos_and_the_clock_stops(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    assert do(seller, case, "statement", words=" ").status_code == 422
    answer = do(seller, case, "photos", photo=(BytesIO(SHARP), "box.jpg"), page="statement")
    assert answer.location.endswith("/statement")
    assert do(seller, case, "photos", photo=(BytesIO(BLURRED), "blur.jpg"), page="statement").status_code == 422
    assert "It was packed in two boxes." not in page(seller, case)
    assert do(seller, case, "statement", words="It was packed in two boxes.").status_code == 303
    assert counter.row(case).state == "under_review"
    told = page(seller, case)
    assert "It was packed in two boxes." in told
    assert len(re.findall(r'src="/evidence/', seller.get(f"/sellers/protection/{case.protection_id}").text)) == 2
    assert seller.get(f"/sellers/protection/{case.protection_id}/statement").status_code == 302


def test_the_shop_brings_what_customer_service_asks_for(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    do(seller, case, "statement", words="It was whole.")
    words = "Show us how it was packed."
    reviewing.request_evidence(counter.sign_ins["agent"], case.protection_id, "SHOP", words, 3)
    assert words in page(seller, case)
    assert words in page(seller, case, "/evidence")
    assert do(seller, case, "evidence", words="").status_code == 422
    assert do(seller, case, "evidence", words="In two boxes, see the list.").status_code == 303
    assert counter.row(case).state == "under_review"


def test_what_is_asked_of_the_buyer_the_shop_does_not_read(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    do(seller, case, "statement", words="It was whole.")
    reviewing.request_evidence(counter.sign_ins["agent"], case.protection_id, "BUYER", SECRET, 3)
    assert "More is asked for" in page(seller, case)
    for place in ("", "/file"):
        assert SECRET not in page(seller, case, place)


def test_the_talk_with_customer_service_is_nowhere(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    talk = counter.case(case).conversation_id
    post_message(counter.sign_ins["buyer"], talk, str(uuid4()), SECRET)
    for place in ("", "/file"):
        assert SECRET not in page(seller, case, place)
    answer = seller.get(f"/sellers/protection/{case.protection_id}/archive")
    with zipfile.ZipFile(BytesIO(answer.data)) as kept:
        assert kept.namelist()
        assert not any(SECRET.encode() in kept.read(name) for name in kept.namelist())


def test_an_offer_is_made_and_the_buyers_is_taken_or_not(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    assert do(seller, case, "settlements", amount="much").status_code == 422
    assert do(seller, case, "settlements", amount="999").status_code == 422
    assert do(seller, case, "settlements", amount="10", words="For your trouble.").status_code == 303
    assert "You offered $10.00 to end it." in page(seller, case)
    buyer, number = counter.sign_ins["buyer"], case.protection_id
    offered = settling.offer(buyer, number, 2000, "Half of it.", str(uuid4()))
    assert "Buyer would take $20.00 to end the case." in page(seller, case)
    assert do(seller, case, f"settlements/{offered}/refusal").status_code == 303
    offered = settling.offer(buyer, number, 1500, "", str(uuid4()))
    assert do(seller, case, f"settlements/{offered}/acceptance").status_code == 303
    row = counter.row(case)
    assert row.decided_amount == 1500
    assert [refund.amount for refund in counter.refunds(case)] == [1500]


def test_what_came_back_is_said_and_the_money_goes(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open(wanted="return")
    do(seller, case, "statement", words="It was whole.")
    decide(counter, case, "for_buyer", requires_return=True)
    assert counter.refunds(case) == []
    going_back.ship_back(counter.sign_ins["buyer"], case.protection_id, "Kestrel", "KP 1")
    told = page(seller, case)
    assert "On its way back with Kestrel KP 1" in told
    assert "$45.00 goes back to Buyer at once. This can't be taken back." in told
    assert do(seller, case, "arrival").status_code == 303
    assert [refund.amount for refund in counter.refunds(case)] == [4500]


def test_a_decision_is_appealed_once_with_something_new(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    do(seller, case, "statement", words="It was whole.")
    decide(counter, case, "for_buyer")
    told = page(seller, case)
    assert "The photo shows it." in told
    assert "Appeal the decision" in told
    assert do(seller, case, "appeal", words="It was whole.").status_code == 422
    new = "Here is the carrier's own protocol about the unbroken box."
    assert do(seller, case, "appeal", words=new).status_code == 303
    assert counter.row(case).state == "appealed"
    assert seller.get(f"/sellers/protection/{case.protection_id}/appeal").status_code == 302


def test_a_decision_for_the_shop_it_cannot_appeal(seller: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    do(seller, case, "statement", words="It was whole.")
    decide(counter, case, "for_seller")
    told = page(seller, case)
    assert "Decided for you: nothing is given back." in told
    assert "Appeal the decision" not in told


def test_another_shops_seller_finds_nothing(browser_of: Callable[[str], FlaskClient], counter: Scene) -> None:
    case = counter.open()
    offered = settling.offer(counter.sign_ins["buyer"], case.protection_id, 1000, "", str(uuid4()))
    assert browser_of("seller").get(f"/sellers/protection/{case.protection_id}").status_code == 200
    for who in ("rival", "buyer", "agent", "other"):
        client = browser_of(who)
        for place in ("", "/file", "/archive", "/statement", "/settlements"):
            assert client.get(f"/sellers/protection/{case.protection_id}{place}").status_code == 404
        for place in ("statement", "arrival", f"settlements/{offered}/acceptance", "photos"):
            assert do(client, case, place, words="Mine.").status_code == 404
    assert "waits for you" in words_of(browser_of("rival").get("/sellers/protection"))
    assert counter.row(case).state == "awaiting_seller"


def test_the_first_name_of_the_buyer_is_all_the_shop_reads(seller: FlaskClient, counter: Scene) -> None:
    counter.people["buyer"].name = "Ana Moreno"
    from shop_help.extensions import db

    db.session.commit()
    case = counter.open()
    for place in ("", "/file"):
        told = page(seller, case, place)
        assert "Ana" in told
        assert "Moreno" not in told
