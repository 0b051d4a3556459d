"""A claim becomes a case: judged again, once, with its clock, its talk and its cards."""

from datetime import timedelta

from tests.actions.counter import HOUR, PRICE
from tests.actions.protection.scene import Scene


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
    assert scene.case(opened).team == "protection"
    assert timedelta(0) == scene.clock.now - row.opened_at
