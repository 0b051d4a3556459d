"""Who hears what at each step, and who must not: they are shown to be there, with ears, before it is said."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop_help.actions.protection import (
    answering,
    appealing,
    deciding,
    going_back,
    reviewing,
    seconding,
    settling,
)
from shop_help.announcements.lists import _gatherer
from shop_help.announcements.protection import HEARS
from shop_help.announcements.rooms import AGENTS, person_room, room, shop_room
from shop_help.extensions import db, socketio
from shop_help.identity import viewer_of
from shop_help.models import LogEntry, Shop
from shop_help.models.reading import facts_of
from shop_help.policy.permissions import may_read
from shop_help.policy.protection_states import TABLE
from shop_help.policy.protection_wording import SAID
from tests.actions.protection.scene import Scene

WHO = ("buyer", "other", "seller", "rival", "agent", "colleague")
#: What each step says to whom: the conversation of both sides, and the buyer's talk with customer service.
READERS = {"sides": {"buyer", "seller"}, "talk": {"buyer", "agent", "colleague"}}


class Ears:
    """What is emitted to which room, in place of sockets."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, Any]] = []

    def emit(self, event: str, payload: Any = None, to: str = "", **_: Any) -> None:
        self.heard.append((event, to, payload))

    def rooms(self) -> set[str]:
        return {to for _, to, _ in self.heard}


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    listening = Ears()
    # What went before is said aloud in a moment, by a thread of its own: it would be heard here.
    for thread in threading.enumerate():
        if thread.name == "stale-lists":
            thread.join(10)
    monkeypatch.setattr(socketio, "emit", listening.emit)
    monkeypatch.setattr(_gatherer, "say", lambda event, to, **said: listening.emit(event, said, to))
    return listening


def who_reads(scene: Scene, conversation_id: int) -> set[str]:
    """Those of the scene who may read a conversation: they are all there."""
    facts = facts_of(conversation_id)
    assert facts is not None
    viewers = {who: viewer_of(scene.sign_ins[who]) for who in WHO}
    assert all(viewer is not None for viewer in viewers.values()), "somebody isn't there"
    return {who for who, viewer in viewers.items() if viewer is not None and may_read(viewer, facts)}


def everything_said(scene: Scene, ears: Ears, opened: Any) -> dict[str, set[str]]:
    """The rooms that messages of this case went to, by which of its two talks they are of."""
    row, case = scene.row(opened), scene.case(opened)
    places = {room(row.conversation_id): "sides", room(case.conversation_id): "talk"}
    said = {to for event, to, _ in ears.heard if event == "message:posted"}
    assert said <= set(places), "a message went to a room that has nothing to do with it"
    return {places[to]: {to} for to in said}


def test_a_card_goes_to_its_two_sides_and_to_the_buyers_talk_and_to_nobody_else(scene: Scene, ears: Ears) -> None:
    opened = scene.open()
    row, case = scene.row(opened), scene.case(opened)
    # The other shop's seller and another buyer have rooms of their own, and conversations that they read.
    rooms = {person_room(scene.people[who].id) for who in ("other", "rival")}
    rooms |= {shop_room(shop.id) for shop in db.session.scalars(select(Shop)) if shop.id != row.shop_id}
    assert who_reads(scene, row.conversation_id) == {"buyer", "seller"}
    assert who_reads(scene, case.conversation_id) == {"buyer", "agent", "colleague"}
    assert set(everything_said(scene, ears, opened)) == {"sides", "talk"}
    heard = ears.rooms()
    assert {person_room(row.buyer_id), shop_room(row.shop_id), AGENTS} <= heard
    assert len(rooms) == 3
    assert not heard & rooms


