"""What is kept of a person as an archive they take along: pages to read without a network, JSON for programs, photos.

It streams: one conversation or claim at a time is in memory. Nothing of it is kept here, so no link to it can leak.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.exc import NoResultFound

from shop_help import clock, photo_files
from shop_help.extensions import db
from shop_help.languages import LANGUAGES
from shop_help.models import shown_personal as kept
from shop_help.models.shown_orders import shown_order
from shop_help.models.shown_protection import protection_of_buyer
from shop_help.models.shown_requests import requests_of_order
from shop_help.order_words import payment_of
from shop_help.policy.delivery_log import STATES
from shop_help.policy.markets import market_called
from shop_help.policy.telling import CHANNELS, KINDS
from shop_help.protection_archive import in_json, photos_of, readable
from shop_help.protection_file import BUYER, file_of
from shop_help.request_words import kind_word
from shop_help.sayings import body_in, data_in
from shop_help.speech import locale
from shop_help.zip_stream import zipped

Entries = Iterator[tuple[str, str | Path]]


def name_of(person_id: int) -> str:
    """What it is saved as."""
    return f"shop-help-data-{person_id}.zip"


def archive(person_id: int) -> Iterator[bytes]:
    """The pieces of the zip. Whether one may have it, the caller asked."""
    return zipped(_once(_entries(person_id)))


def _once(entries: Entries) -> Entries:
    """A photo that stands in a conversation and in a claim lies there once."""
    seen: set[str] = set()
    for name, content in entries:
        if name not in seen:
            seen.add(name)
            # What was read is in memory: nobody waits for the database while a slow phone takes this piece.
            db.session.rollback()
            yield name, content


def _entries(person_id: int) -> Entries:
    try:
        account = kept.account_of(person_id)
    except NoResultFound:
        return
    told: dict[str, Any] = {"made_at": clock.now(), "account": account, "zone": market_called(account["market"]).zone}
    told |= {name: list(find(person_id)) for name, find in _LISTS.items()}
    yield from _both("index", "shared/personal_data.html", told)
    for order in told["orders"]:
        yield from _both(f"order-{order['number']}", "shared/personal_order.html", _order(order, told["zone"]))
    for talk in told["conversations"]:
        messages = [_as_read(row) for row in kept.messages_in(talk["id"])]
        photos = {row["seq"]: f"photos/{Path(row['file_name']).name}" for row in messages if row["file_name"]}
        whole = {**talk, "messages": messages, "photos": photos, "zone": told["zone"]}
        yield from _both(f"conversation-{talk['id']}", "shared/personal_conversation.html", whole)
        for row in messages:
            path = photo_files.path_of(row["file_name"]) if row["file_name"] else None
            if path is not None:
                yield photos[row["seq"]], path
    for number in told["claims"]:
        yield from _claim(number, person_id)


def _as_read(row: kept.Row) -> kept.Row:
    """A message in the language in which the rest of the archive is written."""
    language = locale()
    return row | {"body": body_in(language, row["body"], row["data"]), "data": data_in(language, row["data"])}


_LISTS: dict[str, Any] = {
    "sign_ins": kept.sign_ins_of,
    "orders": kept.orders_of,
    "conversations": kept.conversations_of,
    "claims": kept.claims_of,
    "openings": kept.openings_of,
    "ratings": kept.ratings_of,
    "help": kept.help_of,
    "notifications": kept.notifications_of,
    "notification_choices": kept.choices_of,
    "written_for_others": kept.written_elsewhere,
}


#: How the page calls what JSON has by its short name.
_CALLED = {
    "kinds": {kind: words for kind, (words, _about, _whose) in KINDS.items()},
    "channels": CHANNELS,
    "states": STATES,
    "languages": LANGUAGES,
}


def _both(name: str, template: str, told: dict[str, Any]) -> Entries:
    """A page to read, and the same for programs."""
    page = current_app.jinja_env.get_template(template)
    yield f"{name}.htm", page.render(told, called=_CALLED)
    yield f"{name}.json", in_json(told)


def _order(order: dict[str, Any], zone: str) -> dict[str, Any]:
    shown = shown_order(order["id"])
    lines = ("name", "variant", "price", "item_class")
    parcels = ("carrier", "tracking_number", "shipped_at", "delivered_at")
    requests = ("id", "kind", "reason", "note", "details", "state", "answer", "asked_at", "ended_at", "amount")
    return order | {
        "zone": zone,
        "shop": shown.shop.name,
        "currency": shown.currency,
        "lines": [{name: getattr(line, name) for name in lines} for line in shown.lines],
        "payment": [{"what": row.word, "amount": row.amount} for row in payment_of(shown)],
        "parcels": [{name: getattr(parcel, name) for name in parcels} for parcel in shown.packages],
        "requests": [
            {name: getattr(request, name) for name in requests} | {"kind_word": kind_word(request.kind)}
            for request in requests_of_order(order["id"])
        ],
    }


def _claim(number: int, person_id: int) -> Entries:
    case = protection_of_buyer(number, person_id)
    if case is None:
        return
    file = file_of(case, BUYER)
    yield f"claim-{number}.htm", readable(file)
    yield f"claim-{number}.json", in_json(file)
    yield from photos_of(file)
