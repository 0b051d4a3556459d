"""All that one may see of a Buyer Protection case, as one structure: for pages, for print, and for the archive.

`side`: BUYER, SHOP or CUSTOMER_SERVICE. What isn't for a side is never put in, and so never left out.
Instants are aware datetimes, money is minor units of `currency`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shop_help import clock, protection_words, request_words
from shop_help.models.protection_timeline import notes_of, said_in, steps_of, talk_of
from shop_help.models.shown_orders import ShownOrder, shown_order
from shop_help.models.shown_protection import ShownProtection
from shop_help.models.shown_requests import requests_of_order
from shop_help.policy.deadlines import last_moment
from shop_help.policy.markets import market_called
from shop_help.presentation import first_name
from shop_help.sayings import body_in
from shop_help.speech import locale

BUYER, SHOP, AGENT = "BUYER", "SHOP", "CUSTOMER_SERVICE"

File = dict[str, Any]

#: Columns of a case that both sides see.
_CASE = [
    "id",
    "reason",
    "words",
    "wanted",
    "amount",
    "shipping_amount",
    "currency",
    "opened_at",
    "came_late",
    "statement",
    "answered_at",
    "went_unanswered",
    "state",
    "outcome",
    "decided_amount",
    "decided_at",
    "appeal_until",
    "return_required_at",
    "return_parcel",
    "shipped_back_at",
    "arrived_back_at",
    "closed_at",
]


@dataclass(frozen=True)
class Photo:
    """A photo of the file: where it is served, its file, and its name in the archive."""

    id: str
    kind: str
    file_name: str

    @property
    def name(self) -> str:
        return f"photos/{self.id}.{self.file_name.rpartition('.')[2]}"


def file_of(case: ShownProtection, side: str) -> File:
    """The file of a case as this side may see it. Whether one is of that side, the caller asked."""
    zone, order = market_called(case.market).zone, shown_order(case.order_id)
    sides = said_in(case.conversation_id)
    talk = said_in(talk_of(case.case_id)) if side != SHOP else []
    found: File = {
        "side": side,
        "made_at": clock.now(),
        "zone": zone,
        "case": _case(case, side),
        "verdict": case.verdict,
        "order": _order(order, case, side),
        "requests": [_request(request, side) for request in requests_of_order(case.order_id)],
        "messages": [_message(row) for row in sides],
        "evidence": [_evidence(row) for row in case.evidence],
        "asked": [_asked(row, side) for row in case.asked],
        "settlements": _columns(case.settlements, "side", "amount", "words", "state", "offered_at", "answered_at"),
        "decisions": [_decision(row) for row in case.decisions],
        "appeals": _columns(case.appeals, "side", "words", "opened_at", "decided_at"),
        "refunds": _columns(case.refunds, "amount", "state", "created_at", "settled_at"),
        "timeline": [_step(row) for row in steps_of(case.conversation_id, case.id)],
    }
    if side != SHOP:
        found["talk"] = [_message(row) for row in talk]
    if side == AGENT:
        found |= _for_agents(case)
    found["photos"] = _photos(case, [*sides, *talk])
    return found


def _columns(rows: Iterable[Any], *names: str) -> list[File]:
    return [{name: getattr(row, name) for name in names} for row in rows]


def _case(case: ShownProtection, side: str) -> File:
    told = {name: getattr(case.row, name) for name in _CASE}
    return told | {
        "state_word": protection_words.state_word_of(case.row, side),
        "sentence": protection_words.sentence_of(case.row, side),
        "reason_word": protection_words.reason_word(case.reason),
        "wanted_word": protection_words.wanted_word(case.wanted),
        "mover": case.mover,
        "due_at": case.due_at,
        "appeal_last": last_moment(case.appeal_until) if case.appeal_until else None,
    }


def _order(order: ShownOrder, case: ShownProtection, side: str) -> File:
    """The shop needs neither name nor address of the buyer for it (PRODUCT 6)."""
    claimed = {line.id: line for line in case.lines}
    lines = [
        {
            "name": line.name,
            "variant": line.variant,
            "price": line.price,
            "item_class": line.item_class,
            "claimed": claimed[line.id].amount if line.id in claimed else None,
            "decided": claimed[line.id].decided_amount if line.id in claimed else None,
        }
        for line in order.lines
    ]
    return {
        "number": order.number,
        "shop": order.shop.name,
        "buyer": first_name(case.buyer_name) if side == SHOP else case.buyer_name,
        "state": order.state,
        "total": order.total,
        "paid_at": order.paid_at,
        "expected_at": order.expected_at,
        "delivered_at": order.delivered_at,
        "lines": lines,
        "parcels": [_parcel(package) for package in order.packages],
    }


def _parcel(package: Any) -> File:
    told = _columns([package], "carrier", "tracking_number", "shipped_at", "delivered_at")[0]
    return told | {"events": _columns(package.events, "happened_at", "station", "description", "place")}


def _request(request: Any, side: str) -> File:
    names = ("id", "kind", "reason", "note", "state", "answer", "answer_reason", "asked_at", "rejected_at", "due_at")
    told = _columns([request], *names)[0]
    # Of a change of address the shop saw what it was asked while it had to know it.
    details = {} if side == SHOP and request.kind == "address_change" else request.details
    words = {"kind_word": request_words.kind_word(request.kind), "state_word": request_words.state_word_of(request)}
    photos = [{"id": photo.id, "by": photo.voice} for photo in request.photos]
    return told | words | {"details": details or {}, "amount": request.amount, "photos": photos}


def _step(row: Any) -> File:
    return {"at": row.happened_at, "what": row.what, "by": row.voice}


def _message(row: Any) -> File:
    return {
        "at": row.created_at,
        "by": row.voice,
        "kind": row.kind,
        "body": body_in(locale(), row.body, row.data),
        "photo": row.photo_id,
    }


def _evidence(row: Any) -> File:
    told = _columns([row], "id", "side", "kind", "words", "sent_at", "sent_blurred")[0]
    return told | {"is_answer": row.asked_id is not None, "is_appeal": row.appeal_id is not None}


def _asked(row: Any, side: str) -> File:
    """What the agent wrote is for the side that was asked."""
    told = _columns([row], "side", "asked_at", "due_at", "answered_at")[0]
    return told | {"words": row.words if side in (row.side, AGENT) else ""}


def _decision(row: Any) -> File:
    names = ("outcome", "amount", "shipping_amount", "by_line", "requires_return", "why", "is_final")
    return _columns([row], *names)[0] | {"made_at": row.confirmed_at or row.made_at}


def _for_agents(case: ShownProtection) -> File:
    """What agents know besides: what was decided and didn't count, the facts, and their notes."""
    names = ("outcome", "amount", "why", "state", "refused_why", "made_at", "confirmed_at")
    return {
        "proposals": _columns(case.proposals, *names),
        "verdicts": [{"verdict": row.verdict, "facts": row.facts} for row in case.decisions],
        "facts": case.facts,
        "borne_amount": case.borne_amount,
        "notes": _columns(notes_of(case.case_id), "body", "kind", "created_at"),
    }


def _photos(case: ShownProtection, said: Iterable[Any]) -> dict[str, Photo]:
    """Every photo of the file by its id."""
    brought = {row.id: Photo(row.id, "evidence", row.file_name) for row in case.evidence if row.kind == "photo"}
    sent = {row.photo_id: Photo(row.photo_id, "photo", row.file_name) for row in said if row.photo_id}
    return brought | sent
