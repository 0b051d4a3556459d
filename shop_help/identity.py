"""Who is asking: read anew from the database for each page and each socket event, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, session
from sqlalchemy import Row, String, bindparam, cast, func, select

from shop_help import clock
from shop_help.models import Person, Role, SignIn, person_roles, shop_members
from shop_help.models.brand import BRAND_VERSION
from shop_help.models.prepared import NOW, Prepared
from shop_help.models.reading import row_of
from shop_help.policy.age import is_adult
from shop_help.policy.handoff import roles_by
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import Asker
from shop_help.policy.second_factor import held_by

#: Where the session cookie keeps which sign-in it belongs to.
SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Viewer(Asker):
    """The person at the other end, with what their pages need."""

    name: str
    market: str
    #: IANA zone of their market
    zone: str
    locale: str
    sign_in_id: str
    #: When this sign-in began, and when it ends unless it is used again; None where nothing was said of that yet.
    started_at: datetime
    ends_at: datetime | None = None
    #: What is still to be shown before this sign-in is worth anything (policy.second_factor): then it has no roles.
    held: str = ""
    #: Their roles, held back or not: for what they sign in with, and for the audit log. No right comes from these.
    all_roles: frozenset[str] = frozenset()
    #: The version of the brand, empty for ours: a process sees by it whether the one that it knows still holds.
    brand: str = ""

    @property
    def works_as(self) -> str:
        """Their first role, for the audit log."""
        return next((role for role in ("operator", "agent", "seller", "buyer") if role in self.all_roles), "none")

    @property
    def audience(self) -> str:
        """Whose pages they see first; `buyer` unless they work here."""
        return next((role for role in ("operator", "agent", "seller") if role in self.roles), "buyer")


def _question() -> Any:
    roles = (
        select(func.aggregate_strings(Role.name, ","))
        .join(person_roles, person_roles.c.role_id == Role.id)
        .where(person_roles.c.person_id == Person.id)
        .scalar_subquery()
    )
    shops = (
        select(func.aggregate_strings(cast(shop_members.c.shop_id, String), ","))
        .where(shop_members.c.person_id == Person.id)
        .scalar_subquery()
    )
    return (
        select(
            Person.id,
            Person.name,
            Person.market,
            Person.locale,
            Person.birthdate,
            Person.adult_confirmed_by,
            Person.leaves_at,
            SignIn.proof,
            SignIn.started_at,
            SignIn.ends_at,
            roles.label("roles"),
            shops.label("shops"),
            BRAND_VERSION.label("brand"),
        )
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.id == bindparam("sign_in", ""), SignIn.holds_at(NOW), Person.active)
    )


_QUESTION = Prepared(_question())


def viewer_of(sign_in_id: str | None) -> Viewer | None:
    """The person of a sign-in that has not ended; None for a visitor."""
    if not sign_in_id:
        return None
    row = row_of(_QUESTION, sign_in=sign_in_id, now=clock.now())
    return _viewer(row, sign_in_id) if row is not None else None


def _viewer(row: Row[Any], sign_in_id: str) -> Viewer:
    zone = market_called(row.market).zone
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    # Who came by the shop's word is nobody but whom it named.
    roles = roles_by(row.proof, frozenset((row.roles or "").split(",")) - {""})
    shops = frozenset(int(shop_id) for shop_id in (row.shops or "").split(",") if shop_id and "seller" in roles)
    held = held_by(row.proof, roles, current_app.config["DEMO"], row.leaves_at is not None)
    return Viewer(
        person_id=row.id,
        # Who is held back is nobody yet: on pages, over the socket, and in each act.
        roles=frozenset() if held else roles,
        shop_ids=frozenset() if held else shops,
        is_adult=is_adult(row.birthdate, row.adult_confirmed_by, today),
        name=row.name,
        market=row.market,
        zone=zone,
        locale=row.locale,
        sign_in_id=sign_in_id,
        started_at=row.started_at,
        ends_at=row.ends_at,
        held=held,
        all_roles=roles,
        brand=row.brand or "",
    )


def viewer() -> Viewer | None:
    """Who asks for this page; asked once a request. Nobody does in a job or a command."""
    here: Any = g._get_current_object()
    if "viewer" not in here:
        here.viewer = viewer_of(session.get(SIGN_IN)) if has_request_context() else None
    found: Viewer | None = here.viewer
    return found


def current() -> Viewer:
    """Who asks, behind a gate that lets no visitor through."""
    found = viewer()
    if found is None:
        raise LookupError("no gate stands before this page")
    return found
