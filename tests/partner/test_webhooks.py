"""A tool is told what happens at its shops, by the numbers of that API, so that a client of theirs believes it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from tiktok_shop_api import Webhooks

from shop_help import clock
from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.order_requests import deciding
from shop_help.actions.order_requests.asking import Asked, ask
from shop_help.actions.order_requests.shipping import ship
from shop_help.actions.tool_webhooks import set_webhook
from shop_help.actions.tools import disconnect_tool
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs import webhooks
from shop_help.jobs.refunds import go_round as pay
from shop_help.models import AuditEntry, Order, Shop, SignIn, Tool, WebhookEndpoint
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.partner_events import EVENTS
from tests.partner.conftest import Caller, caller_of
from tests.webhooks.ear import Ear


@pytest.fixture
def ear() -> Iterator[Ear]:
    running = Ear()
    yield running
    running.stop()


def handed_on() -> None:
    handing_on.go_round()
    handing_on_messages.go_round()
    webhooks.go_round()


def happens(ana_id: int, shop: Shop) -> None:
    """Something for each number."""
    orders = {order.number[-3:]: order for order in db.session.scalars(Order.of(ana_id))}

    def asked(number: str, kind: str, reason: str = "", **details: Any) -> int:
        order = orders[number]
        what = Asked(order.id, kind, [order.lines[0].id], str(uuid4()), reason, "", details)
        return ask("ana's", what).request_id

    deciding.approve("sol's", asked("104", "cancellation", "by_mistake"))
    deciding.approve("sol's", asked("108", "return", "no_longer_needed"))
    address = {"name": "Ana", "lines": ["9 Lark Lane"], "city": "Austin", "postal_code": "78702"}
    deciding.approve("sol's", asked("103", "address_change", address=address))
    ship("sol's", orders["103"].id, [orders["103"].lines[0].id], "USPS", "9400", str(uuid4()))
    talk = open_conversation(ana_id, shop.id, orders["116"].id)
    post_message("ana's", talk, str(uuid4()), "Is a heron in it?")


def test_a_tool_is_told_by_every_number_and_no_other_shops_is(
    app: Flask, ear: Ear, caller: Caller, person_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, mara = person_of("ana"), caller_of(app, "mara")
    other = Ear()
    db.session.add(SignIn(id="ana's", person_id=ana.id))
    db.session.commit()
    handed_on()
    set_webhook(caller.sign_in_id, caller.tool_id, ear.url)
    set_webhook(mara.sign_in_id, mara.tool_id, other.url)
    shop = db.session.get_one(Tool, caller.tool_id).shops[0].shop
    happens(ana.id, shop)
    # The demo's payment takes it first, and is done with it later.
    for later in (clock.now() + timedelta(minutes=minutes) for minutes in (5, 10)):
        monkeypatch.setattr(clock, "now", lambda now=later: now)
        pay()
    handed_on()
    for headers, body in ear.heard:
        shown = {"app_key": caller.app_key, "app_secret": caller.app_secret, "signature": headers["Authorization"]}
        assert Webhooks.verify(raw_body=body, **shown)
        assert not Webhooks.verify(raw_body=body + b" ", **shown)
    assert {told["type"] for told in ear.told} == set(EVENTS)
    assert {told["shop_id"] for told in ear.told} == {shop.external_id}
    by_number = {told["type"]: told["data"] for told in ear.told}
    assert by_number[3]["order_id"].endswith("103")
    assert by_number[12]["return_status"] == "AWAITING_BUYER_SHIP"
    said = [told["data"] for told in ear.told if told["type"] == 14 and told["data"]["sender"]["role"] == "BUYER"]
    assert [each["content"] for each in said] == ['{"content": "Is a heron in it?"}']
    assert other.heard == []
    other.stop()


def test_the_same_address_once_more_leaves_what_waits_there(app: Flask, ear: Ear, caller: Caller) -> None:
    set_webhook(caller.sign_in_id, caller.tool_id, ear.url)
    (first,) = db.session.scalars(select(WebhookEndpoint.id)).all()
    set_webhook(caller.sign_in_id, caller.tool_id, f" {ear.url} ")
    (endpoint,) = db.session.scalars(select(WebhookEndpoint)).all()
    assert endpoint.id == first
    told = select(AuditEntry.id).where(AuditEntry.act == "tool.told_elsewhere")
    assert len(db.session.scalars(told).all()) == 1, "what changes nothing stands in no log"
    with write_unit(db.session) as session:
        session.get_one(WebhookEndpoint, first).state = "paused"
    set_webhook(caller.sign_in_id, caller.tool_id, ear.url)
    (again,) = db.session.scalars(select(WebhookEndpoint)).all()
    assert again.state == "active", "it is how one that was paused goes on"


def test_who_is_disconnected_is_told_nothing_and_no_stranger_sets_where(
    app: Flask, ear: Ear, caller: Caller, person_of: Any
) -> None:
    mara, ana = caller_of(app, "mara"), person_of("ana")
    with pytest.raises(Refused):
        set_webhook(mara.sign_in_id, caller.tool_id, ear.url)
    with pytest.raises(Faulty):
        set_webhook(caller.sign_in_id, caller.tool_id, "ftp://till.example")
    set_webhook(caller.sign_in_id, caller.tool_id, ear.url)
    shop_id = db.session.get_one(Tool, caller.tool_id).shops[0].shop_id
    db.session.add(SignIn(id="ana's", person_id=ana.id))
    db.session.commit()
    handed_on()
    before = len(ear.heard)
    disconnect_tool(caller.sign_in_id, caller.tool_id)
    talk = open_conversation(ana.id, shop_id, None)
    post_message("ana's", talk, str(uuid4()), "Anybody?")
    handed_on()
    assert len(ear.heard) == before
    assert db.session.scalars(select(WebhookEndpoint)).all() == []
