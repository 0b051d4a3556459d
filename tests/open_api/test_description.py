"""The description says what is read and answered; programs that are made from it, and fuzz, meet no error."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shop_help import clock
from shop_help.order_feed.described import EXAMPLE, order_schema
from shop_help.payments.signing import HEADER, ORDERS, signed
from tests.open_api.sending import KEYS, ONE, counted, send
from tests.order_feed.samples import changed, example, order

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
SEED = int(os.environ.get("SHOP_HELP_ATTACK_SEED") or "1")


class Signing:
    """Signs whatever is sent, as the shop would: fuzz without a signature comes no further than that."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(raw)
        environ["HTTP_" + HEADER.upper().replace("-", "_")] = signed(KEYS, ORDERS, raw, clock.now())
        return self._app(environ, start_response)


def fuzz(app: Flask, mode: GenerationMode, examples: int) -> set[int]:
    """Sends what the description allows, or what it doesn't. Which statuses came of it."""
    app.config.update(ORDERS_KEYS=KEYS)
    description = schemathesis.openapi.from_wsgi("/api/openapi.json", Signing(app))
    seen: set[int] = set()
    for found in description.get_all_operations():
        operation = found.ok()

        @seed(SEED)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def once(case: Any) -> None:
            rows = counted()
            answer = case.call()
            case.validate_response(answer, checks=CHECKS)
            seen.add(answer.status_code)
            if answer.status_code >= 400:
                assert counted() == rows

        once()
    return seen


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_and_what_is_refused_leaves_nothing(app: Flask, mode: GenerationMode) -> None:
    assert fuzz(app, mode, 6) & {400, 422}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mode", GenerationMode)
def test_however_long_it_is_sent(app: Flask, mode: GenerationMode) -> None:
    """make attacks, or: pytest -m slow tests/open_api"""
    assert fuzz(app, mode, 1000) & {400, 422}


def _places(value: Any, path: str = "") -> Iterator[str]:
    """Where something stands in an order, such as line_items.0.id."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        place = f"{path}.{key}" if path else str(key)
        yield place
        if isinstance(inner, dict | list):
            yield from _places(inner, place)


ANYTHING = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=200)


def test_an_order_with_anything_in_one_place_is_taken_or_leaves_nothing(app: Flask) -> None:
    app.config.update(ORDERS_KEYS=KEYS)
    seen: Counter[int] = Counter()

    @seed(SEED)
    @settings(max_examples=50, deadline=None, database=None, phases=[Phase.generate])
    @given(place=st.sampled_from(sorted(_places(EXAMPLE))), value=ANYTHING | st.lists(ANYTHING, max_size=3))
    def once(place: str, value: Any) -> None:
        before = counted()
        status = send(app, changed(EXAMPLE, place, value)).status_code
        seen[status] += 1
        assert status in (200, 201, 400, 422)
        assert status < 400 or counted() == before

    once()
    assert seen[201] + seen[200] > 5
    assert seen[422] > 5


def test_the_order_that_it_shows_is_taken(app: Flask) -> None:
    app.config.update(ORDERS_KEYS=KEYS)
    assert send(app, EXAMPLE).json["outcome"] == "new"
    assert ONE in app.test_client().get("/api/openapi.json").json["paths"]


def test_orders_that_are_taken_are_as_it_says() -> None:
    allowed = Draft202012Validator(order_schema())
    for taken in (EXAMPLE, order(), example()):
        assert list(allowed.iter_errors(taken)) == []
    assert not allowed.is_valid(EXAMPLE | {"status": "LOST"})
    assert not allowed.is_valid({**EXAMPLE, "line_items": [{"id": True}]})
