"""What operators write of a question in other languages: of Help, and of those for all shops."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import g
from sqlalchemy import select

from shop_help import audit, clock
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.languages import others
from shop_help.models import HelpQuestion, HelpTopic, LogEntry, StandardFaq
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.help_texts import text_faults
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_edit_help
from shop_help.policy.shop_texts import faq_faults
from shop_help.policy.standard_faqs import STALE

Translated = HelpQuestion | StandardFaq


@dataclass(frozen=True)
class Kind:
    """Something whose words operators translate."""

    #: As the log calls it.
    noun: str
    model: type[Translated]
    fields: tuple[str, ...]
    #: What is wrong with its words, by field.
    faults: Callable[[Mapping[str, str]], Mapping[str, Fault]]


HELP = Kind("help_question", HelpQuestion, ("question", "asked", "body"), lambda words: text_faults(**words))
FOR_SHOPS = Kind("standard_faq", StandardFaq, ("question", "answer"), lambda words: faq_faults(**words, states=()))


def written_at(row: Translated, language: str) -> str:
    """When an operator wrote it in that language, which tells one writing from another; empty where nobody did."""
    return str(row.translations.get(language, {}).get("at", ""))


def translate(
    by: By, kind: Kind, row_id: int, language: str, words: Mapping[str, str], version: int = 0, seen: str = ""
) -> None:
    """Who reads that language reads these words from now on.

    `version`: of the words that they say in it, 0 for those of now; `seen`: written_at as the person saw it. Raises
    Faulty for words that can't be, and where a colleague was quicker; Refused where there is nothing to translate.
    """
    refuse_faulty(kind.faults(words))
    with write_unit(db.session):
        operator, row = staff_at(by, may_edit_help), _locked(kind, row_id, language)
        there = row.translations.get(language)
        after = {**words, "version": min(version or row.version, row.version)}
        if there is not None and {**there, **after} == there:
            return
        is_stale = by is not None and seen != written_at(row, language)
        refuse_faulty({kind.fields[-1]: STALE} if is_stale else {})
        _put(row, language, {**after, "at": clock.now().isoformat()})
        _say(f"{kind.noun}.translated", operator, row, language, there, after)


def drop_translation(by: By, kind: Kind, row_id: int, language: str) -> int:
    """Who reads that language reads what they did without it. The line of the log that takes it back; a second tap
    finds the first's."""
    what = f"{kind.noun}.translation_removed"
    with write_unit(db.session) as session:
        operator, row = staff_at(by, may_edit_help), _locked(kind, row_id, language)
        there = row.translations.get(language)
        if there is None:
            return _removed_before(what, row_id, language)
        _put(row, language, None)
        entry = _say(what, operator, row, language, there, None)
        session.flush()
        return entry.id


def restore_translation(by: By, kind: Kind, entry_id: int) -> int:
    """Takes a removal back, where nobody wrote it anew meanwhile; the question's id.

    Raises Refused where there is no such removal.
    """
    with write_unit(db.session) as session:
        operator, entry = staff_at(by, may_edit_help), session.get(LogEntry, entry_id)
        if entry is None or entry.what != f"{kind.noun}.translation_removed":
            raise Refused("forbidden")
        language, kept = entry.data["language"], entry.data["before"]
        row = _locked(kind, entry.data["id"], language)
        if language not in row.translations:
            _put(row, language, kept)
            _say(f"{kind.noun}.translation_restored", operator, row, language, None, kept)
        return row.id


def _locked(kind: Kind, row_id: int, language: str) -> Translated:
    if language not in others():
        raise Refused("forbidden")
    found = db.session.get(kind.model, row_id)
    if isinstance(found, HelpQuestion):
        # The topic first, as those lock who hide a question or move it.
        db.session.get_one(HelpTopic, found.topic_id, with_for_update=True, populate_existing=True)
    row = db.session.get(kind.model, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Refused("forbidden")
    return cast(Translated, row)


def _put(row: Translated, language: str, written: dict[str, Any] | None) -> None:
    others = {name: words for name, words in row.translations.items() if name != language}
    row.translations = others if written is None else {**others, language: written}
    if isinstance(row, HelpQuestion):
        # Every process reads the catalogue anew.
        db.session.get_one(HelpTopic, row.topic_id).order_version += 1
        g.pop("own_titles", None)


def _removed_before(what: str, row_id: int, language: str) -> int:
    data = LogEntry.data
    its_own = (data["id"].as_integer() == row_id, data["language"].as_string() == language)
    wanted = select(LogEntry.id).where(LogEntry.what == what, *its_own).order_by(LogEntry.id.desc()).limit(1)
    found = db.session.scalar(wanted)
    if found is None:
        raise Refused("forbidden")
    return found


def _say(
    what: str,
    operator: Viewer | None,
    row: Translated,
    language: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> LogEntry:
    name = row.slug if isinstance(row, HelpQuestion) else row.id
    data = {"id": row.id, "question": name, "language": language, "before": before}
    entry = LogEntry(what=what, voice="OPERATOR", person_id=operator.person_id if operator else None, data=data)
    db.session.add(entry)
    audit.note(what, f"question {name}, {language}", operator, before=before, after=after)
    return entry
