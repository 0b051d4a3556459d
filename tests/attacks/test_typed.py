"""Through every text field of every form that people are shown: kept as it was typed, or refused and given back."""

from collections.abc import Iterator
from typing import Any

import pytest

from shop_help import clock
from tests.attacks.filling import cells_of, drawn_lots, holds, send, shows
from tests.attacks.form_reading import Field, Form
from tests.attacks.found_forms import found_forms
from tests.attacks.ground import Ground, cookie_of, steady
from tests.attacks.payloads import PAYLOADS

#: Of these nothing is kept: a preview, a draft that goes, what nobody asks for just then, what is no words.
PASSING = {
    ("agents.hold_back", "body"),
    ("sellers.faq_preview", "answer"),
    ("operators.faq_preview", "answer"),
    ("operators.translation_preview", "answer"),
    ("buyers.appeal_decision", "words"),
}
PASSING |= {("agents.open_case", "reason"), ("agents.take_over", "reason"), ("operators.discard_rules", "note")}
PASSING |= {(f"buyers.{act}", name) for act in ("send_back", "ship_back") for name in ("carrier", "tracking_number")}
PASSING |= {("safety.add_passkey", "name"), ("safety.remove_passkey", "name"), ("safety.confirm_app", "code")}
PASSING |= {(f"operators.{new}question_preview", name) for new in ("", "new_") for name in ("question", "body")}
PASSING |= {("operators.translation_preview", name) for name in ("question", "body")}
PASSING |= {("buyers.dispute", "body")}
#: Names of languages, which are told apart and put in order.
PASSING |= {("agents.set_duty", "languages")}
#: What a script keeps while one types, as far as there is room.
KEPT_SHORT = {("buyers.keep_claim_words", "words")}
#: A code is not shown again.
SECRET = {("safety.show_code", "code")}
HERE = "http://localhost"
ODD = ("\u202eabc\u2066", "a\u200b\u200d\ufeffb", "\U0001f469\u200d\U0001f467", "e\u0301" * 20, "\x01\x0b\x7f\x85")
ODD += ("\ud7ff\ue000", "\ufffd", "\U0010ffff")


@pytest.fixture(scope="module")
def forms(planted_ground: Ground) -> list[Form]:
    planted_ground.put_back()
    return found_forms(planted_ground, each=0)


@pytest.fixture(scope="module")
def more_forms(planted_ground: Ground) -> list[Form]:
    """Those too that pages lead to which are led to from there."""
    planted_ground.put_back()
    return found_forms(planted_ground, each=3)


def fields_of(forms: list[Form]) -> Iterator[tuple[Form, Field]]:
    for form in forms:
        for each in form.texts:
            yield form, each


def test_the_forms_that_are_found_are_those_of_everybody(forms: list[Form]) -> None:
    assert len({(form.endpoint, each.name) for form, each in fields_of(forms)}) > 60
    assert {form.who for form in forms if form.texts} == {"ana", "sol", "gus", "noor"}


def tried(ground: Ground, form: Form, where: Field, text: str) -> None:
    """It is kept letter for letter, or it comes back; it never becomes an error, and never HTML."""
    ground.put_back()
    typed, place = text.replace("\r\n", "\n").strip(), (form.endpoint, where.name)
    answer = send(ground, form, **{where.name: text})
    assert answer.status_code in (200, 204, 302, 303, 409, 422), (place, text, answer.status_code)
    if "<" in text:
        assert text not in answer.text, (place, text)
    if answer.status_code in (204, 302, 303):
        # On a line of its own blanks may be made one.
        lines = [text, typed, *([" ".join(typed.split())] if where.kind == "text" else [])]
        assert place in PASSING or any(holds(cells_of(ground), line) for line in lines), (place, text)
    elif answer.status_code != 409 and place not in SECRET | PASSING:
        assert shows(answer.text, typed) or holds(cells_of(ground), typed), (place, text)


def fitting(where: Field) -> list[str]:
    return [text for text in (*PAYLOADS, *ODD) if len(text) <= (where.longest or 100)]


def test_what_was_typed_is_kept_letter_for_letter_or_comes_back(forms: list[Form], planted_ground: Ground) -> None:
    lots = drawn_lots()
    for form, where in fields_of(forms):
        tried(planted_ground, form, where, lots.choice(fitting(where)))
    planted_ground.put_back()


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(6))
def test_the_same_of_everything_everywhere(part: int, more_forms: list[Form], planted_ground: Ground) -> None:
    """Twenty minutes: pytest -m slow tests/attacks/test_typed.py"""
    for form, where in list(fields_of(more_forms))[part::6]:
        for text in fitting(where):
            tried(planted_ground, form, where, text)
    planted_ground.put_back()


# -- what is no text ------------------------------------------------------------------------------------------------

UNTYPABLE: dict[str, Any] = {"lone surrogate": b"a\xed\xa0\x80b", "broken UTF-8": b"a\xff\xfe\xc0b"}


