"""A seller's whole day, from the first token to the figures at night, by a client that knows nothing of us."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from tiktok_shop_api import TikTokShop, TikTokShopAuth
from tiktok_shop_api.generated import models as they
from tiktok_shop_api.generated.types import File

from shop_help import clock
from shop_help.actions.order_requests.asking import Asked, ask
from shop_help.extensions import db
from shop_help.models import Order, OrderRequest, SignIn
from tests.partner.conftest import Tool
from tests.pictures import drawn, file_of
from tests.raw_http import RawBrowser
from tests.running import RunningServer

CANCELLED, SENT_BACK, NEVER_CAME = "576461030000000104", "576461030000000108", "576461030000000114"


def data(answer: Any) -> Any:
    """What an answer of theirs holds."""
    assert answer is not None
    return answer.to_dict()["data"]


def asked(ana_id: int, number: str, kind: str, reason: str) -> OrderRequest:
    """What ana asks about the first line of an order."""
    order = db.session.scalars(Order.of(ana_id).where(Order.number == number)).one()
    what = Asked(order.id, kind, [order.lines[0].id], str(uuid4()), reason)
    return db.session.get_one(OrderRequest, ask("ana's", what).request_id)


def test_a_sellers_day(server: RunningServer, app: Flask, tool: Tool, person_of: Any) -> None:
    ana = person_of("ana")
    db.session.add(SignIn(id="ana's", person_id=ana.id))
    db.session.commit()
    wanted = {
        kind: asked(ana.id, number, kind, reason).id
        for number, kind, reason in (
            (CANCELLED, "cancellation", "by_mistake"),
            (SENT_BACK, "return", "no_longer_needed"),
            (NEVER_CAME, "refund", "not_received"),
        )
    }
    _begins(tool)
    _looks_at_orders(tool.client)
    _answers(tool.client, server)
    _decides(tool.client, wanted)
    _inspects(tool.client)
    _ends(tool.client)
    db.session.rollback()
    found = db.session.scalars(select(OrderRequest).where(OrderRequest.id.in_(wanted.values())))
    states = {each.kind: each.state for each in found}
    assert states["return"] == "awaiting_shipment"
    assert states["refund"] == "rejected"
    assert states["cancellation"] in ("approved", "refunded")


def _begins(tool: Tool) -> None:
    renewed = TikTokShopAuth(tool.app_key, tool.app_secret, base_url=tool.base).refresh(tool.tokens.refresh_token)
    assert renewed.access_token != tool.tokens.access_token
    assert renewed.granted_scopes
    shops = data(tool.client.with_shop(access_token=renewed.access_token).authorization.get_authorized_shops())
    assert [shop["name"] for shop in shops["shops"]] == ["Luma Home"]


def _looks_at_orders(client: TikTokShop) -> None:
    waits = they.GetOrderListRequest(order_status=they.GetOrderListRequestOrderStatus.AWAITING_SHIPMENT)
    first = data(client.orders.get_order_list(page_size=1, body=waits))
    assert first["total_count"] > 1
    rest = data(client.orders.get_order_list(page_size=50, body=waits, page_token=first["next_page_token"]))
    numbers = [order["id"] for order in first["orders"] + rest["orders"]]
    assert len(set(numbers)) == len(numbers) == first["total_count"]
    to_ship, arrived = data(client.orders.get_order_detail(ids=[CANCELLED, SENT_BACK]))["orders"]
    assert (to_ship["id"], to_ship["recipient_address"]["region_code"]) == (CANCELLED, "US")
    assert (arrived["id"], arrived["status"], "recipient_address" in arrived) == (SENT_BACK, "DELIVERED", False)


def _answers(client: TikTokShop, server: RunningServer) -> None:
    service = client.customer_service
    talks = data(service.get_conversations(page_size=10))["conversations"]
    unread = [each for each in talks if each["unread_count"] and each["participants"][0]["nickname"] == "Ana"]
    talk = max(unread, key=lambda each: int(each["latest_message"]["index"]))
    page = data(service.get_conversation_messages(talk["id"], page_size=2))
    assert [message["index"] for message in page["messages"]] == [
        talk["latest_message"]["index"],
        page["next_page_token"],
    ]
    older = data(service.get_conversation_messages(talk["id"], page_size=50, page_token=page["next_page_token"]))
    assert (older["messages"][-1]["index"], older["next_page_token"]) == ("1", "")
    service.mark_buyer_messages_as_read(talk["id"], body=they.MarkBuyerMessagesAsReadRequest())
    assert data(service.get_conversation(talk["id"]))["conversation"]["unread_count"] == 0
    words = they.SendMessageRequest(
        type_=they.SendMessageRequestType.TEXT, content=json.dumps({"content": "A heron carries it"})
    )
    sent = [data(service.send_message(talk["id"], body=words))["message_id"] for _ in range(2)]
    assert sent[0] == sent[1]
    picture = data(service.upload_image_for_buyer_messages(body=_upload()))
    shown = they.SendMessageRequest(type_=they.SendMessageRequestType.IMAGE, content=json.dumps(picture))
    service.send_message(talk["id"], body=shown)
    ana = RawBrowser(server.port).sign_in("ana")
    html = ana.get(f"/conversations/{talk['id']}/messages?after={talk['latest_message']['index']}").text
    assert html.count("A heron carries it") == 1
    assert 'data-author="shop"' in html
    assert "/photos/" in html


def _upload() -> they.UploadImageForBuyerMessagesRequest:
    return they.UploadImageForBuyerMessagesRequest(data=File(BytesIO(file_of(drawn())), "lamp.jpg", "image/jpeg"))


def _decides(client: TikTokShop, wanted: dict[str, int]) -> None:
    after = client.return_and_refund
    cancel_id, return_id, refund_id = (str(wanted[kind]) for kind in ("cancellation", "return", "refund"))
    pending = they.SearchCancellationsRequest(
        cancel_status=[they.SearchCancellationsRequestCancelStatusItem.CANCELLATION_REQUEST_PENDING]
    )
    assert cancel_id in [
        each["cancel_id"] for each in data(after.search_cancellations(body=pending))["cancellations"]
    ]
    after.approve_cancellation(cancel_id, idempotency_key="once")
    after.approve_cancellation(cancel_id, idempotency_key="once")
    assert cancel_id not in [
        each["cancel_id"] for each in data(after.search_cancellations(body=pending))["cancellations"]
    ]
    _approves_the_return(client, return_id)
    reasons = data(after.get_reject_reasons(return_or_cancel_id=refund_id))["reasons"]
    assert {"arrived", "other"} <= {reason["name"] for reason in reasons}
    no = they.RejectReturnRequest(decision=they.RejectReturnRequestDecision.REJECT_REFUND, reject_reason="arrived")
    after.reject_return(refund_id, body=no)
    records = data(after.get_return_records(refund_id))["records"]
    assert [(each["event"], each["role"]) for each in records] == [
        ("REQUEST_ASKED", "BUYER"),
        ("REQUEST_REJECTED", "SELLER"),
    ]
    assert records[1]["reason_text"] == "The carrier shows that it arrived"


def _approves_the_return(client: TikTokShop, return_id: str) -> None:
    after = client.return_and_refund
    found = data(after.search_returns(body=they.SearchReturnsRequest(return_ids=[return_id])))["return_orders"][0]
    line = found["return_line_items"][0]["order_line_item_id"]
    estimate = they.CalculateRefundRequest(
        order_id=SENT_BACK,
        request_type="RETURN_AND_REFUND",
        reason_name="no_longer_needed",
        order_line_item_ids=[line],
    )
    amount = data(after.calculate_refund(body=estimate))["order_refund_amount"]
    assert amount["refund_total"] == found["refund_amount"]["refund_total"] != "0.00"
    eligible = {
        each["decision"]: each["eligible"]
        for each in data(after.get_decision_eligibility(return_or_cancel_id=return_id))["decisions"]
    }
    assert (eligible["APPROVE_RETURN"], eligible["APPROVE_RECEIVED_PACKAGE"]) == (True, False)
    could = data(after.get_aftersale_eligibility(SENT_BACK))["sku_eligibility"][0]["line_item_eligibility"]
    # One of the two is asked about already.
    assert {each["eligible"] for each in could if each["request_type"] == "RETURN_AND_REFUND"} == {True, False}
    yes = they.ApproveReturnRequest(decision=they.ApproveReturnRequestDecision.APPROVE_RETURN)
    after.approve_return(return_id, body=yes)
    found = data(after.search_returns(body=they.SearchReturnsRequest(return_ids=[return_id])))["return_orders"][0]
    assert found["return_status"] == "AWAITING_BUYER_SHIP"


def _inspects(client: TikTokShop) -> None:
    """What came back isn't what left: it is refused with a picture that was sent ahead."""
    after, shipped = client.return_and_refund, they.SearchReturnsRequestReturnStatusItem.BUYER_SHIPPED_ITEM
    back = data(after.search_returns(body=they.SearchReturnsRequest(return_status=[shipped])))["return_orders"][0]
    picture = data(client.customer_service.upload_image_for_buyer_messages(body=_upload()))
    no = they.RejectReturnRequest(
        decision=they.RejectReturnRequestDecision.REJECT_RECEIVED_PACKAGE,
        reject_reason="came_back_other",
        images=[they.RejectCancellationRequestImage(image_id=picture["url"].rpartition("/")[2])],
    )
    after.reject_return(back["return_id"], body=no)
    found = they.SearchReturnsRequest(return_ids=[back["return_id"]])
    assert data(after.search_returns(body=found))["return_orders"][0]["return_status"] == "REJECT_RECEIVE_PACKAGE"


def _ends(client: TikTokShop) -> None:
    service, today = client.customer_service, clock.now().date()
    figures = data(
        service.get_customer_service_performance(
            support_date_ge=today - timedelta(days=30), support_date_lt=today + timedelta(days=1)
        )
    )["performance"]
    assert figures["support_session_count"] > 0
    assert data(service.get_agent_settings())["can_accept_chat"] is True
    service.update_agent_settings(body=they.UpdateAgentSettingsRequest(can_accept_chat=False))
    assert data(service.get_agent_settings())["can_accept_chat"] is False
