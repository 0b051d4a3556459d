"""Who sees what of a Buyer Protection case, and who decides it: one question for gate, button and act (PRODUCT 6)."""

from collections.abc import Collection
from dataclasses import dataclass

from shop_help.policy.permissions import (
    Asker,
    ConversationFacts,
    may_answer_cases,
    may_contact,
    may_hold_case,
    may_read_case,
    may_run_shop,
)


@dataclass(frozen=True)
class ClaimFacts:
    """Whose case it is, its talk with customer service, and whether a decision waits for a second agent."""

    buyer_id: int
    shop_id: int
    talk: ConversationFacts
    awaits_second: bool = False


def side_in(asker: Asker, buyer_id: int, shop_id: int) -> str | None:
    """BUYER or SHOP; None for whoever is neither. A buyer under 18 has no part in it."""
    if asker.person_id == buyer_id:
        return "BUYER" if may_contact(asker) else None
    return "SHOP" if may_run_shop(asker, shop_id) else None


def may_see_claim(asker: Asker, claim: ClaimFacts) -> bool:
    """Both sides see the case itself, and agents who read its talk; the talk the seller never reads."""
    if side_in(asker, claim.buyer_id, claim.shop_id) is not None:
        return True
    return may_read_claim(asker, claim.talk, claim.awaits_second)


def may_see_evidence(asker: Asker, claim: ClaimFacts | None, sender_id: int, is_sent: bool) -> bool:
    """What is not sent yet its sender sees alone; then, whoever sees the case. `claim`: None for a draft's."""
    if not is_sent or claim is None:
        if claim is None:
            return asker.person_id == sender_id and may_contact(asker)
        return asker.person_id == sender_id and side_in(asker, claim.buyer_id, claim.shop_id) is not None
    return may_see_claim(asker, claim)


def may_read_claim(asker: Asker, case: ConversationFacts, awaits_second: bool) -> bool:
    """Who may read the talk reads the claim; what waits for a second agent, all agents but its buyer."""
    return may_read_case(asker, case) or (awaits_second and may_answer_cases(asker, case))


def may_decide(asker: Asker, case: ConversationFacts, shop_id: int, made_before: Collection[int]) -> bool:
    """Who holds the case, or takes it up, decides it: nobody their own shop's, and nobody a case that was appealed
    from their own decision."""
    is_their_shop = shop_id in asker.shop_ids
    return may_hold_case(asker, case) and not is_their_shop and asker.person_id not in made_before


def may_confirm(
    asker: Asker, case: ConversationFacts, shop_id: int, proposed_by: int, made_before: Collection[int]
) -> bool:
    """The second agent is another one than who proposed it; whoever holds the case."""
    if not may_answer_cases(asker, case) or shop_id in asker.shop_ids:
        return False
    return asker.person_id not in {proposed_by, *made_before}
