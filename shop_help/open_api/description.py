"""What programs may ask and what they are answered, as OpenAPI 3.1: made of what reads orders and what answers."""

from functools import cache
from typing import Any

from flask import Response, json
from pydantic.json_schema import models_json_schema

from shop_help.extensions import limiter
from shop_help.open_api import door
from shop_help.open_api.answers import OrderLine, OrderTaken, Problem, Summary
from shop_help.open_api.orders import BATCH_TYPES, JSON, JSON_LINES, LARGEST_BATCH, LARGEST_ORDER
from shop_help.order_feed.described import order_schema
from shop_help.payments.signing import FRESH, HEADER, ORDERS

_REF = "#/components/schemas/{model}"
#: What each refusal says of itself.
_REFUSALS = {
    "400": "It can't be read",
    "401": "The signature isn't believed",
    "404": "No secret is set up here",
    "413": "It is too large",
    "415": "It is of another type",
    "503": "The database can't be reached: send it again",
}
_SIGNATURE = (
    f"`key=main,t=1790000000,v1=…`: v1 is HMAC-SHA256 in hex, by the secret called `main`, over t (Unix seconds), "
    f'".{ORDERS}." and the body as it is sent. Worth nothing after {int(FRESH.total_seconds()) // 60} minutes.'
)


@door.get("/openapi.json")
@limiter.exempt
def openapi() -> Response:
    """The description."""
    return Response(json.dumps(description()), mimetype=JSON)


@cache
def description() -> dict[str, Any]:
    """All of it; it says nothing of anybody."""
    _, made = models_json_schema(
        [(model, "serialization") for model in (OrderTaken, OrderLine, Summary, Problem)], ref_template=_REF
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop Help", "version": "1", "summary": "Orders from the shop's own systems"},
        "paths": {"/api/orders": {"post": _one()}, "/api/orders/batch": {"post": _many()}},
        "components": {
            "schemas": {**made["$defs"], "Order": order_schema()},
            "securitySchemes": {
                "signature": {"type": "apiKey", "in": "header", "name": HEADER, "description": _SIGNATURE}
            },
        },
        "security": [{"signature": []}],
    }


def _one() -> dict[str, Any]:
    taken = _content(JSON, "OrderTaken")
    return {
        "operationId": "takeOrder",
        "summary": "Take in an order, each time it changes",
        "description": (
            "Whole or not at all. Told by its id: the same once more is `unchanged`, and one with an earlier "
            f"update_time than we know is `older` and changes nothing. {LARGEST_ORDER:,} bytes at most."
        ),
        "requestBody": {"required": True, "content": {JSON: {"schema": _ref("Order")}}},
        "responses": {
            "200": {"description": "We had it, or have it now", "content": taken},
            "201": {"description": "It is new", "content": taken},
            **_refusals(),
            "422": {
                "description": "The order is refused",
                "content": _content("application/problem+json", "Problem"),
            },
        },
    }


def _many() -> dict[str, Any]:
    lines = {"oneOf": [_ref("OrderLine"), _ref("Summary")]}
    return {
        "operationId": "takeOrders",
        "summary": "Take in many orders",
        "description": (
            "A list, an answer of the Order API, or JSON Lines; gzipped or not, and signed as it is sent. Each order "
            f"is taken in by itself. {LARGEST_BATCH:,} bytes at most."
        ),
        "requestBody": {
            "required": True,
            "content": {
                each: {"schema": {"type": "array", "items": _ref("Order")} if each == JSON else {"type": "string"}}
                for each in BATCH_TYPES
            },
        },
        "responses": {
            "200": {"description": "A line for each, then the sums", "content": {JSON_LINES: {"schema": lines}}},
            **_refusals(),
        },
    }


def _ref(model: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=model)}


def _content(mimetype: str, model: str) -> dict[str, Any]:
    return {mimetype: {"schema": _ref(model)}}


def _refusals() -> dict[str, Any]:
    content = _content("application/problem+json", "Problem")
    return {status: {"description": words, "content": content} for status, words in _REFUSALS.items()}
