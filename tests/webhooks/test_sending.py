"""An endpoint is told of everything it wants, signed, once or more under one name, and in a conversation's order."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shop_help import clock
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.webhooks import endpoints, replaying, sending
from shop_help.actions.webhooks.delivering import write
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs import webhooks
from shop_help.models import AuditEntry, WebhookDelivery, WebhookEndpoint
from shop_help.policy.refund_tries import FEWEST_TRIES, LEASE, PATIENCE
from shop_help.policy.webhooks import BOTH_SIGN, PAUSED_AFTER, TESTED
from shop_help.webhooks.calling import is_public, post
from tests.actions.at_once import at_once
from tests.webhooks.conftest import BOTH, Line
from tests.webhooks.ear import Ear, hangs, says

At = Callable[[datetime], None]


@BOTH
def test_a_message_is_told_with_its_words_and_signed(talk: Any, line: Line) -> None:
    talk.say("buyer", "Where is my lamp?")
    assert [line.go_round(), line.go_round()] == [1, 0]
    told = line.ear.told[0]
    at = datetime.fromisoformat(told.pop("happened_at"))
    assert clock.now() - at < timedelta(minutes=1)
    data = {"conversation": talk.id, "seq": 1, "voice": "BUYER", "kind": "text", "body": "Where is my lamp?"}
    data |= {"buyer": talk.people["buyer"].id, "shop": talk.shop.id, "order": talk.order.id}
    assert told == {"id": f"message-{talk.id}-1", "what": "message.posted", "data": data}
    assert line.ear.is_signed(line.secret)
    assert not line.ear.is_signed(endpoints.rotate(None, line.id))
    delivery = line.deliveries()[0]
    assert (delivery.state, delivery.status, delivery.tries) == ("done", 204, 1)


def test_it_is_told_only_of_what_it_asked_for(talk: Any, line: Line) -> None:
    endpoints.change(None, line.id, line.ear.url, ["refund.done"])
    talk.say("buyer", "Hello?")
    assert line.go_round() == 0
    assert line.deliveries() == []


def test_both_secrets_sign_for_a_while_after_a_rotation(talk: Any, line: Line, at: At) -> None:
    now = clock.now()
    fresh = endpoints.rotate(None, line.id)
    for later, both in ((timedelta(0), True), (BOTH_SIGN + timedelta(seconds=2), False)):
        at(now + later)
        endpoints.test(None, line.id)
        assert line.go_round() == 1
        assert line.ear.is_signed(fresh)
        assert line.ear.is_signed(line.secret) is both


@pytest.mark.parametrize("trouble", [says(500, b"try\nlater"), says(404), says(302, Location="/elsewhere"), hangs])
def test_what_is_not_taken_is_sent_again_under_the_same_name(line: Line, at: At, trouble: Any) -> None:
    line.ear.behaviours = [trouble]
    now = clock.now()
    endpoints.test(None, line.id)
    assert line.go_round() == 1
    delivery = line.deliveries()[0]
    assert (delivery.state, delivery.tries) == ("pending", 1)
    assert delivery.answer
    at(now + timedelta(seconds=10))
    assert line.go_round() == 0
    at(now + timedelta(minutes=1))
    assert line.go_round() == 1
    assert line.deliveries()[0].state == "done"
    assert len(line.ear.heard) == 2
    assert len({body["id"] for body in line.ear.told}) == 1


def test_after_three_days_it_has_failed_and_the_endpoint_is_paused_until_an_operator_looks(
    line: Line, at: At
) -> None:
    now = clock.now()
    endpoints.test(None, line.id)
    for age, state, endpoint in (
        (PATIENCE - timedelta(seconds=1), "pending", "active"),
        (PATIENCE, "failed", "paused"),
    ):
        line.ear.behaviours = [says(400)]
        at(now + age)
        _as_if_tried(line, now)
        assert line.go_round() == 1
        assert (line.deliveries()[0].state, _endpoint(line).state) == (state, endpoint)
    assert _endpoint(line).paused_by == "failing"
    assert replaying.replay_failed(None, line.id, now) == 1
    assert line.go_round() == 0
    endpoints.resume(None, line.id)
    assert line.go_round() == 1
    assert line.deliveries()[0].state == "done"
    assert replaying.replay_failed(None, line.id, now) == 0
    assert PAUSED_AFTER == PATIENCE


def _as_if_tried(line: Line, since: datetime) -> None:
    """As if nothing had been taken since then, and it is due."""
    with write_unit(db.session) as session:
        tried = {"tries": FEWEST_TRIES - 1, "trying_since": since, "next_try_at": clock.now()}
        session.execute(update(WebhookDelivery).values(tried))
        session.execute(update(WebhookEndpoint).where(WebhookEndpoint.id == line.id).values(failing_since=since))


@BOTH
def test_of_one_conversation_the_next_waits_for_the_one_before_and_others_go_on(
    talk: Any, line: Line, at: At
) -> None:
    now = clock.now()
    at(now)
    line.ear.behaviours = [says(400)]
    talk.say("buyer", "one")
    line.go_round()
    talk.say("buyer", "two")
    endpoints.test(None, line.id)
    assert line.go_round() == 1
    assert line.ear.told[-1]["what"] == "webhook.tested"
    at(now + timedelta(minutes=1))
    assert line.go_round() == 2
    assert [told["data"]["body"] for told in line.ear.told if "body" in told["data"]] == ["one", "one", "two"]


def test_a_second_tap_sends_no_second_test_and_nothing_again(line: Line) -> None:
    first = endpoints.test(None, line.id)
    db.session.execute(update(WebhookEndpoint).values(rests_until=clock.now() + timedelta(hours=1)))
    db.session.commit()
    assert endpoints.test(None, line.id) == first
    assert line.go_round() == 1, "who rested is tried at once"
    for _ in range(2):
        replaying.replay(None, line.deliveries()[0].id)
    assert [line.go_round(), line.go_round()] == [1, 0]
    assert endpoints.test(None, line.id) != first
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("webhook.%"))).all()
    assert [acts.count(f"webhook.{act}") for act in ("tested", "replayed")] == [2, 1]


def test_who_is_paused_is_told_what_it_missed_when_it_goes_on(talk: Any, line: Line) -> None:
    endpoints.pause(None, line.id)
    talk.say("buyer", "one")
    assert line.go_round() == 0
    endpoints.resume(None, line.id)
    assert line.go_round() == 1


@BOTH
def test_of_two_who_send_at_once_each_delivery_is_one_ones(app: Any, line: Line) -> None:
    with write_unit(db.session) as session:
        for number in range(5):
            row = OutboxRow(0, TESTED, clock.now(), {"endpoint": line.id}, f"test-{number}")
            write(session.connection(), line.id, row, "")
    assert len(line.deliveries()) == 5
    at_once(app, lambda: webhooks.visit(line.id), lambda: webhooks.visit(line.id))
    webhooks.visit(line.id)
    assert sorted(told["id"] for told in line.ear.told) == sorted(each.key for each in line.deliveries())


def test_who_dies_between_sending_and_noting_has_it_told_again_under_the_same_name(line: Line, at: At) -> None:
    endpoints.test(None, line.id)
    leased = sending.lease(line.deliveries()[0].id)
    assert leased is not None
    sending.send(leased)
    # Nothing is noted: its process died.
    assert line.go_round() == 0, "its lease still runs"
    at(clock.now() + LEASE + timedelta(seconds=1))
    later = sending.lease(line.deliveries()[0].id)
    assert later is not None
    sending.note(leased, sending.Answer(400, "late"))
    assert line.deliveries()[0].answer == "", "what came of the earlier lease is not noted any more"
    sending.note(later, sending.send(later))
    assert [told["id"] for told in line.ear.told] == [leased.key] * 2
    assert line.deliveries()[0].state == "done"


def test_a_slow_endpoint_holds_no_other_back(app: Any, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop_help.webhooks.calling.TIMEOUT_SECONDS", 20)
    monkeypatch.setattr(webhooks, "ROUND_SECONDS", 0.02)
    slow = Ear()
    slow.behaviours = [hangs]
    slow_id, _ = endpoints.add(None, slow.url, [])
    endpoints.test(None, slow_id)
    stopping = webhooks.start(app)
    heard = threading.Event()
    line.ear.behaviours = [lambda handler: (heard.set(), says(204)(handler))[1]]
    while not slow.heard:
        heard.wait(0.01)
    endpoints.test(None, line.id)
    assert heard.wait(10)
    stopping.set()
    slow.stop()


def _endpoint(line: Line) -> WebhookEndpoint:
    db.session.rollback()
    return db.session.get_one(WebhookEndpoint, line.id)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_the_network_that_everybody_shares_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_nobody_leads_us_into_our_own_network(ear: Ear) -> None:
    answer = post(ear.url, b"{}", {}, allows_private=False)
    assert (answer.status, ear.heard) == (None, [])
    assert "private network" in answer.said
    assert post(ear.url, b"{}", {}, allows_private=True).status == 204
