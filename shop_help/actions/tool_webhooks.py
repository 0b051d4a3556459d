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
from sqlalchemy import Connection, bindparam, select

from shop_help import audit
from shop_help.actions.handing_on import OutboxRow, enter
from shop_help.actions.tool_access import secret_of
from shop_help.actions.webhooks.delivering import subject_of, write
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import Conversation, Person, SignIn, Tool, ToolShop, ToolWebhook, WebhookEndpoint
from shop_help.models.prepared import Prepared
from shop_help.models.tool_events import event_data
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.partner_events import events_of
from shop_help.policy.webhooks import ACTIVE, address_fault

#: An endpoint of a tool is told no happening of ours by its own name.
BY_NUMBER = "partner.told"
#: Those of tools that are connected, by people who may sign in.
_LISTENING = Prepared(
    select(ToolWebhook.endpoint_id)
    .join(ToolShop, ToolShop.tool_id == ToolWebhook.tool_id)
    .join(Tool, Tool.id == ToolWebhook.tool_id)
    .join(SignIn, SignIn.id == Tool.sign_in_id)
    .join(Person, Person.id == SignIn.person_id)
    .where(ToolShop.shop_id == bindparam("shop", 0), SignIn.ended_at.is_(None), Person.active)
)


_TALK = Prepared(select(Conversation.shop_id).where(Conversation.id == bindparam("talk", 0)))


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
    """The same of happenings at one shop: the tools that listen there are asked for once."""
    told = [(row, number) for row in rows for number in events_of(row.what, row.data)]
    shop_id = _shop_of(connection, told[0][0]) if told else None
    for endpoint in _LISTENING.all(connection, {"shop": shop_id}) if shop_id is not None else ():
        for row, number in told:
            facts = dict(row.data) | {"number": number, "shop": shop_id}
            named = OutboxRow(0, row.what, row.happened_at, facts, f"{row.key}-{number}")
            write(connection, endpoint.endpoint_id, named, subject_of(row.data))


def _shop_of(connection: Connection, row: OutboxRow) -> int | None:
    if row.what != "message.posted":
        found: int | None = row.data.get("shop")
        return found
    talk = _TALK.one(connection, {"talk": row.data["conversation"]})
    return talk.shop_id if talk else None


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
