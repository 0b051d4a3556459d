"""The rules of Help: what is the case with an order, which questions come first, and which parts of a text fit."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_help.help_catalogue import TOPICS, questions
from shop_help.policy.deadlines import closes_at
from shop_help.policy.help_questions import MOST_RANKED, SOLUTIONS, Candidate, ranked, solutions_for
from shop_help.policy.help_texts import fitting, parts_of, text_faults, unfilled
from shop_help.policy.numbers import NUMBERS, numbers_in
from shop_help.policy.orders import STATES
from shop_help.policy.situations import SITUATIONS, OrderFacts, situations_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NEW_YORK = "America/New_York"


def order(state: str = "DELIVERED", **more: Any) -> OrderFacts:
    return OrderFacts(state, "US", NEW_YORK, **more)


def local(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("delivered", "days", "zone", "closes"),
    [
        ("2026-10-20T00:00", 30, NEW_YORK, "2026-11-20T00:00"),
        ("2026-10-20T23:59", 30, NEW_YORK, "2026-11-20T00:00"),
        ("2026-10-25T12:00", 30, NEW_YORK, "2026-11-25T00:00"),  # the clocks go back on 1 November
        ("2028-02-01T12:00", 30, NEW_YORK, "2028-03-03T00:00"),  # a leap year
        ("2027-02-01T12:00", 30, NEW_YORK, "2027-03-04T00:00"),
        ("2026-12-15T12:00", 30, NEW_YORK, "2027-01-15T00:00"),
        ("2026-10-20T23:59", 90, "Asia/Jakarta", "2027-01-19T00:00"),
    ],
)
def test_a_window_closes_with_the_local_midnight_behind_its_last_day(
    delivered: str, days: int, zone: str, closes: str
) -> None:
    assert closes_at(local(delivered, zone), days, zone) == local(closes, zone)


@pytest.mark.parametrize(
    ("days_ago", "there", "not_there"),
    [
        (0, {"return_open", "protection_open"}, {"return_over", "protection_over"}),
        (30, {"return_open", "protection_open"}, {"return_over", "protection_over"}),
        (31, {"return_over", "protection_open"}, {"return_open", "protection_over"}),
        (90, {"return_over", "protection_open"}, {"return_open", "protection_over"}),
        (91, {"return_over", "protection_over"}, {"return_open", "protection_open"}),
    ],
)
def test_returns_and_protection_on_both_edges(days_ago: int, there: set[str], not_there: set[str]) -> None:
    found = situations_of(order(delivered_at=NOW - days_ago * DAY), NOW)
    assert there <= found
    assert not not_there & found


@pytest.mark.parametrize(("minutes", "is_free"), [(0, True), (59, True), (60, False), (61, False)])
def test_cancelling_is_free_for_the_first_hour(minutes: int, is_free: bool) -> None:
    facts = order("AWAITING_SHIPMENT", paid_at=NOW - timedelta(minutes=minutes))
    assert ("free_cancelling" in situations_of(facts, NOW)) == is_free


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        (order("IN_TRANSIT", expected_at=NOW - DAY), {"late", "under_way", "shipped"}),
        (order("IN_TRANSIT", packages=2, packages_arrived=1), {"some_arrived"}),
        (order("PARTIALLY_SHIPPING"), {"partly_shipped", "in_transit"}),
        (order("COMPLETED"), {"delivered", "completed"}),
        (order(item_classes=frozenset({"standard", "pre_owned"})), {"not_covered"}),
        (order(item_classes=frozenset({"final_sale"})), {"not_covered", "not_returnable"}),
        (order(is_refunded=True), {"refunded"}),
        (order(is_unanswered=True), {"asked_long_ago"}),
    ],
)
def test_what_is_the_case_with_an_order(facts: OrderFacts, there: set[str]) -> None:
    assert there | {"has_order"} <= situations_of(facts, NOW)


def test_without_an_order_nothing_else_is_the_case() -> None:
    assert situations_of(None, NOW) == {"no_order"}


@pytest.mark.parametrize("state", STATES)
def test_every_situation_of_every_state_has_its_words(state: str) -> None:
    assert situations_of(order(state, paid_at=NOW, delivered_at=NOW), NOW) <= set(SITUATIONS)


def _candidates() -> list[Candidate]:
    topics = [topic.slug for topic in TOPICS]
    return [
        Candidate(q.slug, (topics.index(q.topic), q.position), dict(q.fits), frozenset(q.unless)) for q in questions()
    ]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (order("UNPAID"), "payment-failed"),
        (order("ON_HOLD", paid_at=NOW), "order-on-hold"),
        (order("AWAITING_SHIPMENT", paid_at=NOW), "cancel-order"),
        (order("AWAITING_SHIPMENT", paid_at=NOW - DAY), "not-shipped-yet"),
        (order("AWAITING_COLLECTION", paid_at=NOW - DAY), "where-is-my-order"),
        (order("PARTIALLY_SHIPPING", paid_at=NOW - DAY), "only-part-arrived"),
        (order("IN_TRANSIT", paid_at=NOW - DAY, expected_at=NOW + DAY), "where-is-my-order"),
        (order("IN_TRANSIT", paid_at=NOW - DAY, expected_at=NOW - DAY), "parcel-late"),
        (order("IN_TRANSIT", paid_at=NOW - DAY, packages=2, packages_arrived=1), "only-part-arrived"),
        (order(delivered_at=NOW - DAY), "delivered-not-here"),
        (order(delivered_at=NOW - DAY, is_refunded=True), "refund-status"),
        (order("CANCELLED", paid_at=NOW - DAY), "order-cancelled"),
    ],
)
def test_the_question_of_the_moment_comes_first(facts: OrderFacts, first: str) -> None:
    assert ranked(_candidates(), situations_of(facts, NOW))[0] == first


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_enough_questions_and_none_that_makes_no_sense(state: str) -> None:
    facts = order(state, paid_at=NOW - DAY, delivered_at=NOW - DAY)
    offered = ranked(_candidates(), situations_of(facts, NOW))
    assert len(offered) >= MOST_RANKED
    senseless = {"CANCELLED": "cancel-order", "DELIVERED": "change-address", "UNPAID": "how-to-return"}
    assert senseless.get(state) not in offered


def test_the_strongest_situation_decides_and_the_catalogue_between_equals() -> None:
    weak = Candidate("weak", (1, 1), {"late": 5, "shipped": 5, "under_way": 5})
    strong = Candidate("strong", (1, 2), {"late": 6})
    twin = Candidate("twin", (1, 3), {"late": 6})
    senseless = Candidate("senseless", (1, 0), {"delivered": 100}, frozenset({"shipped"}))
    saved = Candidate("saved", (1, 0), {"late": 1}, frozenset({"shipped"}))
    here = {"late", "shipped", "under_way"}
    assert ranked([twin, saved, senseless, weak, strong], here) == ["strong", "twin", "weak", "saved"]


def test_what_solves_a_question_depends_on_the_order_and_on_who_asks() -> None:
    names = ["track", "message", "sign_in"]

    def offered(here: set[str], is_signed_in: bool = True, may_buy: bool = True) -> list[str]:
        return [each.name for each in solutions_for(names, here, is_signed_in, may_buy)]

    assert offered({"has_order", "in_transit"}) == ["track", "message"]
    assert offered({"has_order", "unpaid"}) == ["message"]
    assert offered({"no_order"}) == ["orders"]
    assert offered({"no_order"}, False, False) == ["sign_in"]
    assert offered({"no_order"}, True, False) == []


@pytest.mark.parametrize(
    ("here", "names"),
    [
        ({"unpaid"}, ["cancel", "address", "change"]),
        ({"to_ship", "under_way"}, ["cancel", "address", "change"]),
        ({"to_ship", "under_way", "late"}, ["cancel", "address", "change"]),
        ({"for_carrier", "under_way"}, ["cancel"]),
        ({"in_transit", "shipped"}, []),
        ({"in_transit", "shipped", "late"}, ["return"]),
        ({"delivered", "shipped", "return_open"}, ["return"]),
        ({"cancelled"}, []),
    ],
)
def test_a_question_leads_to_a_form_only_where_it_can_be_asked(here: set[str], names: list[str]) -> None:
    fit = solutions_for(["cancel", "address", "change", "return"], {"has_order", *here}, True, True)
    assert [each.name for each in fit] == names


BODY = """For all, {buyer_name}.
::: late, in_transit not paid
It {arrival}. Seen {last_seen}.
::: cancelled
Gone."""


def test_a_text_shows_the_parts_that_fit() -> None:
    facts = {"buyer_name": "Ana", "arrival": "is late", "last_seen": "in Reno"}
    assert fitting(BODY, {"late", "paid"}, facts) == "For all, {buyer_name}.\n\nIt {arrival}. Seen {last_seen}."
    assert fitting(BODY, {"in_transit"}, facts) == fitting(BODY, {"late"}, facts)
    assert fitting(BODY, {"in_transit", "paid"}, facts) == "For all, {buyer_name}."
    assert fitting(BODY, {"cancelled"}, facts).endswith("Gone.")


def test_a_sentence_whose_fact_is_not_known_is_left_out() -> None:
    assert fitting(BODY, {"late"}, {"buyer_name": "Ana", "arrival": "is late"}).endswith("It {arrival}.")
    assert fitting(BODY, {"late"}, {}) == ""
    assert fitting("- {carrier}\n- Wait.", set(), {}) == "- Wait."
    # Arabic's own sign ends a question, too.
    assert fitting("هل تأخر الطرد؟ انتظر {carrier}.", set(), {}) == "هل تأخر الطرد؟"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "body"),
        ("Dear {colour}", "body"),
        ("::: tomorrow\nNo.", "body"),
        ("::: not soon\nNo.", "body"),
        ("x" * 6001, "body"),
    ],
)
def test_a_text_that_nothing_can_fill_is_refused(body: str, field: str) -> None:
    assert field in text_faults("May I?", "", body)


def test_what_we_ship_is_whole() -> None:
    slugs = [question.slug for question in questions()]
    assert len(slugs) == len(set(slugs)) >= 24
    for question in questions():
        assert text_faults(question.question, question.asked, question.body) == {}, question.slug
        assert {name for name, _ in question.fits} | set(question.unless) <= set(SITUATIONS), question.slug
        assert set(question.actions) <= set(SOLUTIONS), question.slug
        assert len(question.asked.splitlines()) >= 6, question.slug


def test_no_number_of_the_rules_is_typed_into_a_text() -> None:
    """They are quoted by their places; figures at the head of a list's line are counting."""
    import re

    for question in questions():
        text = re.sub(r"^\d+\. ", "", question.body, flags=re.MULTILINE)
        assert re.findall(r"\d+", text) == [], question.slug


