"""A case is handed to a colleague or to a team, with a word why; a summary goes with it."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import and_, func, select

from shop_help import clock, hx, identity, urls
from shop_help.actions import case_holding as acts
from shop_help.agents import door
from shop_help.agents.found import FoundCase, found_case
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Case, Duty, Person, works_as
from shop_help.models.case_queue import is_on_duty
from shop_help.own_words import teams
from shop_help.policy.faults import Faulty
from shop_help.policy.support import HELD
from shop_help.speech import gettext as _

MOST_COLLEAGUES = 200


@door.get("/cases/<int:case_id>/transfer")
def transfer(case_id: int) -> str:
    found = found_case(case_id)
    if "transfer" not in found.acts:
        abort(404)
    template = "agents/_transfer.html" if hx.is_fragment() else "agents/transfer.html"
    return _form(found, template, {}, {})


def _form(found: FoundCase, template: str, written: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        template,
        case=found,
        choices=_choices(found),
        longest=acts.LONGEST_REASON,
        written=written,
        errors=errors,
    )


def _choices(found: FoundCase) -> list[tuple[str, str]]:
    """Colleagues, those on duty first, then the teams: (value, words)."""
    now = clock.now()
    chats = (
        select(func.count())
        .where(Case.agent_id == Person.id, Case.mode == "chat", Case.state.in_(HELD))
        .correlate(Person)
        .scalar_subquery()
    )
    there = func.coalesce(is_on_duty(now), False)
    asked = (
        select(Person.id, Person.name, there.label("there"), Duty.capacity, chats.label("chats"))
        .outerjoin(Duty, Duty.person_id == Person.id)
        .where(
            and_(Person.active, works_as("agent")),
            Person.id.notin_([found.viewer.person_id, found.row.buyer_id]),
        )
        .order_by(there.desc(), Person.name)
        .limit(MOST_COLLEAGUES)
    )
    people = [(f"person:{row.id}", _colleague(row)) for row in db.session.execute(asked)]
    return people + [(f"team:{name}", _("Team %(name)s", name=words)) for name, words in teams().items()]


def _colleague(row: Any) -> str:
    if not row.there:
        return _("%(name)s · not on duty", name=row.name)
    return _("%(name)s · on duty, %(chats)s of %(most)s chats", name=row.name, chats=row.chats, most=row.capacity)


@door.post("/cases/<int:case_id>/transfer")
def hand_on(case_id: int) -> Any:
    found = found_case(case_id)
    kind, _colon, name = request.form.get("to", "").partition(":")
    sign_in_id, why = identity.current().sign_in_id, text_of("reason")
    try:
        if kind == "team":
            acts.transfer_to_team(sign_in_id, case_id, name, why)
        else:
            acts.transfer_to_person(sign_in_id, case_id, int(name) if name.isdecimal() else 0, why)
    except Faulty as faulty:
        return _form(found, "agents/transfer.html", request.form, in_words(faulty.faults)), 422
    flash(_("%(buyer)s's case is handed over.", buyer=found.buyer), "good")
    return redirect(urls.agent_home("mine"), 303)
