"""A case as its buyer meets it: how it stands, its clock, and each thing they can do about it (PRODUCT 5)."""

import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.actions.protection import settling
from shop_help.buyers import protection as page_of_cases
from shop_help.extensions import db
from shop_help.models import Evidence, Settlement
from tests.buyers import claims
from tests.buyers.claims import BLURRED, SHARP, WORDS, nothing_claimed, row_of
from tests.reading import words_on

LAST_MINUTE = r"\w+, \w+ \d+, \d\d:\d\d E[SD]T"


@pytest.fixture(autouse=True)
def nothing_yet(app: Flask) -> None:
    """Nobody has claimed anything."""
    nothing_claimed()


@pytest.fixture
def case(nothing_yet: None) -> int:
    """A case of ana's that waits for sol."""
    return claims.opened()


def page(client: FlaskClient, case: int, place: str = "") -> str:
    return words_on(client.get(f"/protection/{case}{place}").text)


def do(client: FlaskClient, case: int, place: str, **form: Any):
    return client.post(f"/protection/{case}/{place}", data=form)


def test_it_says_how_it_stands_who_has_to_move_until_when_and_what_follows(ana: FlaskClient, case: int) -> None:
    told = page(ana, case)
    assert "We have asked the seller." in told
    assert re.search(rf"The seller answers until {LAST_MINUTE}", told)
    assert "Then customer service decides with what there is." in told
    for words in ("Pebble side table", "It arrived damaged", WORDS, "You opened the case.", "Nothing yet."):
        assert words in told
    claims.answered(case)
    told = page(ana, case)
    assert "What Luma Home says It was whole when it left us." in told
    assert "We look at what you and the seller brought, and decide." in told
    assert "The seller answered." in told


def test_cases_stand_on_the_page_of_the_navigation_the_newest_first(ana: FlaskClient, case: int) -> None:
    newer = claims.opened(claims.DAY_31)
    listed = ana.get("/protection").text
    assert listed.index(f'href="/protection/{newer}"') < listed.index(f'href="/protection/{case}"')
    assert re.search(rf"Waits for the seller .+ The seller answers until {LAST_MINUTE}", words_on(listed))


