"""A dispute beside its case: both sides, what the rules say, and a decision that says before what follows from it."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.actions import case_holding
from shop_help.extensions import db
from shop_help.models import Refund, Role
from shop_help.models.shop import shop_members
from tests.actions.counter import PRICE, Counter
from tests.agents.disputes.conftest import Disputed, disputed
from tests.sellers.requests.conftest import HTMX
from tests.sellers.requests.test_deciding import words_of

Browser = Callable[[str], FlaskClient]


def test_both_sides_stand_beside_each_other_with_what_the_rules_say(dispute: Disputed, browser_of: Browser) -> None:
    page = browser_of("agent").get(dispute.address).text
    said = words_of(page)
    for words in ("It doesn't fit", "It hums all night.", "The item is as described and complete", "No lamp hums."):
        assert words in said
    assert said.index("Buyer says") < said.index("Luma Home says")
    assert page.count('class="photo"') == 1
    assert "On that day: It is day 1 of 30" in said
    assert "Now, by item and date: It is day 1 of 30" in said
    assert "To be decided" in said


def test_the_row_of_the_queue_says_that_it_is_a_dispute(dispute: Disputed, browser_of: Browser) -> None:
    browser = browser_of("agent")
    assert ">Dispute</span>" in browser.get("/agents/?show=unassigned").text
    browser.post(dispute.decision, data={"for": "seller", "why": "It is as shown."})
    assert ">Dispute</span>" not in browser.get("/agents/?show=all").text


@pytest.mark.parametrize(
    ("kind", "follows", "then", "money"),
    [
        ("cancellation", "$45.00 goes back to Buyer at once.", "approved", 2 * PRICE + 500),
        ("refund", "$45.00 goes back to Buyer at once.", "approved", 2 * PRICE + 500),
        ("return", "Buyer sends it back until Mon, Nov 16, 23:59 EST", "awaiting_shipment", 0),
        ("exchange", "Buyer sends it back until Mon, Nov 16, 23:59 EST", "awaiting_shipment", 0),
    ],
)
def test_for_the_buyer_what_was_said_before_follows(
    counter: Counter, browser_of: Browser, kind: str, follows: str, then: str, money: int
) -> None:
    dispute, browser = disputed(counter, kind), browser_of("agent")
    assert follows in words_of(browser.get(dispute.address).text)
    answer = browser.post(dispute.decision, data={"for": "buyer", "why": "The photo shows it."}, headers=HTMX)
    assert answer.status_code == 200
    assert "Decided. Buyer and Luma Home read it." in words_of(answer.text)
    assert (dispute.state, dispute.dispute.state, dispute.dispute.why) == (then, "for_buyer", "The photo shows it.")
    assert sum(refund.amount for refund in db.session.scalars(select(Refund))) == money
    # Both read why: the shop beside its request, the buyer in the case.
    request = browser_of("seller").get(f"/sellers/requests/{dispute.made.request_id}").text
    assert "The photo shows it." in words_of(request)


def test_for_the_seller_the_no_stands(dispute: Disputed, browser_of: Browser) -> None:
    browser = browser_of("agent")
    assert "The no of Luma Home stands, the request is closed, and no money goes back." in words_of(
        browser.get(dispute.address).text
    )
    answer = browser.post(dispute.decision, data={"for": "seller", "why": "It is as shown."})
    assert answer.headers["Location"] == f"{dispute.address}#panel"
    assert (dispute.state, dispute.dispute.state) == ("closed", "for_seller")
    assert db.session.scalars(select(Refund)).all() == []


def test_a_decision_needs_a_reason_and_keeps_what_was_chosen(dispute: Disputed, browser_of: Browser) -> None:
    for headers in ({}, HTMX):
        answer = browser_of("agent").post(dispute.decision, data={"for": "buyer", "why": " "}, headers=headers)
        assert answer.status_code == 422
        assert "field-error" in answer.text
        form = " ".join(answer.text.split())
        assert f'id="decide-buyer-{dispute.dispute.id}" name="dispute-{dispute.dispute.id}" open' in form
    assert dispute.dispute.state == "in_progress"


def test_a_second_decision_says_that_it_is_decided(dispute: Disputed, browser_of: Browser) -> None:
    browser = browser_of("agent")
    browser.post(dispute.decision, data={"for": "seller", "why": "It is as shown."})
    answer = browser.post(dispute.decision, data={"for": "buyer", "why": "No, it isn't."}, headers=HTMX)
    assert answer.status_code == 409
    assert "Nothing was decided." in words_of(answer.text)
    assert dispute.dispute.state == "for_seller"


def test_only_who_may_hold_the_case_decides(dispute: Disputed, browser_of: Browser, counter: Counter) -> None:
    case_holding.claim(counter.sign_ins["colleague"], dispute.case_id)
    form = {"for": "buyer", "why": "I say so."}
    assert "Decide for Buyer" not in words_of(browser_of("agent").get(dispute.address).text)
    assert browser_of("agent").post(dispute.decision, data=form, headers=HTMX).status_code == 409
    for who in ("buyer", "seller", "rival"):
        assert browser_of(who).post(dispute.decision, data=form).status_code == 404
    assert dispute.dispute.state == "in_progress"
    assert "Decide for Buyer" in words_of(browser_of("colleague").get(dispute.address).text)
    assert browser_of("colleague").post(dispute.decision, data=form).status_code == 303


def test_a_dispute_is_decided_in_its_own_case_and_for_one_of_both(
    counter: Counter, dispute: Disputed, browser_of: Browser
) -> None:
    other, browser = disputed(counter), browser_of("agent")
    crossed = f"/agents/cases/{other.case_id}/disputes/{dispute.dispute.id}/decision"
    assert browser.post(crossed, data={"for": "buyer", "why": "x"}).status_code == 404
    assert browser.post(dispute.decision, data={"for": "me", "why": "x"}).status_code == 404
    assert browser.post(f"{dispute.address}/disputes/999/decision", data={"for": "buyer"}).status_code == 404
    assert dispute.dispute.state == "in_progress"


def test_who_answers_for_the_shop_judges_none_of_its_disputes(
    counter: Counter, dispute: Disputed, browser_of: Browser
) -> None:
    agent = counter.people["agent"]
    db.session.execute(shop_members.insert().values(shop_id=counter.shop.id, person_id=agent.id))
    agent.roles.append(db.session.scalars(select(Role).where(Role.name == "seller")).one())
    db.session.commit()
    assert "Decide for Buyer" not in words_of(browser_of("agent").get(dispute.address).text)
    assert browser_of("agent").post(dispute.decision, data={"for": "seller", "why": "Mine."}).status_code == 404
    assert dispute.dispute.state == "in_progress"


def test_beside_any_case_stand_the_requests_of_its_order_and_the_verdicts(
    counter: Counter, dispute: Disputed, browser_of: Browser
) -> None:
    order = counter.request(dispute.made).order_id
    page = words_of(browser_of("agent").get(dispute.address).text)
    assert "What Buyer asked of Luma Home" not in page
    browser_of("agent").post(dispute.decision, data={"for": "seller", "why": "It is as shown."})
    counter.ask(order, "exchange")
    page = words_of(browser_of("agent").get(dispute.address).text)
    assert "What Buyer asked of Luma Home" in page
    assert "The seller answers until" in page
    assert re.search(r"The rules, when it was asked: [A-Z][^.]+\.", page), page
    assert "What the rules say now" in page
    assert "Open Buyer Protection" in page
