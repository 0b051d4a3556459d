"""Teams of customer service: which questions are whose, who is in which, and what each is called."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import teams as acts
from shop_help.actions.own_words import version_of
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.languages import LANGUAGES
from shop_help.models.help_question import HelpTopic
from shop_help.models.shown_teams import agents
from shop_help.operators import door
from shop_help.own_words import called_in, ours_in, teams
from shop_help.policy.faults import Faulty
from shop_help.policy.own_words import LONGEST_WORDS, team_name
from shop_help.policy.permissions import may_run_teams
from shop_help.policy.support import MORE_OF_TEAM, TEAMS, team_of
from shop_help.speech import gettext as _


@door.get("/teams")
def all_teams() -> str:
    _ask()
    shown, people = teams(), agents()
    rows = [
        {"name": team, "words": words, "decides": _decides(team), "members": _members(team, people)}
        for team, words in shown.items()
    ]
    nowhere = [person.name for person in people if not person.member_of]
    return render_template("operators/teams.html", rows=rows, nowhere=nowhere)


@door.get("/teams/<team>")
def team(team: str) -> str:
    return _form(team, {}, {})


@door.post("/teams/<team>/members")
def set_members(team: str) -> Any:
    """Who is ticked, of those who were listed; of the others, a colleague may have put some in meanwhile."""
    _refuse_unknown(team)
    ticked, was, listed = (set(request.form.getlist(name, type=int)) for name in ("member", "was", "listed"))
    acts.change_members(identity.current().sign_in_id, team, ticked & listed - was, was & listed - ticked)
    flash(_("They are in this team from now on."), "good")
    return redirect(urls.operator_team(team), 303)


@door.post("/teams/<team>/names")
def rename_team(team: str) -> Any:
    _refuse_unknown(team)
    written = {language: text_of(f"name-{language}") for language in LANGUAGES}
    try:
        acts.rename_team(identity.current().sign_in_id, team, written, request.form.get("seen", ""))
    except Faulty as faulty:
        return _form(team, written, in_words(faulty.faults)), 422
    flash(_("The team is called so from now on."), "good")
    return redirect(urls.operator_team(team), 303)


def _ask() -> None:
    if not may_run_teams(identity.current()):
        abort(404)


def _refuse_unknown(team: str) -> None:
    _ask()
    if team not in TEAMS:
        abort(404)


def _decides(team: str) -> list[str]:
    """What is theirs, in words: questions of these topics, and what else."""
    topics = db.session.execute(select(HelpTopic.slug, HelpTopic.title).order_by(HelpTopic.position)).all()
    theirs = [_(topic.title) for topic in topics if team_of(topic.slug) == team]
    asked = [_("Questions about %(topics)s", topics=", ".join(theirs))] if theirs else []
    return asked + ([_(MORE_OF_TEAM[team])] if team in MORE_OF_TEAM else [])


def _members(team: str, people: Any) -> list[str]:
    return [person.name for person in people if team in (person.member_of or ())]


def _form(team: str, written: Mapping[str, str], errors: dict[str, str]) -> str:
    _refuse_unknown(team)
    names = {language: called_in(language, [team_name(team)])[team_name(team)] for language in LANGUAGES}
    fields = [
        {"language": language, "title": title, "words": names[language], "ours": ours_in(language, team_name(team))}
        for language, title in LANGUAGES.items()
    ]
    return render_template(
        "operators/team.html",
        team=team,
        words=teams()[team],
        decides=_decides(team),
        people=[(person, team in (person.member_of or ())) for person in agents()],
        fields=fields,
        written=written or names,
        errors=errors,
        seen=version_of((team_name(team), language) for language in LANGUAGES),
        longest=LONGEST_WORDS,
    )
