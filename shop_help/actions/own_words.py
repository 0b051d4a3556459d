"""Words of an operator's own, kept in place of ours. Used inside a write unit."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import g
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.one_at_a_time import operators_one_at_a_time
from shop_help.extensions import db
from shop_help.models import OwnWords
from shop_help.own_words import ours_in
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.wording import N_

STALE = Fault(N_("Somebody else changed this meanwhile. Yours is kept here: look at theirs, then save again."))
#: What is written, or kept: the words of each (name, language); empty words are ours.
Words = Mapping[tuple[str, str], str]


def version_of(keys: Iterable[tuple[str, str]]) -> str:
    """What tells words that were edited from those there are now."""
    return _version(_rows(set(keys)))


def keep_words(written: Words, seen: str | None) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Keeps what differs from our own; before and after of what changed, empty for ours.

    `seen`: the version that was edited, or None where nobody looked. Raises Faulty where somebody was quicker.
    """
    # One after the other: what has no row yet can't be locked by it.
    operators_one_at_a_time()
    rows = _rows(set(written))
    before = {key: rows[key].words if key in rows else "" for key in written}
    after = {key: "" if words == ours_in(key[1], key[0]) else words for key, words in written.items()}
    changed = [key for key in written if before[key] != after[key]]
    if changed and seen is not None and seen != _version(rows):
        refuse_faulty({"": STALE})
    for key in changed:
        _keep(rows.get(key), key, after[key], clock.now())
    g.pop("own_words", None)
    return {key: before[key] for key in changed}, {key: after[key] for key in changed}


def _keep(row: OwnWords | None, key: tuple[str, str], words: str, now: datetime) -> None:
    if row is None:
        db.session.add(OwnWords(name=key[0], language=key[1], words=words, updated_at=now))
    elif words:
        row.words, row.updated_at = words, now
    else:
        db.session.delete(row)


def _rows(keys: set[tuple[str, str]]) -> dict[tuple[str, str], OwnWords]:
    named = OwnWords.name.in_({name for name, _language in keys})
    wanted = select(OwnWords).where(named).execution_options(populate_existing=True)
    return {(row.name, row.language): row for row in db.session.scalars(wanted) if (row.name, row.language) in keys}


def _version(rows: Mapping[tuple[str, str], OwnWords]) -> str:
    if not rows:
        return ""
    return f"{len(rows)} {max(row.updated_at for row in rows.values()).isoformat()}"
