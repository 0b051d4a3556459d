"""A verdict on a card: yes or no in a sentence, why, the last minute, and one thing to do (LOOK)."""

import pytest
from flask import Flask, render_template

from shop_help.dates import day_and_time
from shop_help.policy.verdicts import ACTIONS
from shop_help.verdict_words import ANSWERS, LABELS, sentence_of, verdict_data, verdict_words
from tests.policy.buying import DAY, NOON, asked, delivered, here, on_its_way, purchase

LINKS = {"return": "/return", "protect": "/protect", "contact": "/contact", "cancel": "/cancel"}


def test_every_action_has_a_label_and_two_answers() -> None:
    assert set(LABELS) == set(ANSWERS) == set(ACTIONS)


def test_a_yes_leads_to_its_action_and_names_the_last_minute() -> None:
    words = verdict_words(asked("return", purchase(delivered(2))), LINKS)
    assert words["eligible"]
    assert words["answer"] == "Yes, you can ask to return it."
    assert words["reason"].startswith("It is day 2 of 30 since it was delivered")
    assert day_and_time(words["closes_at"], words["zone"]) == "Mon, Jul 13, 23:59 EDT"
    assert words["action"] == {"label": "Request a return", "href": "/return", "is_accent": True}


def test_a_no_says_why_and_leads_to_the_next_best_thing() -> None:
    words = verdict_words(asked("return", purchase(delivered(31))), LINKS)
    assert not words["eligible"]
    assert words["reason"] == ("The 30 days in which the seller could be asked ended on Sun, Jun 14, 23:59 EDT.")
    assert words["closes_at"] is None
    assert words["action"] == {"label": "Open Buyer Protection", "href": "/protect", "is_accent": False}


def test_what_leads_nowhere_has_no_button() -> None:
    assert verdict_words(asked("return", purchase(delivered(2))), {})["action"] is None
    assert verdict_words(asked("refund", purchase(delivered(2))), LINKS)["action"] is None


def test_what_customer_service_decides_leads_there() -> None:
    line = delivered(delivered_at=None, delivery_source="missing")
    words = verdict_words(asked("return", purchase(line)), LINKS)
    assert words["answer"] == "Customer service decides it with you."
    assert words["action"] == {"label": "Contact us", "href": "/contact", "is_accent": False}


def test_cancelling_at_once_says_so() -> None:
    waiting = purchase(here(), state="AWAITING_SHIPMENT")
    free = purchase(here(), state="AWAITING_SHIPMENT", paid_at=NOON)
    labels = [verdict_words(asked("cancel", order), LINKS)["action"]["label"] for order in (waiting, free)]
    assert labels == ["Request a cancellation", "Cancel now"]
    assert "until Mon, Jun 15, 13:00 EDT" in sentence_of(asked("cancel", free))


def test_the_last_minute_can_be_told_in_the_readers_zone() -> None:
    words = verdict_words(asked("return", purchase(delivered(2))), LINKS, "Europe/London")
    assert day_and_time(words["closes_at"], words["zone"]).startswith("Tue, Jul 14, 04:59 ")


@pytest.mark.parametrize("item_class", ["final_sale", "pre_owned"])
def test_a_class_is_told_in_words(item_class: str) -> None:
    sentence = sentence_of(asked("protect", purchase(delivered(40, item_class=item_class))))
    assert item_class not in sentence
    assert item_class.replace("_", " " if item_class == "final_sale" else "-") in sentence


def test_programs_get_instants_and_the_basis() -> None:
    found = verdict_data(asked("refund", purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON - DAY)))
    assert (found["code"], found["opens_at"], found["closes_at"]) == (
        "refund_never_arrived",
        (NOON - DAY).isoformat(),
        None,
    )
    assert found["basis"] == {"delivered_at": None, "source": "carrier", "zone": "America/New_York", "version": 1}


def test_the_card_shows_it(app: Flask) -> None:
    with app.test_request_context():
        yes = render_template(
            "shared/_verdict.html", verdict=verdict_words(asked("return", purchase(delivered(2))), LINKS)
        )
        no = render_template(
            "shared/_verdict.html", verdict=verdict_words(asked("return", purchase(delivered(31))), {})
        )
    assert 'data-eligible="yes"' in yes
    assert 'href="/return"' in yes
    assert "Last minute:" in yes
    assert 'data-eligible="no"' in no
    assert "<a" not in no
