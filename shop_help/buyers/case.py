"""A support case, as its buyer meets it over its conversation: the waiting room, how it stands, and how it went."""

from typing import Any
from uuid import uuid4

from flask import Response, abort, make_response, redirect, render_template, request
from sqlalchemy import Row

from shop_help import case_words, clock, forms, hx, identity, urls
from shop_help.actions import case_states
from shop_help.buyers import door
from shop_help.models.buyers_cases import buyers_case, case_of_talk, open_chat_of
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import LONGEST_BODY, Refused
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.support import HELD, SATISFACTION
from shop_help.speech import gettext as _
from shop_help.twins import conversation_for_page, refusal


def case_page(talk: Row[Any], summary: dict[str, Any] | None) -> str:
    """The page of a support conversation: `summary` is its order's, or None."""
    viewer = identity.current()
    # Whoever looks is there, with scripts or without.
    case_states.note_buyer(viewer.person_id, [talk.id])
    case = case_of_talk(viewer.person_id, talk.id)
    shown = conversation_for_page(talk, viewer, "", _("Customer service"))
    return render_template(
        "buyers/case.html",
        conversation=shown,
        messages=shown["messages"],
        summary=summary,
        voice="buyer",
        client_id=str(uuid4()),
        longest=LONGEST_BODY,
        **_standing(case),
    )


def _standing(case: Any) -> dict[str, Any]:
    """What buyers/_case_panel.html shows."""
    now = clock.now()
    return {
        "case": case,
        "title": case_words.title_of(case),
        "state": case_words.state_of(case),
        "tone": case_words.tone_of(case),
        # In a chat one looks at the other side, not at the clock.
        "clock": None if case.mode == "chat" and case.state in HELD else case_words.clock_of(case, now),
        "line": case_words.line_of(case, now),
        "agent": case_words.agent_of(case),
        "away_minutes": NUMBERS["buyer_away_minutes"].value,
        "satisfaction": SATISFACTION,
        "faults": {},
        "is_answer": False,
    }


def _mine(case_id: int) -> Any:
    found = buyers_case(identity.current().person_id, case_id)
    if found is None:
        abort(404)
    return found


@door.get("/cases/<int:case_id>/panel")
def case_panel(case_id: int) -> Response:
    """How it stands now. A page that was open when the case was closed is fetched anew, for its composer is gone."""
    case = _mine(case_id)
    answer = make_response(render_template("buyers/_case_panel.html", **_standing(case)))
    if case.state == "closed" and request.args.get("open"):
        answer.headers["HX-Refresh"] = "true"
    return answer


@door.post("/cases/<int:case_id>/message-mode")
def case_as_message(case_id: int) -> Any:
    """ "Rather as a message"; one that is a message already stays one."""
    case = _mine(case_id)
    try:
        case_states.become_message(identity.current().sign_in_id, case_id, "chosen")
    except Refused as refused:
        return refusal(refused)
    if hx.is_fragment():
        return render_template("buyers/_case_panel.html", **_standing(_mine(case_id)))
    return redirect(urls.conversation(case.conversation_id), 303)


@door.post("/cases/<int:case_id>/rating")
def rate_case(case_id: int) -> Any:
    """How satisfied they are; said again, the last counts."""
    case, faults = _mine(case_id), {}
    try:
        comment = forms.text_of("comment") if "comment" in request.form else case.comment or ""
        score = request.form.get("score", 0, type=int)
        case_states.rate(identity.current().sign_in_id, case_id, score, comment)
    except Refused:
        abort(404)
    except Faulty as faulty:
        faults = forms.in_words(faulty.faults)
    if hx.is_fragment() or faults:
        return _rating(case_id, faults), 422 if faults else 200
    return redirect(f"{urls.conversation(case.conversation_id)}#rating", 303)


def _rating(case_id: int, faults: dict[str, str]) -> str:
    template = "buyers/_case_rating.html" if hx.is_fragment() else "buyers/case_rating.html"
    told = {"faults": faults, "is_answer": not faults}
    return render_template(template, **_standing(_mine(case_id)) | told)


@door.get("/cases/chat")
def open_chat() -> str:
    """The live chat one waits for or is in, for the line over every other page. Who asks for it is there."""
    viewer = identity.current()
    found = open_chat_of(viewer.person_id)
    if found is None:
        return ""
    case_states.note_buyer(viewer.person_id, [found.conversation_id])
    return render_template("buyers/_open_chat.html", **chat_in_words(found))


def chat_in_words(found: Any) -> dict[str, Any]:
    """What buyers/_open_chat.html shows."""
    return {"chat": found, "agent": case_words.agent_of(found), "place": case_words.place_of(found)}
