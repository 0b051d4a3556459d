"""What hangs on a person: what is still open, where their words stand, and what is theirs alone."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from shop_help.models.case import Case
from shop_help.models.claim import ClaimDraft, Evidence
from shop_help.models.conversation import Conversation
from shop_help.models.order import Order
from shop_help.models.order_request import OrderRequest
from shop_help.models.person import Person, Role, person_roles
from shop_help.models.photo import Photo
from shop_help.models.protection import ProtectionCase
from shop_help.models.refund import Refund
from shop_help.policy import protection_states, request_states, support
from shop_help.policy.account_deletion import ORDER_OVER


def still_open(connection: Connection, person_id: int) -> dict[str, int]:
    """How many things of a buyer's are under way, by the names of policy.account_deletion.HOLDS."""
    orders = select(Order.id).where(Order.buyer_id == person_id)
    waiting = request_states.OPEN | request_states.REFUSED
    wanted: dict[str, Select[Any]] = {
        "claims": _count(
            ProtectionCase, ProtectionCase.buyer_id == person_id, ProtectionCase.state.in_(protection_states.OPEN)
        ),
        "requests": _count(OrderRequest, OrderRequest.buyer_id == person_id, OrderRequest.state.in_(waiting)),
        "refunds": _count(Refund, Refund.order_id.in_(orders), Refund.state != "done"),
        "orders": _count(Order, Order.buyer_id == person_id, Order.state.not_in(ORDER_OVER)),
        "cases": _count(Case, Case.buyer_id == person_id, Case.state.in_(support.OPEN)),
    }
    return {name: int(connection.execute(asked).scalar_one()) for name, asked in wanted.items()}


def _count(thing: Any, *which: Any) -> Select[Any]:
    return select(func.count()).select_from(thing).where(*which)


def has_come() -> ColumnElement[bool]:
    """Not somebody who was invited and has no password yet: may somebody work here?"""
    return or_(Person.password.is_not(None), Person.password_link_at.is_(None))


def operators_but(connection: Connection, person_id: int) -> int:
    """How many others are operators and may sign in."""
    others = (
        select(func.count(Person.id))
        .join(person_roles, person_roles.c.person_id == Person.id)
        .join(Role, Role.id == person_roles.c.role_id)
        .where(Role.name == "operator", Person.active, Person.leaves_at.is_(None), Person.id != person_id, has_come())
    )
    return int(connection.execute(others).scalar_one())


def talks_of(person_id: int) -> Select[Any]:
    """The ids of the conversations that somebody has as a buyer."""
    return select(Conversation.id).where(Conversation.buyer_id == person_id)


def claims_of(person_id: int) -> Select[Any]:
    """The ids of their claims."""
    return select(ProtectionCase.id).where(ProtectionCase.buyer_id == person_id)


def sent_photos(person_id: int) -> Select[str, str]:
    """The id and file_name of the photos that somebody sent as a buyer."""
    return select(Photo.id, Photo.file_name).where(
        Photo.person_id == person_id, Photo.conversation_id.in_(talks_of(person_id))
    )


def drafted_photos(person_id: int) -> Select[str]:
    """The file names of photos that lie with a claim that was never sent, or that wait to be sent."""
    drafts = select(ClaimDraft.id).where(ClaimDraft.buyer_id == person_id)
    return select(Evidence.file_name).where(
        or_(Evidence.draft_id.in_(drafts), Evidence.sent_at.is_(None) & (Evidence.person_id == person_id)),
        Evidence.kind == "photo",
    )
