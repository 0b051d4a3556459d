"""Duty: whether an agent is there, and what they take. Every page of the console says that it is open."""

from typing import Any

from flask import flash, redirect, render_template, request

from shop_help import hx, identity, urls
from shop_help.actions import duty as acts
from shop_help.agents import door
from shop_help.agents.home import list_of, open_id
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Duty
from shop_help.own_words import teams
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.support import teams_open
from shop_help.policy.wording import N_
from shop_help.speech import gettext as _


@door.before_request
def keep_lease() -> None:
    """The console is open: an agent on duty stays so."""
    acts.renew_lease(identity.current().person_id)


@door.get("/duty")
def duty() -> str:
    found = db.session.get(Duty, identity.current().person_id) or Duty(
        state="off", capacity=4, takes_chats=False, teams=[], languages=["en"]
    )
    written = {
        "capacity": found.capacity,
        "takes_chats": found.takes_chats,
        "teams": found.teams,
        "languages": ", ".join(found.languages),
    }
    return _page(written, {})


def _page(written: dict[str, Any], errors: dict[str, str]) -> str:
    found = db.session.get(Duty, identity.current().person_id)
    member_of = found.member_of if found else []
    return render_template(
        "agents/duty.html",
        written=written,
        errors=errors,
        teams={team: words for team, words in teams().items() if team in teams_open(member_of)},
        is_member=bool(member_of),
        most_chats=acts.MOST_CHATS,
    )


@door.post("/duty")
def set_duty() -> Any:
    """On, away or off (field `state`), from the list; else what is taken."""
    if "state" not in request.form:
        return _set_what_is_taken()
    acts.set_duty(identity.current().sign_in_id, request.form["state"])
    if hx.is_fragment():
        return render_template("agents/_list.html", **list_of(open_id()))
    return redirect(urls.agent_home(request.form.get("show", "")), 303)


def _set_what_is_taken() -> Any:
    written: dict[str, Any] = {
        "capacity": text_of("capacity"),
        "takes_chats": "takes_chats" in request.form,
        "teams": request.form.getlist("teams"),
        "languages": text_of("languages"),
    }
    try:
        if not written["capacity"].isdecimal():
            raise Faulty({"capacity": Fault(N_("From 1 to %(most)s chats at once."), {"most": acts.MOST_CHATS})})
        acts.set_what_is_taken(
            identity.current().sign_in_id,
            int(written["capacity"]),
            written["takes_chats"],
            written["teams"],
            written["languages"].split(","),
        )
    except Faulty as faulty:
        return _page(written, in_words(faulty.faults)), 422
    flash(_("What you take is saved."), "good")
    return redirect(urls.agent_duty(), 303)
