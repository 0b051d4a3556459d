"""What went wrong, as programs read it: application/problem+json (RFC 9457)."""

import logging
from http import HTTPStatus

from flask import Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from shop_help.open_api import door
from shop_help.open_api.answers import Problem
from shop_help.order_feed.remarks import Remark

log = logging.getLogger(__name__)

#: Seconds after which a program may send it again, while the database restarts.
RETRY_AFTER = "5"
#: What the database says while it is gone, full or busy for too long.
AWAY = (OperationalError, InterfaceError, NoConnectionError)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer
    """Nothing was taken in."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, errors: tuple[Remark, ...] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.problem = Problem(title=status.phrase, status=status, detail=detail, code=code, errors=list(errors))


def _answer(problem: Problem) -> Response:
    return Response(problem.model_dump_json(), problem.status, mimetype="application/problem+json")


@door.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """By its own words."""
    return _answer(refusal.problem)


def unavailable(error: Exception) -> Response:
    """Nothing is half done: an order is taken in whole or not at all, and the same once more does no harm."""
    log.error("answered 503: %s", type(error).__name__, exc_info=error)
    words = "The database can't be reached. Nothing is half done: send it again."
    answer = _answer(Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", words).problem)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


for away in AWAY:
    door.register_error_handler(away, unavailable)
