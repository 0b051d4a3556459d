"""Sellers' tools are told what happens at their shops, by the numbers, bodies and signature of the Partner API.

Deliveries are those of webhooks: leased, tried for three days, in turn. Only what is written and how it is sent is
otherwise.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Connection, select

from shop_help import audit
from shop_help.actions.handing_on import OutboxRow, enter
from shop_help.actions.tool_access import secret_of
from shop_help.actions.webhooks.delivering import subject_of, write
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import Conversation, Person, SignIn, Tool, ToolShop, ToolWebhook, WebhookEndpoint
from shop_help.models.prepared import Prepared
from shop_help.models.several import one_of
from shop_help.models.tool_events import event_data
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.partner_events import events_of
from shop_help.policy.webhooks import ACTIVE, address_fault

#: An endpoint of a tool is told no happening of ours by its own name.
BY_NUMBER = "partner.told"
#: Those of tools that are connected, by people who may sign in.
_LISTENING = Prepared(
    select(ToolShop.shop_id, ToolWebhook.endpoint_id)
    .join(ToolShop, ToolShop.tool_id == ToolWebhook.tool_id)
    .join(Tool, Tool.id == ToolWebhook.tool_id)
    .join(SignIn, SignIn.id == Tool.sign_in_id)
    .join(Person, Person.id == SignIn.person_id)
    .where(one_of(ToolShop.shop_id, "shops"), SignIn.ended_at.is_(None), Person.active)
    .order_by(ToolWebhook.endpoint_id)
)
_TALKS = Prepared(
    select(Conversation.id, Conversation.shop_id).where(
        one_of(Conversation.id, "talks"), Conversation.shop_id.is_not(None)
    )
)


def set_webhook(sign_in_id: str, tool_id: int, address: str) -> None:
    """Where a tool is told; an empty address ends it. Raises Faulty, and Refused where no shop of theirs has it."""
    address = address.strip()
    fault = address_fault(address, bool(current_app.config["DEMO"] or current_app.config["WEBHOOKS_TO_PRIVATE"]))
    refuse_faulty({"address": fault} if address and fault else {})
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id)
        if viewer is None:
            raise Refused("signed_out")
        if session.scalar(Tool.of_shops(viewer.shop_ids).where(Tool.id == tool_id)) is None:
            raise Refused("forbidden")
        kept = session.get(ToolWebhook, tool_id)
        endpoint = session.get(WebhookEndpoint, kept.endpoint_id) if kept else None
        before = endpoint.address if endpoint else ""
        # The same once more leaves what waits there; one that was paused goes on by it.
        if before == address and (endpoint is None or endpoint.state == ACTIVE):
            return
        if kept is not None and endpoint is not None:
            session.delete(endpoint)
            session.flush()
            # The database has deleted it along with the endpoint.
            session.expunge(kept)
        if address:
            made = WebhookEndpoint(address=address, happenings=[BY_NUMBER])
            session.add(made)
            session.flush()
            session.add(ToolWebhook(tool_id=tool_id, endpoint_id=made.id))
        audit.note("tool.told_elsewhere", f"tool {tool_id}", viewer, before={"at": before}, after={"at": address})


def tell_tools(connection: Connection, row: OutboxRow) -> None:
    """The outbox's reader: a delivery for each number and each tool of the shop."""
    tell_tools_of(connection, [row])


def tell_tools_of(connection: Connection, rows: Sequence[OutboxRow]) -> None:
    """The same of several happenings: their shops and the tools that listen there are asked for once."""
    told = [(row, number) for row in rows for number in events_of(row.what, row.data)]
    shops = _shops_of(connection, [row for row, _ in told])
    listening = _LISTENING.all(connection, {"shops": sorted(set(shops.values()))}) if shops else ()
    for row, number in told if listening else ():
        shop_id = shops.get(row.key)
        facts = dict(row.data) | {"number": number, "shop": shop_id}
        named = OutboxRow(0, row.what, row.happened_at, facts, f"{row.key}-{number}")
        for endpoint in listening:
            if endpoint.shop_id == shop_id:
                write(connection, endpoint.endpoint_id, named, subject_of(row.data))


def _shops_of(connection: Connection, rows: Sequence[OutboxRow]) -> dict[str, int]:
    """At which shop each happened, by key; without those that are none's."""
    talks = {row.data["conversation"] for row in rows if row.what == "message.posted"}
    shops = {row.id: row.shop_id for row in _TALKS.all(connection, {"talks": sorted(talks)})} if talks else {}
    found = {
        row.key: shops.get(row.data["conversation"]) if row.what == "message.posted" else row.data.get("shop")
        for row in rows
    }
    return {key: shop_id for key, shop_id in found.items() if shop_id is not None}


enter(tell_tools, tell_tools_of)


def as_told_to_tool(connection: Connection, delivery: Any) -> tuple[bytes, dict[str, str]] | None:
    """Body and headers of a delivery to a tool; None for any other. An unknown secret signs with nothing."""
    kept = select(Tool.app_key, Tool.sealed_by).join(ToolWebhook, ToolWebhook.tool_id == Tool.id)
    tool = connection.execute(kept.where(ToolWebhook.endpoint_id == delivery.endpoint_id)).one_or_none()
    if tool is None:
        return None
    shop, data = event_data(connection, delivery)
    told = {
        "type": delivery.data["number"],
        "tts_notification_id": delivery.key,
        "shop_id": shop,
        "timestamp": int(delivery.happened_at.timestamp()),
        "data": data,
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    secret = secret_of(tool.app_key, tool.sealed_by) or ""
    sign = hmac.new(secret.encode(), tool.app_key.encode() + body, hashlib.sha256).hexdigest()
    return body, {"Authorization": sign}
