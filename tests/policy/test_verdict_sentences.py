"""Every code of a verdict has a sentence, every place in it can be filled, and none is a bare no (PRODUCT 4)."""

import re
from typing import Any

import pytest
from hypothesis import given, settings

from shop_help.policy.order_requests import verdicts
from shop_help.policy.reasons import REASONS
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import ACTIONS
from tests.policy.buying import DAY, NOON, US, asked, delivered, on_its_way, purchase
from tests.policy.drawing import DRAWN, question_of

_PLACE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_and_a_no_says_what_to_do(code: str) -> None:
    found = CODES[code]
    assert found.sentence.endswith("."), code
    assert set(found.next) <= set(ACTIONS)
    if not found.is_yes:
        # The last resort is never refused, so there is always something to offer.
        assert found.next[-1] in ("message", "contact")


def test_no_two_codes_say_the_same() -> None:
    assert len({code.sentence for code in CODES.values()}) == len(CODES)


@settings(max_examples=400, deadline=None, database=None)
@given(DRAWN)
def test_every_place_of_a_sentence_is_filled(drawn: dict[str, Any]) -> None:
    order, _, now = question_of(drawn)
    for verdict in verdicts(order, US, now):
        missing = set(_PLACE.findall(verdict.sentence)) - verdict.values.keys()
        assert not missing, (verdict.code, missing)
        assert None not in [verdict.values[name] for name in _PLACE.findall(verdict.sentence)]


@pytest.mark.parametrize("reason", [*REASONS, "no such reason"])
@pytest.mark.parametrize("action", ["refund", "return", "exchange", "protect"])
def test_every_place_is_filled_once_a_reason_is_chosen(action: str, reason: str) -> None:
    for line in (delivered(2, item_class="final_sale"), delivered(40), on_its_way()):
        state = "DELIVERED" if line.delivered_at else "IN_TRANSIT"
        order = purchase(line, state=state, expected_at=NOON - DAY)
        verdict = asked(action, order, reason=reason)
        assert set(_PLACE.findall(verdict.sentence)) <= verdict.values.keys(), verdict.code
