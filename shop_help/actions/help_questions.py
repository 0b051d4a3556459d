"""What operators do to the words of Help: write a new version, or make an earlier one hold again."""

from sqlalchemy import select

from shop_help import audit
from shop_help.actions.staff import By, Writer, writer_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import HelpQuestion, HelpText, LogEntry
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.help_texts import text_faults
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_edit_help
from shop_help.policy.wording import N_

STALE = Fault(N_("Somebody else changed this meanwhile. Yours is kept here: look at theirs below, then save again."))


def change_question(
    by: By, question_id: int, seen: int, question: str, asked: str, body: str, writer_id: int | None = None
) -> None:
    """Other words, as a new version; those before it stay. `seen` is the version that was edited.

    `writer_id`: of a command, the operator whose words they are. Raises Faulty for words that can't be, and where
    somebody else was quicker.
    """
    faults = text_faults(question, asked, body)
    if faults:
        raise Faulty(faults)
    with write_unit(db.session):
        writer, row = writer_at(by, writer_id, may_edit_help), _edited(question_id)
        if row.version != seen:
            raise Faulty({"body": STALE})
        now = _version(row, row.version)
        if _words(now) != {"question": question, "asked": asked, "body": body}:
            _write(writer, row, HelpText(question=question, asked=asked, body=body), "help_question.changed")


def restore_version(by: By, question_id: int, version: int, writer_id: int | None = None) -> None:
    """An earlier version holds again, as a new one: the history stays whole."""
    with write_unit(db.session):
        writer, row = writer_at(by, writer_id, may_edit_help), _edited(question_id)
        old = _version(row, version)
        if version != row.version:
            again = HelpText(question=old.question, asked=old.asked, body=old.body)
            _write(writer, row, again, "help_question.restored", restored=version)


def _edited(question_id: int) -> HelpQuestion:
    row = db.session.get(HelpQuestion, question_id, with_for_update=True)
    if row is None:
        raise Refused("forbidden")
    return row


def _version(row: HelpQuestion, version: int) -> HelpText:
    wanted = select(HelpText).where(HelpText.question_id == row.id, HelpText.version == version)
    found = db.session.scalar(wanted)
    if found is None:
        raise Refused("forbidden")
    return found


def _write(writer: Writer, row: HelpQuestion, text: HelpText, what: str, **data: object) -> None:
    before = _words(_version(row, row.version))
    row.version += 1
    text.question_id, text.version, text.person_id = row.id, row.version, writer.person_id
    told = {"question": row.slug, "version": row.version, **data}
    log = LogEntry(what=what, voice="OPERATOR", person_id=writer.person_id, why=text.question, data=told)
    db.session.add_all([text, log])
    changed = {name: words for name, words in _words(text).items() if words != before[name]}
    was = {"version": row.version - 1} | {name: before[name] for name in changed}
    audit.note(what, f"question {row.slug}", writer.viewer, before=was, after=told | changed)


def _words(text: HelpText) -> dict[str, str]:
    return {"question": text.question, "asked": text.asked, "body": text.body}
