"""Connected tools: the programs that act for a seller's shops, made, seen once, and disconnected."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop_help import identity, urls
from shop_help.actions import tool_webhooks
from shop_help.actions import tools as acts
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Person, Tool, ToolShop, ToolWebhook, WebhookEndpoint
from shop_help.origins import origin
from shop_help.policy.faults import Faulty
from shop_help.sellers import door
from shop_help.sellers.inbox import shops_of
from shop_help.speech import gettext as _


@door.get("/tools")
def tools() -> str:
    return _page({"name": "", "shops": []}, {})


@door.post("/tools")
def connect_tool() -> Any:
    name, shop_ids = text_of("name"), request.form.getlist("shop", type=int)
    try:
        connected = acts.connect_tool(identity.current().sign_in_id, name, shop_ids)
    except Faulty as faulty:
        return _page({"name": name, "shops": shop_ids}, in_words(faulty.faults)), 422
    base = origin()
    answer = make_response(render_template("sellers/tool_keys.html", connected=connected, base=base))
    # Nobody finds it by going back.
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door.post("/tools/<int:tool_id>/removal")
def disconnect_tool(tool_id: int) -> Any:
    name = acts.disconnect_tool(identity.current().sign_in_id, tool_id)
    flash(_("“%(name)s” is disconnected.", name=name), "good")
    return redirect(urls.seller_tools(), 303)


@door.post("/tools/<int:tool_id>/webhook")
def set_webhook(tool_id: int) -> Any:
    address = text_of("address")
    try:
        tool_webhooks.set_webhook(identity.current().sign_in_id, tool_id, address)
    except Faulty as faulty:
        errors = {f"address-{tool_id}": in_words(faulty.faults)["address"]}
        return _page({"name": "", "shops": [], f"address-{tool_id}": address}, errors), 422
    flash(_("Saved. It is told from now on.") if address else _("Saved. It is told nothing any more."), "good")
    return redirect(urls.seller_tools(), 303)


def _page(typed: dict[str, Any], errors: dict[str, str]) -> str:
    viewer = identity.current()
    belonging = (joinedload(Tool.sign_in), joinedload(Tool.shops).joinedload(ToolShop.shop))
    found = db.session.scalars(Tool.of_shops(viewer.shop_ids).options(*belonging)).unique().all()
    people = select(Person.id, Person.name).where(Person.id.in_({each.sign_in.person_id for each in found}))
    names = {row.id: row.name for row in db.session.execute(people)}
    shown = [
        (
            each,
            ", ".join(its.shop.name for its in each.shops if its.shop_id in viewer.shop_ids),
            names.get(each.sign_in.person_id, ""),
        )
        for each in found
    ]
    return render_template(
        "sellers/tools.html",
        tools=shown,
        told=_told([each.id for each in found]),
        shops=shops_of(viewer),
        typed=typed,
        errors=errors,
    )


def _told(tool_ids: list[int]) -> dict[int, str]:
    """Where each of these tools is told what happens."""
    kept = select(ToolWebhook.tool_id, WebhookEndpoint.address).where(ToolWebhook.tool_id.in_(tool_ids))
    rows = db.session.execute(kept.join(WebhookEndpoint, WebhookEndpoint.id == ToolWebhook.endpoint_id))
    return {row.tool_id: row.address for row in rows}
