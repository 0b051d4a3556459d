"""The ways of a case from its opening to its end, each step with what follows from it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shop_help.actions.protection import (
    answering,
    appealing,
    deciding,
    going_back,
    reviewing,
    seconding,
    settling,
)
from shop_help.actions.refunds.settling import settle
from shop_help.jobs import deadlines
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.refund_states import Told
from tests.actions.counter import DAY, HOUR, PRICE
from tests.actions.protection.scene import Scene

ALL = 2 * PRICE + 500
MINUTE = timedelta(minutes=1)


def decided(outcome: str = "for_buyer", **more: object) -> deciding.Decided:
    """A decision with a reason."""
    return deciding.Decided(outcome, "Photos and tracking show it.", str(uuid4()), **more)  # type: ignore[arg-type]


def paid(scene: Scene, opened: object, at: int = -1) -> None:
    """The payment system says that a refund is done."""
    assert settle(scene.refunds(opened)[at].id, Told("done", "bank-1"))


def test_a_silent_seller_a_decision_a_refund_and_the_end_of_the_time_for_appeals(scene: Scene) -> None:
    opened = scene.open()
    scene.clock.on(48 * HOUR)
    deadlines.go_round()
    row = scene.row(opened)
    assert (row.state, row.mover, row.went_unanswered) == ("under_review", "CUSTOMER_SERVICE", True)
    assert row.due_at is not None
    made = deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided())
    assert (made.state, made.is_new) == ("made", True)
    row = scene.row(opened)
    assert (row.state, row.outcome, row.decided_amount, row.mover) == ("decided", "for_buyer", ALL, "")
    assert [(refund.amount, refund.state) for refund in scene.refunds(opened)] == [(ALL, "pending")]
    paid(scene, opened)
    assert scene.row(opened).state == "refunded"
    running = scene.running(opened)
    assert running is not None
    assert (running.act, running.due_at) == ("close", row.appeal_until)
    scene.clock.now = running.due_at
    deadlines.go_round()
    assert (scene.row(opened).state, scene.running(opened)) == ("closed", None)
    events = ["opened", "seller_asked", "went_unanswered", "decided", "refunded", "closed"]
    assert scene.told(opened) == events
    assert [card.body for card in scene.said(opened)][-2:] == [
        "The money was given back: $45.00.",
        "The case is closed.",
    ]


def test_a_return_comes_before_the_money(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided(requires_return=True))
    row = scene.row(opened)
    assert (row.state, row.mover, scene.refunds(opened)) == ("return_required", "BUYER", [])
    going_back.ship_back(scene.sign_ins["buyer"], opened.protection_id, "Carrier", "T2")
    assert (scene.row(opened).state, scene.row(opened).mover) == ("return_required", "SHOP")
    going_back.mark_arrived(scene.sign_ins["seller"], opened.protection_id)
    assert scene.row(opened).state == "returned"
    paid(scene, opened)
    assert scene.row(opened).state == "refunded"
    with pytest.raises(Refused, match="no_shipping"):
        going_back.ship_back(scene.sign_ins["buyer"], opened.protection_id, "Carrier", "T3")


def test_what_is_sent_back_and_not_heard_of_counts_as_arrived(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided(requires_return=True))
    going_back.ship_back(scene.sign_ins["buyer"], opened.protection_id, "Carrier", "T2")
    scene.clock.now = scene.row(opened).due_at
    deadlines.go_round()
    assert scene.row(opened).state == "returned"
    assert len(scene.refunds(opened)) == 1


def test_what_is_not_sent_back_ends_the_case_without_money(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided(requires_return=True))
    scene.clock.now = scene.row(opened).due_at
    with pytest.raises(Refused, match="no_shipping"):
        going_back.ship_back(scene.sign_ins["buyer"], opened.protection_id, "Carrier", "T2")
    assert (scene.row(opened).state, scene.refunds(opened)) == ("closed", [])


def test_an_appeal_turns_a_decision_and_another_agent_decides_for_good(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided("for_seller"))
    row = scene.row(opened)
    assert (row.state, row.decided_amount, scene.refunds(opened)) == ("decided", 0, [])
    with pytest.raises(Faulty):
        appealing.appeal(scene.sign_ins["buyer"], opened.protection_id, "It came with a crack!")
    new = "A repair shop wrote that this glass was broken before delivery."
    appealing.appeal(scene.sign_ins["buyer"], opened.protection_id, new)
    assert scene.row(opened).state == "appealed"
    assert scene.case(opened).agent_id is None
    with pytest.raises(Refused, match="same_agent"):
        deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided())
    deciding.decide(scene.sign_ins["colleague"], opened.protection_id, decided())
    assert (scene.row(opened).state, len(scene.refunds(opened))) == ("decided_final", 1)
    paid(scene, opened)
    assert scene.row(opened).state == "closed"
    assert scene.told(opened)[-4:] == ["appealed", "decided_finally", "refunded", "closed"]
    with pytest.raises(Refused, match="claim_over"):
        appealing.appeal(scene.sign_ins["seller"], opened.protection_id, "Something new that nobody has said before.")


def test_what_was_paid_stays_paid_and_a_final_decision_pays_the_rest(scene: Scene) -> None:
    opened = scene.open()
    first, second = (line.line_id for line in scene.row(opened).lines)
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    part = decided("partial", by_line={first: 1000}, shipping=0)
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, part)
    paid(scene, opened)
    assert scene.row(opened).state == "refunded"
    appealing.appeal(
        scene.sign_ins["buyer"], opened.protection_id, "Also the second lamp never worked, see this receipt."
    )
    whole = decided("for_buyer", by_line={first: PRICE, second: PRICE}, shipping=500)
    deciding.decide(scene.sign_ins["colleague"], opened.protection_id, whole)
    assert [refund.amount for refund in scene.refunds(opened)] == [1000, ALL - 1000]
    paid(scene, opened)
    assert (scene.row(opened).state, scene.row(opened).decided_amount) == ("closed", ALL)


def test_a_larger_part_after_a_smaller_one_pays_what_is_between(scene: Scene) -> None:
    opened = scene.open()
    first, second = (line.line_id for line in scene.row(opened).lines)
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided("partial", by_line={first: 1000}))
    appealing.appeal(scene.sign_ins["buyer"], opened.protection_id, "The second lamp never worked, see this receipt.")
    # The first payment is on its way still.
    more = decided("partial", by_line={first: 1500, second: 200}, shipping=100)
    deciding.decide(scene.sign_ins["colleague"], opened.protection_id, more)
    assert [refund.amount for refund in scene.refunds(opened)] == [1000, 800]
    paid(scene, opened, 1)
    assert scene.row(opened).state == "decided_final", "one of the two is owed still"
    paid(scene, opened, 0)
    assert scene.row(opened).state == "closed"


def test_a_final_decision_for_the_seller_takes_nothing_back(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, decided())
    paid(scene, opened)
    appealing.appeal(
        scene.sign_ins["seller"], opened.protection_id, "The carrier's scan proves the weight was right."
    )
    deciding.decide(scene.sign_ins["colleague"], opened.protection_id, decided("for_seller"))
    row = scene.row(opened)
    assert (row.state, row.outcome, row.borne_amount) == ("closed", "for_seller", ALL)
    assert [refund.amount for refund in scene.refunds(opened)] == [ALL]


def test_both_sides_settle_and_the_case_is_over_with_the_money(scene: Scene) -> None:
    opened = scene.open()
    first = settling.offer(scene.sign_ins["seller"], opened.protection_id, 1000, "Half of one?", str(uuid4()))
    with pytest.raises(Refused, match="settlement_gone"):
        settling.accept(scene.sign_ins["seller"], opened.protection_id, first)
    settling.decline(scene.sign_ins["buyer"], opened.protection_id, first)
    mine = settling.offer(scene.sign_ins["buyer"], opened.protection_id, 2500, "", str(uuid4()))
    settling.accept(scene.sign_ins["seller"], opened.protection_id, mine)
    assert (scene.row(opened).state, [r.amount for r in scene.refunds(opened)]) == ("settled_with_seller", [2500])
    paid(scene, opened)
    assert scene.row(opened).state == "closed"


def test_evidence_is_asked_for_with_a_time_and_given_or_not(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    agent, buyer = scene.sign_ins["agent"], scene.sign_ins["buyer"]
    with pytest.raises(Faulty):
        reviewing.request_evidence(agent, opened.protection_id, "BUYER", "The label, please", 15)
    reviewing.request_evidence(agent, opened.protection_id, "BUYER", "The label, please", 3)
    row = scene.row(opened)
    assert (row.state, row.mover, row.due_at) == ("evidence_requested", "BUYER", scene.clock.now + 3 * DAY)
    with pytest.raises(Refused, match="not_asked"):
        answering.give_evidence(scene.sign_ins["seller"], opened.protection_id, "Here is mine", ())
    answering.give_evidence(buyer, opened.protection_id, "Here it is", ())
    assert scene.row(opened).state == "under_review"
    reviewing.request_evidence(agent, opened.protection_id, "SHOP", "The receipt, please", 1)
    scene.clock.on(DAY)
    deadlines.go_round()
    assert (scene.row(opened).state, scene.running(opened)) == ("under_review", None)


def test_above_the_limit_a_second_agent_confirms_and_is_never_the_same(scene: Scene) -> None:
    scene.app.config["SECOND_AGENT_ABOVE"] = "44"
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine when it left.")
    agent, colleague = scene.sign_ins["agent"], scene.sign_ins["colleague"]
    assert deciding.decide(agent, opened.protection_id, decided()).state == "proposed"
    assert (scene.row(opened).state, scene.refunds(opened)) == ("under_review", [])
    with pytest.raises(Refused, match="second_agent_open"):
        deciding.decide(agent, opened.protection_id, decided("for_seller"))
    with pytest.raises(Refused, match="same_agent"):
        seconding.confirm(agent, opened.protection_id)
    for who in ("buyer", "seller", "rival", "other"):
        with pytest.raises(Refused, match="forbidden"):
            seconding.confirm(scene.sign_ins[who], opened.protection_id)
    seconding.refuse(colleague, opened.protection_id, "The tracking says something else.")
    assert (
        deciding.decide(agent, opened.protection_id, decided("partial", by_line={}, shipping=300)).state == "proposed"
    )
    seconding.confirm(colleague, opened.protection_id)
    assert (scene.row(opened).state, scene.row(opened).decided_amount) == ("decided", 300)
    assert [decision.state for decision in scene.decisions(opened)] == ["refused", "confirmed"]


def test_a_withdrawn_or_ineligible_case_frees_its_items(scene: Scene) -> None:
    order = scene.old_order()
    opened = scene.open(order)
    settling.withdraw(scene.sign_ins["buyer"], opened.protection_id)
    assert scene.row(opened).state == "withdrawn"
    again = scene.open(order)
    answering.answer(scene.sign_ins["seller"], again.protection_id, "It was fine when it left.")
    reviewing.find_ineligible(scene.sign_ins["agent"], again.protection_id, "It is worn, not damaged.")
    assert (scene.row(again).state, scene.running(again)) == ("ineligible", None)
    assert scene.open(order).is_new
