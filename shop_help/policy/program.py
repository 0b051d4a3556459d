"""The program of Buyer Protection in the words of a buyer. Places such as %(protection_days)s are numbers of the
rulebook, as they are in a market; no number is written here."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop_help.policy.orders import NOT_COVERED
from shop_help.policy.reasons import REASONS
from shop_help.policy.wording import ITEM_CLASSES, N_

PROMISE = N_(
    "Something is wrong with your order, and the seller doesn't put it right? Then we do: for %(protection_days)s "
    "calendar days from delivery."
)


@dataclass(frozen=True)
class Stretch:
    """Days of the program: what holds then."""

    title: str
    sentence: str


#: From the delivery on, in their order.
STRETCHES = (
    Stretch(
        N_("Day 0 to %(return_days)s: the seller first"),
        N_(
            "Ask them for a return or your money; they have %(return_answer_hours)s hours to answer. If they say no "
            "or don't answer, you open a case at once."
        ),
    ),
    Stretch(
        N_("Day %(protection_from)s to %(protection_days)s: straight to us"),
        N_("The time for returns is over. You open a case without asking the seller first."),
    ),
)
NEVER_CAME = N_(
    "It never came? Then no day is counted, and you lose nothing by waiting. Once it is late, ask the seller; if "
    "they say no or don't answer, you open a case. The same where it is marked as delivered and you don't have it."
)

#: What is left out, besides the classes of items.
LEFT_OUT = (
    N_("You changed your mind: for that, the seller is the way, in the first %(return_days)s days."),
    N_("What your money was given back for already."),
)
BY_CLASS = N_("Sold as %(item_class)s, by what stood on it when you bought it.")

#: How a case goes: what happens, and who has how long.
COURSE = (
    (
        N_("You say what happened"),
        N_(
            "With up to %(most_photos)s photos. Your order, its tracking, your conversation with the seller and what "
            "you asked of them are there already. You can stop and go on later, on another phone too."
        ),
    ),
    (
        N_("The seller answers"),
        N_(
            "They have %(protection_answer_hours)s hours. Until it is decided, either of you can offer to settle it, "
            "and you can take it back."
        ),
    ),
    (
        N_("We look at both sides and decide"),
        N_("Whoever has to show more is asked for it, with a date. You read the decision with its reason."),
    ),
    (
        N_("Your money comes back"),
        N_(
            "Should the item go back first, you have %(ship_back_days)s calendar days to send it. The money follows "
            "once it has arrived."
        ),
    ),
    (
        N_("You don't agree?"),
        N_(
            "Each side can appeal once, within %(appeal_days)s calendar days, with something new. What is decided "
            "then is final."
        ),
    ),
)
MONEY = N_(
    "What you paid for the item: its price less its share of the discounts, plus its tax, and its share of the "
    "shipping. You see the amount before you send anything. All refunds together are never more than you paid."
)
#: How days are counted; %(zone)s is the market's zone in words.
COUNTING = (
    N_(
        "Day 0 is the day it was delivered, and every day counts whole, in the time of %(zone)s. Day "
        "%(protection_days)s ends at midnight; the exact last minute stands on your order."
    ),
    N_("Each package has days of its own."),
    N_("Where nobody knows for certain when it was delivered, no time limit stands in your way: an agent decides."),
    N_("A form that you opened in time is still taken %(sent_late_minutes)s minutes later."),
    N_("Your order is judged by the rules that held when you paid."),
    N_("Writing to the seller and to customer service is open to you at any time, also when all of this is over."),
)
ADULTS = N_("Buying is for people of %(adult_age)s and over, and so is Buyer Protection.")


def covered() -> list[str]:
    """What it covers, in the words with which one claims it."""
    return [reason.words for reason in REASONS.values() if "protect" in reason.actions]


def left_out_classes() -> list[str]:
    """The classes of items that it leaves out, in words."""
    return [words for name, words in ITEM_CLASSES.items() if name in NOT_COVERED]


def places_of(numbers: Mapping[str, int]) -> dict[str, int]:
    """What the sentences are filled with, besides the zone and a class."""
    return {**numbers, "protection_from": numbers["return_days"] + 1}
