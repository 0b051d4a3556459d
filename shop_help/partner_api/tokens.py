"""Authorization: a code for tokens, a new access token, and the shops that a tool may act for."""

from typing import Any

from shop_help.actions.tool_access import Grant, exchange_code, refresh_token
from shop_help.identity import viewer_of
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import Fields
from shop_help.policy.markets import market_called

#: What a tool may do is one thing here: all that this API has.
SCOPES = ["seller.order.info", "seller.customer_service", "seller.return_refund.basic", "seller.authorization.info"]


def get_token(query: Fields) -> dict[str, Any]:
    query.chosen("grant_type", ("authorized_code",))
    return _granted(exchange_code(query.text("app_key"), query.text("app_secret"), query.text("auth_code")))


def get_refreshed(query: Fields) -> dict[str, Any]:
    query.chosen("grant_type", ("refresh_token",))
    return _granted(refresh_token(query.text("app_key"), query.text("app_secret"), query.text("refresh_token")))


def _granted(grant: Grant) -> dict[str, Any]:
    tool = grant.tool
    viewer = viewer_of(tool.sign_in_id)
    return {
        "access_token": grant.access,
        "access_token_expire_in": int(grant.access_until.timestamp()),
        "refresh_token": grant.refresh,
        "refresh_token_expire_in": int(grant.refresh_until.timestamp()),
        "open_id": f"tool-{tool.id}",
        "seller_name": viewer.name if viewer else "",
        "seller_base_region": market_called(viewer.market if viewer else "").regions[0],
        "user_type": 0,
        "granted_scopes": SCOPES,
    }


def get_shops(call: Call) -> dict[str, Any]:
    shops = [
        {
            "id": each.shop.external_id,
            "name": each.shop.name,
            "region": market_called(each.shop.market).regions[0],
            "seller_type": "LOCAL",
            "cipher": each.cipher,
            "code": each.shop.external_id,
        }
        for each in call.shops
    ]
    return {"shops": shops}
