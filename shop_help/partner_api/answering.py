"""A call finds its operation by the table, is done, and is answered in the envelope of that API, whatever happens."""

import logging
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, RequestRedirect, Rule

from shop_help import logs
from shop_help.extensions import csrf, db, limiter
from shop_help.forms import in_words
from shop_help.partner_api import door
from shop_help.partner_api.calling import admitted
from shop_help.partner_api.fields import Fields
from shop_help.partner_api.handlers import HANDLERS, TOKENS
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.partner_codes import (
    BAD_METHOD,
    BAD_PATH,
    BUSY,
    EXPIRED,
    FAULT,
    INVALID,
    NOT_HERE,
    OK,
    TOO_MANY,
    Code,
    Declined,
)
from shop_help.policy.partner_operations import ABSENT, BY_NAME, OPERATIONS
from shop_help.policy.request_events import REFUSALS
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _

log = logging.getLogger(__name__)

_MAP = Map(
    [
        Rule(path.replace("{", "<").replace("}", ">"), endpoint=each.name, methods=[each.method])
        for each in OPERATIONS
        for path in each.paths()
    ],
    strict_slashes=False,
    merge_slashes=False,
).bind("")
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
#: Refusals of acts that are no fault of the call.
_CODES = {
    "forbidden": NOT_HERE,
    "stale": NOT_HERE,
    "signed_out": EXPIRED,
    "rate_limited": TOO_MANY,
    "busy": BUSY,
    "unavailable": BUSY,
    "draining": BUSY,
}


@door.route("/authorization/<path:rest>", methods=METHODS)
@door.route("/customer_service/<path:rest>", methods=METHODS)
@door.route("/return_refund/<path:rest>", methods=METHODS)
@door.route("/order/<path:rest>", methods=METHODS)
@door.route("/api/v2/token/<path:rest>", methods=METHODS)
@csrf.exempt
@limiter.exempt
def call(rest: str) -> Response:
    """Any call. What isn't known is told in the envelope too: no tool reads a page."""
    try:
        return _answer(OK, "Success", 200, _done())
    except Declined as declined:
        code, words = declined.code, declined.words
    except Refused as refusal:
        code = _CODES.get(refusal.code, INVALID)
        words = _(REFUSALS[refusal.code]) if refusal.code in REFUSALS else refusal_sentence(refusal.code)
    except Faulty as faulty:
        code, words = INVALID, "; ".join(f"{name}: {said}" for name, said in in_words(faulty.faults).items())
    except (OverflowError, DataError):
        code, words = NOT_HERE, NOT_HERE.words
    except Exception as error:
        code = _code_of(error)
        words = code.words
    db.session.rollback()
    return _answer(code.number, words, code.status)


def _done() -> dict[str, Any]:
    """What the operation gives. Raises what declines it."""
    try:
        name, things = _MAP.match(request.path, request.method)
    except MethodNotAllowed as error:
        raise Declined(BAD_METHOD) from error
    except (NotFound, RequestRedirect) as error:
        raise Declined(BAD_PATH) from error
    operation = BY_NAME[name]
    if operation.state == ABSENT:
        raise Declined(BAD_PATH, f"Invalid path: {operation.title} is absent here. {operation.how}")
    if name in TOKENS:
        return TOKENS[name](Fields(request.args))
    return HANDLERS[name](admitted(operation), **things)


def _code_of(error: Exception) -> Code:
    if isinstance(error, OperationalError | InterfaceError | NoConnectionError):
        log.error("a tool was answered busy: %s", type(error).__name__, exc_info=error)
        return BUSY
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return Code(INVALID.number, error.code, INVALID.words)
    log.error("a call of a tool failed", exc_info=error)
    return FAULT


def _answer(number: int, words: str, status: int, data: dict[str, Any] | None = None) -> Response:
    envelope = {"code": number, "message": words, "request_id": logs.request_id(), "data": data or {}}
    response = jsonify(envelope)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
