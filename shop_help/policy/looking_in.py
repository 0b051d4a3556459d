"""Why an agent looks into a case that a colleague holds: one of a few reasons, or their own words (PRODUCT 6)."""

from shop_help.policy.wording import N_

OTHER = "other"
#: In the order in which they are shown.
REASONS = {
    "asked": N_("Was asked for help"),
    "again": N_("The buyer wrote again"),
    "takes_over": N_("Takes over"),
    "quality": N_("Quality check"),
    OTHER: N_("Other"),
}


def needs_words(kind: str) -> bool:
    """Does a choice say nothing by itself? One that isn't on the list, or none, says as little as "Other"."""
    return kind == OTHER or kind not in REASONS
