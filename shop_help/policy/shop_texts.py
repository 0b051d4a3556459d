"""What a shop's people write once and buyers read often: how long it may be, and which places it may have."""

from collections.abc import Iterable, Mapping

from shop_help.policy.answers import PLACES, unknown_places
from shop_help.policy.faults import Fault
from shop_help.policy.orders import STATES
from shop_help.policy.wording import N_

#: A question is a chip over a conversation, so it is short.
LONGEST_QUESTION = 120
#: An automatic answer and a saved reply leave room for what their places are filled with.
LONGEST_ANSWER = 2000
#: The name under which a saved reply is found.
LONGEST_TITLE = 60
#: What a shop says by itself while nobody is there.
LONGEST_AWAY_NOTE = 1000
#: All of a shop's questions, or replies, stand on one page.
MOST_TEXTS = 50


def faq_faults(question: str, answer: str, states: Iterable[str]) -> dict[str, Fault]:
    """What is wrong with a question and its automatic answer, by field."""
    faults = {
        "question": _length_fault(question, LONGEST_QUESTION),
        "answer": _length_fault(answer, LONGEST_ANSWER) or _places_fault(answer),
        "states": None if set(states) <= set(STATES) else Fault(N_("Choose states from the list.")),
    }
    return _found(faults)


def reply_faults(title: str, body: str) -> dict[str, Fault]:
    """What is wrong with a saved reply, by field."""
    return _found(
        {
            "title": _length_fault(title, LONGEST_TITLE),
            "body": _length_fault(body, LONGEST_ANSWER) or _places_fault(body),
        }
    )


def away_note_faults(note: str) -> dict[str, Fault]:
    """What is wrong with the note of a shop that is away; empty is none, and right."""
    return _found({"note": _length_fault(note, LONGEST_AWAY_NOTE) if note else None})


def too_many_fault(there_are: int) -> Fault | None:
    """Is there no room for one more?"""
    full = Fault(N_("A shop has at most %(most)s of them. Delete one that nobody needs."), {"most": MOST_TEXTS})
    return full if there_are >= MOST_TEXTS else None


def _length_fault(text: str, longest: int) -> Fault | None:
    if not text.strip():
        return Fault(N_("Write something here."))
    if len(text) > longest:
        values = {"longest": longest, "length": len(text)}
        return Fault(N_("At most %(longest)s characters; these are %(length)s."), values)
    return None


def _places_fault(text: str) -> Fault | None:
    unknown = unknown_places(text)
    if not unknown:
        return None
    known = ", ".join(f"{{{name}}}" for name in PLACES)
    return Fault(N_("{%(place)s} can't be filled. These can: %(known)s."), {"place": unknown[0], "known": known})


def _found(faults: Mapping[str, Fault | None]) -> dict[str, Fault]:
    return {name: fault for name, fault in faults.items() if fault is not None}
