"""A case: the list on one side, what belongs to it on the other, the talk with the buyer in the middle."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from flask import abort, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from shop_help import hx, urls
from shop_help.actions.reply_drafts import note_looking
from shop_help.agents import door
from shop_help.agents.composing import composer_of, held_back, kept_words
from shop_help.agents.found import FoundCase, found_case, readable_case
from shop_help.agents.header import header_of
from shop_help.agents.home import list_of, wanted
from shop_help.agents.panel import panel_of
from shop_help.extensions import db
from shop_help.models import Case
from shop_help.models.reading import messages_before
from shop_help.policy.looking_in import REASONS
from shop_help.twins import PAGE, add_twins, conversation_for_page

add_twins(door, "CUSTOMER_SERVICE", held_back)


@door.get("/cases/<int:case_id>")
def case(case_id: int) -> str:
    return case_page(found_case(case_id))


def case_page(found: FoundCase, **more: Any) -> str:
    """The whole page; `more`: what a form was filled in with, and what is wrong with it."""
    if not found.may_read:
        frame = _frame(found) | {"draft": kept_words(found), "reasons": REASONS}
        return render_template("agents/opening.html", **(frame | more))
    if request.headers.get("Sec-Purpose") is None:
        note_looking(found.viewer.person_id, found.id, found.row.conversation_id)
    # Marks it as read, and forgets what the session knew: what the page shows is asked for afterwards.
    shown = talk_of(found)
    asked, panel = wanted(), panel_of(found)
    return render_template(
        "agents/case.html",
        conversation=shown,
        messages=shown["messages"],
        voice="customer_service",
        client_id=str(uuid4()),
        note_id=str(uuid4()),
        **(_frame(found) | panel | composer_of(found, panel["order"], asked.show, asked.state) | more),
    )


def talk_of(found: FoundCase) -> dict[str, Any]:
    """The talk with the buyer, as shared/_conversation.html shows it."""
    row = found.row
    talk: Any = SimpleNamespace(
        id=row.conversation_id,
        buyer_id=row.buyer_id,
        shop_id=None,
        last_seq=row.last_seq,
        closed_at=row.closed_at,
    )
    shown = conversation_for_page(talk, found.viewer, "/agents", found.buyer, marks=found.is_own)
    return shown | {"is_read_only": not found.may_hold}


def _frame(found: FoundCase) -> dict[str, Any]:
    asked = wanted()
    return {**list_of(found.id), **header_of(found), "back": urls.agent_home(asked.show, asked.state)}


@door.get("/cases/<int:case_id>/header")
def header(case_id: int) -> str | Response:
    """The header alone, for when it is stale."""
    found = found_case(case_id)
    if not hx.is_fragment():
        return redirect(urls.agent_case(case_id), 303)
    # The page was made while they might read it: what is half written in it stays.
    return render_template("agents/_case_header.html", is_lost=not found.may_read, **header_of(found))


@door.get("/cases/<int:case_id>/panel")
def panel(case_id: int) -> str | Response:
    """The right column alone, for when it is stale."""
    found = found_case(case_id)
    if not hx.is_fragment():
        return redirect(f"{urls.agent_case(case_id)}#panel", 303)
    return panel_part(found) if found.may_read else render_template("agents/_lost.html", case=found)


def panel_part(found: FoundCase, **more: Any) -> str:
    """The right column; `more`: what the note's form was filled in with, and what is wrong with it."""
    return render_template("agents/_panel.html", case=found, note_id=str(uuid4()), **(panel_of(found) | more))


@door.get("/cases/<int:case_id>/seller")
def seller(case_id: int) -> str:
    """The talk of buyer and seller about the order, to be read and not to be joined."""
    found = readable_case(case_id)
    if found.row.thread_id is None:
        abort(404)
    messages = messages_before(found.row.thread_id, request.args.get("before", type=int), PAGE)
    before = messages[0].seq if messages else 1
    earlier = f"{urls.agent_case_at(case_id, 'seller')}?before={before}" if before > 1 else None
    shown = {"messages": messages, "case": found, "earlier": earlier}
    if hx.is_fragment():
        return render_template("agents/_seller_talk.html", **shown)
    return render_template("agents/seller.html", back=urls.agent_case(case_id), **shown)


@door.get("/conversations/<int:conversation_id>")
def case_of_conversation(conversation_id: int) -> Response:
    """The address that messages link to: it leads to the case."""
    case_id = db.session.scalar(select(Case.id).where(Case.conversation_id == conversation_id))
    if case_id is None:
        abort(404)
    return redirect(urls.agent_case(found_case(case_id).id), 303)
