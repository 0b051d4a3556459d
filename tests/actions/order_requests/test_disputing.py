"""A rejection is disputed: one case that holds all there is, decided once, for the buyer or for the seller."""

from typing import Any
from uuid import uuid4

import pytest

from shop_help.actions import case_holding, case_states
from shop_help.actions.case_turning import Reply
from shop_help.actions.conversations import post_message
from shop_help.actions.help_catalogue import install_questions
from shop_help.actions.order_requests import answering, deciding, disputing, going_back, overdue
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.extensions import db
from shop_help.models import Case, Dispute, Message, Refund
from shop_help.models.request_facts import known_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, HOUR, NOON, PRICE, Counter
from tests.checking.whole import faults_but_photos

WORDS = "It never worked, look at the photo."


def rejected(counter: Counter, kind: str = "refund", order: int | None = None) -> Any:
    before = kind in ("cancellation", "address_change", "order_change")
    order = order or counter.order("AWAITING_SHIPMENT" if before else "DELIVERED")
    made = counter.ask(order, kind, note="The switch is dead.")
    reason = "agreed" if kind == "cancellation" else "other"
    deciding.reject(counter.sign_ins["seller"], made.request_id, reason, "We tested it.")
    return made


def disputed(counter: Counter, kind: str = "refund") -> Any:
    made = rejected(counter, kind)
    disputing.dispute(counter.sign_ins["buyer"], made.request_id, WORDS, str(uuid4()))
    return made


def the_dispute() -> Dispute:
    db.session.rollback()
    return db.session.scalars(db.select(Dispute).execution_options(populate_existing=True)).one()


def said_in(conversation_id: int) -> list[Message]:
    wanted = db.select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq)
    return list(db.session.scalars(wanted))


def test_the_case_holds_all_that_was_said_and_the_clock_stands_still(counter: Counter) -> None:
    install_questions()
    made = disputed(counter)
    row, dispute = counter.request(made), the_dispute()
    assert (row.state, row.mover, row.due_at) == ("rejected", "CUSTOMER_SERVICE", None)
    assert counter.clock_row(made) is None
    case = db.session.get_one(Case, dispute.case_id)
    assert (case.state, case.mode, case.order_id, case.team) == ("queued", "message", row.order_id, "payments")
    assert case.question_id is not None
    about, card, words = said_in(case.conversation_id)
    assert (about.kind, card.kind, words.voice, words.body) == ("system", "request", "BUYER", WORDS)
    told = dict(card.data["facts"])
    assert card.data["quotes"] == [["The buyer wrote", "The switch is dead."], ["The seller wrote", "We tested it."]]
    assert told["Reason"] == "It arrived damaged"
    assert told["The buyer's photos"] == "1"
    assert row.verdict["reason"] in card.body
    assert counter.log(made)[-1] == counter.outbox(made)[-1] == "dispute.opened"
    assert counter.cards(row.order_id)[-1].data["state"] == "In dispute"
    assert known_facts([row.order_id])[counter.lines(row.order_id)[0]]["open_dispute"]


def test_it_is_found_by_what_people_wrote_as_by_an_index_built_anew(counter: Counter) -> None:
    """Red where the words of its card are kept, too, or a smile for words."""
    install_questions()
    disputed(counter)
    assert faults_but_photos() == []
    disputing.dispute(counter.sign_ins["buyer"], rejected(counter).request_id, "🙂", str(uuid4()))
    assert faults_but_photos() == []


def test_words_may_be_left_out_and_twice_is_once(counter: Counter) -> None:
    made = rejected(counter)
    buyer = counter.sign_ins["buyer"]
    cases = at_once(
        counter.app, *[lambda: disputing.dispute(buyer, made.request_id, "", str(uuid4())) for _ in range(8)]
    )
    assert len(set(cases)) == 1, cases
    assert counter.count(Dispute) == counter.count(Case) == 1


@pytest.mark.parametrize(
    ("kind", "state", "amount"),
    [
        ("refund", "approved", 2 * PRICE + 500),
        ("cancellation", "approved", 2 * PRICE + 500),
        ("return", "awaiting_shipment", 0),
        ("exchange", "awaiting_shipment", 0),
    ],
)
def test_decided_for_the_buyer_the_no_is_overruled(counter: Counter, kind: str, state: str, amount: int) -> None:
    made = disputed(counter, kind)
    disputing.decide(counter.sign_ins["agent"], the_dispute().id, "buyer", "The photo shows it.")
    row, dispute = counter.request(made), the_dispute()
    assert row.state == state
    assert (dispute.state, dispute.why, dispute.decided_at) == ("for_buyer", "The photo shows it.", NOON)
    assert dispute.decided_by == counter.people["agent"].id
    assert list(db.session.scalars(db.select(Refund.amount))) == ([amount] if amount else [])
    assert counter.held(made) == counter.lines(row.order_id)
    case = db.session.get_one(Case, dispute.case_id, populate_existing=True)
    assert (case.state, case.agent_id) == ("resolved", counter.people["agent"].id)
    # Both sides read why: the buyer in the case, and both in the seller's conversation.
    assert any("The photo shows it." in each.body for each in said_in(case.conversation_id))
    assert ["Customer service writes", "The photo shows it."] in counter.cards(row.order_id)[-1].data["quotes"]
    with pytest.raises(Refused, match=r"dispute_over|closed"):
        disputing.decide(counter.sign_ins["agent"], dispute.id, "seller", "No.")


