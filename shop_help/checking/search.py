"""The agents' search holds what is said and noted in cases, in the same words, and its index holds all of that."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from shop_help.actions.case_index import BATCH, texts_of
from shop_help.checking.fault import Fault
from shop_help.models import Case, CaseText

#: Texts that SQLite's full-text index holds and the table doesn't, and the other way round.
_APART = """
    SELECT id FROM case_texts WHERE id NOT IN (SELECT id FROM case_words_docsize)
    UNION ALL
    SELECT id FROM case_words_docsize WHERE id NOT IN (SELECT id FROM case_texts)
    ORDER BY 1
"""


def faults(connection: Connection) -> Iterator[Fault]:
    """A few cases at a time: what should be found against what is kept, then the index."""
    last = 0
    while ids := list(connection.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(BATCH))):
        last = ids[-1]
        yield from _apart(connection, ids)
    if connection.dialect.name == "sqlite":
        for (text_id,) in connection.exec_driver_sql(_APART):
            yield Fault("search", f"text {text_id}", "it stands in the table or in the index alone")


def _apart(connection: Connection, ids: list[int]) -> Iterator[Fault]:
    said = {(text["case_id"], text["kind"], text["place"]): text["words"] for text in texts_of(connection, ids)}
    kept = {
        (row.case_id, row.kind, row.place): row.words
        for row in connection.execute(
            select(CaseText.case_id, CaseText.kind, CaseText.place, CaseText.words).where(CaseText.case_id.in_(ids))
        )
    }
    for place in sorted(said.keys() | kept.keys()):
        case_id, kind, number = place
        where = f"case {case_id}, {kind} {number}"
        if place not in kept:
            yield Fault("search", where, "it can't be found; flask cases index puts it right")
        elif place not in said:
            yield Fault("search", where, "it is found, and isn't there; flask cases index puts it right")
        elif said[place] != kept[place]:
            yield Fault("search", where, "it is found by other words; flask cases index puts it right")
