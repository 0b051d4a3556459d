"""What operators do to the labels of a platform: other words in a language, ours again, and that taken back."""

from collections.abc import Mapping

from shop_help import audit
from shop_help.actions.own_words import keep_words
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.languages import LANGUAGES
from shop_help.models import LogEntry
from shop_help.own_words import called_in, ours_in
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.own_words import alike_faults, label_name, words_faults
from shop_help.policy.permissions import may_set_labels
from shop_help.policy.platforms import PLATFORMS

CHANGED = "labels.changed"


def set_labels(
    by: By, platform: str, language: str, written: Mapping[str, str], seen: str | None = None
) -> int | None:
    """These labels are called so from the next page on, empty ones as we call them; the others stay.

    The line of the log that takes it back, or None where nothing changed. Raises Faulty.
    """
    _refuse_unknown(platform, language, written)
    refuse_faulty(words_faults(written))
    with write_unit(db.session) as session:
        operator = staff_at(by, may_set_labels)
        refuse_faulty(alike_faults(_called(platform, language, written)))
        words = {(label_name(platform, which), language): text for which, text in written.items()}
        before, after = (_by_label(kept) for kept in keep_words(words, seen))
        if not after:
            return None
        entry = _log(operator, platform, language, before, after)
        session.add(entry)
        session.flush()
        was, now = (_said(platform, language, labels) for labels in (before, after))
        audit.note(CHANGED, f"labels {platform} {language}", operator, before=was, after=now)
        return entry.id


def restore_labels(by: By, entry_id: int) -> None:
    """What a change of labels put away holds again. Raises Refused where there was no such change."""
    staff_at(by, may_set_labels)
    entry = db.session.get(LogEntry, entry_id)
    if entry is None or entry.what != CHANGED:
        raise Refused("forbidden")
    data = entry.data
    set_labels(by, data["platform"], data["language"], data["before"])


def _refuse_unknown(platform: str, language: str, written: Mapping[str, str]) -> None:
    if platform not in PLATFORMS or language not in LANGUAGES or not set(written) <= set(PLATFORMS[platform].labels):
        raise Refused("bad_request")


def _called(platform: str, language: str, written: Mapping[str, str]) -> dict[str, str]:
    """All labels of the platform as they would be."""
    names = {which: label_name(platform, which) for which in PLATFORMS[platform].labels}
    there = called_in(language, names.values())
    return {which: there[name] for which, name in names.items()} | _said(platform, language, written)


def _by_label(kept: Mapping[tuple[str, str], str]) -> dict[str, str]:
    return {name.partition(".")[2]: words for (name, _language), words in kept.items()}


def _said(platform: str, language: str, labels: Mapping[str, str]) -> dict[str, str]:
    """As buyers read it: where there are no words of an operator's own, ours."""
    return {which: words or ours_in(language, label_name(platform, which)) for which, words in labels.items()}


def _log(operator: Viewer | None, platform: str, language: str, before: object, after: object) -> LogEntry:
    data = {"platform": platform, "language": language, "before": before, "after": after}
    person_id = operator.person_id if operator else None
    return LogEntry(what=CHANGED, voice="OPERATOR", person_id=person_id, data=data)
