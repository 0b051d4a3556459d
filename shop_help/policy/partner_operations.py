"""What of the TikTok Shop Partner API there is here: one table, from which the door finds its way, its page is drawn,
and its tests ask.

Addresses, versions and names are those of partner.tiktokshop.com/docv2 (API reference, November 2026).
"""

from dataclasses import dataclass

from shop_help.policy.wording import N_

SUPPORTED, DIFFERING, ABSENT = "supported", "differing", "absent"
STATES = {SUPPORTED: N_("supported"), DIFFERING: N_("differs"), ABSENT: N_("absent")}
#: By the first part of an address.
AREAS = {
    "authorization": N_("Authorization"),
    "order": N_("Orders"),
    "customer_service": N_("Customer Service"),
    "return_refund": N_("Return and Refund"),
}
#: These need no access token: one gets it by them.
UNSIGNED = frozenset({"get_token", "refresh_token"})
#: These are about no one shop, so they come without its cipher.
OF_NO_SHOP = UNSIGNED | {"get_shops", "get_category_assets"}

#: How the table below shortens addresses.
_SHORT = {"cs": "/customer_service/*", "rr": "/return_refund/*"}
#: A line each: name, method, address, versions (newest first), how far it is as it is there, and its name there.
_TABLE = """
get_token GET /api/v2/token/get - differing Get Access Token
refresh_token GET /api/v2/token/refresh - differing Refresh Access Token
get_shops GET /authorization/*/shops 202309 supported Get Authorized Shops
get_category_assets GET /authorization/*/category_assets 202405 absent Get Authorized Category Assets
search_orders POST /order/*/orders/search 202309 differing Get Order List
get_orders GET /order/*/orders 202507,202309 differing Get Order Detail
get_price_detail GET /order/*/orders/{order_id}/price_detail 202407 absent Get Order Price Details
get_external_orders GET /order/*/orders/{order_id}/external_orders 202406 absent Get External Order References
add_external_orders POST /order/*/orders/external_orders 202406 absent Add External Order References
search_external_orders POST /order/*/orders/external_order_search 202406 absent Search Orders by External Reference
search_pod_details POST /order/*/pod_details/search 202606 absent Search POD Customization Details
update_blind_boxes POST /order/*/orders/blind_box_result/callback 202605 absent Update Blind Box Opening Results
get_conversations GET cs/conversations 202309 differing Get Conversations
get_conversation GET cs/conversations/{conversation_id} 202601 differing Get Conversation
create_conversation POST cs/conversations 202309 differing Create Conversation
get_messages GET cs/conversations/{conversation_id}/messages 202309 differing Get Conversation Messages
send_message POST cs/conversations/{conversation_id}/messages 202606,202309 differing Send Message
mark_read POST cs/conversations/{conversation_id}/messages/read 202309 supported Mark Buyer Messages as Read
upload_image POST cs/images/upload 202309 differing Upload Image for Buyer Messages
get_agent_settings GET cs/agents/settings 202309 differing Get Agent Settings
update_agent_settings PUT cs/agents/settings 202309 differing Update Agent Settings
get_performance GET cs/performance 202407 differing Get Customer Service Performance
search_sessions POST cs/sessions/search 202602 absent Search Sessions
end_session POST cs/conversations/{conversation_id}/sessions/{session_id}/end 202605 absent End Session
search_cancellations POST rr/cancellations/search 202602,202309 supported Search Cancellations
approve_cancellation POST rr/cancellations/{cancel_id}/approve 202309 supported Approve Cancellation
reject_cancellation POST rr/cancellations/{cancel_id}/reject 202309 supported Reject Cancellation
cancel_order POST rr/cancellations 202602,202309 absent Cancel Order
search_returns POST rr/returns/search 202602,202309 differing Search Returns
approve_return POST rr/returns/{return_id}/approve 202309 differing Approve Return
reject_return POST rr/returns/{return_id}/reject 202606,202309 differing Reject Return
get_return_records GET rr/returns/{return_id}/records 202309 differing Get Return Records
get_reject_reasons GET rr/reject_reasons 202309 differing Get Reject Reasons
get_decision_eligibility GET rr/decision_eligibility 202601 supported Get Decision Eligibility
get_eligibility GET rr/orders/{order_id}/aftersale_eligibility 202602,202309 differing Get Aftersale Eligibility
calculate_refund POST rr/refunds/calculate 202602,202309 differing Calculate Refund
get_review_decisions GET rr/review_decision 202606 absent Get Available Review Decisions
create_return POST rr/returns 202602,202309 absent Create Return
search_aftersales POST rr/aftersales/search 202603 absent Search Aftersales Requests
search_rma POST rr/rma/search 202604 absent Search Return Merchandise Authorizations
review_aftersales POST rr/aftersales/review 202609 absent Review Aftersales Requests
upload_shipping_documents POST rr/returns/shipping_documents 202405 absent Upload Return Shipping Information
"""

