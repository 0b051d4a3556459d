"""Who runs a shop, and who sees a buyer's address (PRODUCT 6)."""

import pytest

from shop_help.policy.orders import STATES
from shop_help.policy.permissions import Asker, may_run_shop, may_see_address

SELLER = Asker(1, frozenset({"seller"}), frozenset({7, 8}), True)
NOT_THEIRS = [
    Asker(2, frozenset({"seller"}), frozenset({9}), True),
    Asker(3, frozenset({"buyer"}), frozenset({7}), True),  # once a member, no longer a seller
    Asker(4, frozenset({"agent", "operator"}), frozenset(), True),
]


def test_a_seller_runs_each_of_their_shops() -> None:
    assert may_run_shop(SELLER, 7)
    assert may_run_shop(SELLER, 8)


@pytest.mark.parametrize("asker", NOT_THEIRS)
def test_nobody_else_runs_a_shop(asker: Asker) -> None:
    assert not may_run_shop(asker, 7)
    assert not may_see_address(asker, 7, "AWAITING_SHIPMENT")


@pytest.mark.parametrize("state", STATES)
def test_a_seller_sees_the_address_only_while_there_is_something_to_ship(state: str) -> None:
    to_ship = {"AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION"}
    assert may_see_address(SELLER, 7, state) == (state in to_ship)
