"""Sending deliveries: leased, sent with no transaction open, and noted.

A lease is one conditional update of `next_try_at`, so of many processes one sends. Whoever dies meanwhile leaves a
lease that runs out: then it is sent again under the same name, so an endpoint is told once or more, never not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Connection, exists, or_, select, text, update
from sqlalchemy.orm import aliased

from shop_help import clock
from shop_help.actions.tool_webhooks import as_told_to_tool
from shop_help.actions.webhooks.bodies import body_of
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import WebhookDelivery, WebhookEndpoint
from shop_help.models.webhook import IS_PENDING
from shop_help.policy.refund_tries import LEASE, next_try
from shop_help.policy.webhooks import DONE, FAILED, PAUSED_AFTER, PENDING, rest_after
from shop_help.webhooks.calling import Answer, post
from shop_help.webhooks.secrets import KeyGoneError, secret_of, signing
from shop_help.webhooks.signing import headers_for


@dataclass(frozen=True)
class Leased:
    """A delivery that is this process's to send, for a minute."""

    id: int
    endpoint_id: int
    address: str
    key: str
    #: Its number of tries, this one too: what came of an earlier lease is not noted any more.
    tries: int
    since: datetime
    body: bytes
    secrets: Sequence[Any]
    #: Of a seller's tool, which has a signature of its own.
    headers: Mapping[str, str] | None = None


def endpoints_due() -> list[int]:
    """Active endpoints that aren't resting and that something waits for."""
    now = clock.now()
    waits = exists().where(
        WebhookDelivery.endpoint_id == WebhookEndpoint.id, text(f"webhook_deliveries.{IS_PENDING}"), _is_due(now)
    )
    wanted = select(WebhookEndpoint.id).where(WebhookEndpoint.state == "active", _is_awake(now), waits)
    found = list(db.session.scalars(wanted))
    db.session.rollback()
    return found


def _is_due(now: datetime) -> ColumnElement[bool]:
    return WebhookDelivery.next_try_at <= now


def _is_awake(now: datetime) -> ColumnElement[bool]:
    return or_(WebhookEndpoint.rests_until.is_(None), WebhookEndpoint.rests_until <= now)


def next_due(endpoint_id: int) -> int | None:
    """The oldest delivery of an endpoint that may be sent now: nothing of the same subject waits before it."""
    now, earlier = clock.now(), aliased(WebhookDelivery, name="earlier")
    waits_before = exists().where(
        earlier.endpoint_id == endpoint_id,
        text(f"earlier.{IS_PENDING}"),
        earlier.subject == WebhookDelivery.subject,
        earlier.subject != "",
        earlier.id < WebhookDelivery.id,
    )
    own = (WebhookDelivery.endpoint_id == endpoint_id, text(f"webhook_deliveries.{IS_PENDING}"), _is_due(now))
    wanted = select(WebhookDelivery.id).where(*own, ~waits_before)
    found = db.session.scalar(wanted.order_by(WebhookDelivery.next_try_at, WebhookDelivery.id).limit(1))
    db.session.rollback()
    return found


def lease(delivery_id: int) -> Leased | None:
    """Takes a delivery to send it; None where another process has it, or its endpoint was paused."""
    with write_unit(db.session) as session:
        connection, now = session.connection(), clock.now()
        own = (WebhookDelivery.id == delivery_id, WebhookDelivery.state == PENDING, _is_due(now))
        row = connection.execute(select(WebhookDelivery).where(*own).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        active = (WebhookEndpoint.id == row.endpoint_id, WebhookEndpoint.state == "active")
        endpoint = connection.execute(select(WebhookEndpoint).where(*active)).one_or_none()
        if endpoint is None:
            return None
        since, tries = row.trying_since or now, row.tries + 1
        values = {"next_try_at": now + LEASE, "tries": tries, "trying_since": since, "tried_at": now}
        connection.execute(update(WebhookDelivery).where(WebhookDelivery.id == row.id).values(values))
        body, headers = as_told_to_tool(connection, row) or (body_of(connection, row), None)
        secrets = signing(endpoint.secrets, now)
    return Leased(row.id, endpoint.id, endpoint.address, row.key, tries, since, body, secrets, headers)


def send(leased: Leased) -> Answer:
    """Sends it. Takes seconds: never inside a transaction."""
    try:
        secrets = [secret_of(kept) for kept in leased.secrets]
    except KeyGoneError as error:
        return Answer(None, str(error))
    headers = leased.headers or headers_for(leased.key, leased.body, secrets, clock.now())
    allows_private = bool(current_app.config["DEMO"] or current_app.config["WEBHOOKS_TO_PRIVATE"])
    return post(leased.address, leased.body, {"Content-Type": "application/json", **headers}, allows_private)


def note(leased: Leased, answer: Answer) -> None:
    """Writes down what came of it, unless there was a later lease or a replay."""
    now = clock.now()
    values: dict[str, Any] = {"status": answer.status, "answer": answer.said}
    again = None if answer.is_taken else next_try(leased.tries, leased.since, now)
    if again is not None:
        values["next_try_at"] = again
    else:
        values |= {"state": DONE if answer.is_taken else FAILED, "settled_at": now}
    own = (
        WebhookDelivery.id == leased.id,
        WebhookDelivery.state == PENDING,
        WebhookDelivery.tries == leased.tries,
    )
    with write_unit(db.session) as session:
        session.connection().execute(update(WebhookDelivery).where(*own).values(values))
        _note_endpoint(session.connection(), leased.endpoint_id, answer, now)


def _note_endpoint(connection: Connection, endpoint_id: int, answer: Answer, now: datetime) -> None:
    """How it is with the endpoint: it takes what it is told, or rests, or is paused after days of nothing."""
    this = WebhookEndpoint.id == endpoint_id
    if answer.is_taken:
        was_failing = or_(WebhookEndpoint.failing_since.is_not(None), WebhookEndpoint.fails > 0)
        well: dict[str, Any] = {"failing_since": None, "fails": 0, "rests_until": None}
        connection.execute(update(WebhookEndpoint).where(this, was_failing).values(well))
        return
    row = connection.execute(select(WebhookEndpoint).where(this).with_for_update()).one_or_none()
    if row is None:
        return
    values: dict[str, Any] = {"failing_since": row.failing_since or now}
    if answer.is_away:
        values |= {"fails": row.fails + 1, "rests_until": now + rest_after(row.fails + 1)}
    if row.state == "active" and now - values["failing_since"] >= PAUSED_AFTER:
        values |= {"state": "paused", "paused_by": "failing"}
    connection.execute(update(WebhookEndpoint).where(this).values(values))
