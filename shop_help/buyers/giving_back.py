"""What one would get back, unit by unit, before a request is sent; the act works it out once more."""

from collections.abc import Sequence
from typing import Any

from shop_help.actions.order_requests.paying_back import quote_for
from shop_help.buyers.possible import Case
from shop_help.extensions import db
from shop_help.speech import gettext as _


def back_of(case: Case, kind: str, line_ids: Sequence[int], reason: str) -> dict[str, Any]:
    """As buyers/_request_back.html shows it: rows of (words, minor units), and their total."""
    quote = quote_for(db.session.connection(), case.order.id, kind, line_ids, reason)
    rows = [(line.name, line.variant, quote.of_line(line.id)) for line in case.order.lines if line.id in line_ids]
    shown = [{"name": name, "note": variant, "amount": amount} for name, variant, amount in rows if amount]
    for part, words in (("shipping", _("Shipping")), ("fee", _("Fees"))):
        if quote.of_kind(part):
            shown.append({"name": words, "note": "", "amount": quote.of_kind(part)})
    return {"rows": shown, "total": quote.total}
