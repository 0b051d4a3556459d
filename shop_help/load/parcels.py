"""Parcels of a large marketplace: what is packed together, and how far it came."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from shop_help.load.people import LoadedProduct
from shop_help.models import Package, TrackingEvent

_PLACES = ("Reno, NV", "Leeds", "Denver, CO", "Hannover", "Jakarta", "Memphis, TN", "Bristol", "Kassel")


@dataclass
class Draft:
    """An order before it has its id."""

    values: dict[str, Any]
    lines: list[dict[str, Any]]
    parcels: list[dict[str, Any]]
    events: list[list[dict[str, Any]]] = field(default_factory=list)


def pack(chance: random.Random, draft: Draft, products: Sequence[LoadedProduct], times: dict[str, datetime]) -> None:
    """Lines into parcels: mostly one, two for some; of a partly shipped order only the first is on its way."""
    state, number = draft.values["state"], draft.values["number"]
    split = len(products) > 1 and (state == "PARTIALLY_SHIPPING" or chance.random() < 0.15)
    shipped_parcels = 0 if "ready" not in times else 1 if state == "PARTIALLY_SHIPPING" else 1 + split
    for place in range(shipped_parcels):
        draft.parcels.append(
            {
                "external_id": f"{number}-{place + 1}",
                "carrier": "Bluebird Post",
                "tracking_number": f"LD{number[-8:]}{place + 1}",
                "shipped_at": times.get("ready"),
                "delivered_at": times.get("delivered"),
            }
        )
        draft.events.append(_events(chance, times))
    for position, product in enumerate(products):
        parcel = position % 2 if split else 0
        line = _line(chance, number, position, product, draft.values["market"])
        draft.lines.append({**line, "package": parcel if parcel < shipped_parcels else None})


def _line(chance: random.Random, number: str, position: int, product: LoadedProduct, market: str) -> dict[str, Any]:
    return {
        "external_id": f"{number}-{position + 1}",
        "position": position,
        "product_id": product.id,
        "name": product.name,
        "variant": product.variant,
        "picture": product.picture,
        "price": product.price,
        "seller_discount": product.price // 10 if chance.random() < 0.2 else 0,
        "tax": product.price * 8 // 100 if market == "US" else 0,
        "item_class": product.item_class,
    }


def _events(chance: random.Random, times: dict[str, datetime]) -> list[dict[str, Any]]:
    stations = (("created", "ordered", ""), ("ready", "shipped", ""), ("collected", "in_transit", "On its way"))
    events = [
        {"happened_at": times[name], "station": station, "description": words, "place": ""}
        for name, station, words in stations
        if name in times
    ]
    if "collected" in times:
        later = times["collected"] + (times.get("delivered", times["collected"]) - times["collected"]) / 2
        hub = {"description": "Arrived at the sorting centre", "place": chance.choice(_PLACES)}
        events.append({"happened_at": later.replace(microsecond=0), "station": "in_transit", **hub})
    if "delivered" in times:
        words = {"description": "Delivered", "place": ""}
        events.append({"happened_at": times["delivered"], "station": "delivered", **words})
    return events


def insert_parcels(connection: Connection, drafts: Sequence[Draft], ids: Sequence[int]) -> None:
    """Parcels and their events; the lines learn the ids of their parcels."""
    parcels = [
        {**parcel, "order_id": order_id}
        for draft, order_id in zip(drafts, ids, strict=True)
        for parcel in draft.parcels
    ]
    made = insert(Package).returning(Package.id, sort_by_parameter_order=True)
    parcel_ids = iter(connection.execute(made, parcels).scalars() if parcels else ())
    events = []
    for draft in drafts:
        own = [next(parcel_ids) for _ in draft.parcels]
        for line in draft.lines:
            place = line.pop("package")
            line["package_id"] = own[place] if place is not None else None
        for parcel_id, happened in zip(own, draft.events, strict=True):
            events += [{**event, "package_id": parcel_id} for event in happened]
    if events:
        connection.execute(insert(TrackingEvent), events)
