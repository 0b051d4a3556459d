"""What happened to a case, the newest first, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Person
from shop_help.models.shown_cases import timeline_of
from shop_help.own_words import teams
from shop_help.policy.case_words import CASE_LOG, names_of, reason_of
from shop_help.speech import gettext as _

MOST_EVENTS = 40


def timeline(conversation_id: int) -> list[dict[str, Any]]:
    """Lines as agents/_timeline.html shows them: words, why, at."""
    rows = timeline_of(conversation_id, MOST_EVENTS)
    names = _names(set().union(*(names_of(row.data) for row in rows)))
    events = []
    why = ""
    for row in rows:
        if CASE_LOG.get(row.what) == "":
            # Stands behind the act it belongs to, so it comes first here.
            why = row.why
            continue
        events.append({"words": _words(row, names), "why": why or _why(row), "at": row.happened_at})
        why = ""
    return events


def _names(ids: set[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    rows: Sequence[Any] = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    return {row.id: row.name for row in rows}


def _words(row: Any, names: Mapping[int, str]) -> str:
    sentence = CASE_LOG.get(row.what)
    if sentence is None:
        return str(row.what)
    by = row.name or names.get(row.data.get("by", 0))
    return _(
        sentence,
        who=by or _("Shop Help"),
        to=names.get(row.data.get("to", 0), ""),
        team=teams().get(row.data.get("team", ""), ""),
        score=row.data.get("score", ""),
    )


def _why(row: Any) -> str:
    known = reason_of(row.why)
    return _(known) if known else str(row.why)
