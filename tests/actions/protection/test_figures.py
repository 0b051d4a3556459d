"""The program in figures: right for a few cases, and quick for ten thousand."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from shop_help.actions.protection import answering, deciding, settling
from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.models import Case, Conversation, ProtectionCase
from shop_help.models.protection_figures import days, figures, standing
from shop_help.models.protection_parties import parties
from shop_help.policy.protection_states import ENDED
from shop_help.policy.reasons import REASONS
from shop_help.policy.refund_states import Told
from tests.actions.counter import DAY, HOUR, PRICE
from tests.actions.protection.scene import Scene

ZONE = "America/New_York"
MANY = 10_000


def decide(scene: Scene, opened: Any, outcome: str, **more: Any) -> None:
    deciding.decide(
        scene.sign_ins["agent"], opened.protection_id, deciding.Decided(outcome, "So.", str(uuid4()), **more)
    )


def test_each_figure_counts_what_it_says(scene: Scene) -> None:
    order = scene.old_order(units=5)
    lines = scene.lines(order)
    since = scene.clock.now
    cases = [scene.open(order, lines=[line]) for line in lines]
    sellers = scene.sign_ins["seller"]
    for opened in cases[:4]:
        answering.answer(sellers, opened.protection_id, "It was fine.")
    scene.clock.on(2 * DAY - HOUR)
    now = standing(scene.clock.now, ZONE)
    # The last one waits for its seller, whose time ends within the hour.
    assert (now.open, now.due_today, now.late) == (5, 1, 0)
    assert now.by_mover == {"SHOP": 1, "CUSTOMER_SERVICE": 4}
    decide(scene, cases[0], "for_buyer")
    decide(scene, cases[1], "for_seller")
    decide(scene, cases[2], "partial", by_line={lines[2]: 500})
    offer = settling.offer(sellers, cases[3].protection_id, 300, "", str(uuid4()))
    settling.accept(scene.sign_ins["buyer"], cases[3].protection_id, offer)
    settling.withdraw(scene.sign_ins["buyer"], cases[4].protection_id)
    settle(scene.refunds(cases[0])[0].id, Told("done", "bank"))
    found = figures(since, scene.clock.now + DAY)
    assert (found.opened, found.decided, found.settled, found.withdrawn, found.ineligible) == (5, 3, 1, 1, 0)
    assert found.outcomes == {"for_buyer": 1, "partial": 1, "for_seller": 1}
    assert found.share_for_buyer == 0.5
    assert found.median_days == 2.0
    assert [(each.reason, each.opened, each.for_buyer) for each in found.by_reason] == [("damaged", 5, 1)]
    assert found.refunds == {"USD": PRICE + 100}
    assert found.refund_count == 1
    assert figures(since, scene.clock.now + DAY, "UK").opened == 0
    assert standing(scene.clock.now, ZONE, "UK").second_agent == 0
    assert figures(since - DAY, since).opened == 0
    assert sum(opened for _, opened, _ in days(since, scene.clock.now + HOUR, ZONE)) == 5
    assert sum(decided for _, _, decided in days(since, scene.clock.now + HOUR, ZONE)) == 3
    buyer, shop = scene.people["buyer"].id, scene.shop.id
    assert parties(buyer, shop, cases[0].protection_id)["shop"] == {
        "decided": 2,
        "for_buyer": 0,
        "partial": 1,
        "for_seller": 1,
    }


def test_what_customer_service_owes_is_late_after_its_last_minute(scene: Scene) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    due_at = scene.row(opened).due_at
    assert due_at is not None
    for at, late in ((due_at - timedelta(microseconds=1), 0), (due_at, 1)):
        assert standing(at, ZONE).late == late


def test_ten_thousand_cases_are_counted_in_a_moment(scene: Scene) -> None:
    opened = scene.open()
    _plant(scene, scene.row(opened))
    now = scene.clock.now
    for ask in (
        lambda: standing(now, ZONE),
        lambda: figures(now - 90 * DAY, now),
        lambda: days(now - 90 * DAY, now, ZONE),
        lambda: parties(scene.people["buyer"].id, scene.shop.id, 1),
    ):
        assert min(_seconds(ask) for _ in range(4)) < 1, "a page of operators waits for it"
    assert figures(now - 400 * DAY, now + DAY).opened == MANY + 1


def _seconds(ask: Callable[[], Any]) -> float:
    began = perf_counter()
    ask()
    return perf_counter() - began


def _plant(scene: Scene, like: ProtectionCase) -> None:
    dice, now = Random(11), scene.clock.now
    connection = db.session.connection()
    talk = {name: getattr(db.session.get_one(Conversation, like.conversation_id), name) for name in ("buyer_id",)}
    kinds = [{"kind": "support", "order_id": like.order_id, "created_at": now, **talk} for _ in range(MANY)]
    connection.execute(insert(Conversation), kinds)
    talks = list(connection.execute(select(Conversation.id).where(Conversation.kind == "support")).scalars())[-MANY:]
    case = {"buyer_id": like.buyer_id, "market": "US", "mode": "message", "opened_at": now, "queued_at": now}
    connection.execute(insert(Case), [{**case, "conversation_id": talk_id} for talk_id in talks])
    ids = list(connection.execute(select(Case.id).where(Case.conversation_id.in_(talks[:1] + talks[-1:]))).scalars())
    connection.execute(insert(ProtectionCase), [_row(like, dice, now, ids[0] + place) for place in range(MANY)])
    db.session.commit()


def _row(like: ProtectionCase, dice: Random, now: Any, case_id: int) -> dict[str, Any]:
    opened = now - timedelta(days=dice.uniform(0, 89))
    state = dice.choice(["awaiting_seller", "under_review", "decided", "refunded", "closed", "withdrawn"])
    is_decided = state in ("decided", "refunded", "closed")
    names = ("order_id", "buyer_id", "shop_id", "conversation_id", "market", "currency", "amount")
    return {name: getattr(like, name) for name in names} | {
        "case_id": case_id,
        "client_id": str(uuid4()),
        "state": state,
        "reason": dice.choice(list(REASONS)[:7]),
        "verdict": {},
        "facts": {},
        "opened_at": opened,
        "mover": {"awaiting_seller": "SHOP", "under_review": "CUSTOMER_SERVICE"}.get(state, ""),
        "due_at": opened + 2 * DAY if state in ("awaiting_seller", "under_review") else None,
        "outcome": dice.choice(["for_buyer", "for_seller", "partial"]) if is_decided else "",
        "decided_at": opened + timedelta(hours=dice.uniform(1, 200)) if is_decided else None,
        "closed_at": now if state in ENDED else None,
    }
