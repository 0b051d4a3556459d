"""Through every text field of every form: kept as it was typed, and what can't be text is refused in words."""

import json
from typing import Any

import pytest

from tests.attacks.ground import Ground
from tests.attacks.payloads import FEW, MARK
from tests.attacks.test_every_write import sender_of
from tests.gates import GATES

#: Fields that are no text of somebody's: names of things, choices, numbers, days, secrets.
CODED = frozenset(
    [
        "person",
        "code",
        "email",
        "password",
        "helped",
        "score",
        "client_id",
        "client_key",
        "line",
        "item",
        "order",
        "step",
        "state",
        "seq",
        "faq",
        "shop",
        "entry",
        "to",
        "for",
        "seen",
        "amount",
        "save",
        "version",
        "revision",
        "market",
        "day",
        "from",
        "until",
        "reason_code",
        "outcome",
        "then",
        "ship_line",
        "region",
    ]
)
#: A choice there, words elsewhere.
CODED_IN = {("buyers.send_cancellation", "reason"), ("operators.mark_refund_paid", "reference")}
CODED_IN |= {(f"agents.{name}", "kind") for name in ("open_case", "take_over")}
CODED_IN |= {("buyers.send_address_change", name) for name in ("city", "postal_code")}


def _fields() -> list[tuple[str, str]]:
    return [
        (endpoint, name)
        for (method, endpoint), gate in sorted(GATES.items())
        for name, value in gate.form.items()
        if method == "POST" and isinstance(value, str) and name not in CODED and (endpoint, name) not in CODED_IN
        if not name.startswith("day") and "preview" not in endpoint and "{" not in value
    ]


FIELDS = _fields()
#: Nothing is kept of them: a preview, and acts that nobody is asked for just then.
PASSING = {("agents.hold_back", "body"), ("sellers.faq_preview", "answer"), ("buyers.appeal_decision", "words")}
PASSING |= {(f"agents.{name}", "reason") for name in ("open_case", "take_over")}
PASSING |= {("buyers.send_back", name) for name in ("carrier", "tracking_number")}


def typed_for(endpoint: str, name: str) -> str:
    """Another kind for each field, on one line; without braces, which name places in some."""
    turn = FIELDS.index((endpoint, name))
    kinds = [each for each in FEW if len(each) < 30 and not set(each) & set("{}\n\r\t\x01")]
    if name in ("carrier", "tracking_number"):
        # These stand on a receipt, so nothing in them is invisible.
        kinds = [each for each in kinds if each.isprintable()]
    return kinds[turn % len(kinds)].strip()


@pytest.mark.parametrize(("endpoint", "name"), FIELDS)
def test_what_was_typed_is_kept_letter_for_letter(endpoint: str, name: str, ground: Ground) -> None:
    typed = typed_for(endpoint, name)
    assert MARK in typed
    answer = ground.knock(sender_of(endpoint), "POST", endpoint, more={name: typed})
    assert answer.status_code in (200, 204, 302, 303), answer.text[-2000:]
    kept = [cell for rows in ground.rows().values() for row in rows for cell in row if isinstance(cell, str)]
    is_kept = typed in kept or any(json_of(typed) in cell for cell in kept)
    assert is_kept or (endpoint, name) in PASSING, typed


def json_of(text: str) -> str:
    """As it stands within JSON."""
    return json.dumps(text)


UNTYPABLE: dict[str, Any] = {"nul": b"a\x00b", "lone surrogate": b"a\xed\xa0\x80b", "broken UTF-8": b"a\xff\xfe\xc0b"}


@pytest.mark.parametrize("kind", UNTYPABLE)
def test_what_is_no_text_is_refused_or_left_out_and_never_an_error(kind: str, ground: Ground) -> None:
    for endpoint, name in FIELDS:
        ground.put_back()
        answer = ground.knock(sender_of(endpoint), "POST", endpoint, more={name: UNTYPABLE[kind]})
        assert answer.status_code < 500, (endpoint, name)
        kept = [cell for rows in ground.rows().values() for row in rows for cell in row if isinstance(cell, str)]
        assert not any("\x00" in cell or "\\u0000" in cell or "\\ud800" in cell for cell in kept), (endpoint, name)


def test_a_message_with_a_nul_is_refused_in_words(ground: Ground) -> None:
    answer = ground.knock("ana", "POST", "buyers.send_message", more={"body": "a\x00b"})
    assert answer.status_code == 422
    assert not ground.was_written()
