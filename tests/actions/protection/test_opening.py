"""A claim becomes a case: judged again, once, with its clock, its talk and its cards."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection import answering, deciding, drafting, opening
from shop_help.extensions import db
from shop_help.models import Case, ClaimDraft, Evidence, Message, Order, Package, ProtectionCase, ProtectionLine
from shop_help.models.request_facts import known_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, HOUR, PRICE
from tests.actions.protection.scene import Scene

SECOND = timedelta(seconds=1)


def send(scene: Scene, draft: drafting.Draft, who: str = "buyer", **more: Any) -> opening.Opened:
    return opening.open_case(scene.sign_ins[who], opening.Sent(draft.client_id, **more))


def test_a_claim_that_is_sent_is_a_case_whose_seller_has_48_hours(scene: Scene) -> None:
    opened = scene.open()
    row, running = scene.row(opened), scene.running(opened)
    assert opened.is_new
    assert (row.state, row.mover, row.due_at) == ("awaiting_seller", "SHOP", scene.clock.now + 48 * HOUR)
    assert running is not None
    assert (running.act, running.mover, running.due_at) == ("no_answer", "SHOP", row.due_at)
    assert (row.amount, row.shipping_amount) == (2 * PRICE + 500, 500)
    assert row.verdict["code"] == "protect_directly"
    assert scene.told(opened) == ["opened", "seller_asked"]
    assert len(scene.said(opened)) == len(scene.said(opened, "talk")) == 1
    assert scene.count(ClaimDraft) == 0
    assert [(photo.protection_id, photo.sent_at) for photo in db.session.scalars(select(Evidence))] == [
        (opened.protection_id, scene.clock.now)
    ]


def test_it_has_a_talk_of_its_own_that_begins_with_what_the_buyer_said(scene: Scene) -> None:
    opened = scene.open()
    case = scene.case(opened)
    assert (case.team, case.mode, case.state, case.asked_at, case.answer_by) == (
        "protection",
        "message",
        "queued",
        None,
        None,
    )
    wanted = select(Message).where(Message.conversation_id == opened.conversation_id).order_by(Message.seq)
    said = list(db.session.scalars(wanted))
    assert [message.voice for message in said] == ["SYSTEM", "BUYER", "SYSTEM"]
    assert said[1].body == "It came with a crack from top to bottom."
    assert said[2].data is not None
    assert said[2].data["href"] == f"/protections/{opened.protection_id}"
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    # Now customer service owes an answer, and says by when.
    assert scene.case(opened).answer_by is not None


def test_the_same_claim_sent_eight_times_at_once_is_one_case(scene: Scene) -> None:
    draft = scene.draft(scene.old_order())
    made = at_once(scene.app, *[lambda: send(scene, draft) for _ in range(8)])
    assert sum(opened.is_new for opened in made) == 1, made
    assert {opened.protection_id for opened in made} == {made[0].protection_id}
    assert (scene.count(ProtectionCase), scene.count(Case)) == (1, 1)
    assert not send(scene, draft).is_new


def test_one_open_case_an_item(scene: Scene) -> None:
    order = scene.old_order()
    first, second = scene.lines(order)
    opened = scene.open(order, lines=[first])
    with pytest.raises(NotEligible) as refused:
        drafting.begin(scene.sign_ins["buyer"], order, "0198a0de-0000-7000-a000-000000000001", [first])
    assert refused.value.verdict.code == "in_protection"
    other = scene.open(order, lines=[second])
    assert other.protection_id != opened.protection_id
    held = set(db.session.scalars(select(ProtectionLine.open_line_id)))
    assert held == {first, second}
    assert known_facts([order]) == {first: {"in_protection": True}, second: {"in_protection": True}}


def test_what_was_decided_cant_be_claimed_again(scene: Scene) -> None:
    order = scene.old_order()
    opened = scene.open(order)
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    said = "It left as it should."
    name = "0198a0de-0000-7000-a000-000000000002"
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, deciding.Decided("for_seller", said, name))
    running = scene.running(opened)
    assert running is not None
    scene.clock.now = running.due_at
    # Nobody has been there since: what is overdue is applied by whoever comes.
    with pytest.raises(Refused, match="claim_over"):
        answering.add_evidence(scene.sign_ins["buyer"], opened.protection_id, "But look")
    with pytest.raises(NotEligible) as refused:
        scene.open(order)
    assert refused.value.verdict.code == "protection_decided"


@pytest.mark.parametrize(
    ("sent", "opened", "taken"),
    [
        (-1, None, True),
        (0, None, False),
        (0, -1, True),
        (30 * 60, -1, True),
        (30 * 60 + 1, -1, False),
        (1, 0, False),
    ],
)
def test_the_last_day_ends_at_midnight_and_a_form_opened_before_is_taken_half_an_hour_later(
    scene: Scene, sent: int, opened: int | None, taken: bool
) -> None:
    order = scene.old_order()
    draft = scene.draft(order)
    ends = db.session.scalars(select(Package.protection_closes_at).where(Package.order_id == order)).one()
    assert ends is not None
    scene.clock.now = ends + sent * SECOND
    at = None if opened is None else ends + opened * SECOND
    if not taken:
        with pytest.raises(NotEligible) as refused:
            send(scene, draft, opened_at=at)
        assert refused.value.verdict.code == "protection_over"
        assert scene.count(ProtectionCase) == 0
        return
    row = scene.row(send(scene, draft, opened_at=at))
    assert row.came_late == (sent >= 0)
    assert row.opened_at == scene.clock.now


def test_a_day_nobody_is_sure_of_goes_straight_to_an_agent(scene: Scene) -> None:
    order = scene.order("DELIVERED")
    db.session.execute(update(Package).where(Package.order_id == order).values(delivered_at=None))
    db.session.execute(update(Order).where(Order.id == order).values(delivered_at=None))
    db.session.commit()
    scene.clock.on(200 * DAY)
    opened = scene.open(order)
    row_of_case = scene.row(opened)
    assert (row_of_case.state, row_of_case.mover) == ("under_review", "CUSTOMER_SERVICE")
    assert row_of_case.verdict["code"] == "date_unknown"
    assert scene.running(opened) is None


def test_what_is_missing_is_said_when_it_is_sent(scene: Scene) -> None:
    order, sign_in = scene.old_order(), scene.sign_ins["buyer"]
    draft = drafting.begin(sign_in, order, "0198a0de-0000-7000-a000-000000000003", scene.lines(order))
    drafting.keep_step(sign_in, draft.id, "reason", {"reason": "damaged"})
    with pytest.raises(Faulty) as faulty:
        send(scene, draft)
    assert set(faulty.value.faults) == {"wanted", "words", "photos"}


def test_a_claim_of_somebody_else_is_not_there(scene: Scene) -> None:
    draft = scene.draft(scene.old_order())
    for who in ("other", "seller", "agent", "rival"):
        with pytest.raises(Refused, match=r"draft_gone|forbidden"):
            send(scene, draft, who)
    assert scene.count(ProtectionCase) == 0