def test_cases_that_wait_for_the_buyer_stand_on_top_page_after_page(
    ana: FlaskClient, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn = claims.opened(claims.DAY_31)
    settling.withdraw(claims.sign_in_of("ana"), withdrawn)
    newest = claims.opened(claims.DAY_31)
    claims.answered(case)
    claims.asked_for_more(case)
    monkeypatch.setattr(page_of_cases, "PAGE", 1)
    seen: list[int] = []
    address: str | None = "/protection"
    while address:
        part = ana.get(address, headers={"HX-Request": "true"}).text
        seen += [int(found) for found in re.findall(r'href="/protection/(\d+)"', part)]
        more = re.search(r'hx-get="(/protection\?[^"]+)"', part)
        address = more[1] if more else None
    assert seen == [case, newest, withdrawn]


@pytest.mark.parametrize("place", ["w", "x7", "-1", "1" * 30, "w٣"])
def test_a_place_that_is_none_begins_at_the_top(ana: FlaskClient, case: int, place: str) -> None:
    assert f'href="/protection/{case}"' in ana.get("/protection", query_string={"before": place}).text


def test_without_a_case_it_says_where_to_look(ana: FlaskClient) -> None:
    told = words_on(ana.get("/protection").text)
    assert "You have no case." in told
    assert "Learn more about Buyer Protection" in told


def test_an_offer_of_the_sellers_is_taken_and_ends_it(ana: FlaskClient, case: int) -> None:
    offer = claims.offered(case, 1200)
    told = page(ana, case)
    assert "The seller offers $12.00 to end the case. For your trouble." in told
    assert do(ana, case, f"settlements/{offer}/acceptance").headers["Location"] == f"/protection/{case}"
    assert row_of(case).state == "settled_with_seller"
    told = page(ana, case)
    assert "You and the seller have agreed, and your money is on its way." in told
    assert "Make an offer" not in told
    # Once more says the same.
    assert do(ana, case, f"settlements/{offer}/acceptance").status_code == 303


def test_an_offer_that_is_not_taken_leaves_it_as_it_was(ana: FlaskClient, case: int) -> None:
    offer = claims.offered(case)
    do(ana, case, f"settlements/{offer}/refusal")
    assert row_of(case).state == "awaiting_seller"
    assert "The seller offered $5.00: not taken" in page(ana, case)
    answer = do(ana, case, f"settlements/{offer}/acceptance")
    assert "This offer is gone." in ana.get(answer.headers["Location"]).text


def test_the_buyer_makes_an_offer_and_a_wrong_amount_stays_in_its_field(ana: FlaskClient, case: int) -> None:
    for amount, why in (("", "Write the amount"), ("ten", "Write it in digits"), ("9999", "This is more than")):
        answer = do(ana, case, "settlements", amount=amount, words="Let us end it.", client_id=str(uuid4()))
        assert answer.status_code == 422
        assert why in answer.text
        assert f'value="{amount}"' in answer.text
        assert ">Let us end it.</textarea>" in answer.text
    form = {"amount": "30", "words": "", "client_id": str(uuid4())}
    for _ in range(2):
        assert do(ana, case, "settlements", **form).status_code == 303
    db.session.rollback()
    assert [offer.amount for offer in db.session.scalars(select(Settlement))] == [3000]
    assert "You offered to end it for $30.00." in page(ana, case)


def test_what_customer_service_asks_for_is_shown_with_its_clock_and_brought(ana: FlaskClient, case: int) -> None:
    claims.answered(case)
    claims.asked_for_more(case)
    told = page(ana, case)
    assert "Customer service asks: Show us the label, please." in told
    assert re.search(rf"You bring what was asked for until {LAST_MINUTE}", told)
    assert "Add photos or words" not in told
    answer = do(ana, case, "evidence", words="")
    assert answer.status_code == 422
    assert "Add a photo, or say something." in answer.text
    assert ana.post(f"/protection/{case}/photos", data={"photo": (BytesIO(SHARP), "label.jpg")}).status_code == 303
    assert do(ana, case, "evidence", words="Here it is.").status_code == 303
    assert row_of(case).state == "under_review"
    told = page(ana, case)
    assert "Here it is." in told
    assert "You brought what was asked for." in told


def test_photos_lie_with_the_buyer_alone_until_they_are_sent(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient], case: int
) -> None:
    refused = ana.post(f"/protection/{case}/photos", data={"photo": (BytesIO(BLURRED), "a.jpg")})
    assert refused.status_code == 422
    assert "a.jpg: This photo looks blurred." in words_on(refused.text)
    ana.post(f"/protection/{case}/photos", data={"photo": (BytesIO(BLURRED), "a.jpg"), "blurred": "1"})
    db.session.rollback()
    photo = db.session.scalars(select(Evidence.id).where(Evidence.sent_at.is_(None))).one()
    sol = sign_in("sol")
    assert (ana.get(f"/evidence/{photo}").status_code, sol.get(f"/evidence/{photo}").status_code) == (200, 404)
    do(ana, case, "evidence", words="One more.")
    assert sol.get(f"/evidence/{photo}").status_code == 200


def test_it_is_withdrawn_once_it_was_said_twice(ana: FlaskClient, case: int) -> None:
    assert "It ends without a decision." in page(ana, case)
    assert do(ana, case, "withdrawal").status_code == 303
    assert row_of(case).state == "withdrawn"
    told = page(ana, case)
    assert "You have withdrawn it." in told
    assert "Withdraw the case" not in told
    # What was withdrawn can be claimed again.
    assert "Covered: you can open a case." in ana.get(f"/orders/{claims.DAY_90}").text


