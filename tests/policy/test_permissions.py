"""Who may do what: each may with its may-not (PRODUCT 6)."""

import pytest

from shop_help.policy.permissions import (
    ROLES,
    Asker,
    ConversationFacts,
    may_enter,
    may_read,
    may_read_help,
    may_write,
    voice_in,
)

OPEN = ConversationFacts(buyer_id=1, shop_id=7, is_closed=False)
CLOSED = ConversationFacts(buyer_id=1, shop_id=7, is_closed=True)


def asker(person: int = 1, roles: str = "buyer", shops: tuple[int, ...] = (), is_adult: bool = True) -> Asker:
    return Asker(person, frozenset(roles.split()), frozenset(shops), is_adult)


BUYER = asker()
CASES = [
    (BUYER, "BUYER"),
    (asker(roles="buyer seller", shops=(9,)), "BUYER"),
    # Who buys in the own shop speaks as the buyer.
    (asker(roles="buyer seller", shops=(7,)), "BUYER"),
    (asker(2), None),
    (asker(is_adult=False), None),
    (asker(roles=""), None),
    (asker(2, "seller", (7,)), "SHOP"),
    (asker(2, "seller", (6, 7)), "SHOP"),
    (asker(2, "seller", (7,), is_adult=False), "SHOP"),
    (asker(2, "seller", (6,)), None),
    (asker(2, "seller"), None),
    # The row of the shop's people is left behind when a role ends.
    (asker(2, "buyer", (7,)), None),
    # The buyer's own id without the role.
    (asker(1, "seller", (6,)), None),
    (asker(2, "agent"), None),
    (asker(2, "operator"), None),
    (asker(2, "agent operator", ()), None),
]


@pytest.mark.parametrize(("who", "voice"), CASES)
def test_the_two_sides_of_a_conversation_speak_and_nobody_else_knows_of_it(who: Asker, voice: str | None) -> None:
    assert voice_in(who, OPEN) == voice
    assert may_read(who, OPEN) is (voice is not None)
    assert may_write(who, OPEN) is (voice is not None)


@pytest.mark.parametrize(("who", "voice"), CASES)
def test_a_closed_conversation_is_read_and_not_written(who: Asker, voice: str | None) -> None:
    assert may_read(who, CLOSED) is (voice is not None)
    assert not may_write(who, CLOSED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", ROLES)
def test_a_door_opens_for_its_own_role_alone(door: str, role: str) -> None:
    assert may_enter(asker(roles=role), door) is (door == role)


@pytest.mark.parametrize(
    ("who", "door", "enters"),
    [
        (None, "buyer", False),
        (None, "operator", False),
        (asker(roles=""), "buyer", False),
        (asker(is_adult=False), "buyer", False),
        (asker(roles="seller", is_adult=False), "seller", True),
        (asker(roles="buyer seller"), "seller", True),
        (asker(roles="buyer seller"), "agent", False),
        (asker(roles="operator"), "nowhere", False),
    ],
)
def test_a_visitor_a_minor_and_somebody_with_two_roles(who: Asker | None, door: str, enters: bool) -> None:
    assert may_enter(who, door) is enters


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (None, False),
        (asker(is_adult=False), True),
        (asker(), True),
        (asker(roles="seller"), False),
        (asker(roles=""), False),
    ],
)
def test_everybody_with_a_buyers_account_reads_help(who: Asker | None, reads: bool) -> None:
    assert may_read_help(who) is reads
