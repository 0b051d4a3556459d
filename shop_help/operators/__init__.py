"""The doors of operators."""

from shop_help.doors import hide_what_is_refused, make_door

door = make_door("operators", "operator", "/operators")
hide_what_is_refused(door)

from shop_help.operators import (  # noqa: E402 - the pages hang themselves on the door
    audit,
    brand,
    deliveries,
    faqs,
    home,
    hours,
    invitations,
    keys,
    labels,
    notification_log,
    order_verdicts,
    own_questions,
    people,
    protection,
    question_order,
    questions,
    refunds,
    replies,
    reports,
    rule_replays,
    rule_versions,
    rulebook,
    teams,
    translations,
    webhooks,
)

__all__ = [
    "audit",
    "brand",
    "deliveries",
    "door",
    "faqs",
    "home",
    "hours",
    "invitations",
    "keys",
    "labels",
    "notification_log",
    "order_verdicts",
    "own_questions",
    "people",
    "protection",
    "question_order",
    "questions",
    "refunds",
    "replies",
    "reports",
    "rule_replays",
    "rule_versions",
    "rulebook",
    "teams",
    "translations",
    "webhooks",
]
