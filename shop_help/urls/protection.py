"""The addresses of Buyer Protection, as buyers meet it."""

from shop_help.urls.query import asking as _asking


def protection(before: str = "") -> str:
    """The buyer's cases, with the claims that aren't sent yet."""
    return _asking("/protection", before=before)


def protection_program(order_number: str = "", market: str = "") -> str:
    """ "Learn more about Buyer Protection": the program in a market's numbers, and what it covers of an order."""
    return _asking("/protection/program", order=order_number, market=market)


def claim(order_number: str, step: str = "") -> str:
    """A claim about an order, step by step; without a step, the one that comes next."""
    return f"/orders/{order_number}/claim/{step}" if step else f"/orders/{order_number}/claim"


def protection_case(protection_id: int) -> str:
    return f"/protection/{protection_id}"


def protection_case_at(protection_id: int, place: str) -> str:
    """A part of a case, or an act on it: panel, withdrawal, settlements, evidence, appeal, return, file, archive."""
    return f"/protection/{protection_id}/{place}"


def settlement_at(protection_id: int, settlement_id: int, place: str) -> str:
    """What becomes of an offer: acceptance or refusal."""
    return f"/protection/{protection_id}/settlements/{settlement_id}/{place}"
