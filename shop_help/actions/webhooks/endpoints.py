"""What operators do with endpoints: name one, choose what it hears, give it a new secret, pause it, remove it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import func, select

from shop_help import audit, clock
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.one_at_a_time import operators_one_at_a_time
from shop_help.actions.staff import By, staff_at
from shop_help.actions.webhooks.delivering import write
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import WebhookDelivery, WebhookEndpoint
from shop_help.models.shown_webhooks import endpoint_called
from shop_help.models.tool import OF_OPERATORS
from shop_help.policy.faults import Fault, Faulty, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_set_webhooks
from shop_help.policy.same_form import SAME_FORM
from shop_help.policy.webhooks import ACTIVE, MOST_ENDPOINTS, PAUSED, PENDING, TESTED, address_fault, happenings_fault
from shop_help.policy.wording import N_
from shop_help.webhooks.secrets import name_of, new_secret, rotated, secret_of

NEWER_SECRET = Fault(N_("Somebody made a new secret just now, so nothing was changed. Only they were shown it."))


def add(by: By, address: str, happenings: Sequence[str]) -> tuple[int, str]:
    """An endpoint's id and its secret, which is shown this once; the same form sent twice adds one. Raises Faulty."""
    with write_unit(db.session) as session:
        operator = operator_at(by)
        values = _checked(address, happenings)
        # Operators add one at a time: one that isn't there yet can't be locked.
        operators_one_at_a_time()
        there = _same_there(values)
        if there is not None:
            return there.id, secret_of(there.secrets[0])
        operators = select(func.count(WebhookEndpoint.id)).where(OF_OPERATORS)
        if (session.scalar(operators) or 0) >= MOST_ENDPOINTS:
            most = {"most": MOST_ENDPOINTS}
            refuse_faulty({"address": Fault(N_("There are %(most)s already: remove one first."), most)})
        kept = new_secret(clock.now())
        endpoint = WebhookEndpoint(secrets=[kept], **values)
        session.add(endpoint)
        session.flush()
        audit.note("webhook.added", thing(endpoint.id), operator, after=values | {"secret": name_of(kept)})
        return endpoint.id, secret_of(kept)


def _same_there(values: Mapping[str, Any]) -> WebhookEndpoint | None:
    """One that was added a moment ago by the same form."""
    new = (WebhookEndpoint.address == values["address"], WebhookEndpoint.created_at > clock.now() - SAME_FORM)
    found = db.session.scalars(select(WebhookEndpoint).where(*new, OF_OPERATORS))
    return next((each for each in found if each.happenings == values["happenings"]), None)


def change(by: By, endpoint_id: int, address: str, happenings: Sequence[str]) -> None:
    """Another address, or another choice of what it is told from now on. Raises Faulty."""
    with write_unit(db.session):
        operator, endpoint = operator_at(by), locked(endpoint_id)
        values = _checked(address, happenings)
        before = {"address": endpoint.address, "happenings": endpoint.happenings}
        if before == values:
            return
        endpoint.address, endpoint.happenings = values["address"], values["happenings"]
        endpoint.rests_until = None
        audit.note("webhook.changed", thing(endpoint_id), operator, before=before, after=values)


def _checked(address: str, happenings: Sequence[str]) -> dict[str, Any]:
    chosen = sorted(set(happenings))
    allows_http = bool(current_app.config["DEMO"] or current_app.config["WEBHOOKS_TO_PRIVATE"])
    faults = {"address": address_fault(address, allows_http), "happenings": happenings_fault(chosen)}
    refuse_faulty({name: fault for name, fault in faults.items() if fault is not None})
    return {"address": address, "happenings": chosen}


def rotate(by: By, endpoint_id: int, seen: str | None = None) -> str:
    """A new secret, which is shown this once; the one before signs beside it for two days.

    `seen`: the name of the newest one as its page had it. Raises Faulty where there is a newer one: asked for twice,
    the second would end the first before anybody has put it in.
    """
    with write_unit(db.session):
        operator, endpoint = operator_at(by), locked(endpoint_id)
        before = [name_of(kept) for kept in endpoint.secrets]
        if seen is not None and seen != next(iter(before), ""):
            raise Faulty({"": NEWER_SECRET})
        endpoint.secrets = rotated(endpoint.secrets, clock.now())
        after = [name_of(kept) for kept in endpoint.secrets]
        audit.note(
            "webhook.rotated", thing(endpoint_id), operator, before={"secrets": before}, after={"secrets": after}
        )
        return secret_of(endpoint.secrets[0])


def pause(by: By, endpoint_id: int) -> None:
    """It is told nothing until it goes on; what happens meanwhile waits."""
    _set_state(by, endpoint_id, PAUSED, "webhook.paused")


def resume(by: By, endpoint_id: int) -> None:
    """It goes on with what waits, the oldest first."""
    _set_state(by, endpoint_id, ACTIVE, "webhook.resumed")


def _set_state(by: By, endpoint_id: int, state: str, act: str) -> None:
    with write_unit(db.session):
        operator, endpoint = operator_at(by), locked(endpoint_id)
        if endpoint.state == state:
            return
        before = {"state": endpoint.state, "paused_by": endpoint.paused_by}
        endpoint.state, endpoint.paused_by = state, "operator" if state == PAUSED else ""
        if state == ACTIVE:
            endpoint.failing_since, endpoint.fails, endpoint.rests_until = None, 0, None
        after = {"state": endpoint.state, "paused_by": endpoint.paused_by}
        audit.note(act, thing(endpoint_id), operator, before=before, after=after)


def remove(by: By, endpoint_id: int) -> None:
    """It is told nothing any more, and its deliveries go with it."""
    with write_unit(db.session) as session:
        operator, endpoint = operator_at(by), locked(endpoint_id)
        before = {"address": endpoint.address, "happenings": endpoint.happenings, "state": endpoint.state}
        session.delete(endpoint)
        audit.note("webhook.removed", thing(endpoint_id), operator, before=before)


def test(by: By, endpoint_id: int) -> str:
    """Writes a delivery that tries it out; its key. It goes the way of all others."""
    with write_unit(db.session) as session:
        operator, endpoint = operator_at(by), locked(endpoint_id)
        # Somebody waits for what comes of it.
        endpoint.rests_until = None
        waiting = _test_that_waits(endpoint_id)
        if waiting is not None:
            return waiting
        row = OutboxRow(0, TESTED, clock.now(), {"endpoint": endpoint_id}, f"test-{uuid4()}")
        session.flush()
        write(session.connection(), endpoint_id, row, "")
        audit.note("webhook.tested", thing(endpoint_id), operator, after={"delivery": row.key})
        return row.key


def _test_that_waits(endpoint_id: int) -> str | None:
    """The key of a test that nobody tried to send yet."""
    own = (WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.what == TESTED)
    waits = (WebhookDelivery.state == PENDING, WebhookDelivery.tries == 0)
    return db.session.scalar(select(WebhookDelivery.key).where(*own, *waits).limit(1))


def operator_at(by: By) -> Viewer | None:
    """Who acts; None for a command. Raises Refused for who may not."""
    return staff_at(by, may_set_webhooks)


def locked(endpoint_id: int) -> WebhookEndpoint:
    """An endpoint under its lock. Raises Refused where there is none."""
    found = db.session.get(WebhookEndpoint, endpoint_id, with_for_update={"key_share": True})
    if found is None or endpoint_called(endpoint_id) is None:
        raise Refused("forbidden")
    return found


def thing(endpoint_id: int) -> str:
    """As the audit log names it."""
    return f"webhook {endpoint_id}"