def test_every_number_has_its_sentence_and_its_source() -> None:
    for name, number in NUMBERS.items():
        assert number.sentence, name
        assert number.source, name
    assert numbers_in("US")["ship_back_days"] == "14"
    assert numbers_in("ID")["ship_back_days"] == "5"
    assert numbers_in("UK")["return_days"] == numbers_in("DE")["return_days"] == "30"


@pytest.mark.parametrize("state", [*STATES, "none"])
def test_every_shipped_question_says_something_in_every_state(state: str) -> None:
    """Also to somebody of whose order little is known."""
    facts = None if state == "none" else order(state, paid_at=NOW - DAY if state != "UNPAID" else None)
    here = situations_of(facts, NOW)
    known = numbers_in("US") | {"shop_name": "Luma", "total": "$1", "paid_on": "today", "ordered_on": "today"}
    known |= {"items": "Lamp", "shipped_on": "today", "delivered_on": "today", "cancelled_on": "today"}
    for question in questions():
        said = fitting(question.body, here, known)
        assert len(said) > 40, (question.slug, state, said)
        assert unfilled(said, known) == [], question.slug


def test_parts_are_read_in_their_order() -> None:
    assert [part.text for part in parts_of(BODY)] == [
        "For all, {buyer_name}.",
        "It {arrival}. Seen {last_seen}.",
        "Gone.",
    ]
