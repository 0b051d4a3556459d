"""The door of other machines that tell us something: the payment system confirms refunds here (README, "Refunds")."""

import logging
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from shop_help import clock, payments
from shop_help.actions.refunds import confirming
from shop_help.extensions import csrf, limiter
from shop_help.payments.signing import CONFIRMATION, HEADER, fault_of, unbelieved
from shop_help.policy.messages import Refused

door = Blueprint("hooks", __name__)
log = logging.getLogger(__name__)

LARGEST_BODY = 16 * 1024


@door.post("/hooks/refunds")
@csrf.exempt
@limiter.exempt
def refunds() -> tuple[Response, int]:
    """A refund is done, or failed. Signed, worth nothing after five minutes, and the same twice is once."""
    if payments.adapter_in_use() != payments.WEBHOOK:
        abort(404)
    body = _body()
    if body is None:
        return _no(413, "too_large", f"A confirmation has at most {LARGEST_BODY} bytes.")
    fault = fault_of(payments.keys(), CONFIRMATION, body, request.headers.get(HEADER, ""), clock.now())
    if fault is not None:
        log.warning("a confirmation of a refund was refused", extra={"code": fault})
        return _no(401, fault, unbelieved(fault, CONFIRMATION))
    try:
        confirmation = confirming.read(body)
        return jsonify(ok=True, duplicate=not confirming.confirm(confirmation)), 200
    except confirming.Unreadable as error:
        return _no(400, "bad_request", str(error))
    except Refused as refusal:
        return _refused(refusal)


def _body() -> bytes | None:
    """The bytes as they were signed; None for too many."""
    try:
        return request.get_data(cache=False) if (request.content_length or 0) <= LARGEST_BODY else None
    except RequestEntityTooLarge:
        return None


def _refused(refusal: Refused) -> tuple[Response, int]:
    if refusal.code == "forbidden":
        return _no(404, "unknown_key", "There is no refund of that key.")
    log.error("a confirmation contradicts a refund that is done")
    return _no(409, "contradiction", "This refund is done already, and under another reference if it was told to be.")


def _no(status: int, code: str, words: str) -> tuple[Response, Any]:
    return jsonify(ok=False, code=code, message=words), status
