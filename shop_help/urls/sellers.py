"""The addresses of sellers."""

from shop_help.urls.query import asking as _asking


def seller_inbox(show: str = "", sought: str = "", after: str = "") -> str:
    """A seller's conversations: all, or those `show` names, among which somebody or a number is sought."""
    return _asking("/sellers/inbox", show=show, q=sought, after=after)


def seller_conversation(
    conversation_id: int, show: str = "", sought: str = "", after: str = "", reply: int = 0
) -> str:
    """A conversation beside the list it was found in; `reply`: the saved reply that waits in the composer."""
    path = f"/sellers/conversations/{conversation_id}"
    return _asking(path, show=show, q=sought, after=after, reply=reply)


def seller_conversation_order(conversation_id: int) -> str:
    """The order's column beside a conversation."""
    return f"/sellers/conversations/{conversation_id}/order"


def seller_conversation_clock(conversation_id: int) -> str:
    """Until when the buyer is to be answered."""
    return f"/sellers/conversations/{conversation_id}/clock"


def seller_requests(mover: str = "", kind: str = "", state: str = "", sought: str = "", after: str = "") -> str:
    """What buyers asked of the shops: those in which `mover` has to move, or what else narrows them down."""
    return _asking("/sellers/requests", mover=mover, kind=kind, state=state, q=sought, after=after)


def seller_request(request_id: int, mover: str = "", kind: str = "", state: str = "", sought: str = "") -> str:
    """A request beside the list it was found in."""
    return _asking(f"/sellers/requests/{request_id}", mover=mover, kind=kind, state=state, q=sought)


def seller_decision(request_id: int, decision: str) -> str:
    """What the shop does with a request; `decision` is a place of sellers.decisions."""
    return f"/sellers/requests/{request_id}/{decision}"


def seller_protections(mover: str = "", state: str = "", sought: str = "", after: str = "") -> str:
    """The cases of Buyer Protection against the shops: those in which `mover` has to move, or what else is asked."""
    return _asking("/sellers/protection", mover=mover, state=state, q=sought, after=after)


def seller_protection(protection_id: int, mover: str = "", state: str = "", sought: str = "") -> str:
    """A case of Buyer Protection beside the list it was found in."""
    return _asking(f"/sellers/protection/{protection_id}", mover=mover, state=state, q=sought)


def seller_protection_at(protection_id: int, place: str) -> str:
    """A part of a case, or an act on it: statement, evidence, settlements, appeal, photos, arrival, file, archive."""
    return f"/sellers/protection/{protection_id}/{place}"


def seller_settlement_at(protection_id: int, settlement_id: int, place: str) -> str:
    """What becomes of an offer: acceptance or refusal."""
    return f"/sellers/protection/{protection_id}/settlements/{settlement_id}/{place}"


def seller_order(order_id: int) -> str:
    return f"/sellers/orders/{order_id}"


def seller_parcels(order_id: int) -> str:
    """Where the form of a parcel that leaves is sent."""
    return f"/sellers/orders/{order_id}/parcels"


def seller_replies() -> str:
    return "/sellers/replies"


def seller_new_reply() -> str:
    return "/sellers/replies/new"


def seller_reply(reply_id: int) -> str:
    return f"/sellers/replies/{reply_id}"


def seller_reply_removal(reply_id: int) -> str:
    return f"/sellers/replies/{reply_id}/removal"


def seller_reply_restorations() -> str:
    """Takes a removal back (form field `entry`: its line in the log)."""
    return "/sellers/replies/restorations"


def seller_faqs() -> str:
    return "/sellers/faqs"


def seller_new_faq() -> str:
    return "/sellers/faqs/new"


def seller_faq(faq_id: int) -> str:
    return f"/sellers/faqs/{faq_id}"


def seller_faq_removal(faq_id: int) -> str:
    return f"/sellers/faqs/{faq_id}/removal"


def seller_faq_restorations() -> str:
    return "/sellers/faqs/restorations"


def seller_faq_preview() -> str:
    """An answer that is being written, filled with the facts of a real order."""
    return "/sellers/faqs/preview"


def seller_hours() -> str:
    return "/sellers/hours"


def seller_absence(shop_id: int) -> str:
    """Whether a shop is away, and what it says by itself meanwhile."""
    return f"/sellers/shops/{shop_id}/absence"


def seller_holiday(shop_id: int) -> str:
    return f"/sellers/shops/{shop_id}/holiday"


def seller_holiday_end(shop_id: int) -> str:
    return f"/sellers/shops/{shop_id}/holiday/end"


def seller_tools() -> str:
    """The programs that act for their shops."""
    return "/sellers/tools"


def seller_tool_removal(tool_id: int) -> str:
    return f"/sellers/tools/{tool_id}/removal"


def seller_tool_webhook(tool_id: int) -> str:
    """Where a tool is told what happens."""
    return f"/sellers/tools/{tool_id}/webhook"
