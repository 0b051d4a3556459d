"""Saved replies: what the shop's people insert with one tap and then send themselves."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import replies as acts
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import SavedReply, Shop
from shop_help.policy.answers import PLACES
from shop_help.policy.faults import Faulty
from shop_help.policy.shop_texts import LONGEST_ANSWER, LONGEST_TITLE
from shop_help.sellers import door
from shop_help.sellers.forms import shop_of_form
from shop_help.sellers.inbox import shops_of
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo


def _found(reply_id: int) -> SavedReply:
    found = db.session.get(SavedReply, reply_id)
    if found is None or found.shop_id not in identity.current().shop_ids:
        abort(404)
    return found


@door.get("/replies")
def replies() -> str:
    viewer = identity.current()
    listed = db.session.execute(
        select(SavedReply, Shop.name)
        .join(Shop, Shop.id == SavedReply.shop_id)
        .where(SavedReply.shop_id.in_(viewer.shop_ids))
        .order_by(Shop.name, SavedReply.title)
    ).all()
    many_shops = len(viewer.shop_ids) > 1
    rows = [(reply, shop_name if many_shops else "") for reply, shop_name in listed]
    return render_template("sellers/replies.html", rows=rows)


@door.get("/replies/new")
def new_reply() -> str:
    return _form(None, {"title": "", "body": ""}, {})


@door.get("/replies/<int:reply_id>")
def reply(reply_id: int) -> str:
    found = _found(reply_id)
    return _form(found, {"title": found.title, "body": found.body}, {})


@door.post("/replies")
def add_reply() -> Any:
    shop_id, written = shop_of_form(), _written()
    try:
        acts.add_reply(identity.current().sign_in_id, shop_id, **written)
    except Faulty as faulty:
        return _form(None, written, in_words(faulty.faults)), 422
    flash(_("“%(title)s” is saved. Type / in a conversation to insert it.", title=written["title"]), "good")
    return redirect(urls.seller_replies(), 303)


@door.post("/replies/<int:reply_id>")
def change_reply(reply_id: int) -> Any:
    found, written = _found(reply_id), _written()
    try:
        acts.change_reply(identity.current().sign_in_id, reply_id, **written)
    except Faulty as faulty:
        return _form(found, written, in_words(faulty.faults)), 422
    flash(_("“%(title)s” is changed.", title=written["title"]), "good")
    return redirect(urls.seller_replies(), 303)


@door.post("/replies/<int:reply_id>/removal")
def remove_reply(reply_id: int) -> Any:
    removal = acts.remove_reply(identity.current().sign_in_id, reply_id)
    words = _("“%(title)s” is deleted.", title=removal.kept["title"])
    offer_undo(words, urls.seller_reply_restorations(), removal.entry_id)
    return redirect(urls.seller_replies(), 303)


@door.post("/replies/restorations")
def restore_reply() -> Any:
    acts.restore_reply(identity.current().sign_in_id, request.form.get("entry", 0, type=int))
    flash(_("It is back."), "good")
    return redirect(urls.seller_replies(), 303)


def _written() -> dict[str, str]:
    return {"title": text_of("title"), "body": text_of("body")}


def _form(found: SavedReply | None, written: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "sellers/reply.html",
        reply=found,
        written=written,
        errors=errors,
        shops=shops_of(identity.current()),
        shop_id=found.shop_id if found else request.form.get("shop", type=int),
        places=PLACES,
        longest={"title": LONGEST_TITLE, "body": LONGEST_ANSWER},
    )
