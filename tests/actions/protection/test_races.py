"""Eight at once: one of them is first, and the others find what it left."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shop_help.actions.protection import answering, appealing, deciding, seconding, settling
from shop_help.actions.refunds.settling import settle
from shop_help.jobs import deadlines
from shop_help.models import Appeal, EvidenceRequest, ProtectionDecision, Refund, Settlement
from shop_help.models.shown_protection import protection_called
from shop_help.policy.messages import Refused
from shop_help.policy.refund_states import Told
from tests.actions.at_once import at_once
from tests.actions.counter import HOUR
from tests.actions.protection.scene import Scene

EIGHT = range(8)


@pytest.fixture
def reviewed(scene: Scene) -> int:
    """A case that is to be decided."""
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    return opened.protection_id


def made(outcome: str = "for_buyer", client_id: str = "") -> deciding.Decided:
    return deciding.Decided(outcome, "So it is.", client_id or str(uuid4()))


def test_of_eight_decisions_at_once_one_counts(scene: Scene, reviewed: int) -> None:
    agents = [scene.sign_ins[who] for who in ("agent", "colleague")] * 4
    came = at_once(
        scene.app,
        *[
            lambda n=n, who=who: deciding.decide(who, reviewed, made(("for_buyer", "for_seller")[n % 2]))
            for n, who in enumerate(agents)
        ],
    )
    assert sum(isinstance(each, deciding.Made) for each in came) == 1, came
    assert all(isinstance(each, deciding.Made | Refused) for each in came), came
    assert scene.count(ProtectionDecision) == 1
    assert scene.count(Refund) <= 1


def test_one_decision_sent_eight_times_is_one(scene: Scene, reviewed: int) -> None:
    name = str(uuid4())
    came = at_once(
        scene.app,
        *[lambda: deciding.decide(scene.sign_ins["agent"], reviewed, made("for_buyer", name)) for _ in EIGHT],
    )
    assert len({each.decision_id for each in came}) == 1, came
    assert sum(each.is_new for each in came) == 1
    assert scene.count(Refund) == 1


def test_eight_confirmations_at_once_pay_once(scene: Scene, reviewed: int) -> None:
    scene.app.config["SECOND_AGENT_ABOVE"] = "1"
    deciding.decide(scene.sign_ins["agent"], reviewed, made())
    came = at_once(scene.app, *[lambda: seconding.confirm(scene.sign_ins["colleague"], reviewed) for _ in EIGHT])
    assert came.count(None) == 1, came
    assert scene.count(Refund) == 1


def test_settled_withdrawn_or_decided_at_once_is_one_of_them(scene: Scene, reviewed: int) -> None:
    offer = settling.offer(scene.sign_ins["seller"], reviewed, 700, "", str(uuid4()))
    buyer, agent = scene.sign_ins["buyer"], scene.sign_ins["agent"]
    came = at_once(
        scene.app,
        *[lambda: settling.accept(buyer, reviewed, offer)] * 3,
        *[lambda: settling.withdraw(buyer, reviewed)] * 2,
        *[lambda: deciding.decide(agent, reviewed, made())] * 3,
    )
    assert all(each is None or isinstance(each, deciding.Made | Refused) for each in came), came
    state = scene.row(reviewed).state
    assert state in ("settled_with_seller", "withdrawn", "decided")
    assert scene.count(Refund) == (state != "withdrawn")


def test_of_eight_offers_at_once_one_waits(scene: Scene, reviewed: int) -> None:
    sides = [scene.sign_ins[who] for who in ("buyer", "seller")] * 4
    at_once(scene.app, *[lambda who=who: settling.offer(who, reviewed, 100, "", str(uuid4())) for who in sides])
    assert scene.count(Settlement) == 8
    found = scene.said(reviewed)
    assert len([card for card in found if "to end the case" in card.body]) == 8
    case = protection_called(reviewed)
    assert case is not None
    assert [offer.state for offer in case.settlements].count("offered") == 1


def test_eight_appeals_of_a_side_at_once_are_one(scene: Scene, reviewed: int) -> None:
    deciding.decide(scene.sign_ins["agent"], reviewed, made("for_seller"))
    new = "The repair shop wrote that it was broken before."
    came = at_once(scene.app, *[lambda: appealing.appeal(scene.sign_ins["buyer"], reviewed, new) for _ in EIGHT])
    assert came.count(None) == 1, came
    assert scene.count(Appeal) == 1


def test_a_payment_that_is_told_eight_times_moves_the_case_once(scene: Scene, reviewed: int) -> None:
    deciding.decide(scene.sign_ins["agent"], reviewed, made())
    refund = scene.refunds(reviewed)[0].id
    came = at_once(scene.app, *[lambda: settle(refund, Told("done", "bank-1")) for _ in EIGHT])
    assert came.count(True) == 1, came
    assert scene.told(reviewed).count("refunded") == 1


@pytest.mark.parametrize(
    ("early", "state"), [(timedelta(milliseconds=1), "answered"), (timedelta(), "went_unanswered")]
)
def test_an_answer_wins_up_to_the_last_millisecond_and_not_at_the_deadline(
    scene: Scene, early: timedelta, state: str
) -> None:
    opened = scene.open()
    scene.clock.on(48 * HOUR - early)
    if early:
        answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    else:
        with pytest.raises(Refused, match="claim_moved"):
            answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    # The job comes a day late, and finds what was there.
    scene.clock.on(24 * HOUR)
    deadlines.go_round()
    assert scene.told(opened)[2] == state
    assert scene.row(opened).went_unanswered == (state == "went_unanswered")
    assert scene.count(EvidenceRequest) == 0


def test_a_job_that_stood_still_comes_to_the_same_end(scene: Scene) -> None:
    opened = scene.open()
    due_at = scene.row(opened).due_at
    assert due_at is not None
    scene.clock.on(300 * HOUR)
    deadlines.go_round()
    row = scene.row(opened)
    assert (row.state, row.moved_at) == ("under_review", due_at)
    assert row.due_at is not None
    # Customer service is late by then: it is said so, and nothing follows by itself.
    assert row.due_at < scene.clock.now
    assert scene.running(opened) is None