def test_decided_for_the_seller_it_is_closed(counter: Counter) -> None:
    made = disputed(counter)
    disputing.decide(counter.sign_ins["agent"], the_dispute().id, "seller", "It works in the film.")
    row = counter.request(made)
    assert (row.state, the_dispute().state) == ("closed", "for_seller")
    assert counter.log(made)[-2:] == ["dispute.for_seller", "request.closed"]
    assert counter.count(Refund) == 0
    assert ["Customer service writes", "It works in the film."] in counter.cards(row.order_id)[-1].data["quotes"]
    assert known_facts([row.order_id])[counter.lines(row.order_id)[0]]["disputes"] == 1


def test_what_came_back_and_was_refused_is_paid_back_once_that_is_overruled(counter: Counter) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    seller = counter.sign_ins["seller"]
    deciding.approve(seller, made.request_id)
    going_back.ship_back(counter.sign_ins["buyer"], made.request_id, "Carrier", "B1")
    going_back.mark_arrived(seller, made.request_id)
    photo = counter.photo(counter.request(made).order_id, "seller")
    going_back.reject_receipt(seller, made.request_id, "came_back_used", "", [photo])
    disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
    disputing.decide(counter.sign_ins["agent"], the_dispute().id, "buyer", "It was so from the start.")
    assert counter.request(made).state == "approved"
    assert list(db.session.scalars(db.select(Refund.amount))) == [2 * PRICE]


def test_a_second_no_to_the_same_request_is_another_dispute_with_another_case(counter: Counter) -> None:
    made, buyer, seller = disputed(counter, "return"), counter.sign_ins["buyer"], counter.sign_ins["seller"]
    first = the_dispute()
    disputing.decide(counter.sign_ins["agent"], first.id, "buyer", "It may go back.")
    going_back.ship_back(buyer, made.request_id, "Carrier", "B1")
    going_back.mark_arrived(seller, made.request_id)
    photo = counter.photo(counter.request(made).order_id, "seller")
    going_back.reject_receipt(seller, made.request_id, "came_back_used", "", [photo])
    name = str(uuid4())
    case = disputing.dispute(buyer, made.request_id, "", name)
    assert case != first.case_id
    assert disputing.dispute(buyer, made.request_id, "", name) == case
    second = db.session.scalars(db.select(Dispute).where(Dispute.state == "in_progress")).one()
    disputing.decide(counter.sign_ins["agent"], second.id, "seller", "Used, and not by us.")
    assert counter.request(made).state == "closed"


@pytest.mark.parametrize("who", ["buyer", "seller", "rival", "other"])
def test_nobody_but_an_agent_decides(counter: Counter, who: str) -> None:
    made = disputed(counter)
    with pytest.raises(Refused, match="forbidden"):
        disputing.decide(counter.sign_ins[who], the_dispute().id, "buyer", "Because.")
    assert counter.request(made).state == "rejected"


def test_a_case_that_a_colleague_holds_is_theirs_to_decide(counter: Counter) -> None:
    made = disputed(counter)
    case_holding.claim(counter.sign_ins["colleague"], the_dispute().case_id)
    with pytest.raises(Refused, match=r"stale|forbidden"):
        disputing.decide(counter.sign_ins["agent"], the_dispute().id, "buyer", "Because.")
    disputing.decide(counter.sign_ins["colleague"], the_dispute().id, "buyer", "Because.")
    assert counter.request(made).state == "approved"


def test_who_sells_there_too_decides_nothing(counter: Counter) -> None:
    disputed(counter)
    counter.shop.members.append(counter.people["agent"])
    counter.people["agent"].roles.extend(counter.people["seller"].roles)
    db.session.commit()
    with pytest.raises(Refused, match="forbidden"):
        disputing.decide(counter.sign_ins["agent"], the_dispute().id, "seller", "Because.")


def test_a_decision_says_why_and_for_whom(counter: Counter) -> None:
    disputed(counter)
    with pytest.raises(Faulty) as faulty:
        disputing.decide(counter.sign_ins["agent"], the_dispute().id, "buyer", "  ")
    assert list(faulty.value.faults) == ["why"]
    with pytest.raises(Refused, match="bad_request"):
        disputing.decide(counter.sign_ins["agent"], the_dispute().id, "nobody", "Because.")


