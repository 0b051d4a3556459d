"""What was deleted comes back once, however often one taps, on both databases."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from shop_help.actions import service_replies, standard_faqs, translations
from shop_help.actions.translations import FOR_SHOPS
from shop_help.extensions import db
from shop_help.models import ServiceReply, StandardFaq
from tests.actions.at_once import at_once

TIMES = 6


def rows_of(model: type[Any]) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(db.select(model)))


@pytest.mark.parametrize(
    ("add", "remove", "restore", "model"),
    [
        (
            partial(service_replies.add_reply, None, "Thanks", "Thank you.", ""),
            partial(service_replies.remove_reply, None),
            partial(service_replies.restore_reply, None),
            ServiceReply,
        ),
        (
            partial(standard_faqs.add_faq, None, "Do you ship on Sundays?", "No.", ()),
            partial(standard_faqs.remove_faq, None),
            partial(standard_faqs.restore_faq, None),
            StandardFaq,
        ),
    ],
    ids=["reply", "question"],
)
def test_a_text_comes_back_once(
    app: Flask,
    add: Callable[[], int],
    remove: Callable[[int], Any],
    restore: Callable[[int], None],
    model: type[Any],
) -> None:
    entry_id = remove(add()).entry_id
    assert rows_of(model) == []
    assert at_once(app, *[partial(restore, entry_id)] * TIMES) == [None] * TIMES
    assert len(rows_of(model)) == 1


def test_a_translation_comes_back_as_it_was(app: Flask) -> None:
    faq_id = standard_faqs.add_faq(None, "Do you ship on Sundays?", "No.", ())
    words = {"question": "¿Envían los domingos?", "answer": "No."}
    said = at_once(app, *[partial(translations.translate, None, FOR_SHOPS, faq_id, "es", words)] * TIMES)
    assert said == [None] * TIMES
    kept = rows_of(StandardFaq)[0].translations
    dropped = at_once(app, *[partial(translations.drop_translation, None, FOR_SHOPS, faq_id, "es")] * TIMES)
    assert len(set(dropped)) == 1
    assert rows_of(StandardFaq)[0].translations == {}
    back = at_once(app, *[partial(translations.restore_translation, None, FOR_SHOPS, dropped[0])] * TIMES)
    assert back == [faq_id] * TIMES
    assert rows_of(StandardFaq)[0].translations == kept
