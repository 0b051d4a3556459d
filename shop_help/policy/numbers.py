"""The numbers of the rules, each with its sentence, once in the repository; texts quote them (PRODUCT 4).

As they stand here they are version 1 of every market's rules. Of those with bounds operators publish later versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Number:
    """A number of the rules: what it is in words, where it is laid down, and in which markets it is another one."""

    value: int
    sentence: str
    source: str
    elsewhere: tuple[tuple[str, int], ...] = ()
    #: The least and the most that an operator can set; None for what holds in all markets and comes with a release.
    bounds: tuple[int, int] | None = None

    def in_market(self, code: str) -> int:
        """The number as it is in a market."""
        return dict(self.elsewhere).get(code, self.value)


_RULES = "PRODUCT 4"
_GUARANTEE = "PRODUCT 4; TikTok Shop US, “Money-back guarantee”, shop.tiktok.com/us/money-back-guarantee"
_AUTO_APPROVAL = (
    "PRODUCT 4; TikTok Shop US, “Set Up Cancellation Auto-Approval Window”, seller-us.tiktok.com, 3289374654859051"
)
_GUIDELINES_ID = "Tokopedia and TikTok Shop ID, “Return Guidelines”, seller-id.tokopedia.com, 7753815881746178"
_OURS = "Shop Help: without it a return could wait for the seller for ever"
_HOURS, _DAYS, _TIMES = (1, 720), (1, 730), (1, 10)

#: By the name of their place in texts, such as {return_days}.
NUMBERS = {
    "free_cancel_hours": Number(
        1, N_("hours after paying in which cancelling is free"), _AUTO_APPROVAL, bounds=_HOURS
    ),
    "cancel_answer_hours": Number(24, N_("hours in which a seller answers a cancellation"), _RULES, bounds=_HOURS),
    "return_answer_hours": Number(
        48,
        N_("hours in which a seller answers a return or a refund request"),
        f"{_RULES}; {_GUIDELINES_ID}",
        bounds=_HOURS,
    ),
    "exchange_answer_hours": Number(24, N_("hours in which a seller answers an exchange"), _RULES, bounds=_HOURS),
    "change_answer_hours": Number(
        24, N_("hours in which a seller answers a change of address or order"), _RULES, bounds=_HOURS
    ),
    "offer_answer_hours": Number(48, N_("hours in which a buyer answers an offer of a part"), _RULES, bounds=_HOURS),
    "offer_lapsed_hours": Number(
        24, N_("hours in which a seller answers once such an offer has lapsed"), _RULES, bounds=_HOURS
    ),
    "return_days": Number(
        30, N_("calendar days from delivery in which a return can be asked for"), _RULES, bounds=_DAYS
    ),
    "most_requests": Number(
        2, N_("times an item can be asked about, where the seller says no"), _RULES, bounds=_TIMES
    ),
    "ship_back_days": Number(
        14,
        N_("calendar days from the approval in which a buyer ships back"),
        f"{_GUARANTEE}; ID: {_GUIDELINES_ID}",
        (("ID", 5),),
        _DAYS,
    ),
    "inspect_days": Number(2, N_("business days in which a seller inspects what came back"), _RULES, bounds=_DAYS),
    "inspect_dear_days": Number(4, N_("business days for it where the items are worth a lot"), _RULES, bounds=_DAYS),
    "dear_amount": Number(
        100, N_("units of the currency above which items are worth a lot"), _RULES, bounds=(1, 1_000_000_000)
    ),
    "return_arrival_days": Number(
        14,
        N_("calendar days after which what was sent back counts as arrived, if the seller doesn't say so"),
        _OURS,
        bounds=_DAYS,
    ),
    "replacement_days": Number(
        5, N_("business days in which a seller sends the other one of an exchange"), _OURS, bounds=_DAYS
    ),
    "dispute_days": Number(10, N_("calendar days in which a buyer disputes a rejection"), _RULES, bounds=_DAYS),
    "most_disputes": Number(2, N_("disputes that an item can have"), _RULES, bounds=_TIMES),
    "protection_days": Number(90, N_("calendar days of Buyer Protection from delivery"), _GUARANTEE, bounds=_DAYS),
    "protection_answer_hours": Number(
        48, N_("hours in which a seller answers a Buyer Protection case"), "PRODUCT 5", bounds=_HOURS
    ),
    "protection_decide_days": Number(
        3,
        N_("business days in which customer service decides a Buyer Protection case, once it is their turn"),
        N_("Shop Help: a buyer who waits needs a day to look forward to"),
        bounds=_DAYS,
    ),
    "appeal_days": Number(21, N_("calendar days in which a decision is appealed"), _RULES, bounds=_DAYS),
    "sent_late_minutes": Number(
        30, N_("minutes after a deadline in which a form that was opened before it is still taken"), _RULES
    ),
    "seller_answer_hours": Number(24, N_("hours in which a seller answers a message"), _RULES),
    "chat_take_minutes": Number(
        15, N_("minutes in which somebody takes a chat, or it becomes a message"), "PRODUCT 5"
    ),
    "chat_answer_minutes": Number(3, N_("minutes in which an agent answers in a chat"), "PRODUCT 7"),
    "buyer_away_minutes": Number(
        5, N_("minutes without the buyer's browser after which a chat is a message"), "PRODUCT 5"
    ),
    "agent_lease_minutes": Number(
        3, N_("minutes without an agent's console after which their chats go back"), "PRODUCT 7"
    ),
    "case_answer_hours": Number(8, N_("business hours in which customer service answers a message"), "PRODUCT 7"),
    "case_resolve_hours": Number(24, N_("business hours in which a case should be resolved"), "PRODUCT 7"),
    "case_resolved_days": Number(7, N_("days in which a message opens a resolved case again"), _RULES),
    "case_opening_hours": Number(8, N_("hours for which a reason opens a colleague's case"), "PRODUCT 6"),
    "case_overtaken_minutes": Number(
        30, N_("minutes after a look in which a colleague who takes the case has overtaken one"), "PRODUCT 7"
    ),
    "case_read_on_minutes": Number(10, N_("minutes for which an agent who was overtaken may read on"), "PRODUCT 7"),
    "most_photos": Number(6, N_("photos that a claim may have"), "PRODUCT 5"),
    "adult_age": Number(18, N_("years of age from which one can buy"), "PRODUCT 1, 18+"),
    "bank_days": Number(
        10,
        N_("working days in which a bank shows a refund, as card networks say; no rule of ours"),
        N_("card networks"),
    ),
}
#: Those that a version of a market's rules sets: what an order is judged by.
JUDGING = {name: number for name, number in NUMBERS.items() if number.bounds is not None}


def values_in(market: str, published: Mapping[str, int] | None = None) -> dict[str, int]:
    """All numbers of a market, by name: as published where a version sets them, else as shipped."""
    shipped = {name: number.in_market(market) for name, number in NUMBERS.items()}
    return shipped | {name: value for name, value in (published or {}).items() if name in JUDGING}


def numbers_in(market: str, published: Mapping[str, int] | None = None) -> dict[str, str]:
    """What texts are filled with, by the name of the place; `published` are the values of the version in force."""
    return {name: str(value) for name, value in values_in(market, published).items()}
