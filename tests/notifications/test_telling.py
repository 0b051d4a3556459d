"""One notification for a person and a happening, and none for what they have seen."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from shop_help.actions.cases import Asked, open_case
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.telling import tell
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, Person
from shop_help.models.shown_notifications import count_told, notification_of
from shop_help.policy.telling_times import KNOWN_FOR, NEWS_FOR
from shop_help.telling_words import address_of, words_of
from tests.notifications.scene import Scene


def test_a_sellers_answers_are_one_notification_until_they_are_read(scene: Scene) -> None:
    for _ in range(3):
        last = scene.say("sol")
    scene.hand_on()
    scene.hand_on()
    assert scene.whats("ana") == [("message.posted", 3)]
    row = notification_of(scene.people["ana"].id, scene.told("ana")[0].id)
    assert (words_of(row).title, words_of(row).about) == ("Luma Home wrote 3 messages.", "Order …0103")
    assert address_of(row) == f"/conversations/{scene.talk}#message-{last}"
    assert [name for name in ("sol", "mara", "bruno", "gus", "noor") if scene.told(name)] == []
    scene.read("ana")
    assert count_told(scene.people["ana"].id) == 0
    scene.say("sol")
    scene.hand_on()
    assert scene.whats("ana") == [("message.posted", 3), ("message.posted", 1)]
    assert count_told(scene.people["ana"].id) == 1


def test_who_has_read_it_by_then_is_not_told(scene: Scene) -> None:
    scene.say("sol")
    scene.read("ana")
    scene.hand_on()
    assert scene.told("ana") == []


def test_a_shop_is_told_when_a_buyer_begins_to_wait_and_not_each_time_they_write(scene: Scene) -> None:
    scene.say("sol", "What can I do for you?")
    scene.say("ana")
    scene.hand_on()
    scene.read("sol")
    # They have seen it and not answered: the buyer's clock runs, and another line is no news.
    scene.say("ana", "Are you there?")
    scene.hand_on()
    assert scene.whats("sol") == [("message.posted", 1)]
    assert scene.told("mara") == [], "another shop's"
    assert words_of(notification_of(scene.people["sol"].id, scene.told("sol")[0].id)).title == (
        "Ana wrote to Luma Home."
    )


def test_the_agent_who_holds_a_case_is_told_and_the_shop_it_is_about_never_is(scene: Scene) -> None:
    opened = open_case(
        "ana-here", Asked("message", scene.order.id, None, "Help me", "0198a0de-0000-7000-a000-00000000aa01")
    )
    with write_unit(db.session) as session:
        session.execute(update(Case).where(Case.id == opened.case_id).values(agent_id=scene.people["gus"].id))
    scene.say("ana", talk=opened.conversation_id)
    scene.hand_on()
    assert [what for what, _ in scene.whats("gus")] == ["message.posted"]
    assert address_of(notification_of(scene.people["gus"].id, scene.told("gus")[0].id)).startswith(
        f"/agents/cases/{opened.case_id}#message-"
    )
    assert [name for name in ("sol", "iris", "ana") if scene.told(name)] == []


def test_the_same_entry_twice_is_told_once(scene: Scene) -> None:
    for entry_id in (77, 77, 78):
        with write_unit(db.session) as session:
            tell(session.connection(), OutboxRow(entry_id, "request.approved", scene.now, scene.place))
    assert len(scene.told("ana")) == 2
    assert scene.told("sol") == [], "who approved it knows"


def test_of_what_is_gone_nobody_is_told(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.happen("request.approved", conversation=999_999)
    scene.happen("request.approved")
    scene.hand_on()
    assert len(scene.told("ana")) == 1
    assert "tried again" not in caplog.text


@pytest.mark.parametrize(("age", "ways"), [(NEWS_FOR, 1), (KNOWN_FOR, 0)])
def test_what_is_old_goes_into_the_list_alone_and_what_is_older_nowhere(
    scene: Scene, age: timedelta, ways: int
) -> None:
    happened_at = scene.now
    for entry_id, beyond in ((1, 0), (2, 1)):
        scene.now = happened_at + age + timedelta(seconds=beyond)
        with write_unit(db.session) as session:
            entry = OutboxRow(entry_id, "request.approved", happened_at, scene.place)
            tell(session.connection(), entry)
    assert len(scene.told("ana")) == (2 if age == NEWS_FOR else 1)
    assert len(scene.deliveries("ana")) == ways


def test_who_lost_their_right_is_told_nothing(scene: Scene) -> None:
    scene.happen("request.asked")
    with write_unit(db.session) as session:
        session.execute(update(Person).where(Person.id == scene.people["sol"].id).values(active=False))
    scene.hand_on()
    assert scene.told("sol") == []
