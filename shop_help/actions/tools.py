"""Somebody of a shop connects a tool of theirs, and disconnects it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, scoped_session

from shop_help import audit, clock
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import hang_up
from shop_help.actions.tool_access import add_token, newest_key, secret_of
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import SignIn, Tool, ToolShop, ToolToken, ToolWebhook, WebhookEndpoint
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.same_form import SAME_FORM
from shop_help.policy.tools import CODE_GOOD, tool_faults

Writer = Session | scoped_session[Session]


@dataclass(frozen=True)
class Connected:
    """What the seller is shown this once, to be typed into the tool."""

    tool_id: int
    name: str
    app_key: str
    app_secret: str
    auth_code: str


def connect_tool(sign_in_id: str, name: str, shop_ids: Collection[int]) -> Connected:
    """A new tool that acts as this person for these shops of theirs. Raises Faulty, and Refused for a stranger.

    The same form sent twice connects one; the code that was shown last is the good one.
    """
    name, wanted = name.strip(), frozenset(shop_ids)
    with write_unit(db.session) as session:
        viewer = _asking(sign_in_id)
        if not all(may_run_shop(viewer, shop_id) for shop_id in wanted):
            raise Refused("forbidden")
        one_at_a_time(viewer.person_id)
        tool = _same_there(viewer, name, wanted)
        if tool is None:
            refuse_faulty(tool_faults(name, wanted, _fullest(wanted)))
            tool = _new_tool(session, viewer, name, wanted)
        session.execute(delete(ToolToken).where(ToolToken.tool_id == tool.id, ToolToken.kind == "code"))
        code = add_token(session, tool.id, "code", clock.now() + CODE_GOOD)
        return Connected(tool.id, name, tool.app_key, secret_of(tool.app_key, tool.sealed_by) or "", code)


def _new_tool(session: Writer, viewer: Viewer, name: str, shop_ids: frozenset[int]) -> Tool:
    own = SignIn(id=secrets.token_urlsafe(24), person_id=viewer.person_id, proof="tool", browser=name)
    session.add(own)
    session.flush()
    tool = Tool(name=name, app_key=secrets.token_hex(8), sealed_by=newest_key(), sign_in_id=own.id)
    tool.shops = [ToolShop(shop_id=shop_id, cipher=secrets.token_urlsafe(18)) for shop_id in sorted(shop_ids)]
    session.add(tool)
    session.flush()
    audit.note("tool.connected", f"tool {tool.id}", viewer, after={"name": name, "shops": sorted(shop_ids)})
    return tool


def _same_there(viewer: Viewer, name: str, shop_ids: frozenset[int]) -> Tool | None:
    """What this person connected a moment ago by the same form, and no program has used yet."""
    own = Tool.sign_in.has(SignIn.person_id == viewer.person_id)
    new = (Tool.name == name, Tool.used_at.is_(None), Tool.made_at > clock.now() - SAME_FORM)
    found = db.session.scalars(Tool.of_shops(shop_ids).where(own, *new))
    return next((tool for tool in found if {each.shop_id for each in tool.shops} == shop_ids), None)


def disconnect_tool(sign_in_id: str, tool_id: int) -> str:
    """The tool no longer acts for this person's shops; its name. With no shop left it is at an end.

    Raises Refused where no shop of theirs has it.
    """
    with write_unit(db.session) as session:
        viewer = _asking(sign_in_id)
        tool = session.scalars(Tool.of_shops(viewer.shop_ids).where(Tool.id == tool_id)).one_or_none()
        theirs = [each.shop_id for each in tool.shops if may_run_shop(viewer, each.shop_id)] if tool else []
        if tool is None or not theirs:
            raise Refused("forbidden")
        ended = []
        if len(theirs) == len(tool.shops):
            tool.sign_in.ended_at = clock.now()
            ended.append(tool.sign_in_id)
            told = select(ToolWebhook.endpoint_id).where(ToolWebhook.tool_id == tool_id)
            session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id.in_(told)))
        session.execute(delete(ToolShop).where(ToolShop.tool_id == tool_id, ToolShop.shop_id.in_(theirs)))
        audit.note("tool.disconnected", f"tool {tool_id}", viewer, before={"name": tool.name, "shops": theirs})
        name = tool.name
    hang_up(ended)
    return name


def _asking(sign_in_id: str) -> Viewer:
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    return viewer


def _fullest(shop_ids: frozenset[int]) -> int:
    """How many tools the shop has that has the most."""
    going_on = ToolShop.tool_id.in_(Tool.of_shops(shop_ids).with_only_columns(Tool.id).order_by(None))
    each = select(func.count().label("tools")).where(ToolShop.shop_id.in_(shop_ids), going_on)
    counted = each.group_by(ToolShop.shop_id).subquery()
    return db.session.scalar(select(func.max(counted.c.tools))) or 0
