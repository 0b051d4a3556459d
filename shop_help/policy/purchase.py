"""Who may buy: one answer for every door that takes an order in (PRODUCT 1, "18+")."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shop_help.policy.age import ADULT_AT, age_on, is_adult
from shop_help.policy.markets import Market
from shop_help.policy.wording import N_


@dataclass(frozen=True)
class AgeFacts:
    """All that is known of a buyer's age: by us, by the one who hands the order in, and by who vouches."""

    known_birthdate: date | None = None
    known_confirmed_by: str | None = None
    told_birthdate: date | None = None
    told_adult: bool | None = None
    vouched_by: str | None = None


@dataclass(frozen=True)
class Refusal:
    """Why something is not done: a code for programs, words for people."""

    code: str
    words: str


UNDER_AGE = "under_age"
AGE_UNCONFIRMED = "age_unconfirmed"

#: What a buyer reads when a purchase is refused.
PURCHASE_REFUSALS = {
    UNDER_AGE: N_("You must be 18 or over to buy."),
    AGE_UNCONFIRMED: N_("Your age is not confirmed yet, so you can't buy."),
    "no_buyer": N_("Only a buyer's account can buy."),
    "not_sold": N_("This product isn't sold any more."),
    "client_key_reused": N_("This purchase was already made for something else. Open the product again."),
    "bad_request": N_("Open the product again and buy it from there."),
}


def day_in(market: Market, now: datetime) -> date:
    """The local date in a market."""
    return now.astimezone(ZoneInfo(market.zone)).date()


def age_refusal(facts: AgeFacts, today: date) -> Refusal | None:
    """Why this buyer can't buy; None for a confirmed adult.

    Whoever is known to be a minor, from any side, is refused, whoever vouches. A birthdate that we know outweighs
    the rest.
    """
    for birthdate in (facts.known_birthdate, facts.told_birthdate):
        if birthdate is not None and not is_adult(birthdate, None, today):
            years = age_on(birthdate, today)
            age = f"{years}" if years >= 0 else "not born yet"
            return Refusal(UNDER_AGE, f"buyer is {age}: nobody under {ADULT_AT} can buy")
    if facts.told_adult is False:
        return Refusal(UNDER_AGE, f"buyer is said to be under {ADULT_AT}: nobody under {ADULT_AT} can buy")
    confirmed = facts.known_confirmed_by or facts.vouched_by or ("the feed" if facts.told_adult else None)
    if is_adult(facts.known_birthdate or facts.told_birthdate, confirmed, today):
        return None
    return Refusal(AGE_UNCONFIRMED, "nobody confirms that the buyer is 18 or over: nobody unconfirmed can buy")
