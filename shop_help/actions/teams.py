"""What operators do to the teams of customer service: who is in which, and what a team is called."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from shop_help import audit
from shop_help.actions.duty import duty_of
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.own_words import keep_words
from shop_help.actions.staff import By, staff_at
from shop_help.actions.waiting_line import line_moved
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.languages import LANGUAGES
from shop_help.models import LogEntry, Person
from shop_help.models.person import works_as
from shop_help.own_words import called_in, ours_in
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.own_words import alike_faults, team_name, words_faults
from shop_help.policy.permissions import may_run_teams
from shop_help.policy.support import TEAMS


def change_members(by: By, team: str, joining: Collection[int], leaving: Collection[int]) -> None:
    """These agents are in the team from now on, and those no more: it holds for the next chat that is given out."""
    _refuse_unknown(team)
    with write_unit(db.session) as session:
        operator = staff_at(by, may_run_teams)
        # In one order, so that two operators never wait for each other.
        for person in _agents({*joining, *leaving}):
            one_at_a_time(person.id)
            duty = duty_of(person.id)
            before = [name for name in TEAMS if name in duty.member_of]
            named = {*before, *([team] if person.id in joining else [])} - ({team} if person.id in leaving else set())
            after = [name for name in TEAMS if name in named]
            if before == after:
                continue
            duty.member_of = after
            told = {"team": team, "person": person.id, "before": before, "after": after}
            session.add(_log("team.members_changed", operator, told))
            was, now = ({"name": person.name, "teams": teams} for teams in (before, after))
            audit.note("team.members_changed", f"person {person.id}", operator, before=was, after=now)
    line_moved()


def _agents(ids: Collection[int]) -> list[Person]:
    """The agents of these ids. Raises Refused where one of them is none."""
    wanted = select(Person).where(Person.id.in_(ids), Person.active, works_as("agent")).order_by(Person.id)
    found = list(db.session.scalars(wanted))
    if len(found) != len(ids):
        raise Refused("forbidden")
    return found


def rename_team(by: By, team: str, names: Mapping[str, str], seen: str | None = None) -> None:
    """What the team is called, by language; where a name is empty, as we call it. Raises Faulty."""
    _refuse_unknown(team)
    if not set(names) <= set(LANGUAGES):
        raise Refused("bad_request")
    refuse_faulty(words_faults(names))
    with write_unit(db.session) as session:
        operator = staff_at(by, may_run_teams)
        refuse_faulty(_alike(team, names))
        kept = keep_words({(team_name(team), language): words for language, words in names.items()}, seen)
        was, now = (
            {language: words or _ours(team, language) for (_, language), words in each.items()} for each in kept
        )
        if now:
            session.add(_log("team.renamed", operator, {"team": team, "before": was, "after": now}))
            audit.note("team.renamed", f"team {team}", operator, before=was, after=now)


def _alike(team: str, names: Mapping[str, str]) -> dict[str, Fault]:
    """Languages in which another team is called so already."""
    faults: dict[str, Fault] = {}
    for language, words in names.items():
        others = called_in(language, [team_name(other) for other in TEAMS if other != team])
        found = alike_faults(others | {language: words or _ours(team, language)})
        faults |= {language: found[language]} if language in found else {}
    return faults


def _ours(team: str, language: str) -> str:
    return ours_in(language, team_name(team))


def _refuse_unknown(team: str) -> None:
    if team not in TEAMS:
        raise Refused("bad_request")


def _log(what: str, operator: Viewer | None, data: dict[str, object]) -> LogEntry:
    return LogEntry(what=what, voice="OPERATOR", person_id=operator.person_id if operator else None, data=data)
