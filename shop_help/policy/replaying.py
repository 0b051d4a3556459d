"""What other rules would mean for an order: which actions they would newly refuse, or newly allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.items import Item
from shop_help.policy.order_requests import FINDING
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import Purchase, Rules


@dataclass(frozen=True)
class Change:
    """An action whose answer turns for these items, and the codes of both answers."""

    action: str
    lines: tuple[int, ...]
    is_allowed: bool
    before: str
    after: str


def changes(purchase: Purchase, before: Rules, after: Rules, now: datetime) -> list[Change]:
    """All answers that turn; items whose answers turn alike share one."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for line_id, action, old, new in _turned(purchase, before, after, now):
        lines.setdefault((action, old, new), []).append(line_id)
    return [Change(action, tuple(ids), CODES[new].is_yes, old, new) for (action, old, new), ids in lines.items()]


def _turned(purchase: Purchase, before: Rules, after: Rules, now: datetime) -> Iterator[tuple[int, str, str, str]]:
    for line in purchase.lines:
        old_item, new_item = (Item(purchase, line, rules, now) for rules in (before, after))
        for action, find in FINDING.items():
            old, new = find(old_item, "").code, find(new_item, "").code
            if CODES[old].is_yes != CODES[new].is_yes:
                yield line.id, action, old, new
