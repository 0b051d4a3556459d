"""Decisions of a seller on what buyers ask, by the same acts as the buttons. The same decision twice is one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from shop_help.actions.order_requests import deciding, going_back
from shop_help.actions.tool_images import send_image
from shop_help.models.photo import photo_at
from shop_help.models.shown_requests import ShownRequest
from shop_help.order_feed.money import NoAmountError, minor_units
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import Fields, wrong
from shop_help.partner_api.requests import CANCELLATIONS, RETURNS, request_of
from shop_help.policy import partner_words as words
from shop_help.policy.messages import Refused
from shop_help.policy.photos import MOST_PHOTOS
from shop_help.policy.request_states import is_where_it_leads

Act = Callable[[Call, ShownRequest], None]


def approve_cancellation(call: Call, cancel_id: str) -> dict[str, Any]:
    found = request_of(call, cancel_id, CANCELLATIONS, "cancel_id")
    return _decide(call, found, words.OF_CANCELLATIONS["APPROVE_CANCELLATION"])


def reject_cancellation(call: Call, cancel_id: str) -> dict[str, Any]:
    found = request_of(call, cancel_id, CANCELLATIONS, "cancel_id")
    return _decide(call, found, words.OF_CANCELLATIONS["REJECT_CANCELLATION"])


def approve_return(call: Call, return_id: str) -> dict[str, Any]:
    return _decide(call, request_of(call, return_id, RETURNS, "return_id"), _decision(call, words.APPROVALS))


def reject_return(call: Call, return_id: str) -> dict[str, Any]:
    return _decide(call, request_of(call, return_id, RETURNS, "return_id"), _decision(call, words.REJECTIONS))


def _decision(call: Call, among: Mapping[str, words.Decision]) -> words.Decision:
    return among[call.body.chosen("decision", tuple(among))]


def _decide(call: Call, found: ShownRequest, decision: words.Decision) -> dict[str, Any]:
    """Done, or done before; else it is declined as the page would refuse it."""
    if found.kind not in decision.kinds:
        raise wrong("decision", "is not for a request of this type")
    try:
        if decision.event in words.OF_RECEIPT and found.state == "in_return":
            going_back.mark_arrived(call.sign_in_id, found.id)
        _ACTS[decision.event](call, found)
    except Refused:
        again = request_of(call, str(found.id), (found.kind,), "id")
        if again.went_unanswered or again.dispute is not None:
            raise
        if not is_where_it_leads(decision.event, again.kind, again.state):
            raise
    return {}


def _reject(call: Call, found: ShownRequest) -> None:
    deciding.reject(call.sign_in_id, found.id, *_reasons(call, found))


def _reject_receipt(call: Call, found: ShownRequest) -> None:
    going_back.reject_receipt(call.sign_in_id, found.id, *_reasons(call, found))


def _reasons(call: Call, found: ShownRequest) -> tuple[str, str, list[str]]:
    """Reason, words and photos of a no; its pictures come into the conversation as they do from the form."""
    body, images = call.body, call.body.each("images")
    if len(images) > MOST_PHOTOS:
        raise wrong("images", f"holds at most {MOST_PHOTOS}")
    reason, comment = body.text("reject_reason"), body.text("comment", "")
    return reason, comment, [_photo(call, found, image) for image in images]


def _photo(call: Call, found: ShownRequest, image: Fields) -> str:
    image_id = image.text("image_id")
    name = str(uuid5(NAMESPACE_URL, f"tool {call.tool.id}/request {found.id}/{image_id}"))
    posted = send_image(call.sign_in_id, call.tool.id, call.shop.id, found.conversation_id, image_id, name)
    photo = photo_at(posted.conversation_id, posted.seq)
    return photo.id if photo else ""


def _offer(call: Call, found: ShownRequest) -> None:
    part = call.body.within("partial_refund")
    if part.text("currency", found.currency) != found.currency:
        raise wrong("partial_refund.currency", f"is {found.currency} here")
    try:
        amount = minor_units(part.text("amount"), found.currency)
    except NoAmountError as error:
        raise wrong("partial_refund.amount", str(error)) from error
    deciding.offer(call.sign_in_id, found.id, amount)


_ACTS: dict[str, Act] = {
    "approve": lambda call, found: deciding.approve(call.sign_in_id, found.id),
    "accept_receipt": lambda call, found: going_back.accept_receipt(call.sign_in_id, found.id),
    "refund_instead": lambda call, found: going_back.refund_instead(call.sign_in_id, found.id),
    "offer": _offer,
    "reject": _reject,
    "reject_receipt": _reject_receipt,
}
