"""What goes with a case that changes hands: a summary put together by rules, so that nobody asks the buyer again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shop_help.policy.wording import N_

#: Signs of what somebody said that are quoted.
LONGEST_QUOTE = 240

Line = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class HandoverFacts:
    """What is known of a case, each in words already; empty where there is none."""

    about: str = ""
    order: str = ""
    order_clock: str = ""
    first_asked: str = ""
    last_said: str = ""
    last_answer: str = ""
    answers: int = 0
    #: Who has to move, and until when.
    promise: str = ""
    notes: int = 0
    why: str = ""


def handover(facts: HandoverFacts) -> list[Line]:
    """The lines of a summary, as sentences to translate with their values."""
    return list(_lines(facts))


def _lines(facts: HandoverFacts) -> Iterator[Line]:
    if facts.why:
        yield N_("Why it is handed over: %(why)s"), {"why": facts.why}
    if facts.about:
        yield N_("About: %(about)s"), {"about": facts.about}
    if facts.order:
        yield N_("Order: %(order)s"), {"order": facts.order}
    if facts.order_clock:
        yield N_("Its clock: %(clock)s"), {"clock": facts.order_clock}
    yield from _said(facts)
    yield from _answers(facts)
    if facts.promise:
        yield N_("Promised: %(promise)s"), {"promise": facts.promise}
    if facts.notes:
        yield N_("Notes to read: %(count)s"), {"count": facts.notes}


def _said(facts: HandoverFacts) -> Iterator[Line]:
    if facts.first_asked:
        yield N_("The buyer asked first: “%(words)s”"), {"words": quoted(facts.first_asked)}
    if facts.last_said and facts.last_said != facts.first_asked:
        yield N_("The buyer said last: “%(words)s”"), {"words": quoted(facts.last_said)}


def _answers(facts: HandoverFacts) -> Iterator[Line]:
    if not facts.answers:
        yield N_("Nobody has answered yet."), {}
    else:
        words = {"count": facts.answers, "words": quoted(facts.last_answer)}
        yield N_("Answered so far: %(count)s, the last time: “%(words)s”"), words


def quoted(text: str) -> str:
    """What somebody said in one line, cut between two words where it is long."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
