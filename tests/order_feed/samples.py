"""Orders in the Order API's own shape, with nothing odd about them, to be made odd one field at a time."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shop_help.order_feed.order import ReadOrder, Surroundings
from shop_help.order_feed.parsing import read_order

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CREATED = 1_790_000_000
EXAMPLE = Path(__file__).resolve().parent.parent / "data" / "orders-documentation-example.json"


def line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One unit for 25.00, less 2.00, plus 1.84 of tax."""
    return {
        "id": f"line-{number}",
        "product_id": "p-lamp",
        "product_name": "Halo desk lamp",
        "sku_id": "s-1",
        "sku_name": "Brass",
        "sku_image": "https://pictures.example/lamp.jpg",
        "currency": "USD",
        "original_price": "25.00",
        "sale_price": "23.00",
        "seller_discount": "2.00",
        "platform_discount": "0",
        "item_tax": [{"tax_amount": "1.50"}, {"tax_amount": "0.34"}],
        "package_id": "package-1",
        **changes,
    }


def order(number: int | str = 1, **changes: Any) -> dict[str, Any]:
    """A paid order on its way, of an adult in the US. `changes` replace its fields; None takes one away."""
    whole: dict[str, Any] = {
        "id": f"5764{number:0>14}",
        "status": "IN_TRANSIT",
        "create_time": CREATED,
        "update_time": CREATED + 9000,
        "paid_time": CREATED + 60,
        "rts_time": CREATED + 3600,
        "collection_time": CREATED + 7200,
        "delivery_due_time": CREATED + 600_000,
        "user_id": "buyer-1",
        "buyer_email": "buyer-1@relay.example",
        "buyer_birthdate": "1990-01-31",
        "shop_id": "shop-1",
        "shop_name": "Luma Home",
        "line_items": [line()],
        "packages": [{"id": "package-1"}],
        "payment": {
            "currency": "USD",
            "original_total_product_price": "25.00",
            "seller_discount": "2.00",
            "platform_discount": "0",
            "sub_total": "23.00",
            "shipping_fee": "4.99",
            "tax": "1.84",
            "total_amount": "29.83",
        },
        "recipient_address": {
            "name": "Ana Ferreira",
            "phone_number": "(+1)512-***-0142",
            "address_line1": "412 Alder Street",
            "address_line2": "Apt 3",
            "postal_code": "78704",
            "region_code": "US",
            "district_info": [
                {"address_level_name": "Country", "address_name": "United States"},
                {"address_level_name": "State", "address_name": "Texas"},
                {"address_level_name": "City", "address_name": "Austin"},
            ],
        },
    }
    whole |= changes
    return {name: value for name, value in whole.items() if value is not None}


def changed(raw: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one field set: changed(order(), "line_items.0.id", 7). A value of `...` takes the field away."""
    copied: Any = copy.deepcopy(raw)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = copied
    for step in steps:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return dict(copied)


def envelope(orders: list[Any], **data: Any) -> dict[str, Any]:
    """An answer of the API."""
    return {"code": 0, "message": "Success", "request_id": "r", "data": {**data, "orders": orders}}


def example() -> dict[str, Any]:
    """The order of the API's own documentation, contradictions and all."""
    return dict(json.loads(EXAMPLE.read_text())["data"]["orders"][0])


def read(raw: Any, now: datetime = NOW, **around: Any) -> ReadOrder:
    """What the reader makes of an order."""
    return read_order(raw, now, Surroundings(**around))
