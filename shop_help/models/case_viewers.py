"""Which agents have a case open in front of them, and who of them is writing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_help.database import UTCDateTime
from shop_help.extensions import db
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.service import CaseViewer

#: An open page says so every fifteen seconds; who has not for so long is gone.
LOOKS_FOR = timedelta(seconds=40)
#: What is typed is kept every few seconds; who has not typed for so long has stopped.
TYPES_FOR = timedelta(seconds=6)


def colleagues_at(case_id: int, person_id: int, now: datetime) -> Sequence[Any]:
    """The other agents who look at a case now: name, is_typing."""
    wanted = (
        select(Person.name, (CaseViewer.typed_at > now - TYPES_FOR).label("is_typing"))
        .join(Person, Person.id == CaseViewer.person_id)
        .where(
            CaseViewer.case_id == case_id,
            CaseViewer.person_id != person_id,
            CaseViewer.seen_at > now - LOOKS_FOR,
        )
        .order_by(Person.name)
    )
    return db.session.execute(wanted).all()


_SEEN = Prepared(
    select(CaseViewer.seen_at, CaseViewer.typed_at).where(
        CaseViewer.case_id == bindparam("case", 0), CaseViewer.person_id == bindparam("person", 0)
    )
)


def last_look(connection: Connection, case_id: int, person_id: int) -> Any:
    """When this agent last looked at the case and typed there: seen_at, typed_at. None for one who never did."""
    return _SEEN.one(connection, {"case": case_id, "person": person_id})


def note_look(connection: Connection, case_id: int, person_id: int, now: datetime, is_typing: bool = False) -> None:
    """This agent looks at the case now, and may be typing."""
    make: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    noted = {"seen_at": now} | ({"typed_at": now} if is_typing else {})
    look = make(CaseViewer).values(case_id=case_id, person_id=person_id, **noted)
    connection.execute(look.on_conflict_do_update(index_elements=["case_id", "person_id"], set_=noted))


_STOP = Prepared(
    update(CaseViewer)
    .where(CaseViewer.case_id == bindparam("case", 0), CaseViewer.person_id == bindparam("person", 0))
    .values(typed_at=bindparam("never", None, type_=UTCDateTime))
)


def stop_typing(connection: Connection, case_id: int, person_id: int) -> None:
    """What was typed is sent, or taken back."""
    _STOP.run(connection, {"case": case_id, "person": person_id})
