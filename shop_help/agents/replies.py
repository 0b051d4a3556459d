"""Saved replies and macros of customer service: what agents insert with "/" and send after a look."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import service_replies as acts
from shop_help.agents import door
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.inserts import end_of
from shop_help.models import ServiceReply
from shop_help.policy.answers import PLACES
from shop_help.policy.faults import Faulty
from shop_help.policy.shop_texts import LONGEST_ANSWER, LONGEST_TITLE
from shop_help.policy.support import AFTER_REPLY_WORDS
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo


def _found(service_reply_id: int) -> ServiceReply:
    return db.session.get(ServiceReply, service_reply_id) or abort(404)


@door.get("/replies")
def replies() -> str:
    listed = db.session.scalars(select(ServiceReply).order_by(ServiceReply.title, ServiceReply.id))
    return render_template("agents/replies.html", rows=[(reply, end_of(reply.then)) for reply in listed])


@door.get("/replies/new")
def new_reply() -> str:
    return _form(None, {"title": "", "body": "", "then": ""}, {})


@door.get("/replies/<int:service_reply_id>")
def reply(service_reply_id: int) -> str:
    found = _found(service_reply_id)
    return _form(found, {"title": found.title, "body": found.body, "then": found.then}, {})


@door.post("/replies")
def add_reply() -> Any:
    written = _written()
    try:
        acts.add_reply(identity.current().sign_in_id, **written)
    except Faulty as faulty:
        return _form(None, written, in_words(faulty.faults)), 422
    flash(_("“%(title)s” is saved. Type / in a case to insert it.", title=written["title"]), "good")
    return redirect(urls.agent_replies(), 303)


@door.post("/replies/<int:service_reply_id>")
def change_reply(service_reply_id: int) -> Any:
    found, written = _found(service_reply_id), _written()
    try:
        acts.change_reply(identity.current().sign_in_id, service_reply_id, _seen(), **written)
    except Faulty as faulty:
        return _form(found, written, in_words(faulty.faults)), 422
    flash(_("“%(title)s” is changed.", title=written["title"]), "good")
    return redirect(urls.agent_replies(), 303)


def _seen() -> datetime | None:
    """When the reply was last changed, as the form knew it."""
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None


@door.post("/replies/<int:service_reply_id>/removal")
def remove_reply(service_reply_id: int) -> Any:
    removal = acts.remove_reply(identity.current().sign_in_id, service_reply_id)
    words = _("“%(title)s” is deleted.", title=removal.kept["title"])
    offer_undo(words, urls.agent_reply_restorations(), removal.entry_id)
    return redirect(urls.agent_replies(), 303)


@door.post("/replies/restorations")
def restore_reply() -> Any:
    acts.restore_reply(identity.current().sign_in_id, request.form.get("entry", 0, type=int))
    flash(_("It is back."), "good")
    return redirect(urls.agent_replies(), 303)


def _written() -> dict[str, str]:
    return {"title": text_of("title"), "body": text_of("body"), "then": text_of("then")}


def _form(found: ServiceReply | None, written: dict[str, str], errors: dict[str, str]) -> str:
    """`theirs`: what a colleague made of it meanwhile, where that is why it was not saved."""
    is_stale = found is not None and request.method == "POST" and _seen() != found.updated_at
    return render_template(
        "agents/reply.html",
        reply=found,
        theirs=found if is_stale else None,
        written=written,
        errors=errors,
        ends=[("", _("as the sender chooses")), *((end, _(words)) for end, words in AFTER_REPLY_WORDS.items())],
        places=PLACES,
        longest={"title": LONGEST_TITLE, "body": LONGEST_ANSWER},
    )