def test_a_nul_is_refused_and_the_words_come_back_without_it(forms: list[Form], planted_ground: Ground) -> None:
    planted_ground.put_back()
    for form, where in fields_of(forms):
        answer = send(planted_ground, form, **{where.name: b"a heron\x00 or two"})
        place = form.endpoint, where.name
        assert (place, answer.status_code) == (place, 422)
        assert "Not sent" in answer.text, place
        assert shows(answer.text, "a heron or two"), place
    assert not planted_ground.was_written()


def test_what_is_no_text_otherwise_is_kept_as_the_sign_for_it(forms: list[Form], planted_ground: Ground) -> None:
    lots = drawn_lots()
    for form, where in fields_of(forms):
        planted_ground.put_back()
        answer = send(planted_ground, form, **{where.name: UNTYPABLE[lots.choice(list(UNTYPABLE))]})
        assert answer.status_code < 500, (form.endpoint, where.name)
        for cell in cells_of(planted_ground) if planted_ground.was_written() else ():
            assert "\\ud800" not in cell, (form.endpoint, where.name)
            cell.encode()
    planted_ground.put_back()


@pytest.mark.parametrize("address", ["/orders/1%00", "/help/questions/%00where-is-my-order", "/%00"])
def test_an_address_with_a_nul_is_of_nothing(address: str, ground: Ground) -> None:
    assert ground.ask("ana", "GET", address).status_code == 404


def test_in_what_is_sought_a_nul_is_left_out(ground: Ground) -> None:
    for who, address in (("ana", "/?q=la%00mp"), ("ana", "/help?q=par%00cel"), ("sol", "/sellers/inbox?q=a%00na")):
        with clock.as_of(ground.now):
            pages = {
                steady(ground.ask(who, "GET", said).get_data()) for said in (address, address.replace("%00", ""))
            }
        assert len(pages) == 1, address


#: What the browser's answer about a passkey may hold instead.
MADE_UP = ["", "null", "5", "[]", "NaN", '{"id": 1}', '{"id": "\\ud800"}', '{"id": "a\\u0000"}', '{"id": "Zm9v"}']
MADE_UP += ["[" * 9000 + "]" * 9000, '{"id": ' + "[" * 9000 + "]" * 9000 + "}"]
_ANSWER = '{"id": "Zm9v", "rawId": "Zm9v", "type": "public-key", "response": {"clientDataJSON": %s}}'
MADE_UP += [_ANSWER % said for said in ("5", "null", '"\\ud800"', '"W10"', '{"a": []}')]
ASKED = {"visitor": ("sign-in", "/sign-in/passkey"), "gus": ("show", "/sign-in/second/passkey")}
ASKED |= {"sol": ("make", "/security/passkeys")}


@pytest.mark.parametrize("who", ASKED)
def test_a_passkeys_answer_that_was_made_up_is_refused_and_never_an_error(who: str, ground: Ground) -> None:
    question, address = ASKED[who]
    for said in MADE_UP:
        asked = ground.ask(who, "POST", f"/passkeys/{question}", {"csrf_token": ground.tokens[who]}, Origin=HERE)
        assert asked.status_code == 200
        form = {"credential": said, "csrf_token": ground.tokens[who]}
        answer = ground.ask(who, "POST", address, form, Cookie=cookie_of(asked), Origin=HERE)
        assert (said[:60], answer.status_code) == (said[:60], 303)
    rows = ground.rows()
    assert rows["passkeys"] == ground.rows_at_first()["passkeys"]
    assert len(rows["sign_ins"]) == len(ground.rows_at_first()["sign_ins"])


# -- as much as fits, and one more ----------------------------------------------------------------------------------


def edges(ground: Ground, form: Form, where: Field) -> None:
    """Letters of four bytes: as many as a browser lets in are taken, one more is refused with all of them."""
    tried(ground, form, where, "\U0001f600" * (where.longest or 50))
    ground.put_back()
    long = "\U0001f600" * ((where.longest or 7000) + 1)
    answer = send(ground, form, **{where.name: long})
    place = form.endpoint, where.name
    assert answer.status_code in (200, 303, 409, 422) or place in KEPT_SHORT, (place, answer.status_code)
    assert not holds(cells_of(ground), long), place
    if answer.status_code in (200, 422) and form.page and place not in SECRET | PASSING:
        assert shows(answer.text, long), place
    elif answer.status_code == 303:
        # A sentence on the next page says why not; it is not cut to what fits without a word.
        assert place in PASSING or not ground.was_written(), place


def test_as_much_as_fits_is_kept_and_one_more_is_refused(forms: list[Form], planted_ground: Ground) -> None:
    there = list(fields_of(forms))
    for form, where in drawn_lots().sample(there, len(there) // 4):
        edges(planted_ground, form, where)
    planted_ground.put_back()


@pytest.mark.slow
def test_the_same_of_every_field(more_forms: list[Form], planted_ground: Ground) -> None:
    for form, where in fields_of(more_forms):
        edges(planted_ground, form, where)
    planted_ground.put_back()