def test_a_decision_is_read_with_its_reason_and_appealed_with_something_new(ana: FlaskClient, case: int) -> None:
    claims.answered(case)
    claims.decided(case)
    told = page(ana, case)
    assert "Decided for the seller: you get nothing back." in told
    assert "The photos don't show a crack." in told
    assert re.search(rf"You can appeal until {LAST_MINUTE}", told)
    answer = do(ana, case, "appeal", words=WORDS)
    assert answer.status_code == 422
    assert "Bring something new" in answer.text
    assert f">{WORDS}</textarea>" in answer.text
    new = "My neighbour saw the driver drop the carton yesterday morning."
    assert do(ana, case, "appeal", words=new).status_code == 303
    assert row_of(case).state == "appealed"
    told = page(ana, case)
    assert new in told
    assert "Appeal the decision" not in told
    answer = do(ana, case, "appeal", words="And then there is yet another thing I noticed.")
    assert "You have appealed already." in ana.get(answer.headers["Location"]).text


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False)])
def test_an_appeal_is_open_to_its_exact_minute(ana: FlaskClient, case: int, seconds: int, is_open: bool) -> None:
    claims.answered(case)
    claims.decided(case)
    until = row_of(case).appeal_until
    assert until
    with time_machine.travel(until + timedelta(seconds=seconds), tick=False):
        assert ("Appeal the decision" in page(ana, case)) == is_open
        assert ana.get(f"/protection/{case}/appeal").status_code == (200 if is_open else 302)
        new = "My neighbour saw the driver drop the carton yesterday morning."
        do(ana, case, "appeal", words=new)
        assert (row_of(case).state == "appealed") == is_open


def test_what_has_to_go_back_is_sent_with_tracking(ana: FlaskClient, case: int) -> None:
    claims.answered(case)
    claims.decided(case, "for_buyer", requires_return=True)
    told = page(ana, case)
    assert re.search(rf"You send it back until {LAST_MINUTE}", told)
    assert "Then the case is closed, and nothing is given back." in told
    answer = do(ana, case, "return", carrier="Kestrel", tracking_number="")
    assert answer.status_code == 422
    assert 'value="Kestrel"' in answer.text
    assert do(ana, case, "return", carrier="Kestrel", tracking_number="KP77").status_code == 303
    told = page(ana, case)
    assert "On its way back with Kestrel KP77" in told
    assert re.search(rf"The seller says when it is there until {LAST_MINUTE}", told)


def test_what_is_not_possible_now_leads_to_how_it_stands(ana: FlaskClient, case: int) -> None:
    for place in ("appeal", "return"):
        assert ana.get(f"/protection/{case}/{place}").headers["Location"] == f"/protection/{case}"
        answer = do(ana, case, place, words="No.", carrier="K", tracking_number="1")
        assert answer.headers["Location"] == f"/protection/{case}"
        assert 'role="alert"' in ana.get(answer.headers["Location"]).text
    do(ana, case, "withdrawal")
    for place in ("evidence", "settlements"):
        assert ana.get(f"/protection/{case}/{place}").status_code == 302


def test_nobody_else_finds_the_case(sign_in: Callable[[str], FlaskClient], case: int) -> None:
    assert page(sign_in("ana"), case)
    for who in ("bruno", "sol", "mara", "gus", "noor"):
        client = sign_in(who)
        assert client.get(f"/protection/{case}").status_code == 404
        assert client.get(f"/protection/{case}/panel").status_code == 404
        assert do(client, case, "withdrawal").status_code == 404
    assert row_of(case).state == "awaiting_seller"


def test_what_agents_prepare_among_themselves_is_not_on_the_page(ana: FlaskClient, case: int) -> None:
    from shop_help.policy.protection_steps import step_words

    assert step_words("protection.decided", "CUSTOMER_SERVICE")
    assert step_words("protection.decision_proposed", "CUSTOMER_SERVICE") == ""
    assert step_words("protection.decision_refused", "CUSTOMER_SERVICE") == ""


def test_the_whole_file_is_a_page_and_an_archive_of_the_buyers_own(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient], case: int
) -> None:
    claims.answered(case)
    told = page(ana, case, "/file")
    for words in (WORDS, "It was whole when it left us.", "It arrived damaged", "The seller was asked first."):
        assert words in told
    photo = re.search(r'src="(/evidence/[0-9a-f-]+)"', ana.get(f"/protection/{case}/file").text)
    assert photo
    assert ana.get(photo[1]).status_code == 200
    answer = ana.get(f"/protection/{case}/archive")
    assert answer.mimetype == "application/zip"
    assert f"buyer-protection-{case}.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as kept:
        assert {"case.json", "case.htm"} < set(kept.namelist())
        assert any(name.startswith("photos/") for name in kept.namelist())
    for who in ("bruno", "sol", "gus"):
        for place in ("file", "archive"):
            assert sign_in(who).get(f"/protection/{case}/{place}").status_code == 404
