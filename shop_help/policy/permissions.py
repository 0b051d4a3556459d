"""Who may do what: one table, asked by the gate and by the button (PRODUCT 6)."""

from dataclasses import dataclass

ROLES = ("buyer", "seller", "agent", "operator")


@dataclass(frozen=True)
class Asker:
    """Who is asking: the facts about a person that decide what they may do."""

    person_id: int
    roles: frozenset[str]
    shop_ids: frozenset[int]
    is_adult: bool


@dataclass(frozen=True)
class ConversationFacts:
    """What decides who may read and write a conversation."""

    buyer_id: int
    shop_id: int
    is_closed: bool


def voice_in(asker: Asker, facts: ConversationFacts) -> str | None:
    """In whose voice this person speaks in a seller conversation: BUYER, SHOP, or None for a stranger."""
    if "buyer" in asker.roles and asker.person_id == facts.buyer_id and asker.is_adult:
        return "BUYER"
    if "seller" in asker.roles and facts.shop_id in asker.shop_ids:
        return "SHOP"
    return None


def may_read(asker: Asker, facts: ConversationFacts) -> bool:
    """The two sides of a conversation read it; nobody else knows that it is there."""
    return voice_in(asker, facts) is not None


def may_write(asker: Asker, facts: ConversationFacts) -> bool:
    """Who reads may write, while it is open."""
    return may_read(asker, facts) and not facts.is_closed


def may_enter(asker: Asker | None, audience: str) -> bool:
    """The gate of a door of pages: buyer, seller, agent or operator. Buyers' pages ask for an adult."""
    if asker is None or audience not in asker.roles:
        return False
    return audience != "buyer" or asker.is_adult


def may_read_help(asker: Asker | None) -> bool:
    """Everybody with a buyer's account reads help, at any age."""
    return asker is not None and "buyer" in asker.roles


def may_vote(asker: Asker | None) -> bool:
    """Who reads help as a buyer says whether it helped, at any age."""
    return may_read_help(asker)


def may_edit_help(asker: Asker | None) -> bool:
    """The words of Help are the operators'."""
    return asker is not None and "operator" in asker.roles


def may_run_shop(asker: Asker, shop_id: int) -> bool:
    """A shop's own people set its hours, its questions and its saved replies."""
    return "seller" in asker.roles and shop_id in asker.shop_ids


#: While an order is in one of these, its seller needs the buyer's name and address to ship it.
ADDRESS_STATES = frozenset({"AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION"})


def may_see_address(asker: Asker, shop_id: int, state: str) -> bool:
    """A shop's people see the buyer's full name and address only while there is something to ship (PRODUCT 6)."""
    return may_run_shop(asker, shop_id) and state in ADDRESS_STATES
