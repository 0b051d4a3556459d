"""Whatever is told on has a sentence and a shape, and the documentation says the same."""

import json
import re
import sqlite3
from pathlib import Path

from shop_help.config import ROOT
from shop_help.operators.log_words import EVENTS
from shop_help.policy import protection_events, refund_states, request_events
from shop_help.policy.happenings import FACTS, HAPPENINGS
from shop_help.policy.happenings_told import table_of_happenings


def test_each_event_of_the_tables_of_states_can_be_told() -> None:
    named = {f"request.{past}" for past in (*request_events.PAST.values(), request_events.ASKED)}
    named |= {past if "." in past else f"protection.{past}" for past in protection_events.PAST.values()}
    named |= {f"refund.{state}" for state in refund_states.STATES if state != "pending"}
    assert named <= set(HAPPENINGS)


def test_what_acts_on_cases_call_it_can_be_told_or_stays_in_the_house() -> None:
    acts = "".join(path.read_text() for path in (ROOT / "shop_help/actions").glob("*.py"))
    named = set(re.findall(r'"(case\.\w+)"', acts))
    assert len(named) > 10
    assert named - set(HAPPENINGS) == {"case.taken_over_because", "case.transferred_because", "case.looked_into"}
    assert named <= set(EVENTS)


def test_there_is_one_way_into_the_outbox() -> None:
    written = re.compile(r"OutboxEntry\(\w|insert\(OutboxEntry\)")
    assert {
        str(path.relative_to(ROOT / "shop_help"))
        for path in (ROOT / "shop_help").rglob("*.py")
        if written.search(path.read_text())
    } == {"models/outbox.py", "actions/handing_on_messages.py"}


def test_what_the_demo_wrote_has_the_facts_that_the_table_says(seeded: Path) -> None:
    with sqlite3.connect(seeded) as connection:
        entries = connection.execute("SELECT what, data FROM outbox_entries").fetchall()
    nouns = {what.partition(".")[0] for what, _ in entries}
    assert {"case", "conversation", "request", "refund", "protection"} <= nouns
    for what, data in entries:
        happening, told = HAPPENINGS[what], set(json.loads(data))
        assert set(happening.always) <= told, what
        assert told <= {*happening.always, *happening.sometimes}, what


def test_every_fact_is_explained_and_none_besides() -> None:
    used = {fact for each in HAPPENINGS.values() for fact in (*each.always, *each.sometimes)}
    assert used == set(FACTS)


def test_the_documentation_ends_with_the_table() -> None:
    assert (ROOT / "docs/webhooks.md").read_text().endswith(table_of_happenings())