def test_what_agents_prepare_is_heard_by_agents_alone(scene: Scene, ears: Ears) -> None:
    scene.app.config["SECOND_AGENT_ABOVE"] = "1"
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    # A colleague takes the talk's panel in; buyer and seller would hear in these rooms.
    before = {talk: len(scene.said(opened, talk)) for talk in ("sides", "talk")}
    row = scene.row(opened)
    ears.heard.clear()
    deciding.decide(
        scene.sign_ins["agent"], opened.protection_id, deciding.Decided("for_seller", "Because.", str(uuid4()))
    )
    seconding.refuse(scene.sign_ins["colleague"], opened.protection_id, "No, because.")
    assert {talk: len(scene.said(opened, talk)) for talk in ("sides", "talk")} == before
    assert ears.heard, "agents hear of it"
    assert ears.rooms() == {AGENTS}
    assert not ears.rooms() & {person_room(row.buyer_id), shop_room(row.shop_id), room(row.conversation_id)}
    entries = [entry for entry in db.session.scalars(select(LogEntry)) if "decision" in entry.what]
    assert [entry.what for entry in entries] == ["case.decision_proposed", "case.decision_refused"]
    assert {entry.conversation_id for entry in entries} == {scene.case(opened).conversation_id}


def test_what_is_asked_of_the_buyer_is_in_their_talk_and_not_where_the_seller_reads(scene: Scene, ears: Ears) -> None:
    opened = scene.open()
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.")
    for side in ("BUYER", "SHOP"):
        if scene.row(opened).state == "evidence_requested":
            answering.give_evidence(scene.sign_ins["buyer"], opened.protection_id, "Here it is.")
        reviewing.request_evidence(scene.sign_ins["agent"], opened.protection_id, side, f"only-for-{side}", 3)
    in_sides = " ".join(f"{card.body} {card.data}" for card in scene.said(opened))
    in_talk = " ".join(f"{card.body} {card.data}" for card in scene.said(opened, "talk"))
    assert "only-for-BUYER" in in_talk
    assert "only-for-BUYER" not in in_sides
    # Both sides read the conversation between them, so what is for the seller alone stands on the seller's page.
    assert "only-for-SHOP" not in in_sides + in_talk


def _ways(scene: Scene) -> list[Callable[[int], Any]]:
    """Acts that bring a case through most of what is said of one."""
    sign = scene.sign_ins
    return [
        lambda this: answering.answer(sign["seller"], this, "It was fine."),
        lambda this: answering.add_evidence(sign["buyer"], this, "Once more."),
        lambda this: settling.decline(
            sign["buyer"], this, settling.offer(sign["seller"], this, 100, "", str(uuid4()))
        ),
        lambda this: deciding.decide(
            sign["agent"], this, deciding.Decided("for_buyer", "So.", str(uuid4()), requires_return=True)
        ),
        lambda this: going_back.ship_back(sign["buyer"], this, "Carrier", "T9"),
        lambda this: going_back.mark_arrived(sign["seller"], this),
        lambda this: appealing.appeal(sign["seller"], this, "The parcel weighed as much as when it left, see scan."),
        lambda this: deciding.decide(sign["colleague"], this, deciding.Decided("for_seller", "So.", str(uuid4()))),
    ]


def test_at_no_step_anybody_hears_who_has_no_part_in_it(scene: Scene, ears: Ears) -> None:
    opened = scene.open()
    row, case = scene.row(opened), scene.case(opened)
    theirs = {person_room(row.buyer_id), shop_room(row.shop_id), AGENTS}
    theirs |= {room(row.conversation_id), room(case.conversation_id)}
    for act in _ways(scene):
        ears.heard.clear()
        act(opened.protection_id)
        assert ears.heard
        assert ears.rooms() <= theirs
        everything_said(scene, ears, opened)


def test_each_thing_that_happens_has_its_hearers_and_its_words() -> None:
    told = set(HEARS)
    for step in TABLE:
        names = {step.event, f"{step.event} {step.actor}", f"{step.event} for_buyer"}
        names |= {"request_evidence BUYER"} if step.event == "request_evidence" else set()
        assert names & told, step.event
    said = {event for event, hears in HEARS.items() if hears.sides or hears.talk}
    assert said <= set(SAID)
