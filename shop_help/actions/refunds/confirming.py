"""What the payment system says of a refund that it was told to pay: done, or failed with a reason."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.models import Refund
from shop_help.payments.webhook import LONGEST_REFERENCE
from shop_help.policy.refund_states import Told

LONGEST_REASON = 300


class Unreadable(ValueError):  # noqa: N818 - it is the sender's to put right
    """A confirmation that can't be read, with what is wrong in words for the programmer at the other end."""


@dataclass(frozen=True)
class Confirmation:
    """A confirmation that could be read."""

    key: str
    told: Told


def read(body: bytes) -> Confirmation:
    """A confirmation from its JSON. Raises Unreadable, naming the field."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is no JSON.") from error
    if not isinstance(fields, dict):
        raise Unreadable("The body is no JSON object.")
    key, state = _text(fields, "key", 64), fields.get("state")
    if not key:
        raise Unreadable('"key" is missing: it is the key that the refund was sent with.')
    if state not in ("done", "failed"):
        raise Unreadable('"state" is to be "done" or "failed".')
    attempt = fields.get("attempt", 0)
    if not isinstance(attempt, int) or isinstance(attempt, bool) or not 0 <= attempt < 1_000_000:
        raise Unreadable('"attempt" is to be the number that the refund was sent with.')
    reason = _text(fields, "reason", LONGEST_REASON)
    if state == "failed" and not reason:
        raise Unreadable('"reason" is missing: say why it failed.')
    reference = _text(fields, "reference", LONGEST_REFERENCE)
    if not reference:
        raise Unreadable('"reference" is missing: it is your own name for what you paid, or tried to.')
    code = "told" if state == "failed" else ""
    return Confirmation(key, Told(state, reference, code, reason if code else "", attempt))


def _text(fields: dict[str, Any], name: str, most: int) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise Unreadable(f'"{name}" is to be text of at most {most} characters on one line.')
    return value.strip()


def confirm(confirmation: Confirmation) -> bool:
    """Settles the refund as it was told; False where that was known already.

    Raises Refused: "forbidden" where no refund has that key, "refund_settled" where it contradicts what is settled.
    """
    refund_id = db.session.scalar(select(Refund.id).where(Refund.key == confirmation.key))
    db.session.rollback()
    return settle(refund_id or 0, confirmation.told)
