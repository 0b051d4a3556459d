"""Mails reach a real SMTP server: few of them, none that nobody needs, and each leads back to what it is about."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from shop_help import clock, letters, mailing
from shop_help.actions import brand
from shop_help.actions.notifications import Wanted, choose
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.jobs import notifications
from shop_help.mailing import demo
from shop_help.mailing.smtp import server_at
from shop_help.models import NotificationDelivery
from tests.notifications.mail_server import MailServer, part
from tests.notifications.scene import Scene


@pytest.fixture
def server(app: Flask, scene: Scene) -> Iterator[MailServer]:
    running = MailServer()
    app.config.update(MAIL_URL=running.url, MAIL_FROM="Shop Help <help@shop.example>")
    yield running
    running.stop()


def wants(who: str, **told: object) -> None:
    """How somebody wants to be told, beside what holds at first."""
    viewer = viewer_of(f"{who}-here")
    assert viewer
    choose(viewer, Wanted(**({"quiet": None, "zone": "", "shows_words": False, "on": {}} | told)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "runs"), [("es", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_mail_runs_as_its_language_does(server: MailServer, scene: Scene, language: str, runs: str) -> None:
    scene.people["ana"].locale = language
    db.session.commit()
    scene.say("sol")
    assert scene.send(hours=1) == 1
    page = part(server.mails[0], "html")
    assert f'<html lang="{language}" dir="{runs}">' in page
    # Of a mail in a page of theirs, mail programs keep what is inside the body.
    assert f'dir="{runs}"' in page.partition("<body")[2]
    assert "<img" not in page


def test_a_mail_carries_the_logo(server: MailServer, scene: Scene, app: Flask) -> None:
    content = BytesIO()
    Image.new("RGB", (64, 64), "#0b5cad").save(content, "PNG")
    brand.set_brand(None, brand.WrittenBrand("Acme", "#0b5cad", "#2a74c4", content.getvalue()))
    app.extensions["brand"] = None
    scene.say("sol")
    scene.send(hours=1)
    (logo,) = re.findall(r'<img\s+src="http://localhost(/brand/[^"]+)"', part(server.mails[0], "html"))
    assert app.test_client().get(logo).content_type == "image/png"


def test_several_messages_are_one_mail_that_leads_to_the_last_of_them(
    server: MailServer, scene: Scene, sign_in: Callable[[str], FlaskClient], app: Flask
) -> None:
    for word in ("a heron behind the kiln", "a magpie on the loom"):
        scene.say("sol", word)
    assert scene.send(seconds=100) == 0, "two minutes for more of them, or for a reader"
    assert scene.send(seconds=20) == 1
    (letter,) = server.mails
    assert (letter["To"], letter["From"]) == ("ana@example.com", "Shop Help <help@shop.example>")
    assert letter["Subject"] == "Luma Home wrote 2 messages · Order …0103"
    assert "heron" not in str(letter), "nobody's words, unless the person chose so"
    assert "magpie" not in str(letter)
    (link,) = re.findall(r'href="http://localhost(/notifications/\d+)"', part(letter, "html"))
    assert link in part(letter, "plain")
    # Told once until they read: what is said meanwhile joins it.
    last = scene.say("sol")
    assert scene.send(hours=1) == 0
    assert scene.deliveries("ana") == [("mail", "sent", "")]
    # Through the sign-in, and back to the very message.
    asked = app.test_client().get(link)
    assert (asked.status_code, asked.location) == (302, f"/sign-in?next={link.replace('/', '%2F')}")
    assert sign_in("ana").get(link).location == f"/conversations/{scene.talk}#message-{last}"
    assert sign_in("sol").get(link).status_code == 404


def test_who_chose_so_reads_what_was_written(server: MailServer, scene: Scene) -> None:
    wants("ana", shows_words=True)
    scene.say("sol", "A <b>heron</b> & a magpie")
    scene.send(minutes=3)
    assert "> A <b>heron</b> & a magpie" in part(server.mails[0], "plain")
    assert "A &lt;b&gt;heron&lt;/b&gt; &amp; a magpie" in part(server.mails[0], "html")


def test_what_was_read_or_is_not_wanted_by_then_is_not_sent(server: MailServer, scene: Scene) -> None:
    scene.say("sol")
    scene.happen("case.resolved")
    scene.hand_on()
    scene.read("ana")
    wants("ana", on={("cases", "mail"): False})
    scene.happen("refund.done", amount=1200, currency="USD", refund=1, conversation=None)
    assert scene.send(minutes=3) == 1
    assert [letter["Subject"] for letter in server.mails] == ["$12.00 was given back to you · Order …0103"]
    assert sorted(scene.deliveries("ana")) == [
        ("mail", "dropped", "seen"),
        ("mail", "dropped", "seen"),
        ("mail", "sent", ""),
    ]
    scene.happen("case.resolved", conversation=None)
    scene.send(minutes=3)
    assert len(server.mails) == 1, "chosen away"


def test_in_quiet_hours_it_waits_and_comes_as_one_mail_afterwards(server: MailServer, scene: Scene) -> None:
    scene.now = clock.now().replace(hour=3, minute=0)
    # Ana's market is in New York: it is evening there.
    wants("ana", quiet=(21 * 60, 7 * 60))
    for what in ("request.approved", "request.exchanged"):
        scene.happen(what, request=1, kind="exchange", state="x", conversation=None)
    assert scene.send(minutes=3) == 0
    scene.now = scene.now.replace(hour=13, minute=1)
    assert notifications.go_round() == 1
    (letter,) = server.mails
    assert letter["Subject"] == "2 notifications"
    assert part(letter, "html").count('class="open"') == 2


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [("550 no such user", "failed", "refused 550"), ("451 later", "waiting", "refused 451")],
)
def test_what_is_refused_for_good_has_failed_and_what_is_refused_for_now_is_tried_again(
    server: MailServer, scene: Scene, answer: str, state: str, reason: str
) -> None:
    server.answers = [answer]
    scene.happen("request.approved", conversation=None)
    scene.send(minutes=1)
    assert scene.deliveries("ana") == [("mail", state, reason)]
    scene.later(minutes=5)
    notifications.go_round()
    assert len(server.mails) == (state == "waiting")


def test_one_that_died_while_it_sent_is_followed_by_another_with_the_same_name(
    server: MailServer, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.happen("request.approved", conversation=None)
    with monkeypatch.context() as dying:
        dying.setattr("shop_help.actions.notification_sending.note", lambda *_: None)
        scene.send(minutes=1)
    assert notifications.go_round() == 0, "leased"
    scene.later(minutes=3)
    assert notifications.go_round() == 1
    assert len({letter["Message-ID"] for letter in server.mails}) == 1
    assert len(server.mails) == 2
    with write_unit(db.session) as session:
        assert session.query(NotificationDelivery).one().tries == 2


def test_one_click_ends_the_mails_of_this_person_and_of_nobody_else(
    server: MailServer, scene: Scene, app: Flask
) -> None:
    scene.happen("request.approved", conversation=None)
    scene.send(minutes=1)
    (letter,) = server.mails
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    visitor = app.test_client()
    assert visitor.get(path).status_code == 200
    assert visitor.post(path.replace("/end", "x/end")).status_code == 404
    scene.happen("request.exchanged", conversation=None)
    scene.happen("request.asked", conversation=None)
    assert visitor.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    scene.send(minutes=1)
    assert [each["To"] for each in server.mails] == ["ana@example.com", "sol@example.com"]
    assert len(scene.told("ana")) == 2, "in the app they are told all the same"


def test_a_server_with_a_password_takes_it_and_the_command_says_what_it_answered(app: Flask, scene: Scene) -> None:
    running = MailServer("help", "s3cret")
    try:
        app.config.update(MAIL_URL=running.url, MAIL_FROM="help@shop.example")
        said = app.test_cli_runner().invoke(args=["notify", "test", "nia@example.com"])
        assert said.output == "The mail server took it.\n"
        assert running.mails[0]["To"] == "nia@example.com"
        app.config["MAIL_URL"] = running.url.replace("s3cret", "wrong")
        said = app.test_cli_runner().invoke(args=["notify", "test", "nia@example.com"])
        assert (said.exit_code, said.output) == (1, "Error: The other side refused it: 535.\n")
    finally:
        running.stop()


def test_the_demo_writes_mails_into_files_that_their_reader_sees(
    scene: Scene, sign_in: Callable[[str], FlaskClient]
) -> None:
    assert mailing.is_demo()
    ana = sign_in("ana")
    assert ana.post("/notifications/test", data={"channel": "mail"}).status_code == 303
    assert notifications.go_round() == 1
    assert "This is a test." in ana.get("/notifications/mails").text
    assert "This is a test." not in sign_in("bruno").get("/notifications/mails").text


def test_the_address_of_a_mail_server_is_read_and_what_is_wrong_with_it_said() -> None:
    server = server_at("smtp://help%40shop:p%3Aw@mail.example?starttls")
    assert (server.user, server.password, server.port, server.way) == ("help@shop", "p:w", 587, "starttls")
    assert server_at("smtps://mail.example").port == 465
    for wrong in ("http://mail.example", "smtp://", "smtp://mail.example?tls"):
        with pytest.raises(ValueError, match=r"write smtp|not known"):
            server_at(wrong)


def test_a_name_with_a_line_break_makes_no_header_of_its_own(app: Flask) -> None:
    reader = letters.Reader(0, "", "ana@example.com", "en", "UTC")
    made = letters.envelope(reader, "Kicks\r\nBcc: everybody@example.com answered", "n1")
    assert made["Subject"] == "Kicks Bcc: everybody@example.com answered"
    assert made["Bcc"] is None


def test_a_mail_of_the_demo_that_goes_while_it_is_listed_is_left_out(app: Flask, tmp_path: Path) -> None:
    for _ in range(2):
        demo.send(letters.test_letter("ana@example.com"), str(tmp_path))
    listed = demo.letters_to("ana@example.com", str(tmp_path))
    assert next(listed)["To"] == "ana@example.com"
    for path in tmp_path.glob("*.eml"):
        path.unlink()
    assert list(listed) == []
