"""What a tool may not: each with the code that it is there, and never a fault of ours."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop_help import clock
from shop_help.actions.tool_access import exchange_code, refresh_token
from shop_help.actions.tools import connect_tool, disconnect_tool
from shop_help.extensions import db, limiter
from shop_help.identity import viewer_of
from shop_help.models import AuditEntry, Conversation, Order, OrderRequest, Tool, ToolToken
from shop_help.policy.messages import Refused
from shop_help.policy.partner_codes import Declined
from shop_help.policy.partner_operations import ABSENT, OPERATIONS
from tests.partner.conftest import Caller, caller_of

TALKS, ORDERS = "/customer_service/202309/conversations", "/order/202309/orders/search"
INVALID, EXPIRED, BAD_SIGN, BAD_CIPHER, BAD_GRANT = 36009004, 105002, 106001, 106013, 36004004


def test_a_call_that_is_not_theirs_or_not_of_now_is_declined(app: Flask, caller: Caller) -> None:
    mara = caller_of(app, "mara")
    assert caller.code_of("GET", TALKS, page_size=5) == (0, 200)
    for expected, spoilt in (
        ((BAD_SIGN, 401), {"sign": "0" * 64}),
        ((BAD_SIGN, 401), {"sign": "é"}),
        ((INVALID, 400), {"late": 301}),
        ((INVALID, 400), {"late": -40}),
        ((INVALID, 400), {"timestamp": "now"}),
        ((INVALID, 400), {"app_key": "nobody"}),
        ((INVALID, 400), {"app_key": None}),
        ((BAD_SIGN, 401), {"app_key": mara.app_key}),
        ((EXPIRED, 401), {"token": ""}),
        ((EXPIRED, 401), {"token": mara.token}),
        ((BAD_CIPHER, 401), {"shop_cipher": mara.cipher}),
        ((BAD_CIPHER, 401), {"shop_cipher": None}),
    ):
        assert (caller.code_of("GET", TALKS, page_size=5, **spoilt), spoilt) == (expected, spoilt)
    assert caller.code_of("GET", TALKS, page_size=5, late=299) == (0, 200)


def test_what_is_not_there_is_told_in_the_envelope(caller: Caller) -> None:
    assert caller.code_of("GET", "/customer_service/202309/nothing") == (36009009, 404)
    assert caller.code_of("GET", "/customer_service/202201/conversations") == (36009009, 404)
    assert caller.code_of("DELETE", TALKS) == (36009010, 405)
    absent = caller.ask("POST", "/return_refund/202602/returns", {})
    assert (absent["code"], "absent" in absent["message"]) == (36009009, True)
    assert caller.code_of("POST", ORDERS, b"x" * 300_000) == (INVALID, 413)


def test_things_of_another_shop_are_not_there(app: Flask, caller: Caller) -> None:
    shop_id = db.session.get_one(Tool, caller.tool_id).shops[0].shop_id
    talk = db.session.scalars(
        select(Conversation.id).where(Conversation.shop_id.is_not(None), Conversation.shop_id != shop_id)
    ).first()
    case = db.session.scalars(select(Conversation.id).where(Conversation.shop_id.is_(None))).first()
    order = db.session.scalars(select(Order.number).where(Order.shop_id != shop_id)).first()
    request = db.session.scalars(
        select(OrderRequest.id).where(OrderRequest.shop_id != shop_id, OrderRequest.kind == "return")
    ).first()
    assert None not in (talk, case, order, request)
    yes = {"decision": "APPROVE_RETURN"}
    hello = {"type": "TEXT", "content": '{"content": "Hello"}'}
    for method, path, body in (
        *(("GET", f"{TALKS}/{each}/messages", None) for each in (talk, case, 10**17, "x")),
        *(("POST", f"{TALKS}/{each}/messages", hello) for each in (talk, case)),
        ("POST", f"/return_refund/202309/returns/{request}/approve", yes),
        ("GET", f"/return_refund/202309/returns/{request}/records", None),
        ("GET", f"/return_refund/202602/orders/{order}/aftersale_eligibility", None),
    ):
        code, status = caller.code_of(method, path, body, page_size=5)
        assert (path, code, status in (400, 404)) == (path, INVALID, True)
    assert caller.code_of("GET", "/order/202507/orders", ids=order) == (INVALID, 404)
    found = caller.ask("POST", "/return_refund/202309/returns/search", {"return_ids": [str(request)]})
    assert (found["code"], found["data"]["return_orders"]) == (0, [])


def test_a_token_ends_with_its_time_and_with_its_tool(app: Flask, caller: Caller) -> None:
    db.session.execute(update(ToolToken).where(ToolToken.kind == "access").values(expires_at=clock.now()))
    db.session.commit()
    assert caller.code_of("GET", TALKS, page_size=5) == (EXPIRED, 401)
    again = connect_tool(caller.sign_in_id, "Till 2", [db.session.get_one(Tool, caller.tool_id).shops[0].shop_id])
    other = exchange_code(again.app_key, again.app_secret, again.auth_code)
    with pytest.raises(Declined):
        exchange_code(again.app_key, again.app_secret, again.auth_code)
    with pytest.raises(Declined):
        refresh_token(caller.app_key, caller.app_secret, other.refresh)
    with pytest.raises(Declined):
        refresh_token(again.app_key, caller.app_secret, other.refresh)
    caller.token = refresh_token(again.app_key, again.app_secret, other.refresh).access
    caller.app_key, caller.app_secret = again.app_key, again.app_secret
    caller.cipher = db.session.get_one(Tool, again.tool_id).shops[0].cipher
    assert caller.code_of("GET", TALKS, page_size=5) == (0, 200)
    # The one before is good for a moment more, and then no longer.
    ends = db.session.scalars(select(ToolToken.expires_at).where(ToolToken.tool_id == again.tool_id)).all()
    assert min(ends) <= clock.now() + timedelta(minutes=5)
    disconnect_tool(caller.sign_in_id, again.tool_id)
    assert caller.code_of("GET", TALKS, page_size=5) == (EXPIRED, 401)
    with pytest.raises(Declined):
        refresh_token(again.app_key, again.app_secret, other.refresh)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert acts == ["tool.disconnected", "tool.connected"]


def test_nobody_else_disconnects_it_and_it_is_a_seller_alone(app: Flask, caller: Caller, person_of: Any) -> None:
    other = caller_of(app, "mara")
    with pytest.raises(Refused):
        disconnect_tool(other.sign_in_id, caller.tool_id)
    with pytest.raises(Refused):
        connect_tool(other.sign_in_id, "Theirs", [db.session.get_one(Tool, caller.tool_id).shops[0].shop_id])
    sol = person_of("sol")
    sol.roles = [*sol.roles, *person_of("noor").roles]
    db.session.commit()
    viewer = viewer_of(db.session.get_one(Tool, caller.tool_id).sign_in_id)
    assert viewer is not None
    assert viewer.roles == {"seller"}


def test_a_person_who_may_not_sign_in_takes_their_tools_along(caller: Caller, person_of: Any) -> None:
    person_of("sol").active = False
    db.session.commit()
    assert caller.code_of("GET", TALKS, page_size=5) == (EXPIRED, 401)


def test_calls_are_paced(caller: Caller) -> None:
    caller.app.config["TOOL_CALLS_A_MINUTE"] = 3
    limiter.enabled = True
    codes = [caller.code_of("GET", TALKS, page_size=5) for _ in range(5)]
    assert codes[0] == (0, 200)
    assert codes[-1] == (36009002, 429)


#: What no client of theirs sends, and what none means.
JUNK: tuple[Any, ...] = (b"{", b"[" * 5000, [], "text")
VALUES: tuple[Any, ...] = (None, True, -1, 10**30, "", "\ud800", "9" * 17, [1], {}, [{"a": None}])
FIELDS = """page_size page_token sort_order type content decision reject_reason images partial_refund order_id ids
order_ids request_type reason_name create_time_ge return_or_cancel_id can_accept_chat support_date_ge return_status
buyer_user_id order_line_list timestamp"""


def test_nothing_that_a_call_holds_is_a_fault_of_ours(caller: Caller) -> None:
    fields = FIELDS.split()
    for operation in (each for each in OPERATIONS if each.state != ABSENT):
        path = re.sub(r"\{\w+\}", "1", operation.paths()[0])
        if operation.method != "GET":
            for body in (*JUNK, *(dict.fromkeys(fields, value) for value in VALUES)):
                caller.ask(operation.method, path, body)
        else:
            for value in ("", "9" * 30, "x\x00"):
                caller.ask(operation.method, path, None, **dict.fromkeys(fields[:-1], value))
    assert len(caller.seen) > 150
    assert {status for _, status in caller.seen} <= {200, 400, 401, 404}
