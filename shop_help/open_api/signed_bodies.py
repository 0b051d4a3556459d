"""Bodies that the shop has signed: looked at whole before anything in them is believed, and never whole in memory."""

import logging
from collections.abc import Collection, Iterator
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from shop_help import audit, clock, pace
from shop_help.open_api.problems import Refusal
from shop_help.payments.signing import HEADER, ORDERS, fault_of, unbelieved

log = logging.getLogger(__name__)

_AT_ONCE = 64 * 1024
#: What is larger waits on the disk.
_IN_MEMORY = 1 << 20
#: Lines of the log that one address makes in a minute.
MOST_REFUSALS_A_MINUTE = 60


def signed_body(largest: int, types: Collection[str]) -> IO[bytes]:
    """The body, at its beginning, once its signature is believed. Raises Refusal. `largest`: bytes as sent."""
    keys = current_app.config["ORDERS_KEYS"]
    if not keys:
        raise Refusal(HTTPStatus.NOT_FOUND, "not_set_up", "There is no SHOP_HELP_ORDERS_SECRET here to sign with.")
    if request.mimetype not in types:
        wanted = " or ".join(types)
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong_type", f"Send it as {wanted}.")
    body = _kept(largest)
    fault = fault_of(keys, ORDERS, _pieces(body), request.headers.get(HEADER, ""), clock.now())
    if fault is not None:
        if pace.hit(f"orders {request.remote_addr}", MOST_REFUSALS_A_MINUTE):
            log.warning("orders were refused: %s (from %s)", fault, audit.address())
        raise Refusal(HTTPStatus.UNAUTHORIZED, fault, unbelieved(fault, ORDERS))
    body.seek(0)
    return body


def _kept(largest: int) -> IO[bytes]:
    request.max_content_length = largest
    body = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is read after this, and goes with its last reader
    try:
        for piece in iter(partial(request.stream.read, _AT_ONCE), b""):
            body.write(piece)
    except RequestEntityTooLarge as error:
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"Send {largest:,} bytes at most at once."
        ) from error
    return body


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    body.seek(0)
    yield from iter(partial(body.read, _AT_ONCE), b"")
