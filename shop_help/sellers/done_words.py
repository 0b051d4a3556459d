"""What a seller reads once a decision was sent: that it is done, or what it crossed."""

from shop_help.dates import day_and_time
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy.request_events import REFUSALS as REQUEST_REFUSALS
from shop_help.policy.request_states import CHANGES, SENT_BACK, is_where_it_leads
from shop_help.policy.wording import REFUSALS
from shop_help.presentation import first_name, money
from shop_help.speech import gettext as _


def done(event: str, found: ShownRequest) -> str:
    """That it is done, and what follows."""
    told = {"buyer": first_name(found.buyer_name), "amount": money(found.amount, found.currency)}
    if event == "approve":
        return _approved(found, told)
    if event == "accept_receipt" and found.kind == "return":
        return _("Accepted. %(amount)s goes back to %(buyer)s.", **told)
    offered = money(found.offered or 0, found.currency)
    return {
        "reject": _("Rejected. %(buyer)s reads your reason.", **told),
        "offer": _("Offered. %(buyer)s answers whether %(offered)s is enough.", offered=offered, **told),
        "arrive": _("Noted: it has arrived. Now look at it."),
        "accept_receipt": _("Accepted. Now send %(buyer)s the other one.", **told),
        "reject_receipt": _("Not taken back. %(buyer)s reads your reason.", **told),
        "exchange": _("Noted: the other one is on its way to %(buyer)s.", **told),
        "refund_instead": _("The money goes back to %(buyer)s instead.", **told),
    }[event]


def _approved(found: ShownRequest, told: dict[str, str]) -> str:
    if found.kind in CHANGES:
        return _("Confirmed. The order has the change.")
    if found.kind in SENT_BACK:
        return _("Approved. %(buyer)s sends it back.", **told)
    if found.amount:
        return _("Approved. %(amount)s goes back to %(buyer)s.", **told)
    return _("Approved. It is cancelled.")


def already_done(event: str, found: ShownRequest) -> bool:
    """Does the request stand where this decision leads to? Then it came twice."""
    if found.went_unanswered or found.dispute is not None:
        return False
    return is_where_it_leads(event, found.kind, found.state)


def what_happened(found: ShownRequest, code: str, zone: str) -> str:
    """Why nothing was done, from how the request stands by now."""
    told = {"buyer": first_name(found.buyer_name), "at": day_and_time(found.moved_at, zone)}
    if found.state == "withdrawn":
        return _("Nothing was done: %(buyer)s took the request back at %(at)s.", **told)
    if found.state == "superseded":
        return _("Nothing was done: the items were shipped at %(at)s, so the request is over.", **told)
    if found.state == "lapsed":
        return _("Your answer came too late: the time was over at %(at)s, and the order stays as it is.", **told)
    if found.went_unanswered:
        return _("Your answer came too late: the time was over at %(at)s, and the system approved it.", **told)
    if found.dispute is not None and found.dispute.state == "for_buyer":
        return _("Nothing was done: customer service decided for %(buyer)s.", **told)
    sentence = REQUEST_REFUSALS.get(code) or REFUSALS.get(code) or REQUEST_REFUSALS["request_moved"]
    return _("Nothing was done.") + " " + _(sentence)
