"""How a Buyer Protection case can be decided, for how much, and when a second agent looks (PRODUCT 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop_help.policy.faults import Fault
from shop_help.policy.protection_states import OUTCOMES
from shop_help.policy.request_forms import Faults, note_faults
from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Limits:
    """Above which amount a second agent confirms, in major units: for all currencies, and for some by their own."""

    others: int
    by_currency: Mapping[str, int]

    def above(self, amount: int, currency: str, digits: int) -> bool:
        """Is this amount, in minor units of a currency with so many digits, above the limit?"""
        return amount > self.by_currency.get(currency, self.others) * int(10**digits)


def limits_of(text: str) -> Limits:
    """From words such as "500 IDR=7500000". Raises ValueError for anything else."""
    words = text.split()
    by_currency = {}
    others: list[int] = []
    for word in words:
        currency, is_named, amount = word.rpartition("=")
        if not amount.isdecimal() or (is_named and not (len(currency) == 3 and currency.isalpha())):
            raise ValueError(f"{word} is neither an amount nor one of a currency, such as IDR=7500000")
        if is_named:
            by_currency[currency.upper()] = int(amount)
        else:
            others.append(int(amount))
    if len(others) != 1:
        raise ValueError("one amount for all currencies, please, such as 500")
    return Limits(others[0], by_currency)


def decision_faults(
    outcome: str, by_line: Mapping[int, int], shipping: int, most: Mapping[int, int], most_shipping: int, why: str
) -> Faults:
    """What is wrong with a decision as it was filled in. `most`: what each line gives back at most."""
    faults = note_faults("why", why, is_needed=True, missing=N_("Say why, in words that both sides understand."))
    if outcome not in OUTCOMES:
        return faults | {"outcome": Fault(N_("Choose for whom it is decided."))}
    amounts = [*by_line.values(), shipping]
    if any(type(amount) is not int or amount < 0 for amount in amounts) or not set(by_line) <= set(most):
        return faults | {"amount": Fault(N_("Enter amounts of nothing or more, for the items of this case."))}
    if shipping > most_shipping or any(amount > most[line] for line, amount in by_line.items()):
        return faults | {"amount": Fault(N_("This is more than was paid for it, or is left of that."))}
    total, whole = sum(amounts), sum(most.values()) + most_shipping
    return faults | _fitting(outcome, total, whole)


def _fitting(outcome: str, total: int, whole: int) -> Faults:
    if outcome == "for_seller" and total:
        return {"amount": Fault(N_("Decided for the seller, nothing is given back."))}
    if outcome == "partial" and not 0 < total < whole:
        return {"amount": Fault(N_("A part is more than nothing and less than the whole."))}
    if outcome == "for_buyer" and not total:
        return {"amount": Fault(N_("Decided for the buyer, something is given back."))}
    return {}
