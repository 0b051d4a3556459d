"""What other rules would mean for an order: which answers turn."""

from shop_help.policy.numbers import values_in
from shop_help.policy.replaying import Change, changes
from shop_help.policy.verdicts import Rules
from tests.policy.buying import NOON, US, delivered, purchase


def other(**numbers: int) -> Rules:
    return Rules(2, "US", values_in("US", numbers))


def test_a_shorter_window_refuses_what_lies_behind_it_and_opens_buyer_protection() -> None:
    order = purchase(delivered(20, 1), delivered(20, 2), delivered(5, 3))
    found = {
        (change.action, change.lines, change.is_allowed) for change in changes(order, US, other(return_days=14), NOON)
    }
    assert found == {
        ("refund", (1, 2), False),
        ("return", (1, 2), False),
        ("exchange", (1, 2), False),
        ("protect", (1, 2), True),
    }


def test_a_longer_window_allows_what_was_over() -> None:
    found = changes(purchase(delivered(40)), US, other(return_days=60), NOON)
    assert Change("return", (1,), True, "return_over", "return_open") in found
    assert Change("protect", (1,), False, "protect_directly", "seller_first") in found


def test_the_same_rules_turn_nothing() -> None:
    for days_ago in (0, 30, 31, 90, 91):
        assert changes(purchase(delivered(days_ago)), US, other(), NOON) == []
