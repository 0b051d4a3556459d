"""Who may do what: one table, asked by the gate and by the button (PRODUCT 6)."""

from collections.abc import Iterable
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
    #: None for a support case's.
    shop_id: int | None
    is_closed: bool
    #: The agent who holds the case; None while it waits for somebody.
    holder_id: int | None = None
    #: Agents who looked in and said why; their time is not over.
    openers: frozenset[int] = frozenset()

    @property
    def is_case(self) -> bool:
        """Is it the talk of a support case?"""
        return self.shop_id is None


def voice_in(asker: Asker, facts: ConversationFacts) -> str | None:
    """In whose voice this person speaks here: BUYER, SHOP, CUSTOMER_SERVICE, or None for a stranger."""
    if "buyer" in asker.roles and asker.person_id == facts.buyer_id and asker.is_adult:
        return "BUYER"
    if facts.is_case:
        return "CUSTOMER_SERVICE" if may_read_case(asker, facts) else None
    if "seller" in asker.roles and facts.shop_id in asker.shop_ids:
        return "SHOP"
    return None


def may_answer_cases(asker: Asker, facts: ConversationFacts) -> bool:
    """Cases are the agents', but nobody's own as a buyer."""
    return facts.is_case and "agent" in asker.roles and asker.person_id != facts.buyer_id


def may_read_case(asker: Asker, facts: ConversationFacts) -> bool:
    """Agents read what waits and what they hold; a colleague's only once they said why (PRODUCT 6)."""
    if not may_answer_cases(asker, facts):
        return False
    return facts.holder_id in (None, asker.person_id) or asker.person_id in facts.openers


def may_hold_case(asker: Asker, facts: ConversationFacts) -> bool:
    """An agent answers what waits and what they hold. Their own case as a buyer is for a colleague."""
    return may_read_case(asker, facts) and facts.holder_id in (None, asker.person_id)


def may_read(asker: Asker, facts: ConversationFacts) -> bool:
    """The two sides of a conversation read it; nobody else knows that it is there."""
    return voice_in(asker, facts) is not None


def may_look_in(asker: Asker, cases: Iterable[ConversationFacts]) -> bool:
    """Whoever reads a case reads the seller's conversation about its order beside it (PRODUCT 2)."""
    return any(may_read_case(asker, case) for case in cases)


def may_write(asker: Asker, facts: ConversationFacts) -> bool:
    """Who reads may write, while it is open; of the agents, only who holds the case or is about to."""
    if not may_read(asker, facts) or facts.is_closed:
        return False
    return voice_in(asker, facts) != "CUSTOMER_SERVICE" or may_hold_case(asker, facts)


def may_enter(asker: Asker | None, audience: str) -> bool:
    """The gate of a door of pages: buyer, seller, agent or operator. Buyers' pages ask for an adult."""
    if asker is None or audience not in asker.roles:
        return False
    return audience != "buyer" or asker.is_adult


def may_read_help(asker: Asker | None) -> bool:
    """Everybody with a buyer's account reads help, at any age."""
    return asker is not None and "buyer" in asker.roles


def may_be_told(asker: Asker | None) -> bool:
    """Whoever has a right here beside reading help is told of what concerns them."""
    return asker is not None and (bool(asker.roles - {"buyer"}) or may_enter(asker, "buyer"))


def may_see_deliveries(asker: Asker | None) -> bool:
    """The log of mails and pushes is the operators' to read."""
    return asker is not None and "operator" in asker.roles


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


def may_contact(asker: Asker | None) -> bool:
    """Customer service is there for every buyer, and never refused to one (PRODUCT 4); help is all a minor gets."""
    return may_enter(asker, "buyer")


def may_work_on_cases(asker: Asker | None) -> bool:
    """The queue, its numbers and the search are the agents'."""
    return asker is not None and "agent" in asker.roles


def may_save_replies(asker: Asker | None) -> bool:
    """Customer service's saved replies are written by who sends them, and by who answers for them."""
    return asker is not None and bool(asker.roles & {"agent", "operator"})


def may_order_replies(asker: Asker | None) -> bool:
    """In which order all agents find them is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_rate(asker: Asker, buyer_id: int, state: str) -> bool:
    """The buyer says how it went, once it is resolved."""
    return may_contact(asker) and asker.person_id == buyer_id and state in ("resolved", "closed")


def may_see_reports(asker: Asker | None) -> bool:
    """Reports are the operators'; agents see the numbers of their own console."""
    return asker is not None and "operator" in asker.roles


def may_set_hours(asker: Asker | None) -> bool:
    """When customer service is open is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_set_labels(asker: Asker | None) -> bool:
    """What buttons are called on each platform is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_run_teams(asker: Asker | None) -> bool:
    """Who is in which team of customer service, and what a team is called, is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_run_refunds(asker: Asker | None) -> bool:
    """Refunds that don't go through by themselves are the operators' to try again or to pay by hand."""
    return asker is not None and "operator" in asker.roles


def may_set_rules(asker: Asker | None) -> bool:
    """The numbers of the rules are the operators': they draft, replay and publish them."""
    return asker is not None and "operator" in asker.roles


def may_manage_people(asker: Asker | None) -> bool:
    """Who has which roles, and who may sign in, is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_set_brand(asker: Asker | None) -> bool:
    """What this is called and how it looks is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_manage_keys(asker: Asker | None) -> bool:
    """Which keys there are, and whether a seller's tool is ended, is the operators' to see and to say."""
    return asker is not None and "operator" in asker.roles


def may_set_webhooks(asker: Asker | None) -> bool:
    """Which programs outside are told what happens is the operators' to say."""
    return asker is not None and "operator" in asker.roles


def may_read_audit(asker: Asker | None) -> bool:
    """What staff did is the operators' to read."""
    return asker is not None and "operator" in asker.roles
