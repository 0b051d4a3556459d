"""What an agent may do with a case, state by state, and what nobody else may."""

import pytest

from shop_help.policy.case_acts import acts_on
from shop_help.policy.permissions import Asker, ConversationFacts

BUYER, ME, COLLEAGUE = 1, 7, 8
STATES = ("queued", "assigned", "waiting_buyer", "waiting_seller", "resolved", "closed")
TO = {"assigned", "waiting_buyer", "waiting_seller", "resolved"}


def asker(*roles: str, person_id: int = ME) -> Asker:
    return Asker(person_id, frozenset(roles), frozenset(), True)


def facts(holder: int | None, *openers: int) -> ConversationFacts:
    return ConversationFacts(BUYER, None, False, holder, frozenset(openers))


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("queued", {"note", "claim", "transfer"} | TO),
        ("assigned", {"note", "transfer", "hand_back"} | TO - {"assigned"}),
        ("waiting_buyer", {"note", "transfer", "hand_back"} | TO - {"waiting_buyer"}),
        ("waiting_seller", {"note", "transfer", "hand_back"} | TO - {"waiting_seller"}),
        ("resolved", {"note"}),
        ("closed", {"note"}),
    ],
)
def test_who_holds_a_case_or_may_claim_it_has_the_acts_of_its_state(state: str, acts: set[str]) -> None:
    holder = None if state == "queued" else ME
    assert acts_on(asker("agent"), facts(holder), state, "message") == acts
    chat = {"become_message"} if state not in ("resolved", "closed") else set()
    assert acts_on(asker("agent"), facts(holder), state, "chat") == acts | chat


@pytest.mark.parametrize("state", STATES[1:])
def test_of_a_colleagues_case_one_says_why_before_one_reads_and_may_take_it_over_while_it_is_held(state: str) -> None:
    over = {"take_over"} if state not in ("resolved", "closed") else set()
    assert acts_on(asker("agent"), facts(COLLEAGUE), state, "chat") == {"open"} | over
    assert acts_on(asker("agent"), facts(COLLEAGUE, ME), state, "chat") == {"note"} | over


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "who",
    [asker("buyer", person_id=BUYER), asker("seller"), asker("operator"), asker("buyer", "agent", person_id=BUYER)],
    ids=["buyer", "seller", "operator", "agent who asked it"],
)
def test_nobody_else_has_any(who: Asker, state: str) -> None:
    for holder in (None, ME):
        assert acts_on(who, facts(holder), state, "chat") == frozenset()
