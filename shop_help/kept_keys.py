"""The keys that there are, by their names and ages: no secret is read here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import SignIn, Tool, ToolShop
from shop_help.models.shown_webhooks import all_endpoints
from shop_help.policy.keys import BESIDE, IN_USE, states_of
from shop_help.secret_keys import DERIVED
from shop_help.webhooks.secrets import name_of, signing

#: Which keys of the settings are which purpose's.
SETTINGS = {
    "handoff": "HANDOFF_KEYS",
    "orders": "ORDERS_KEYS",
    "payments": "PAYMENTS_KEYS",
    "audit": "AUDIT_KEYS",
    "second_factor": "SECOND_FACTOR_KEYS",
    "tools": "TOOL_KEYS",
    "webhooks": "WEBHOOK_KEYS",
}
#: Of tools so many are shown, the newest.
MOST_TOOLS = 100


@dataclass(frozen=True)
class KeptKey:
    """A key. `since`: None where a setting holds it, which has no date."""

    purpose: str
    name: str
    state: str
    since: datetime | None = None
    until: datetime | None = None
    used_at: datetime | None = None
    #: Whose it is: an address, or a tool and its shops.
    of: str = ""
    is_derived: bool = False
    #: Of the webhook or the tool.
    id: int = 0


def kept_keys() -> list[KeptKey]:
    """All of them, purpose by purpose."""
    return [*_of_settings(), *_of_push(), *_of_webhooks(), *_of_tools()]


def _of_settings() -> Iterator[KeptKey]:
    for purpose, setting in SETTINGS.items():
        for name, state in states_of(purpose, list(current_app.config[setting])).items():
            is_derived = name == DERIVED and setting not in ("HANDOFF_KEYS", "ORDERS_KEYS", "PAYMENTS_KEYS")
            yield KeptKey(purpose, name, state, is_derived=is_derived)


def _of_push() -> Iterator[KeptKey]:
    is_named = bool(current_app.config["PUSH_KEY"])
    yield KeptKey("push", "1" if is_named else DERIVED, IN_USE, is_derived=not is_named)


def _of_webhooks() -> Iterator[KeptKey]:
    for endpoint in all_endpoints():
        for kept in signing(endpoint.secrets, clock.now()):
            since, until = (datetime.fromisoformat(kept[each]) if kept[each] else None for each in ("since", "until"))
            state = BESIDE if until else IN_USE
            yield KeptKey("webhook", name_of(kept), state, since, until, of=endpoint.address, id=endpoint.id)


def _of_tools() -> Iterator[KeptKey]:
    wanted = select(Tool).join(SignIn, SignIn.id == Tool.sign_in_id).where(SignIn.ended_at.is_(None))
    wanted = wanted.options(selectinload(Tool.shops).selectinload(ToolShop.shop))
    for tool in db.session.scalars(wanted.order_by(Tool.id.desc()).limit(MOST_TOOLS)):
        shops = ", ".join(each.shop.name for each in tool.shops)
        whose = f"{tool.name} · {shops}" if shops else tool.name
        yield KeptKey("tool", tool.app_key, IN_USE, tool.made_at, None, tool.used_at, whose, id=tool.id)
