"""The doors of operators."""

from shop_help.doors import hide_what_is_refused, make_door

door = make_door("operators", "operator", "/operators")
hide_what_is_refused(door)

from shop_help.operators import (  # noqa: E402 - the pages hang themselves on the door
    audit,
    home,
    hours,
    order_verdicts,
    protection,
    questions,
    refunds,
    reports,
    rule_replays,
    rule_versions,
    rulebook,
)

__all__ = [
    "audit",
    "door",
    "home",
    "hours",
    "order_verdicts",
    "protection",
    "questions",
    "refunds",
    "reports",
    "rule_replays",
    "rule_versions",
    "rulebook",
]
