"""The audit log: what staff and commands did, found by person, act and day, and taken along as a file."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request

from shop_help import audit_verifying, clock, hx, identity, urls
from shop_help.models.shown_audit import AuditFilter, audit_entries, every_audit_entry, staff
from shop_help.operators import door
from shop_help.operators.audit_words import ACTS, act_word, role_word
from shop_help.operators.files import csv_answer
from shop_help.operators.report_kinds import Column, Table, Value
from shop_help.paging import cut, place, place_of
from shop_help.policy.permissions import may_read_audit
from shop_help.speech import gettext as _

PAGE = 25


@door.get("/audit")
def audit_log() -> str:
    asked, wanted = _asked()
    found, last = cut(audit_entries(wanted, place_of(request.args.get("behind", "")), PAGE + 1), PAGE)
    following = urls.operator_audit(**asked, behind=place(last.happened_at, last.id)) if last else None
    return render_template(
        "operators/_audit_rows.html" if hx.is_fragment() and request.args.get("behind") else "operators/audit.html",
        entries=found,
        next_url=following,
        asked=asked,
        people=_people(),
        acts=[("", _("Everything")), *((act, act_word(act)) for act in ACTS)],
        head=":".join(map(str, audit_verifying.head())),
        act_word=act_word,
        role_word=role_word,
    )


def _asked() -> tuple[dict[str, str], AuditFilter]:
    """What is asked for, as it stands in addresses and as the log is asked."""
    if not may_read_audit(identity.current()):
        abort(404)
    person, act, day = (request.args.get(name, "") for name in ("person", "act", "day"))
    asked = {"person": person if person.isascii() and person.isdigit() and len(person) < 10 else ""}
    asked |= {"act": act if act in ACTS else "", "day": ""}
    since = until = None
    if (begins := _midnight(day)) is not None:
        asked["day"], since, until = day, begins, _midnight(day, 1)
    return asked, AuditFilter(int(asked["person"]) if asked["person"] else None, asked["act"], since, until)


def _midnight(day: str, later: int = 0) -> datetime | None:
    """When a day begins on the operator's clocks; None for what is no day."""
    try:
        begun = date.fromisoformat(day) + timedelta(days=later)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(begun, time(), ZoneInfo(identity.current().zone))


def _people() -> list[tuple[str, str]]:
    """Who works here; and what is nobody's."""
    nobodys = [("", _("Everybody")), ("0", _("Commands and failed sign-ins"))]
    return [*nobodys, *((str(row.id), row.name) for row in staff())]


@door.get("/audit.csv")
def audit_file() -> Response:
    """The same as a file, entry by entry, with the digests that chain them."""
    _shown, wanted = _asked()
    heads = [
        (_("Number"), "count"),
        (_("When (UTC)"), "instant"),
        (_("Who"), "text"),
        (_("As"), "text"),
        (_("From"), "text"),
        (_("Did"), "text"),
        (_("What with"), "text"),
        (_("Why"), "text"),
        (_("Before"), "text"),
        (_("After"), "text"),
        (_("Digest"), "text"),
    ]
    table = Table("audit", [Column(*head) for head in heads], (), lambda: map(_line, every_audit_entry(wanted)))
    return csv_answer(table, "UTC", f"audit-{clock.now().date().isoformat()}.csv")


def _line(row: Any) -> Sequence[Value]:
    told = (row.id, row.happened_at, row.who, row.role, row.address, row.act, row.thing, row.why)
    return (*told, row.before, row.after, row.digest)
