"""Photos by a plain form, and by a script's request: the twin of CHAT that brings files."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop_help import photo_forms
from shop_help.extensions import db
from shop_help.models import Message, Photo
from tests.pictures import bomb, drawn, file_of

JSON = {"Accept": "application/json"}
PICTURES = [file_of(drawn(300 + 10 * number, 200)) for number in range(7)]
#: More than a message may be, less than a photo.
LARGE = file_of(Image.effect_noise((800, 600), 90), "PNG")


def send(
    client: FlaskClient, talk: str, *contents: bytes, body: str = "", client_id: str = "", **headers: str
) -> TestResponse:
    files = [(BytesIO(content), f"photo-{number}.jpg") for number, content in enumerate(contents, 1)]
    form = {"client_id": client_id or str(uuid4()), "body": body, "photo": files}
    return client.post(f"{talk}/photos", data=form, headers=headers)


def messages(talk: str) -> list[tuple[str, str]]:
    """(kind, body) of the conversation's messages, in order."""
    db.session.rollback()
    number = int(talk.rsplit("/", 1)[1])
    wanted = select(Message.kind, Message.body).filter_by(conversation_id=number).order_by(Message.seq)
    return [tuple(row) for row in db.session.execute(wanted)]


def test_a_form_sends_photos_with_its_words_under_the_first_and_leads_back(ana: FlaskClient, talk: str) -> None:
    answer = send(ana, talk, *PICTURES[:3], body="  Three sides\r\nof it ")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{talk}#message-3")
    assert messages(talk) == [("photo", "Three sides\nof it"), ("photo", ""), ("photo", "")]
    page = ana.get(talk).text
    for photo in db.session.scalars(select(Photo).where(Photo.width < 330)):
        assert f'src="/photos/{photo.id}/small"' in page
        assert f'href="/photos/{photo.id}"' in page
    assert 'alt="Three sides\nof it"' in page
    assert page.count('alt="Photo"') >= 2


def test_six_photos_go_in_one_form_and_seven_do_not(ana: FlaskClient, talk: str) -> None:
    answer = send(ana, talk, *PICTURES, body="All of them")
    assert answer.status_code == 422
    assert "at most 6 photos" in answer.text
    assert "All of them" in answer.text
    assert messages(talk) == []
    assert send(ana, talk, *PICTURES[:6]).status_code == 303
    assert len(messages(talk)) == 6


def test_a_form_that_is_sent_again_brings_nothing_twice_and_what_is_new(ana: FlaskClient, talk: str) -> None:
    name = str(uuid4())
    for _ in range(2):
        assert send(ana, talk, *PICTURES[:2], client_id=name).status_code == 303
    # Going back in the browser keeps the form's own name.
    assert send(ana, talk, PICTURES[2], client_id=name).status_code == 303
    assert len(messages(talk)) == 3


def test_of_several_the_good_ones_go_and_each_bad_one_has_its_reason(ana: FlaskClient, talk: str) -> None:
    answer = send(ana, talk, b"<html>", PICTURES[0], PICTURES[1][:900], bomb(), body="See the second")
    assert answer.status_code == 422
    assert messages(talk) == [("photo", "See the second")]
    for name, reason in ((1, "no photo that can be shown"), (3, "is damaged"), (4, "40 million pixels")):
        assert f"photo-{name}.jpg" in answer.text
        assert reason in answer.text
    assert "photo-2.jpg" not in answer.text
    assert "1 photo was sent." in answer.text
    assert f'href="{talk}"' in answer.text


