"""Orders by HTTP: one as soon as it changes, or many at once. The same act as the import takes them in."""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice
from typing import IO

from flask import Response, current_app, stream_with_context

from shop_help.actions.order_import import import_item, import_orders
from shop_help.extensions import csrf, limiter
from shop_help.open_api import door
from shop_help.open_api.answers import OrderTaken, Summary
from shop_help.open_api.problems import AWAY, Refusal
from shop_help.open_api.signed_bodies import signed_body
from shop_help.order_feed.answers import Broken, Found
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.reading import orders_in
from shop_help.order_feed.source import GZIP_MAGIC, Source

log = logging.getLogger(__name__)

JSON, JSON_LINES = "application/json", "application/jsonl"
BATCH_TYPES = (JSON, JSON_LINES, "application/x-ndjson")
#: Bytes of one order: the largest known have a hundredth of that.
LARGEST_ORDER = 1 << 20
#: Bytes of a batch as it is sent, and once it is unpacked: some 5,000 orders, or 20,000 packed ones.
LARGEST_BATCH, LARGEST_UNPACKED = 16 << 20, 64 << 20


@door.post("/orders")
@csrf.exempt
@limiter.exempt
def take_order() -> Response:
    """One order, whole or not at all."""
    found = _only_order(signed_body(LARGEST_ORDER, (JSON,)))
    imported = import_item(found, current_app.config["ORDERS_ADULTS_CONFIRMED_BY"])
    if imported.outcome == "refused":
        words = "The order can't be taken in; errors says why."
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "refused", words, imported.problems)
    taken = OrderTaken(number=imported.number, outcome=imported.outcome, notes=list(imported.notes))  # type: ignore[arg-type]
    status = HTTPStatus.CREATED if imported.outcome == "new" else HTTPStatus.OK
    return Response(taken.model_dump_json(), status, mimetype=JSON)


def _only_order(body: IO[bytes]) -> Found:
    """The order that a body holds, before anything is done with it. Raises Refusal."""
    if body.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong_type", "A single order is sent as it is, not packed.")
    body.seek(0)
    items = list(islice(orders_in(Source(body), Surroundings()), 2))  # type: ignore[arg-type]
    for item in items:
        if isinstance(item, Broken):
            raise Refusal(HTTPStatus.BAD_REQUEST, item.code, item.reason)
    found = [item for item in items if isinstance(item, Found)]
    if len(found) != 1 or len(items) > 1:
        raise Refusal(
            HTTPStatus.BAD_REQUEST, "not_one_order", "Send one order here, and several to /api/orders/batch."
        )
    return found[0]


@door.post("/orders/batch")
@csrf.exempt
@limiter.exempt
def take_orders() -> Response:
    """A list, an answer of the Order API, or JSON Lines, gzipped or not: each order in a commit of its own."""
    body = signed_body(LARGEST_BATCH, BATCH_TYPES)
    return Response(stream_with_context(_taken(body)), mimetype=JSON_LINES)


def _taken(body: IO[bytes]) -> Iterator[str]:
    """A line for each order as soon as it is in, and the sums at the end."""
    counts: Counter[str] = Counter()
    confirmed_by = current_app.config["ORDERS_ADULTS_CONFIRMED_BY"]
    try:
        for imported in import_orders(body, Surroundings(), confirmed_by, largest=LARGEST_UNPACKED):  # type: ignore[arg-type]
            counts[imported.outcome] += bool(imported.outcome)
            yield json.dumps(imported.as_json(), ensure_ascii=False) + "\n"
    except AWAY as error:
        # The status has gone out already; the sums that don't come say that there is more to send.
        log.error("a batch was cut off: %s", type(error).__name__, exc_info=error)
        return
    summary = Summary(summary={name: count for name, count in counts.items() if name})  # type: ignore[misc]
    yield summary.model_dump_json() + "\n"
