"""The changes that a buyer may ask the seller for before the parcel leaves, and all the words of each.

No money moves with one; without an answer it lapses, and so it does when the parcel leaves. A new one is one more
record: rules, clock, states, pages and lists of all sides follow from it (docs/extend.md).
"""

from dataclasses import dataclass

from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Change:
    """A kind of request by which something of an order is made different."""

    #: As it is stored, at most 16 letters; its page is called so, too.
    kind: str
    #: What the buyer wants, as verdicts name it.
    action: str
    #: What it is called in lists, and on the button that leads to it, with an icon of the sprite.
    name: str
    label: str
    picture: str
    #: What the rules say: yes, no, and the reason of the yes; %(hours)s is the time for an answer.
    yes: str
    no: str
    reason: str
    #: What the conversation says of it; %(items)s are those it is about.
    asked: str
    confirmed: str
    refused: str
    #: How it stands after a no, and after a yes.
    stands_refused: str
    stands_done: str
    #: What follows when nobody answers, and what the seller does who confirms it.
    lapses: str
    follows: str
    #: Is it about the order, whatever its items?
    is_of_order: bool = False
    #: What the form asks for, in the buyer's words. Empty where it has a form of its own.
    asks: str = ""


ADDRESS_CHANGE = Change(
    kind="address_change",
    action="change_address",
    name=N_("Change of address"),
    label=N_("Update shipping address"),
    picture="map-pin",
    yes=N_("Yes, you can ask for another address."),
    no=N_("The address can't be changed."),
    reason=N_(
        "It isn't packed yet, so you can ask the seller for another address. They have %(hours)s h, and only "
        "until it leaves."
    ),
    asked=N_("The buyer asks for another shipping address."),
    confirmed=N_("The seller took the new shipping address."),
    refused=N_("The seller can't take the new shipping address."),
    stands_refused=N_("The seller said no. It goes to the address it was ordered for."),
    stands_done=N_("The seller took the new address."),
    lapses=N_("Then it lapses, and the address stays. Leaving sooner ends it, too."),
    follows=N_("Ship it to the new address: the order has it from then on."),
    is_of_order=True,
)
ORDER_CHANGE = Change(
    kind="order_change",
    action="change_order",
    name=N_("Change to the order"),
    label=N_("Make a change to your order"),
    picture="pencil",
    yes=N_("Yes, you can ask for a change."),
    no=N_("It can't be changed."),
    reason=N_("It isn't packed yet, so you can ask the seller for a change. They have %(hours)s h, until it leaves."),
    asked=N_("The buyer asks for a change: %(items)s."),
    confirmed=N_("The seller took the change."),
    refused=N_("The seller can't make the change."),
    stands_refused=N_("The seller said no. The order stays as it was."),
    stands_done=N_("The seller took the change."),
    lapses=N_("Then it lapses, and the order stays. Leaving sooner ends it, too."),
    follows=N_("Pack it as it is asked. What was paid stays the same."),
)

#: In the order in which they are offered.
CHANGES = (ADDRESS_CHANGE, ORDER_CHANGE)
BY_KIND = {change.kind: change for change in CHANGES}
