"""An account goes 14 days after it was asked for, not before, and what is under way is waited for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from shop_help.actions import account_deletion, clearing
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.jobs import deadlines
from shop_help.models import Message, Order, Person, Role, SignIn
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_enter
from tests.actions.talk import Talk

ASKED = datetime(2026, 2, 20, 12, tzinfo=UTC)
#: Over the end of a February that has 28 days.
DUE = datetime(2026, 3, 6, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def at(when: datetime, act: Any, *told: Any) -> Any:
    with time_machine.travel(when, tick=False):
        return act(*told)


def order_is(state: str) -> None:
    db.session.execute(update(Order).values(state=state, address={"name": "Buyer", "lines": ["1 Lane"]}))
    db.session.commit()


def buyer(talk: Talk) -> Person:
    db.session.rollback()
    db.session.expire_all()
    return talk.people["buyer"]


@pytest.mark.parametrize(("late", "gone"), [(-SECOND, False), (timedelta(0), True), (9 * DAY, True)])
def test_it_goes_when_the_14_days_are_over_and_not_a_second_before(talk: Talk, late: timedelta, gone: bool) -> None:
    order_is("COMPLETED")
    at(ASKED, account_deletion.ask_deletion, talk.sign_ins["buyer"])
    at(DUE + late, deadlines.go_round)
    person = buyer(talk)
    assert (person.name, person.active, person.erased_at is not None) == (
        ("A former buyer", False, True) if gone else ("Buyer", True, False)
    )
    assert (viewer_of(talk.sign_ins["buyer"]) is None) is gone
    assert (db.session.scalar(select(Order.address)) == {}) is gone


def test_until_then_they_may_undo_it_and_nothing_else(talk: Talk) -> None:
    order_is("COMPLETED")
    signed_in = talk.sign_ins["buyer"]
    db.session.add(SignIn(id="another browser", person_id=talk.people["buyer"].id))
    db.session.commit()
    assert may_enter(viewer_of(signed_in), "buyer")
    at(ASKED, account_deletion.ask_deletion, signed_in)
    leaving = viewer_of(signed_in)
    assert leaving is not None
    assert not may_enter(leaving, "buyer")
    assert viewer_of("another browser") is None
    with pytest.raises(Refused):
        talk.say("buyer", "Hello")
    at(DUE - SECOND, account_deletion.undo_deletion, signed_in)
    assert may_enter(viewer_of(signed_in), "buyer")
    at(DUE + DAY, deadlines.go_round)
    assert buyer(talk).erased_at is None
    account_deletion.undo_deletion(signed_in)
    with pytest.raises(Refused):
        account_deletion.undo_for(talk.people["buyer"].id)


def test_what_is_under_way_is_waited_for_but_not_for_ever(talk: Talk) -> None:
    order_is("IN_TRANSIT")
    at(ASKED, account_deletion.ask_deletion, talk.sign_ins["buyer"])
    for day in (0, 1, 2):
        at(DUE + day * DAY, deadlines.go_round)
        assert buyer(talk).leaves_at == DUE + (day + 1) * DAY
    # A parcel that nobody hears of any more keeps nobody here.
    at(DUE + 90 * DAY, deadlines.go_round)
    assert buyer(talk).erased_at is not None


def test_what_they_wrote_goes_a_year_later_and_the_sellers_side_stays(talk: Talk) -> None:
    order_is("COMPLETED")
    talk.say("buyer", "Is it the blue one?")
    talk.say("seller", "It is.")
    at(ASKED, account_deletion.ask_deletion, talk.sign_ins["buyer"])
    at(DUE, deadlines.go_round)

    def said() -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(select(Message.body).order_by(Message.seq)))

    year = timedelta(days=365)
    at(DUE + year, clearing.go_round)
    assert said() == ["Is it the blue one?", "It is."]
    at(DUE + year + SECOND, clearing.go_round)
    assert said() == ["These words were removed.", "It is."]
    assert db.session.scalar(select(Order.state)) == "COMPLETED"


def test_who_works_here_asks_an_operator_and_the_last_operator_stays(talk: Talk) -> None:
    with pytest.raises(Refused):
        account_deletion.ask_deletion(talk.sign_ins["seller"])
    account_deletion.ask_for(talk.people["seller"].id)
    account_deletion.undo_for(talk.people["seller"].id)
    operator = Role(name="operator")
    first, second = (
        Person(name=name, fs_uniquifier=name, roles=[operator]) for name in ("operator", "another operator")
    )
    db.session.add_all([first, second])
    db.session.commit()
    account_deletion.ask_for(first.id)
    with pytest.raises(Refused):
        account_deletion.ask_for(second.id)