def test_words_are_kept_where_no_photo_was_good(ana: FlaskClient, talk: str) -> None:
    for contents in ([], [b""], [b"GIF89a"]):
        answer = send(ana, talk, *contents, body="These words")
        assert answer.status_code == 422
        assert "These words" in answer.text
    assert messages(talk) == []


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        ([], "no_photo"),
        ([b""], "photo_empty"),
        ([b"<svg/>"], "not_a_photo"),
        ([LARGE[:4000]], "photo_broken"),
        ([bomb()], "photo_too_many_pixels"),
        ([b"x" * (20 * 1024 * 1024 + 1)], "photo_too_large"),
        (PICTURES, "too_many_photos"),
        (PICTURES[:2], "bad_request"),
    ],
)
def test_a_script_gets_the_code(ana: FlaskClient, talk: str, contents: list[bytes], code: str) -> None:
    answer = send(ana, talk, *contents, **JSON)
    assert (answer.status_code, answer.json) == (422, {"ok": False, "code": code, "retry": False})
    assert messages(talk) == []


def test_a_script_gets_the_sockets_ack_under_its_own_name(ana: FlaskClient, talk: str) -> None:
    name = str(uuid4())
    answer = send(ana, talk, LARGE, client_id=name, **JSON)
    assert answer.status_code == 200
    assert answer.json.keys() == {"ok", "client_id", "seq", "created_at", "duplicate"}
    assert (answer.json["client_id"], answer.json["seq"], answer.json["duplicate"]) == (name, 1, False)
    again = send(ana, talk, LARGE, client_id=name, **JSON).json
    assert again == answer.json | {"duplicate": True}
    other = send(ana, talk, PICTURES[0], client_id=name, **JSON)
    assert (other.status_code, other.json["code"]) == (409, "client_id_reused")


def test_what_is_larger_than_all_photos_together_is_not_even_read(
    ana: FlaskClient, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_forms, "LARGEST_FORM", 300_000)
    assert len(LARGE) > 300_000
    page = send(ana, talk, LARGE)
    assert page.status_code == 422
    assert "larger than 20 MB" in page.text
    assert send(ana, talk, LARGE, **JSON).json["code"] == "photo_too_large"
    assert send(ana, talk, PICTURES[0]).status_code == 303


def test_only_a_form_of_photos_from_who_may_send_them_may_be_large(
    app: Flask, ana: FlaskClient, talk: str, sign_in: Callable[[str], FlaskClient]
) -> None:
    others = [app.test_client(), *(sign_in(who) for who in ("bruno", "sol", "kit", "gus"))]
    assert len(LARGE) > app.config["MAX_CONTENT_LENGTH"]

    def status(client: FlaskClient, address: str) -> int:
        form = {"photo": (BytesIO(LARGE), "a.png"), "client_id": str(uuid4())}
        return client.post(address, data=form).status_code

    app.config["WTF_CSRF_ENABLED"] = True
    # Hers is read, and found to be without its token; nobody else's is read.
    assert status(ana, f"{talk}/photos") == 400
    assert status(ana, f"{talk}/messages") == 413
    assert status(ana, "/conversations/999999/photos") == 413
    assert [status(other, f"{talk}/photos") for other in others] == [413] * 5
    app.config["WTF_CSRF_ENABLED"] = False
    assert send(ana, talk, LARGE).status_code == 303
    assert len(messages(talk)) == 1


def test_a_list_says_photo_where_there_are_no_words(
    ana: FlaskClient, talk: str, sign_in: Callable[[str], FlaskClient]
) -> None:
    send(ana, talk, PICTURES[0])
    for client, address in ((ana, "/inbox"), (sign_in("sol"), "/sellers/inbox")):
        row = client.get(address).text.split(talk, 1)[1][:3000].split("</li>", 1)[0]
        assert "#photo" in row
        assert "Photo" in row
    send(ana, talk, PICTURES[1], body="The rim")
    row = ana.get("/inbox").text.split(talk, 1)[1].split("</li>", 1)[0]
    assert "The rim" in row
    assert "> Photo<" not in row


def test_what_people_write_under_a_photo_is_text(ana: FlaskClient, talk: str) -> None:
    send(ana, talk, PICTURES[0], body='"><script>alert(1)</script>')
    page = ana.get(talk).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
