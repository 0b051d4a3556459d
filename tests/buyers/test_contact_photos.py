"""Photos that go along with a message to customer service."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import photo_forms
from shop_help.extensions import db
from shop_help.models import Case, Message
from shop_help.policy.photos import MOST_PHOTOS
from tests.buyers.conftest import LATE, send
from tests.buyers.service import cases_of, newest
from tests.buyers.test_photos import LARGE
from tests.pictures import drawn, file_of

pytestmark = pytest.mark.usefixtures("service")


def photos(*files: tuple[str, bytes]) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(content), name) for name, content in files]


def said_with_kind(case: Case) -> list[tuple[str, str]]:
    wanted = select(Message.kind, Message.body).where(Message.conversation_id == case.conversation_id)
    rows = db.session.execute(wanted.where(Message.voice == "BUYER").order_by(Message.seq))
    return [(row.kind, row.body) for row in rows]


def test_photos_go_along_with_a_message_once_each(ana: FlaskClient) -> None:
    rim, box, name = file_of(drawn(320, 240)), file_of(drawn(240, 320), "PNG"), str(uuid4())
    for _ in range(2):
        answer = send(ana, "message", "It came broken.", name, photo=photos(("rim.jpg", rim), ("box.png", box)))
        assert answer.status_code == 303
    assert said_with_kind(newest()) == [("text", "It came broken."), ("photo", ""), ("photo", "")]
    assert ana.get(answer.headers["Location"]).text.count('href="/photos/') == 2


def test_a_photo_that_is_none_is_named_and_the_words_are_sent(ana: FlaskClient) -> None:
    chosen = photos(("rim.jpg", file_of(drawn(320, 240))), ("notes.pdf", b"%PDF-1.7 no photo"))
    page = ana.get(send(ana, "message", "It came broken.", photo=chosen).headers["Location"]).text
    assert "notes.pdf was not sent. This file is no photo that can be shown." in page
    assert said_with_kind(newest()) == [("text", "It came broken."), ("photo", "")]
    too_many = photos(*[(f"{i}.jpg", b"x") for i in range(MOST_PHOTOS + 1)])
    page = ana.get(send(ana, "message", "Once more.", photo=too_many).headers["Location"]).text
    assert f"Send at most {MOST_PHOTOS} photos at once." in page


def test_a_script_that_sends_photos_is_told_where_to_go(ana: FlaskClient) -> None:
    json = {"Accept": "application/json"}
    form = {
        "body": "It came broken.",
        "client_id": str(uuid4()),
        "photo": photos(("rim.jpg", file_of(drawn(99, 99)))),
    }
    answer = ana.post(f"/help/contact/message?order={LATE}", data=form, headers=json)
    assert answer.json == {"ok": True, "href": f"/conversations/{newest().conversation_id}"}
    refused = ana.post(
        f"/help/contact/message?order={LATE}", data={"body": "", "client_id": str(uuid4())}, headers=json
    )
    assert (refused.status_code, refused.json["ok"]) == (422, False)


def test_no_photo_is_taken_in_before_the_words(ana: FlaskClient) -> None:
    chosen = photos(("rim.jpg", file_of(drawn(320, 240))))
    assert send(ana, "message", "", photo=chosen).status_code == 422
    assert cases_of("ana") == []


def test_a_photo_may_be_larger_than_any_other_form_and_all_of_them_may_not_be_endless(
    ana: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(LARGE) > app.config["MAX_CONTENT_LENGTH"]
    assert send(ana, "message", "It came broken.", photo=photos(("noise.png", LARGE))).status_code == 303
    assert len(said_with_kind(newest())) == 2
    monkeypatch.setattr(photo_forms, "LARGEST_FORM", 300_000)
    refused = send(ana, "message", "Once more.", photo=photos(("noise.png", LARGE)))
    assert refused.status_code == 422
    assert "larger than" in refused.text
    assert len(said_with_kind(newest())) == 2


def test_who_may_not_send_here_gets_no_room_for_a_photo(
    app: Flask, sign_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []
    monkeypatch.setattr(photo_forms, "make_room", lambda: made.append(True))
    for client in (app.test_client(), sign_in("kit"), sign_in("sol")):
        assert send(client, "message", "Hello").status_code in (302, 404, 401)
    assert made == []
    send(sign_in("ana"), "message", "Hello")
    assert made == [True]
