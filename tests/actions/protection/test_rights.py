"""Whose act it is: everybody else finds nothing there, and nobody under 18 has any part in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from shop_help.actions.protection import (
    answering,
    appealing,
    deciding,
    drafting,
    evidence,
    going_back,
    opening,
    reviewing,
    seconding,
    settling,
)
from shop_help.extensions import db
from shop_help.models import Person
from shop_help.policy.markets import market_called
from shop_help.policy.messages import Refused
from tests.actions.protection.scene import SHARP, Scene

#: Each act on a case, with those it is for.
ACTS: dict[str, tuple[set[str], Callable[[str, int], Any]]] = {
    "answer": ({"seller"}, lambda who, this: answering.answer(who, this, "It was fine.")),
    "give": ({"buyer", "seller"}, lambda who, this: answering.give_evidence(who, this, "Here.")),
    "add": ({"buyer", "seller"}, lambda who, this: answering.add_evidence(who, this, "More.")),
    "offer": ({"buyer", "seller"}, lambda who, this: settling.offer(who, this, 100, "", str(uuid4()))),
    "accept": ({"buyer", "seller"}, lambda who, this: settling.accept(who, this, 1)),
    "decline": ({"buyer", "seller"}, lambda who, this: settling.decline(who, this, 1)),
    "withdraw": ({"buyer"}, settling.withdraw),
    "ask": ({"agent", "colleague"}, lambda who, this: reviewing.request_evidence(who, this, "BUYER", "More.", 3)),
    "ineligible": ({"agent", "colleague"}, lambda who, this: reviewing.find_ineligible(who, this, "No.")),
    "decide": (
        {"agent", "colleague"},
        lambda who, this: deciding.decide(who, this, deciding.Decided("for_seller", "So.", str(uuid4()))),
    ),
    "confirm": ({"agent", "colleague"}, seconding.confirm),
    "refuse": ({"agent", "colleague"}, lambda who, this: seconding.refuse(who, this, "No.")),
    "appeal": (
        {"buyer", "seller"},
        lambda who, this: appealing.appeal(who, this, "Something new to be said here."),
    ),
    "ship": ({"buyer"}, lambda who, this: going_back.ship_back(who, this, "Carrier", "T1")),
    "arrived": ({"seller"}, going_back.mark_arrived),
    "photo": (
        {"buyer", "seller"},
        lambda who, this: evidence.add_photo(who, evidence.Place("case", this), str(uuid4()), BytesIO(SHARP)),
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_of_those_it_is_for_and_of_nobody_else(scene: Scene, act: str) -> None:
    opened = scene.open()
    theirs, do = ACTS[act]
    for who in set(scene.sign_ins) - theirs:
        with pytest.raises(Refused, match="forbidden"):
            do(scene.sign_ins[who], opened.protection_id)
    with pytest.raises(Refused, match="forbidden"):
        do(scene.sign_ins["buyer"], 10**6)
    with pytest.raises(Refused, match="signed_out"):
        do("nobody", opened.protection_id)
    assert scene.told(opened) == ["opened", "seller_asked"]


def _born(scene: Scene, birthdate: date | None, confirmed_by: str | None) -> None:
    values = {"birthdate": birthdate, "adult_confirmed_by": confirmed_by}
    db.session.execute(update(Person).where(Person.id == scene.people["buyer"].id).values(values))
    db.session.commit()


def _roads(scene: Scene, order: int, opened: opening.Opened, draft: drafting.Draft) -> list[Callable[[], Any]]:
    """Every road of a buyer into a claim or a case."""
    who = scene.sign_ins["buyer"]
    own = [lambda do=do: do(who, opened.protection_id) for theirs, do in ACTS.values() if "buyer" in theirs]
    return [
        lambda: drafting.begin(who, order, str(uuid4())),
        lambda: drafting.keep_step(who, draft.id, "reason", {"reason": "damaged"}),
        lambda: drafting.read(who, draft.id),
        lambda: drafting.drop(who, draft.id),
        lambda: evidence.add_photo(who, evidence.Place("draft", draft.id), str(uuid4()), BytesIO(SHARP)),
        lambda: opening.open_case(who, opening.Sent(draft.client_id)),
        *own,
    ]


@pytest.mark.parametrize(("birthdate", "confirmed"), [(date(2010, 1, 1), "an operator"), (None, None)])
def test_under_18_or_unconfirmed_no_road_leads_to_a_case(
    scene: Scene, birthdate: date | None, confirmed: str | None
) -> None:
    order, opened = scene.old_order(), scene.open()
    draft = scene.draft(order)
    _born(scene, birthdate, confirmed)
    roads = _roads(scene, order, opened, draft)
    assert len(roads) == 15
    for road in roads:
        with pytest.raises(Refused, match="forbidden"):
            road()
    assert scene.told(opened) == ["opened", "seller_asked"]


@pytest.mark.parametrize("market", ["US", "ID", "DE"])
def test_turning_18_opens_it_at_midnight_of_ones_market(scene: Scene, market: str) -> None:
    order = scene.old_order()
    zone = ZoneInfo(market_called(market).zone)
    birthday = scene.clock.now.astimezone(zone).date() + timedelta(days=1)
    db.session.execute(update(Person).where(Person.id == scene.people["buyer"].id).values(market=market))
    _born(scene, birthday.replace(year=birthday.year - 18), None)
    midnight = datetime.combine(birthday, datetime.min.time(), zone).astimezone(UTC)
    scene.clock.now = midnight - timedelta(microseconds=1)
    with pytest.raises(Refused, match="forbidden"):
        drafting.begin(scene.sign_ins["buyer"], order, str(uuid4()))
    scene.clock.now = midnight
    assert drafting.begin(scene.sign_ins["buyer"], order, str(uuid4()))