#: What is otherwise, or why it isn't there.
HOW = {
    "get_token": N_("A seller makes the code under “Connected tools”. There is no page to send sellers to."),
    "refresh_token": N_(
        "The refresh token stays the same for its year. The access token before is good for five more minutes."
    ),
    "get_category_assets": N_("There are no such assets here."),
    "search_orders": N_("Filters for shipping type, warehouse and pending cancellations are refused."),
    "get_orders": N_(
        "The address is there while there is something to ship. What the shop's feed doesn't tell is left out."
    ),
    "get_price_detail": N_("The sums stand in the order's detail."),
    "get_external_orders": N_("Orders are the shop's own."),
    "add_external_orders": N_("Orders are the shop's own."),
    "search_external_orders": N_("Orders are the shop's own."),
    "search_pod_details": N_("The shop's feed doesn't tell them."),
    "update_blind_boxes": N_("There are none."),
    "get_conversations": N_("A conversation is about one order or about none. There are no sessions."),
    "get_conversation": N_("There are no sessions."),
    "create_conversation": N_("Gives the newest conversation with a buyer. A buyer begins it, so none is made."),
    "get_messages": N_("Requests and answers by itself are TEXT of SYSTEM and ROBOT. Pages hold up to 50."),
    "send_message": N_("TEXT and IMAGE alone. The same content again is the same message, until the buyer writes."),
    "upload_image": N_(
        "JPEG, PNG, WebP and HEIC, kept for a day. Addresses of pictures open for the shop's people, signed in."
    ),
    "get_agent_settings": N_("can_accept_chat is false while the shop is away."),
    "update_agent_settings": N_("Sets whether the shop is away."),
    "get_performance": N_(
        "A session is a wait that was answered. Sales by chat and satisfaction with sellers are not measured."
    ),
    "search_sessions": N_("There are no sessions."),
    "end_session": N_("There are no sessions."),
    "cancel_order": N_("Only a buyer cancels here, or the shop's own system."),
    "search_returns": N_("No filter by what the seller proposed. Exchanges are REPLACEMENT."),
    "approve_return": N_("No DIRECT_REFUND. APPROVE_RECEIVED_PACKAGE also notes that it arrived."),
    "reject_return": N_("No part of the money once it came back. REJECT_RECEIVED_PACKAGE needs an image."),
    "get_return_records": N_("Event names are ours."),
    "get_reject_reasons": N_("Names are ours: take them from here."),
    "get_eligibility": N_("What the buyer could ask for; a seller asks for nothing."),
    "calculate_refund": N_("Lines by order_line_item_ids or order_line_list; skus are refused."),
    "get_review_decisions": N_("Use decision_eligibility."),
    "create_return": N_("Only a buyer asks for a return."),
    "search_aftersales": N_("Use the search of returns and of cancellations."),
    "search_rma": N_("A parcel that goes back belongs to its return."),
    "review_aftersales": N_("Use approve and reject."),
    "upload_shipping_documents": N_("Buyers choose the carrier of what goes back."),
}


@dataclass(frozen=True)
class Operation:
    """A line of the table."""

    name: str
    method: str
    #: Names of things stand in it, and * for the version.
    path: str
    #: Answers have the same shape in all of them.
    versions: tuple[str, ...]
    state: str
    title: str

    @property
    def area(self) -> str:
        """One of AREAS."""
        first = self.path.split("/")[1]
        return first if first in AREAS else "authorization"

    @property
    def how(self) -> str:
        """What is otherwise, or why it isn't there; empty where it is as it is there."""
        return HOW.get(self.name, "")

    def paths(self) -> list[str]:
        """Its address in each version."""
        return [self.path.replace("*", version) for version in self.versions] or [self.path]


def _versions(listed: str) -> tuple[str, ...]:
    return () if listed == "-" else tuple(listed.split(","))


def _read(line: str) -> Operation:
    name, method, address, versions, state, title = line.split(maxsplit=5)
    first, slash, rest = address.partition("/")
    path = f"{_SHORT.get(first, first)}{slash}{rest}"
    return Operation(name, method, path, _versions(versions), state, title)


OPERATIONS = tuple(_read(line) for line in _TABLE.strip().splitlines())
BY_NAME = {operation.name: operation for operation in OPERATIONS}
