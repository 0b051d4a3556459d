"""What goes with a case that changes hands: what is known stands in it, and nothing that is not."""

from shop_help.policy.handover import LONGEST_QUOTE, HandoverFacts, handover, quoted


def told(facts: HandoverFacts) -> list[str]:
    return [sentence % values for sentence, values in handover(facts)]


def test_all_that_is_known_stands_in_the_summary_the_reason_first() -> None:
    facts = HandoverFacts(
        about="It came broken",
        order="…0104, Delivered",
        order_clock="It was to arrive by Fri",
        first_asked="It came\nbroken.",
        last_said="Are you there?",
        last_answer="Could you send a photo?",
        answers=2,
        promise="an answer by Tue, 14:05 EST",
        notes=3,
        why="She asked for German.",
    )
    assert told(facts) == [
        "Why it is handed over: She asked for German.",
        "About: It came broken",
        "Order: …0104, Delivered",
        "Its clock: It was to arrive by Fri",
        "The buyer asked first: “It came broken.”",
        "The buyer said last: “Are you there?”",
        "Answered so far: 2, the last time: “Could you send a photo?”",
        "Promised: an answer by Tue, 14:05 EST",
        "Notes to read: 3",
    ]


def test_what_is_not_known_is_left_out() -> None:
    assert told(HandoverFacts()) == ["Nobody has answered yet."]


def test_what_was_said_once_is_not_told_twice() -> None:
    once = HandoverFacts(first_asked="Hello?", last_said="Hello?")
    assert told(once) == ["The buyer asked first: “Hello?”", "Nobody has answered yet."]


def test_a_long_quote_ends_between_two_words() -> None:
    assert quoted("a" * LONGEST_QUOTE) == "a" * LONGEST_QUOTE
    long = quoted("It came broken, and " * 20)
    assert long.endswith("…")
    assert len(long) <= LONGEST_QUOTE + 1
    assert long.removesuffix("…").split()[-1] in ("It", "came", "broken", "and")