def test_a_case_is_not_resolved_over_a_dispute(counter: Counter) -> None:
    disputed(counter)
    case = db.session.get_one(Case, the_dispute().case_id)
    agent, case_id, talk = counter.sign_ins["agent"], case.id, case.conversation_id
    case_holding.claim(agent, case_id)
    with pytest.raises(Refused, match="dispute_undecided"):
        case_states.set_state(agent, case_id, "resolved")
    with pytest.raises(Refused, match="dispute_undecided"):
        post_message(agent, talk, str(uuid4()), "That's it.", Reply(then="resolved"))
    disputing.decide(agent, the_dispute().id, "seller", "Because.")
    post_message(agent, talk, str(uuid4()), "That's it.", Reply(then="resolved"))


@pytest.mark.parametrize("kind", ["address_change", "order_change"])
def test_a_change_that_was_declined_is_no_matter_of_dispute(counter: Counter, kind: str) -> None:
    made = rejected(counter, kind)
    with pytest.raises(Refused, match="not_for_this_kind"):
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))


@pytest.mark.parametrize("act", ["", "withdraw", "approve"])
def test_only_a_no_is_disputed(counter: Counter, act: str) -> None:
    made = counter.ask(counter.order("DELIVERED"), "refund")
    if act == "withdraw":
        answering.withdraw(counter.sign_ins["buyer"], made.request_id)
    if act == "approve":
        deciding.approve(counter.sign_ins["seller"], made.request_id)
    with pytest.raises(Refused, match=r"request_over|request_moved"):
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))


@pytest.mark.parametrize("who", ["seller", "other", "agent"])
def test_nobody_but_the_buyer_disputes(counter: Counter, who: str) -> None:
    made = rejected(counter)
    with pytest.raises(Refused, match="forbidden"):
        disputing.dispute(counter.sign_ins[who], made.request_id, "", str(uuid4()))


@pytest.mark.parametrize(("late", "is_open"), [(-1, True), (0, False), (1, False)])
def test_it_can_be_disputed_to_the_end_of_the_tenth_day(counter: Counter, late: int, is_open: bool) -> None:
    made = rejected(counter)
    due_at = counter.request(made).due_at
    counter.clock.now = due_at + late * HOUR / 3600
    if is_open:
        assert disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
        counter.clock.on(5 * DAY)
        assert counter.request(made).state == "rejected"
        return
    with pytest.raises(Refused, match="request_over"):
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
    assert counter.request(made).state == "closed"
    assert counter.request(made).moved_at == due_at


def test_a_clock_that_was_stopped_by_a_dispute_does_nothing_any_more(counter: Counter) -> None:
    made = rejected(counter)
    due_at = counter.request(made).due_at
    disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
    counter.clock.now = due_at + DAY
    overdue.apply(made.request_id, "close", due_at)
    assert counter.request(made).state == "rejected"


def test_an_item_is_disputed_twice_at_most_and_not_asked_about_meanwhile(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    for _ in range(2):
        made = rejected(counter, "refund", order)
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
        with pytest.raises(NotEligible) as refused:
            counter.ask(order, "return")
        assert refused.value.verdict.code == "in_dispute"
        dispute = db.session.scalars(db.select(Dispute).where(Dispute.state == "in_progress")).one()
        disputing.decide(counter.sign_ins["agent"], dispute.id, "seller", "Because.")
    with pytest.raises(NotEligible) as refused:
        counter.ask(order, "refund")
    assert refused.value.verdict.code == "asked_twice"


def test_a_third_dispute_is_refused_with_its_verdict(counter: Counter) -> None:
    order = counter.order(units=1)
    for _ in range(2):
        made = rejected(counter, "cancellation", order)
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
        dispute = db.session.scalars(db.select(Dispute).where(Dispute.state == "in_progress")).one()
        disputing.decide(counter.sign_ins["agent"], dispute.id, "seller", "Because.")
    line = counter.order_row(order).lines[0]
    from tests.actions.order_requests.later import delivered

    delivered(counter, order)
    made = rejected(counter, "refund", order)
    with pytest.raises(NotEligible) as refused:
        disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
    assert refused.value.verdict.code == "disputes_used"
    assert line.id in refused.value.verdict.lines


def test_a_decision_at_once_by_two_is_one(counter: Counter) -> None:
    disputed(counter)
    dispute_id = the_dispute().id
    answers = at_once(
        counter.app,
        *[
            lambda who=who, whom=whom: disputing.decide(counter.sign_ins[who], dispute_id, whom, "Because.")
            for who, whom in [("agent", "buyer"), ("colleague", "seller")] * 4
        ],
    )
    assert sum(each is None for each in answers) == 1, answers
    assert all(each is None or isinstance(each, Refused) for each in answers), answers
