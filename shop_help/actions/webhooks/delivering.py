"""The outbox's reader that writes deliveries: one for each endpoint that wants to be told of a happening."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from shop_help import clock
from shop_help.actions.handing_on import OutboxRow
from shop_help.models import WebhookDelivery, WebhookEndpoint
from shop_help.models.prepared import Prepared
from shop_help.policy.happenings import HAPPENINGS

_ENDPOINTS = Prepared(select(WebhookEndpoint.id, WebhookEndpoint.happenings).order_by(WebhookEndpoint.id))
_KEPT = (
    "endpoint_id",
    "key",
    "what",
    "happened_at",
    "data",
    "subject",
    "state",
    "created_at",
    "tries",
    "next_try_at",
    "answer",
)
_DELIVERY = Prepared(insert(WebhookDelivery), _KEPT)


def deliver(connection: Connection, row: OutboxRow) -> None:
    """Writes them. A paused endpoint's wait until it goes on."""
    deliver_all(connection, [row])


def deliver_all(connection: Connection, rows: Sequence[OutboxRow]) -> None:
    """The same of several happenings: the endpoints are asked for once."""
    endpoints = _ENDPOINTS.all(connection, {})
    for row in rows if endpoints else ():
        happening = HAPPENINGS.get(row.what)
        if happening is None or happening.stays_inside:
            continue
        for endpoint in endpoints:
            if not endpoint.happenings or row.what in endpoint.happenings:
                write(connection, endpoint.id, row, subject_of(row.data))


def write(connection: Connection, endpoint_id: int, row: OutboxRow, subject: str) -> None:
    """One delivery, to be sent at once."""
    now = clock.now()
    values = {"endpoint_id": endpoint_id, "key": row.key, "what": row.what, "happened_at": row.happened_at}
    values |= {"data": row.data, "subject": subject, "state": "pending", "created_at": now, "tries": 0}
    _DELIVERY.run(connection, values | {"next_try_at": now, "answer": ""})


def subject_of(data: Mapping[str, Any]) -> str:
    """What a happening is about: those of one subject are sent one after the other."""
    for noun in ("conversation", "order"):
        if data.get(noun) is not None:
            return f"{noun}-{data[noun]}"
    return ""
