"""A decision is judged again from what was kept with it, whatever has become of the order and the rules since."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from shop_help.actions.protection import answering, deciding
from shop_help.extensions import db
from shop_help.models import OrderLine, Package, ProtectionDecision, RuleVersion
from tests.actions.counter import DAY
from tests.actions.protection.scene import Scene


@pytest.fixture
def decided(scene: Scene) -> int:
    """A case that was decided."""
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    deciding.decide(scene.sign_ins["agent"], opened.protection_id, deciding.Decided("for_buyer", "So.", str(uuid4())))
    return opened.protection_id


def replay(scene: Scene, this: int) -> tuple[int, str]:
    db.session.rollback()
    result = scene.app.test_cli_runner().invoke(args=["protection", "replay", str(this)])
    return result.exit_code, result.output


def test_a_decision_comes_out_the_same_whatever_was_changed_since(scene: Scene, decided: int) -> None:
    scene.clock.on(400 * DAY)
    db.session.execute(update(Package).values(delivered_at=scene.clock.now))
    db.session.execute(update(OrderLine).values(item_class="final_sale", price=1))
    numbers = {"protection_days": 1, "return_days": 1}
    later = {"market": "US", "version": 2, "state": "published", "valid_from": scene.clock.now - 500 * DAY}
    db.session.add(RuleVersion(**later, numbers=numbers, person_id=scene.people["agent"].id))
    db.session.commit()
    code, said = replay(scene, decided)
    assert code == 0, said
    assert said.count("It comes out the same.") == 2
    assert "version 1 of the rules of US" in said
    assert "protect_directly" in said


def test_what_was_changed_in_what_was_kept_comes_out_otherwise(scene: Scene, decided: int) -> None:
    row = db.session.query(ProtectionDecision).one()
    facts = dict(row.facts)
    facts["purchase"] = facts["purchase"] | {
        "lines": [line | {"item_class": "final_sale"} for line in facts["purchase"]["lines"]]
    }
    row.facts = facts
    db.session.commit()
    code, said = replay(scene, decided)
    assert code == 1
    assert "It comes out otherwise: eligible, code" in said


def test_a_case_that_is_not_there_is_said_to_be_none(scene: Scene) -> None:
    assert replay(scene, 99) == (1, "Error: There is no case 99 of Buyer Protection.\n")
