"""A notification in words: what happened, about what, and where it leads. A row is one of shown_notifications."""

from dataclasses import dataclass
from typing import Any

from shop_help import urls
from shop_help.policy.telling import TEST_ASKED, TEST_WORDS, TOLD
from shop_help.presentation import first_name, money, short_number
from shop_help.request_words import kind_word
from shop_help.speech import gettext as _
from shop_help.speech import ngettext

#: Pictures of the kinds, by the names of the sprite.
PICTURES = {
    "messages": "chat-bubble-left-right",
    "requests": "arrow-uturn-left",
    "refunds": "credit-card",
    "cases": "lifebuoy",
    "protection": "shield-check",
    "reminders": "clock",
    "work": "inbox",
}


@dataclass(frozen=True)
class Words:
    """`title`: what happened, in a sentence; `about`: the order and what was asked, or nothing."""

    title: str
    about: str
    picture: str


def words_of(row: Any) -> Words:
    """What somebody is told, in the reader's language. Nobody's own words are in it."""
    return Words(_title(row), " · ".join(filter(None, (_asked(row), _order(row)))), PICTURES.get(row.kind, "bell"))


def _title(row: Any) -> str:
    named = {
        "shop": row.shop_name or _("The shop"),
        "buyer": first_name(row.buyer_name) if row.buyer_name else _("A buyer"),
        "amount": money(row.data["amount"], row.data["currency"]) if {"amount", "currency"} <= set(row.data) else "",
    }
    if row.count > 1:
        by = {"SHOP": named["shop"], "BUYER": named["buyer"]}.get(row.data.get("voice", ""), _("Customer service"))
        return ngettext("%(who)s wrote %(num)s message.", "%(who)s wrote %(num)s messages.", row.count, who=by)
    return _(_sentence(row), **named)


def _sentence(row: Any) -> str:
    voice, mover = row.data.get("voice"), row.data.get("mover")
    for line in TOLD.get(row.what, ()):
        if line.side == row.side and line.by in ("", voice) and line.mover in ("", mover):
            return line.words
    return TEST_WORDS


def _asked(row: Any) -> str:
    return kind_word(row.data["kind"]) if row.what.startswith("request.") and "kind" in row.data else ""


def _order(row: Any) -> str:
    return _("Order %(number)s", number=short_number(row.order_number)) if row.order_number else ""


def address_of(row: Any) -> str:
    """Where it leads its reader: to the very message, request, case or refund."""
    data = row.data
    if row.what == TEST_ASKED:
        return urls.notification_choices()
    if row.side == "OPERATOR":
        return urls.operator_refund(data["refund"])
    if row.side == "AGENT":
        return _at(urls.agent_case(data["case"]), row)
    if "protection" in data:
        return urls.protection_card(data["protection"])
    if data.get("request"):
        return urls.request_card(data["request"])
    if row.conversation_id is None:
        return urls.order(row.order_number or "")
    page = urls.seller_conversation if row.side == "SHOP" else urls.conversation
    return _at(page(row.conversation_id), row)


def _at(page: str, row: Any) -> str:
    return f"{page}#message-{row.seq}" if row.kind == "messages" and row.seq else page
