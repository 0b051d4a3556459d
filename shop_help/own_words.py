"""What things are called: in an operator's words where there are some in the reader's language, else in ours."""

from collections.abc import Iterable, Mapping

from flask import g, has_request_context
from sqlalchemy import select

from shop_help import speech
from shop_help.models import OwnWords
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.policy.own_words import OURS, team_name
from shop_help.policy.support import TEAMS

#: All there are: so few that a page asks once.
_ALL = Prepared(select(OwnWords.name, OwnWords.language, OwnWords.words))


def called(name: str, ours: str = "") -> str:
    """What it is called in the reader's language; `ours`: where it is none of policy.own_words.OURS."""
    return _called(_all(), name, ours)


def _called(there: Mapping[tuple[str, str], str], name: str, ours: str = "") -> str:
    return there.get((name, speech.locale())) or speech.gettext(OURS.get(name, ours))


def ours_in(language: str, name: str) -> str:
    """What we call it in a language."""
    return speech.catalogue_of(language).ugettext(OURS[name])


def called_in(language: str, names: Iterable[str]) -> dict[str, str]:
    """What these are called in a language."""
    there = _all()
    return {name: there.get((name, language)) or ours_in(language, name) for name in names}


def teams() -> dict[str, str]:
    """The teams of customer service, and what each is called."""
    there = _all()
    return {team: _called(there, team_name(team)) for team in TEAMS}


def _all() -> Mapping[tuple[str, str], str]:
    if not has_request_context():
        return _read()
    kept: Mapping[tuple[str, str], str] | None = g.get("own_words")
    if kept is None:
        kept = g.own_words = _read()
    return kept


def _read() -> Mapping[tuple[str, str], str]:
    return {(row.name, row.language): row.words for row in rows_of(_ALL)}
