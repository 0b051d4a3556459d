"""What operators do with keys: make one for a setting, and end a seller's tool whose key got out."""

import secrets

from sqlalchemy import delete, select

from shop_help import audit, clock
from shop_help.actions.sign_ins import hang_up
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.kept_keys import SETTINGS, kept_keys
from shop_help.models import Tool, ToolShop, ToolWebhook, WebhookEndpoint
from shop_help.policy.keys import PURPOSES
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_manage_keys


def make_key(purpose: str) -> tuple[str, str]:
    """The name and the secret of a new key, for whoever writes the settings; nobody keeps it here."""
    if purpose not in SETTINGS:
        raise Refused("bad_request")
    names = [key.name for key in kept_keys() if key.purpose == purpose]
    is_numbered = PURPOSES[purpose].is_numbered
    name = str(max(map(int, names), default=0) + 1) if is_numbered else f"{clock.now():%Y-%m-%d}"
    audit.record("key.made", f"key {purpose}", name=name)
    return name, secrets.token_urlsafe(32)


def end_tool(by: By, tool_id: int) -> str:
    """A seller's tool acts for nobody any more, at once; its name."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_manage_keys)
        tool = session.get(Tool, tool_id, with_for_update=True)
        if tool is None or tool.sign_in.ended_at is not None:
            raise Refused("forbidden")
        shops = [each.shop_id for each in tool.shops]
        tool.sign_in.ended_at = clock.now()
        told = select(ToolWebhook.endpoint_id).where(ToolWebhook.tool_id == tool_id)
        session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id.in_(told)))
        session.execute(delete(ToolShop).where(ToolShop.tool_id == tool_id))
        audit.note("tool.disconnected", f"tool {tool_id}", operator, before={"name": tool.name, "shops": shops})
        name, ended = tool.name, tool.sign_in_id
    hang_up([ended])
    return name
