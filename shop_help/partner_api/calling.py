"""A call of a tool: who calls, for which shop, and that it is really them."""

import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, g, request
from sqlalchemy import select
from werkzeug.exceptions import RequestEntityTooLarge

from shop_help import clock, pace
from shop_help.actions.tool_access import note_use, secret_of, token_ends, tool_called
from shop_help.extensions import db, limiter
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Shop, Tool, ToolShop
from shop_help.partner_api.fields import Fields
from shop_help.partner_api.signing import sign_of
from shop_help.policy.partner_codes import (
    AHEAD_SECONDS,
    BAD_CIPHER,
    BAD_SIGN,
    EXPIRED,
    INVALID,
    LATE_SECONDS,
    TOO_LARGE,
    TOO_MANY,
    Declined,
)
from shop_help.policy.partner_operations import OF_NO_SHOP, Operation
from shop_help.policy.permissions import may_run_shop

TOKEN = "x-tts-access-token"  # noqa: S105 - the name of a header


@dataclass(frozen=True)
class Call:
    """A call that may be done. `viewer` is the person who connected the tool, with the called shop alone."""

    tool: Tool
    viewer: Viewer
    shops: tuple[ToolShop, ...]
    #: None where it is about no one shop.
    shop_or_none: Shop | None
    query: Fields
    body: Fields

    @property
    def shop(self) -> Shop:
        """The shop that is meant. Raises LookupError where it is about none."""
        if self.shop_or_none is None:
            raise LookupError("this operation is about no shop")
        return self.shop_or_none

    @property
    def sign_in_id(self) -> str:
        """As whom acts are done."""
        return self.viewer.sign_in_id


def is_form() -> bool:
    """Does it bring a file? Then its body is no part of what is signed."""
    return request.mimetype == "multipart/form-data"


def admitted(operation: Operation) -> Call:
    """The call, once everything about it holds. Raises Declined."""
    query, content = Fields(request.args), b"" if is_form() else _body()
    tool = tool_called(query.text("app_key"))
    secret = secret_of(tool.app_key, tool.sealed_by) if tool else None
    if tool is None or secret is None:
        raise Declined(INVALID, "Invalid parameter: app_key is known to nobody here")
    _refuse_another_time(query.number("timestamp", 0, 10**12))
    meant = sign_of(secret, request.path, request.args.items(multi=True), content)
    if not hmac.compare_digest(meant, query.text("sign").encode("ascii", "replace").decode()):
        raise Declined(BAD_SIGN)
    viewer = _viewer(tool)
    shops = tuple(each for each in tool.shops if may_run_shop(viewer, each.shop_id))
    shop = None if operation.name in OF_NO_SHOP else _shop(shops, query.text("shop_cipher", ""))
    _keep_pace(tool, shop)
    note_use(tool)
    g.viewer = viewer = replace(viewer, shop_ids=frozenset({shop.id} if shop else ()))
    return Call(tool, viewer, shops, shop, query, Fields(_object(content)))


def _body() -> bytes:
    try:
        return request.get_data(cache=True)
    except RequestEntityTooLarge as error:
        raise Declined(TOO_LARGE) from error


def _refuse_another_time(told: int) -> None:
    now = clock.now().timestamp()
    if not now - LATE_SECONDS <= told <= now + AHEAD_SECONDS:
        raise Declined(INVALID, "Invalid parameter: timestamp is not the time here")


def _viewer(tool: Tool) -> Viewer:
    """Whoever connected it, as long as they may sign in and it was not disconnected."""
    token = request.headers.get(TOKEN, "")
    until = token_ends(tool.id, "access", token) if token else None
    if until is None:
        raise Declined(EXPIRED, "Invalid access token")
    viewer = viewer_of(tool.sign_in_id) if until > clock.now() else None
    if viewer is None:
        raise Declined(EXPIRED)
    return viewer


def _shop(shops: tuple[ToolShop, ...], cipher: str) -> Shop:
    meant = next((each.shop_id for each in shops if each.cipher == cipher), None)
    found = db.session.scalar(select(Shop).where(Shop.id == meant)) if meant else None
    if found is None:
        raise Declined(BAD_CIPHER)
    return found


def _keep_pace(tool: Tool, shop: Shop | None) -> None:
    most = current_app.config["TOOL_CALLS_A_MINUTE"]
    if limiter.enabled and not pace.hit(f"tool {tool.id} for {shop.id if shop else 0}", most):
        raise Declined(TOO_MANY)


def _object(content: bytes) -> dict[str, Any]:
    """The body's object; an empty body has no fields."""
    if not content.strip():
        return {}
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Declined(INVALID, "Invalid parameter: the body is no JSON") from error
    if not isinstance(read, dict):
        raise Declined(INVALID, "Invalid parameter: the body is no object")
    return read
