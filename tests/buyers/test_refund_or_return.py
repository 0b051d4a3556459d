"""Money back, a return, another one: step by step, with photos where the reason needs them."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop_help.extensions import db
from shop_help.models import Message, Photo, RequestPhoto
from tests.buyers import asking
from tests.buyers.asking import asked, lines_of, requests, send, words
from tests.pictures import drawn, file_of

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def photo(**more: Any) -> tuple[BytesIO, str]:
    return BytesIO(file_of(drawn(900, 700, **more))), "rim.jpg"


def test_steps_open_one_after_the_other(ana: FlaskClient) -> None:
    address = f"/orders/{asking.TWO_MUGS}/refund-or-return"
    first = lines_of(asking.TWO_MUGS)[0]
    page = words(ana.get(address))
    assert "What happened?" not in page
    page = words(ana.get(f"{address}?touched=1&units-{first}=1", headers=HTMX))
    assert "What happened?" in page
    assert "What would you like?" not in page
    page = ana.get(f"{address}?touched=1&units-{first}=1&reason=damaged", headers=HTMX).text
    assert "data-complete data-photos" in page
    shown = words(page)
    for said in ("What would you like?", "What you get back", "Total $21.93", "Ask for the refund"):
        assert said in shown
    assert "The seller answers until" in shown


def test_each_reason_says_what_it_allows_and_others_say_why_not(ana: FlaskClient) -> None:
    address = f"/orders/{asking.LAST_DAY}/refund-or-return"
    page = words(ana.get(address))
    assert "It arrived damaged refund, return, or exchange, with photos" in page
    assert "I don't need it any more return" in page
    page = words(ana.get(f"{address}?reason=no_longer_needed"))
    assert "You pay for the way back." in page
    assert "This is for what is wrong with an item, not for a change of mind." in page
    assert "The way back is paid by the seller." in words(ana.get(f"{address}?reason=damaged&want=return"))


def test_a_final_sale_is_not_asked_back_for_a_change_of_mind(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.FINAL_SALE}/refund-or-return"))
    assert "It arrived damaged" in page
    assert "I don't need it any more" not in page


def test_of_what_never_came_only_that_can_be_said(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.LATE}/refund-or-return"))
    assert "I never got it" in page
    assert "It arrived damaged" not in page
    assert "I don't need it any more" not in page
    made = asked(ana, asking.LATE, "refund-or-return", reason="not_received", want="refund")
    assert (made.kind, made.amount) == ("refund", 3955)


def test_a_return_is_asked_for_some_of_the_units(ana: FlaskClient) -> None:
    made = asking.a_return(ana, body="One is enough.")
    assert (made.kind, made.state, made.amount, made.note) == ("return", "pending", 1944, "One is enough.")
    assert [line.line_id for line in made.lines] == lines_of(asking.TWO_MUGS)[:1]


def test_an_exchange_says_which_one_instead_and_moves_no_money(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.LAST_DAY}/refund-or-return?reason=does_not_fit&want=exchange"))
    assert "What you get back" not in page
    assert "no money moves" in page
    made = asked(
        ana, asking.LAST_DAY, "refund-or-return", reason="does_not_fit", want="exchange", other_variant="White, EU 43"
    )
    assert (made.kind, made.amount, made.details) == ("exchange", 0, {"variant": "White, EU 43"})


def test_photos_go_into_the_conversation_and_stand_by_the_request(ana: FlaskClient) -> None:
    first = lines_of(asking.TWO_MUGS)[0]
    made = asked(
        ana,
        asking.TWO_MUGS,
        "refund-or-return",
        **{f"units-{first}": 1},
        reason="damaged",
        want="refund",
        photo=[photo(), photo(blur=1)],
    )
    photos = db.session.scalars(select(RequestPhoto.photo_id).where(RequestPhoto.request_id == made.id)).all()
    assert len(photos) == 2
    talks = set(db.session.scalars(select(Photo.conversation_id).where(Photo.id.in_(photos))))
    assert talks == {made.conversation_id}
    kinds = db.session.scalars(
        select(Message.kind).where(Message.conversation_id == made.conversation_id).order_by(Message.seq)
    ).all()
    assert kinds[-3:] == ["photo", "photo", "request"]
    page = ana.get(f"/orders/requests/{made.id}").text
    assert page.count("/small") == 2


def test_a_reason_that_needs_photos_is_not_sent_without_and_keeps_all(ana: FlaskClient) -> None:
    first = lines_of(asking.TWO_MUGS)[0]
    fields = {f"units-{first}": 2, "reason": "damaged", "want": "return", "body": "The rim is chipped."}
    answer = send(ana, asking.TWO_MUGS, "refund-or-return", **fields)
    assert answer.status_code == 422
    assert "Add at least one photo" in words(answer)
    assert "The rim is chipped." in answer.text
    for kept in ("reason-damaged", "want-return"):
        assert re.search(rf'id="{kept}" checked', answer.text), kept
    assert re.search(r'value="2" selected', answer.text)
    assert requests() == 0


def test_what_is_no_photo_is_refused_with_its_reason_and_nothing_is_sent(ana: FlaskClient) -> None:
    first = lines_of(asking.TWO_MUGS)[0]
    before = db.session.scalar(select(func.count()).select_from(Message))
    fields = {
        f"units-{first}": 1,
        "reason": "damaged",
        "want": "refund",
        "photo": (BytesIO(b"%PDF-1.7"), "notes.pdf"),
    }
    answer = send(ana, asking.TWO_MUGS, "refund-or-return", **fields)
    assert answer.status_code == 422
    assert "notes.pdf: This file is no photo" in words(answer)
    assert requests() == 0
    assert db.session.scalar(select(func.count()).select_from(Message)) == before


def test_a_script_that_sends_photos_is_told_where_to_go_or_what_is_wrong(ana: FlaskClient) -> None:
    first = lines_of(asking.TWO_MUGS)[0]
    address = f"/orders/{asking.TWO_MUGS}/refund-or-return"
    form = {"touched": "1", "step": "send", f"units-{first}": 1, "reason": "damaged", "want": "refund"}
    form |= asking.hidden(ana.get(address).text)
    wrong = ana.post(address, data=form, headers=JSON)
    assert (wrong.status_code, wrong.json["ok"]) == (422, False)
    assert "Add at least one photo" in unescape(wrong.json["html"])
    assert "<html" not in wrong.json["html"]
    right = ana.post(address, data=form | {"photo": photo()}, headers=JSON)
    assert right.json["ok"]
    assert re.fullmatch(r"/orders/requests/\d+", right.json["href"])


@pytest.mark.parametrize(
    "query", ["reason=nothing", "want=everything&reason=damaged", "units-x=1", "line=x", "units-1=-5", "line=99999"]
)
def test_spoilt_choices_choose_nothing(ana: FlaskClient, query: str) -> None:
    for number in (asking.TWO_MUGS, asking.LAST_DAY, asking.TO_SHIP):
        for form in ("refund-or-return", "cancellation", "order-change"):
            assert ana.get(f"/orders/{number}/{form}?touched=1&{query}").status_code == 200


def test_what_a_buyer_writes_is_text(ana: FlaskClient) -> None:
    spoilt = '<script>alert(1)</script>"\'><img src=x hx-get="/evil">'
    made = asking.a_return(ana, body=spoilt)
    for address in (f"/orders/requests/{made.id}", "/returns", f"/orders/{asking.TWO_MUGS}"):
        page = ana.get(address).text
        assert "<script>alert" not in page
        assert 'hx-get="/evil"' not in page
