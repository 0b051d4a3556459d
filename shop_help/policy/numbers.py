"""The numbers of the rules, each with its sentence, once in the repository; texts quote them (PRODUCT 4)."""

from dataclasses import dataclass

from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Number:
    """A number of the rules: what it is in words, where it is laid down, and in which markets it is another one."""

    value: int
    sentence: str
    source: str
    elsewhere: tuple[tuple[str, int], ...] = ()

    def in_market(self, code: str) -> int:
        """The number as it is in a market."""
        return dict(self.elsewhere).get(code, self.value)


_RULES = "PRODUCT 4"

#: By the name of their place in texts, such as {return_days}.
NUMBERS = {
    "free_cancel_hours": Number(1, N_("hours after paying in which cancelling is free"), _RULES),
    "cancel_answer_hours": Number(24, N_("hours in which a seller answers a cancellation"), _RULES),
    "return_answer_hours": Number(48, N_("hours in which a seller answers a return or a refund request"), _RULES),
    "exchange_answer_hours": Number(24, N_("hours in which a seller answers an exchange"), _RULES),
    "change_answer_hours": Number(24, N_("hours in which a seller answers a change of address or order"), _RULES),
    "return_days": Number(30, N_("calendar days from delivery in which a return can be asked for"), _RULES),
    "ship_back_days": Number(
        14, N_("calendar days from the approval in which a buyer ships back"), _RULES, (("ID", 5),)
    ),
    "dispute_days": Number(10, N_("calendar days in which a buyer disputes a rejection"), _RULES),
    "protection_days": Number(90, N_("calendar days of Buyer Protection from delivery"), _RULES),
    "appeal_days": Number(21, N_("calendar days in which a decision is appealed"), _RULES),
    "protection_answer_hours": Number(48, N_("hours in which a seller answers a Buyer Protection case"), "PRODUCT 5"),
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
    "most_photos": Number(6, N_("photos that a claim may have"), "PRODUCT 5"),
    "adult_age": Number(18, N_("years of age from which one can buy"), "PRODUCT 1, 18+"),
    "bank_days": Number(
        10, N_("working days in which a bank shows a refund, as card networks say; no rule of ours"), "card networks"
    ),
}


def numbers_in(market: str) -> dict[str, str]:
    """What texts are filled with, by the name of the place."""
    return {name: str(number.in_market(market)) for name, number in NUMBERS.items()}


def number(name: str, market: str) -> int:
    """One of them, to reckon with."""
    return NUMBERS[name].in_market(market)
