"""What somebody does twice at once is done as if one came after the other; on PostgreSQL nothing else orders it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help import clock
from shop_help.actions import passkeys
from shop_help.actions.service_replies import add_reply
from shop_help.extensions import db
from shop_help.models import Passkey, ServiceReply, SignIn
from shop_help.policy.faults import Faulty
from tests.actions.at_once import at_once
from tests.actions.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, agents=1)


def count(thing: type[ServiceReply | Passkey]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(thing)) or 0


def test_a_saved_reply_that_is_sent_eight_times_at_once_is_there_once(desk: Desk) -> None:
    agent = desk.sign_ins["agent0"]
    came = at_once(desk.app, *[lambda: add_reply(agent, "Hello", "Hello, how can I help?", "")] * 8)
    assert len(set(came)) == 1, came
    assert count(ServiceReply) == 1


def test_of_two_passkeys_that_are_removed_in_two_browsers_at_once_one_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk.app.config, "DEMO", False)
    agent = desk.people["agent0"]
    browsers = [SignIn(id=name, person_id=agent.id, proof="passkey") for name in ("one", "other")]
    keys = [
        Passkey(person_id=agent.id, name=name, credential_id=name, public_key=b"key", sign_count=0)
        for name in ("first", "second")
    ]
    db.session.add_all([*browsers, *keys])
    for browser in browsers:
        browser.proved_at = browser.started_at = clock.now()
    db.session.commit()
    ids = [key.id for key in keys]
    came = at_once(desk.app, lambda: passkeys.remove("one", ids[0]), lambda: passkeys.remove("other", ids[1]))
    assert [each for each in came if isinstance(each, Faulty)], came
    assert count(Passkey) == 1
