"""Webhooks as operators see them: endpoints with what waits for each, and deliveries, newest first."""

from collections.abc import Sequence

from sqlalchemy import func, select, text

from shop_help.extensions import db
from shop_help.models.tool import OF_OPERATORS
from shop_help.models.webhook import IS_PENDING, WebhookDelivery, WebhookEndpoint

#: Counted at most.
MOST = 1000
#: Those of sellers' tools are not theirs.
_OPERATORS = select(WebhookEndpoint).where(OF_OPERATORS)


def all_endpoints() -> Sequence[WebhookEndpoint]:
    """All there are: a handful."""
    return db.session.scalars(_OPERATORS.order_by(WebhookEndpoint.id)).all()


def endpoint_called(endpoint_id: int) -> WebhookEndpoint | None:
    """One of them."""
    return db.session.scalar(_OPERATORS.where(WebhookEndpoint.id == endpoint_id))


def counts_of(endpoint_id: int) -> dict[str, int]:
    """How many deliveries wait, and how many failed; counted up to MOST."""
    own = select(WebhookDelivery.id).where(WebhookDelivery.endpoint_id == endpoint_id)
    wanted = {"pending": own.where(text(IS_PENDING)), "failed": own.where(WebhookDelivery.state == "failed")}
    return {
        state: db.session.scalar(select(func.count()).select_from(these.limit(MOST).subquery())) or 0
        for state, these in wanted.items()
    }


def paused_for_failing() -> int:
    """How many endpoints were paused because they took nothing."""
    wanted = select(func.count(WebhookEndpoint.id)).where(WebhookEndpoint.paused_by == "failing")
    return db.session.scalar(wanted) or 0


def deliveries_of(endpoint_id: int, state: str, behind: int | None, most: int) -> Sequence[WebhookDelivery]:
    """Deliveries of an endpoint, or those in a state, behind the one of an id."""
    wanted = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint_id)
    for is_it in (WebhookDelivery.state == state if state else None, WebhookDelivery.id < behind if behind else None):
        wanted = wanted if is_it is None else wanted.where(is_it)
    return db.session.scalars(wanted.order_by(WebhookDelivery.id.desc()).limit(most)).all()


def delivery_called(endpoint_id: int, delivery_id: int) -> WebhookDelivery | None:
    """One of an endpoint's."""
    own = (WebhookDelivery.id == delivery_id, WebhookDelivery.endpoint_id == endpoint_id)
    return db.session.scalar(select(WebhookDelivery).where(*own))
