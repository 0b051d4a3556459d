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
