"""Sending again: one delivery, or all of an endpoint that failed since an instant. Under the same names as before."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from shop_help import audit, clock
from shop_help.actions.staff import By
from shop_help.actions.webhooks.endpoints import locked, operator_at, thing
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import WebhookDelivery
from shop_help.policy.messages import Refused
from shop_help.policy.webhooks import FAILED, PENDING


def replay(by: By, delivery_id: int) -> None:
    """One delivery, whatever came of it before. Raises Refused where there is none."""
    with write_unit(db.session) as session:
        operator = operator_at(by)
        found = session.get(WebhookDelivery, delivery_id, with_for_update=True)
        if found is None:
            raise Refused("forbidden")
        if found.state == PENDING and found.tries == 0:
            # It has its turn already: a second tap.
            return
        before = {"delivery": found.key, "state": found.state, "tries": found.tries}
        for name, value in _anew().items():
            setattr(found, name, value)
        audit.note("webhook.replayed", thing(found.endpoint_id), operator, before=before, after={"state": PENDING})


def replay_failed(by: By, endpoint_id: int, since: datetime) -> int:
    """All of an endpoint that failed since then. How many."""
    with write_unit(db.session) as session:
        operator = operator_at(by)
        locked(endpoint_id)
        these = (
            WebhookDelivery.endpoint_id == endpoint_id,
            WebhookDelivery.state == FAILED,
            WebhookDelivery.settled_at >= since,
        )
        again: Any = session.connection().execute(update(WebhookDelivery).where(*these).values(_anew()))
        if again.rowcount:
            told = {"since": since, "deliveries": again.rowcount}
            audit.note("webhook.replayed", thing(endpoint_id), operator, after=told)
        return int(again.rowcount)


def _anew() -> dict[str, Any]:
    return {"state": PENDING, "tries": 0, "trying_since": None, "next_try_at": clock.now(), "settled_at": None}
