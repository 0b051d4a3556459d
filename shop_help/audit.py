"""What staff and commands did, written down so that no change of it goes unseen (policy.audit).

`note` says it inside a write unit; it is chained to the log just before that commits, so that the log's lock is held
for as short as can be and nothing is locked after it. What people write to each other never passes by here.
"""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, has_request_context, request
from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.orm import Session

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import AuditEntry, AuditHead
from shop_help.policy.audit import BEGINNING, Act, canonical, digest_of, kept_address, seal_of
from shop_help.secret_keys import newest_of

_PENDING = "audit"


class KeyMissingError(RuntimeError):
    """There is no key to write the audit log with."""


def keys() -> dict[str, bytes]:
    """The keys of the log by their names. Raises KeyMissingError where there is none."""
    found = {name: key.encode() for name, key in current_app.config["AUDIT_KEYS"].items()}
    if not found:
        raise KeyMissingError("Set SHOP_HELP_SECRET_KEY or SHOP_HELP_AUDIT_KEY: this is written into the audit log.")
    return found


@dataclass(frozen=True)
class Stranger:
    """Somebody who isn't signed in, where what they asked for is done once their page has answered."""

    address: str


#: Who does something: None for a command, the clockwork, or a page that nobody is signed in on.
Who = Viewer | Stranger | None


def stranger() -> Stranger:
    """Whoever asks for this page, to be noted later."""
    return Stranger(address())


def note(
    act: str,
    thing: str = "",
    by: Who = None,
    why: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Says what is done in the write unit that is open."""
    # Without one nothing of the unit is to be done.
    keys()
    told = Act(
        happened_at=clock.now(),
        act=act,
        thing=thing,
        **_as_told(by),
        why=why,
        before=canonical(before),
        after=canonical(after),
    )
    db.session.info.setdefault(_PENDING, []).append(told)


def _as_told(by: Who) -> dict[str, Any]:
    if isinstance(by, Stranger):
        return {"person_id": None, "who": "", "role": "none", "address": by.address}
    if by is None:
        role = "none" if has_request_context() else "command"
        return {"person_id": None, "who": _account(), "role": role, "address": address()}
    return {"person_id": by.person_id, "who": by.name, "role": by.works_as, "address": address()}


def record(act: str, thing: str = "", by: Viewer | None = None, why: str = "", **values: Any) -> None:
    """The same where nothing else is written: a download, a reading."""
    with write_unit(db.session):
        note(act, thing, by, why, after=values or None)


def _account() -> str:
    """Of a command the machine's account; of a page that nobody is signed in on, none."""
    if has_request_context():
        return ""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def address() -> str:
    """Where the request comes from, as SHOP_HELP_AUDIT_ADDRESSES has it kept; nothing in a command."""
    if not has_request_context():
        return ""
    known = keys()
    return kept_address(request.remote_addr, current_app.config["AUDIT_ADDRESSES"], known[newest_of(known)])


@event.listens_for(db.session, "before_commit")
def _write_down(session: Session) -> None:
    if session.in_nested_transaction():
        return
    noted: list[Act] = session.info.pop(_PENDING, [])
    if noted:
        # What waits to be written may wait for somebody who waits for the head.
        session.flush()
        append(session.connection(), noted)


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, _: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_PENDING, None)


def append(connection: Connection, noted: list[Act]) -> None:
    """Entries behind the last one, under the lock of the head."""
    if connection.dialect.name == "sqlite" and not connection.get_execution_options().get("writes"):
        raise RuntimeError("the audit log is written in write units alone")
    known = keys()
    name = newest_of(known)
    seq, digest = _locked_head(connection)
    for told in noted:
        seq, previous, digest = seq + 1, digest, digest_of(known[name], digest, told)
        values = {**vars(told), "id": seq, "key": name, "previous": previous, "digest": digest}
        connection.execute(insert(AuditEntry).values(values))
    seal = seal_of(known[name], seq, digest)
    connection.execute(update(AuditHead).values(seq=seq, digest=digest, key=name, seal=seal))


def _locked_head(connection: Connection) -> tuple[int, str]:
    """Where the log ends. Where the head was taken away, entries that are there refuse another first one."""
    head = connection.execute(select(AuditHead.seq, AuditHead.digest).with_for_update()).one_or_none()
    if head is None:
        connection.execute(insert(AuditHead).values(id=1, seq=0, digest=BEGINNING, key="", seal=""))
        return 0, BEGINNING
    return head.seq, head.digest
