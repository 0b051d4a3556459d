"""The conversation's page and its HTTP twins, as a phone without a socket meets them (CHAT)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Conversation, Message, ShopFaq
from tests.buyers.conftest import LATE, say

JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}
EVIL = '<script>alert(1)</script><b onclick="x">"\'&'


def bodies(talk: str) -> list[str]:
    db.session.rollback()
    number = int(talk.rsplit("/", 1)[1])
    return list(
        db.session.scalars(select(Message.body).where(Message.conversation_id == number).order_by(Message.seq))
    )


def test_message_opens_the_one_conversation_there_is(ana: FlaskClient, luma: int, talk: str) -> None:
    again = ana.post(f"/shops/{luma}/conversation", data={"order": LATE})
    assert again.headers["Location"] == talk
    other = ana.post(f"/shops/{luma}/conversation", data={"order": "576461030000000109"})
    assert other.headers["Location"] != talk
    about_none = ana.post(f"/shops/{luma}/conversation").headers["Location"]
    assert about_none not in (talk, other.headers["Location"])
    assert "Check order status" not in ana.get(about_none).text
    assert ana.post(f"{about_none}/order-status", data={"client_id": str(uuid4())}).status_code == 404


def test_an_order_of_another_shop_or_person_opens_nothing(ana: FlaskClient, luma: int) -> None:
    count = len(db.session.scalars(select(Conversation.id)).all())
    for number in ("576461030000000106", "576461030000000123", "1", "'"):
        assert ana.post(f"/shops/{luma}/conversation", data={"order": number}).status_code == 404
    assert len(db.session.scalars(select(Conversation.id)).all()) == count


def test_a_form_leads_back_to_its_message_and_a_script_gets_the_sockets_answer(ana: FlaskClient, talk: str) -> None:
    name = str(uuid4())
    assert say(ana, talk, "One").headers["Location"] == f"{talk}#message-1"
    answer = say(ana, talk, "Two", name, **JSON).json
    assert (answer["ok"], answer["client_id"], answer["seq"], answer["duplicate"]) == (True, name, 2, False)
    assert say(ana, talk, "Two", name, **JSON).json["duplicate"] is True
    assert say(ana, talk, "Other words", name, **JSON).json["code"] == "client_id_reused"
    assert bodies(talk) == ["One", "Two"]


@pytest.mark.parametrize(
    ("body", "client_id", "status", "code"),
    [
        ("", "", 422, "bad_request"),
        ("  \n ", "", 422, "bad_request"),
        ("a\x00", "", 422, "bad_request"),
        ("a" * 4001, "", 422, "too_long"),
        ("a", "not-a-uuid", 422, "bad_request"),
    ],
)
def test_what_is_refused_is_kept_for_the_one_who_wrote_it(
    ana: FlaskClient, talk: str, body: str, client_id: str, status: int, code: str
) -> None:
    answer = say(ana, talk, body, client_id, **JSON)
    assert (answer.status_code, answer.json) == (status, {"ok": False, "code": code, "retry": False})
    page = say(ana, talk, body, client_id, Referer=f"http://localhost{talk}")
    assert page.status_code == status
    assert f'href="{talk}"' in page.text
    if body.strip("\x00 \n"):
        assert body.replace("\x00", "") in page.text.replace("\x00", "")
    assert bodies(talk) == []


def test_a_closed_conversation_is_read_and_takes_nothing(ana: FlaskClient, talk: str) -> None:
    say(ana, talk, "Before")
    db.session.rollback()
    db.session.get_one(Conversation, int(talk.rsplit("/", 1)[1])).closed_at = clock.now()
    db.session.commit()
    page = ana.get(talk).text
    assert "Before" in page
    assert "This conversation is closed." in page
    assert "<textarea" not in page
    assert say(ana, talk, "After", **JSON).status_code == 409
    assert "After" in say(ana, talk, "After").text, "the words are kept"
    assert bodies(talk) == ["Before"]


def test_what_somebody_writes_is_text_on_every_page(
    ana: FlaskClient, talk: str, sign_in: Callable[[str], FlaskClient]
) -> None:
    say(ana, talk, EVIL)
    for page in (
        ana.get(talk),
        ana.get(f"{talk}/messages?after=0"),
        ana.get("/inbox"),
        sign_in("sol").get("/sellers/inbox"),
    ):
        assert "<script>alert" not in page.text
        assert "<b onclick" not in page.text
    assert bodies(talk) == [EVIL]


def test_a_question_is_asked_and_answered_in_one_go(ana: FlaskClient, talk: str, luma: int) -> None:
    faq = db.session.scalars(select(ShopFaq).where(ShopFaq.shop_id == luma).order_by(ShopFaq.asked.desc())).first()
    assert faq
    before, form = faq.asked, {"faq": faq.id, "client_id": str(uuid4())}
    answer = ana.post(f"{talk}/questions", data=form, headers=HTMX)
    assert (answer.status_code, answer.headers["X-Head"]) == (204, "2")
    asked, said = bodies(talk)
    assert asked == faq.question
    assert LATE in said
    assert "{" not in said
    # The same tap once more, by form.
    assert ana.post(f"{talk}/questions", data=form).headers["Location"] == f"{talk}#message-2"
    assert len(bodies(talk)) == 2
    assert db.session.get_one(ShopFaq, faq.id, populate_existing=True).asked == before + 1


def test_a_question_of_another_shop_or_none_is_not_there(ana: FlaskClient, talk: str, luma: int) -> None:
    foreign = db.session.scalars(select(ShopFaq.id).where(ShopFaq.shop_id != luma)).first()
    for faq in (foreign, 999999, "x", "", "9" * 30):
        assert ana.post(f"{talk}/questions", data={"faq": faq, "client_id": str(uuid4())}).status_code == 404
    assert bodies(talk) == []


def test_order_status_answers_with_the_tracking_of_each_parcel(ana: FlaskClient, luma: int) -> None:
    talk = ana.post(f"/shops/{luma}/conversation", data={"order": "576461030000000115"}).headers["Location"]
    ana.post(f"{talk}/order-status", data={"client_id": str(uuid4())})
    page = ana.get(talk).text
    assert page.count('class="tracking"') == 2
    assert page.count('data-kind="tracking"') == 1
    assert "Automatic answer" in page


def test_a_redirect_inside_a_fragment_is_for_the_whole_window(ana: FlaskClient, luma: int) -> None:
    answer = ana.post(f"/shops/{luma}/conversation", data={"order": LATE}, headers=HTMX)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/conversations/")
    assert "Location" not in answer.headers
