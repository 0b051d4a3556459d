"""The door of cards: a card in a conversation has one address, which leads each reader to their own page of it."""

from flask import Blueprint, abort, redirect
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from shop_help import doors, identity, urls
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Case, Dispute, OrderRequest
from shop_help.models.reading import heads_of
from shop_help.models.shown_evidence import claim_facts_of
from shop_help.models.shown_protection import protection_called
from shop_help.models.shown_requests import request_of_buyer, request_of_shops
from shop_help.policy.permissions import may_contact, may_read_case
from shop_help.policy.protection_rights import may_see_claim, side_in

door = Blueprint("cards", __name__)


@door.get("/requests/<int:request_id>")
def request_card(request_id: int) -> BaseResponse:
    """An order request: to the buyer's page of it, the seller's, or the case in which an agent reads of it."""
    viewer = identity.viewer()
    if viewer is None:
        return doors.to_sign_in()
    page = _page(request_id, viewer)
    return redirect(page) if page else abort(404)


@door.get("/protections/<int:protection_id>")
def protection_card(protection_id: int) -> BaseResponse:
    """A case of Buyer Protection: to the buyer's page of it, to the seller's, or to the agent's."""
    viewer = identity.viewer()
    if viewer is None:
        return doors.to_sign_in()
    found = protection_called(protection_id)
    if found is None or not may_see_claim(viewer, claim_facts_of(found.row)):
        abort(404)
    side = side_in(viewer, found.buyer_id, found.shop_id)
    pages = {"BUYER": urls.protection_case(found.id), "SHOP": urls.seller_protection(found.id)}
    return redirect(pages[side] if side else urls.agent_protection(found.case_id))


def _page(request_id: int, viewer: Viewer) -> str:
    """Where this reader reads it; nothing for somebody whom it doesn't concern."""
    if may_contact(viewer) and request_of_buyer(request_id, viewer.person_id) is not None:
        return urls.request(request_id)
    if "seller" in viewer.roles and request_of_shops(request_id, viewer.shop_ids) is not None:
        return urls.seller_request(request_id)
    return _case_page(request_id, viewer) if "agent" in viewer.roles else ""


def _case_page(request_id: int, viewer: Viewer) -> str:
    """The case of its dispute, else the newest one about its order that this agent reads."""
    disputed = select(Dispute.id).where(Dispute.case_id == Case.id, Dispute.request_id == request_id).exists()
    about = (
        select(Case.id, Case.conversation_id)
        .join(OrderRequest, (OrderRequest.order_id == Case.order_id) & (OrderRequest.buyer_id == Case.buyer_id))
        .where(OrderRequest.id == request_id)
        .order_by(disputed.desc(), Case.id.desc())
    )
    cases = {row.conversation_id: row.id for row in db.session.execute(about)}
    facts = heads_of(list(cases)) if cases else {}
    readable = (case for talk, case in cases.items() if talk in facts and may_read_case(viewer, facts[talk][0]))
    return next((urls.agent_case(case) for case in readable), "")
