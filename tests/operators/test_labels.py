"""Operators call buttons by words of their own, by platform and language, with a preview and a way back."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import labels as acts
from shop_help.extensions import db
from shop_help.models import AuditEntry, OwnWords, SignIn
from shop_help.policy.messages import Refused

WEB = "/operators/labels/web/en"
IOS = "/operators/labels/ios/en"
#: Of one platform; what isn't named is the default.
WORDS = {"get_help": "Get Help", "chat": "Talk to us", "message": "Send message"}


@pytest.fixture
def noor(sign_in: Any) -> FlaskClient:
    client: FlaskClient = sign_in("noor")
    return client


def audited() -> list[tuple[str, str, Any, Any]]:
    db.session.rollback()
    found = db.session.scalars(
        db.select(AuditEntry).where(AuditEntry.act == "labels.changed").order_by(AuditEntry.id)
    )
    return [(each.role, each.thing, json.loads(each.before), json.loads(each.after)) for each in found]


def kept() -> dict[tuple[str, str], str]:
    db.session.rollback()
    db.session.expire_all()
    return {(row.name, row.language): row.words for row in db.session.query(OwnWords)}


def ways(client: FlaskClient, platform: str) -> str:
    client.get(f"/?platform={platform}")
    return client.get("/help/contact").text


def test_buyers_read_them_at_once_on_that_platform_alone(noor: FlaskClient, sign_in: Any) -> None:
    ana = sign_in("ana")
    assert "Chat with Live Agent" in ways(ana, "ios")
    assert noor.post(IOS, data=WORDS | {"seen": ""}).status_code == 303
    page = ways(ana, "ios")
    assert "Talk to us" in page
    assert "Chat with Live Agent" not in page
    assert "Chat with Live Agent" in ways(ana, "android")
    assert "Live Chat" in ways(ana, "web")
    assert kept() == {("ios.chat", "en"): "Talk to us"}, "what is the default is not kept"


def test_and_in_that_language_alone(noor: FlaskClient, sign_in: Any, person_of: Any) -> None:
    path = "/operators/labels/web/es"
    there = {"chat": "Hable con nosotros", "message": "Escríbanos"}
    assert noor.post(path, data=there | {"seen": ""}).status_code == 303
    ana = sign_in("ana")
    assert "Live Chat" in ways(ana, "web")
    person_of("ana").locale = "es"
    db.session.commit()
    page = ways(ana, "web")
    assert "Hable con nosotros" in page
    assert "Escríbanos" in page


@pytest.mark.parametrize(
    ("platform", "label", "address"),
    [("ios", "get_help", "/help"), ("android", "get_help", "/help/questions"), ("android", "orders", "/orders")],
)
def test_the_other_buttons_of_the_table_too(
    platform: str, label: str, address: str, noor: FlaskClient, sign_in: Any
) -> None:
    ana = sign_in("ana")
    ana.get(f"/?platform={platform}")
    assert "Over here" not in ana.get(address).text
    acts.set_labels(None, platform, "en", {label: "Over here"})
    assert "Over here" in ana.get(address).text


def test_words_are_words_and_no_html(noor: FlaskClient, sign_in: Any) -> None:
    acts.set_labels(None, "web", "en", {"chat": "<b>Talk</b>"})
    page = ways(sign_in("ana"), "web")
    assert "&lt;b&gt;Talk" in page
    assert "<b>Talk" not in page
    assert "<b>Talk</b>" not in noor.get("/operators/labels").text


def test_the_audit_log_has_before_and_after_as_buyers_read_it(noor: FlaskClient) -> None:
    seen = {"seen": ""}
    noor.post(WEB, data=seen | {"chat": "Talk to us", "message": "Submit a Ticket"})
    assert audited() == [("operator", "labels web en", {"chat": "Live Chat"}, {"chat": "Talk to us"})]
    newer = re.search(r'name="seen" value="([^"]+)"', noor.get(WEB).text)
    assert newer
    noor.post(WEB, data={"seen": newer[1], "chat": "Talk to us", "message": "Submit a Ticket"})
    assert len(audited()) == 1, "what changes nothing stands in no log"


def test_the_second_of_two_operators_reads_the_firsts_words_and_keeps_theirs(noor: FlaskClient) -> None:
    for words, code in (("Talk to us", 303), ("Speak to us", 422)):
        answer = noor.post(WEB, data={"seen": "", "chat": words, "message": "Submit a Ticket"})
        assert answer.status_code == code
    assert "meanwhile" in answer.text
    assert "Talk to us" in answer.text
    assert 'value="Speak to us"' in " ".join(answer.text.split())
    assert kept() == {("web.chat", "en"): "Talk to us"}


@pytest.mark.parametrize(
    ("chat", "said"),
    [("x" * 41, "At most 40 characters; these are 41."), ("Submit a ticket", "nobody could tell them apart")],
)
def test_what_can_not_be_is_said_at_its_field(chat: str, said: str, noor: FlaskClient) -> None:
    answer = noor.post(WEB, data={"seen": "", "chat": chat, "message": "Submit a Ticket"})
    assert answer.status_code == 422
    assert said in answer.text
    assert chat in answer.text
    assert kept() == {}
    assert audited() == []


def test_one_label_is_not_called_as_another_that_stays(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["labels", "set", "web", "chat", "Submit a Ticket"])
    assert result.exit_code == 1
    assert "tell them apart" in result.output
    assert kept() == {}


def test_the_preview_shows_what_is_typed_and_keeps_nothing(noor: FlaskClient) -> None:
    form = {"chat": "Talk to us", "message": "", "seen": ""}
    part = noor.post(f"{WEB}/preview", data=form).text
    assert "Talk to us" in part
    assert "Submit a Ticket" in part, "an empty one is the default"
    whole = noor.post(WEB, data=form | {"preview": "1"})
    assert whole.status_code == 200
    assert "Talk to us" in whole.text
    assert kept() == {}
    assert 'dir="rtl"' in noor.post("/operators/labels/web/ar/preview", data=form).text


def test_back_to_the_default_and_that_taken_back(noor: FlaskClient, sign_in: Any) -> None:
    assert "Back to the default" not in noor.get(WEB).text
    noor.post(WEB, data={"seen": "", "chat": "Talk to us", "message": "Write to us"})
    assert "Back to the default" in noor.get(WEB).text
    assert noor.post(f"{WEB}/removal").status_code == 303
    assert kept() == {}
    entry = re.search(r'name="entry" value="(\d+)"', noor.get("/operators/labels").text)
    assert entry
    assert noor.post("/operators/labels/restorations", data={"entry": entry[1]}).status_code == 303
    assert kept() == {("web.chat", "en"): "Talk to us", ("web.message", "en"): "Write to us"}
    assert [each[3] for each in audited()][1:] == [
        {"chat": "Live Chat", "message": "Submit a Ticket"},
        {"chat": "Talk to us", "message": "Write to us"},
    ]


def test_what_is_not_there_is_not_found(noor: FlaskClient) -> None:
    for address in ("/operators/labels/windows/en", "/operators/labels/web/xx"):
        assert noor.get(address).status_code == 404
        assert noor.post(address, data=WORDS).status_code == 404
    assert noor.post("/operators/labels/restorations", data={"entry": 1}).status_code == 404
    for platform, language, label in (("web", "en", "orders"), ("web", "xx", "chat"), ("tv", "en", "chat")):
        with pytest.raises(Refused, match="bad_request"):
            acts.set_labels(None, platform, language, {label: "Here"})


@pytest.mark.parametrize("who", ["ana", "sol", "gus"])
def test_nobody_but_operators(who: str, sign_in: Any, person_of: Any) -> None:
    client = sign_in(who)
    assert client.get("/operators/labels").status_code == 404
    assert client.post(WEB, data=WORDS).status_code == 404
    db.session.add(SignIn(id="others", person_id=person_of(who).id))
    db.session.commit()
    with pytest.raises(Refused, match="forbidden"):
        acts.set_labels("others", "web", "en", {"chat": "Talk to us"})
    with pytest.raises(Refused, match="forbidden"):
        acts.restore_labels("others", 1)
    assert kept() == {}


def test_all_of_it_by_command(app: Flask) -> None:
    def ran(*words: str) -> str:
        result = app.test_cli_runner().invoke(args=["labels", *words])
        assert result.exit_code == 0, result.output
        return result.output

    entry = re.search(r"restore (\d+)", ran("set", "ios", "get_help", "Help me"))
    rows = json.loads(ran("list", "--json"))
    assert {"platform": "ios", "label": "get_help", "words": "Help me", "default": "Get Help"} in rows
    assert "already" in ran("set", "ios", "get_help", "Help me")
    assert "Help me" in ran("list")
    assert entry
    ran("restore", entry[1])
    assert kept() == {}
    ran("set", "ios", "chat", "Hablar", "--language", "es")
    assert kept() == {("ios.chat", "es"): "Hablar"}
    ran("reset", "ios", "--language", "es")
    assert kept() == {}
    assert {each[0] for each in audited()} == {"command"}
