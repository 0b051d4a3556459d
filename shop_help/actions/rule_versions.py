"""What operators do to the rules: draft a version, write on it, discard it, publish it from a day on."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from shop_help import audit, clock
from shop_help.actions.staff import By, Writer, writer_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import LogEntry, RuleVersion
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.markets import MARKETS
from shop_help.policy.messages import Refused
from shop_help.policy.numbers import JUDGING, values_in
from shop_help.policy.permissions import may_set_rules
from shop_help.policy.rulebook import SHIPPED, begins_at, day_fault, note_fault, values_faults
from shop_help.policy.wording import N_

STALE = Fault(N_("Somebody else changed this draft meanwhile. Look at it once more, then do it again."))
SAME = Fault(N_("It says the same as the version before: there is nothing to publish."))


def draft_version(by: By, market: str, writer_id: int | None = None) -> int:
    """A draft with the numbers that hold last; where the market has a draft already, that one.

    `writer_id`, here and below: of a command, the operator who answers for it.
    """
    if market not in MARKETS:
        raise Refused("forbidden")
    try:
        return _drafted(by, market, writer_id)
    except IntegrityError:
        # Somebody drafted at the same moment: theirs is the one.
        return _drafted(by, market, writer_id)


def _drafted(by: By, market: str, writer_id: int | None) -> int:
    with write_unit(db.session):
        writer = rule_setter(by, writer_id)
        known = db.session.scalar(select(RuleVersion.id).where(RuleVersion.draft_of == market))
        if known is not None:
            return known
        highest = db.session.scalar(select(func.max(RuleVersion.version)).where(RuleVersion.market == market))
        draft = RuleVersion(market=market, version=(highest or SHIPPED) + 1, draft_of=market)
        draft.numbers, draft.person_id = numbers_before(market), writer.person_id
        db.session.add(draft)
        db.session.flush()
        _log(writer, draft, "rules.drafted", numbers=draft.numbers)
    return draft.id


def change_draft(
    by: By, version_id: int, seen: int, numbers: Mapping[str, int | None], note: str, writer_id: int | None = None
) -> None:
    """Other numbers, or other words. `seen` is the revision that was written on. Raises Faulty for what can't be."""
    faults = values_faults(numbers)
    wrong_note = note_fault(note)
    if wrong_note:
        faults["note"] = wrong_note
    if faults:
        raise Faulty(faults)
    with write_unit(db.session):
        writer = rule_setter(by, writer_id)
        draft = draft_called(version_id)
        if draft.revision != seen:
            raise Faulty({"note": STALE})
        written = {name: value for name, value in numbers.items() if value is not None and name in JUDGING}
        if (draft.numbers, draft.note) == (written, note):
            return
        before = {"numbers": draft.numbers, "note": draft.note}
        draft.numbers, draft.note, draft.person_id = written, note, writer.person_id
        draft.revision += 1
        draft.updated_at = clock.now()
        _log(writer, draft, "rules.changed", before, numbers=written)


def discard_draft(by: By, version_id: int, writer_id: int | None = None) -> None:
    """It is gone; its number is free again."""
    with write_unit(db.session):
        writer = rule_setter(by, writer_id)
        draft = draft_called(version_id)
        _log(writer, draft, "rules.discarded", {"numbers": draft.numbers})
        db.session.delete(draft)


def publish_version(by: By, version_id: int, seen: int, day: date | None, writer_id: int | None = None) -> None:
    """From the midnight that begins that day it judges what is paid. The past is never judged anew: see day_fault."""
    with write_unit(db.session):
        writer = rule_setter(by, writer_id)
        draft = draft_called(version_id)
        now = clock.now()
        latest = latest_start(draft.market)
        fault = (
            (STALE if draft.revision != seen else None)
            or note_fault(draft.note)
            or (SAME if draft.numbers == numbers_before(draft.market) else None)
            or day_fault(day, draft.market, now, latest)
        )
        if fault or day is None:
            raise Faulty({"day": fault or STALE})
        draft.state, draft.draft_of, draft.person_id = "published", None, writer.person_id
        draft.valid_from, draft.published_at = begins_at(day, draft.market), now
        _log(writer, draft, "rules.published", valid_from=draft.valid_from.isoformat(), numbers=draft.numbers)


def rule_setter(by: By, writer_id: int | None = None) -> Writer:
    """Who sets the rules; raises Refused for anybody else."""
    return writer_at(by, writer_id, may_set_rules)


def draft_called(version_id: int) -> RuleVersion:
    """The draft of that id, held until the commit; what is published is nobody's to change."""
    draft = db.session.get(RuleVersion, version_id, with_for_update=True)
    if draft is None or draft.state != "draft":
        raise Refused("forbidden")
    return draft


def numbers_before(market: str, version: int | None = None) -> dict[str, int]:
    """The numbers of the version that was published last, or before this one, or shipped."""
    published = _published(market)
    if version is not None:
        published = published.where(RuleVersion.version < version)
    last = db.session.scalar(published.order_by(RuleVersion.version.desc()).limit(1))
    values = values_in(market, last.numbers if last else None)
    return {name: values[name] for name in JUDGING}


def latest_start(market: str) -> datetime | None:
    """When the version that was published last begins, or began."""
    return db.session.scalar(
        select(func.max(RuleVersion.valid_from)).where(RuleVersion.market == market, RuleVersion.state == "published")
    )


def _published(market: str) -> Select[RuleVersion]:
    return select(RuleVersion).where(RuleVersion.market == market, RuleVersion.state == "published")


def _log(
    writer: Writer, version: RuleVersion, what: str, before: Mapping[str, object] | None = None, **data: object
) -> None:
    told = {"market": version.market, "version": version.version, "rules": version.id, **data}
    if what in ("rules.drafted", "rules.published"):
        before = {"numbers": numbers_before(version.market, version.version)}
    audit.note(what, f"rules {version.market} {version.version}", writer.viewer, version.note, before, told)
    db.session.add(LogEntry(what=what, voice="OPERATOR", person_id=writer.person_id, why=version.note, data=told))
