"""Operators say which programs are told, see what came of it and send it again; each change is in the audit log."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help.actions import handing_on_messages
from shop_help.actions.webhooks import endpoints
from shop_help.cli.webhooks import webhooks as commands
from shop_help.extensions import db
from shop_help.jobs.webhooks import go_round
from shop_help.models import AuditEntry, Conversation, WebhookDelivery, WebhookEndpoint
from shop_help.models.message_log import Draft, append
from shop_help.policy.messages import Refused
from shop_help.policy.webhooks import address_fault
from tests.webhooks.ear import Ear, says

LIST = "/operators/webhooks"


@pytest.fixture
def ear() -> Any:
    running = Ear()
    yield running
    running.stop()


def acts() -> list[str]:
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act.like("webhook.%")).order_by(AuditEntry.id))
    return [f"{entry.act} {entry.role}" for entry in entries]


def added(client: Any, address: str, *what: str) -> tuple[int, str]:
    answer = client.post(LIST, data={"address": address, "happening": list(what)})
    assert answer.status_code == 201
    found = re.search(r"whsec_[\w+/=]+", answer.text)
    endpoint_id = db.session.scalar(select(WebhookEndpoint.id).order_by(WebhookEndpoint.id.desc()))
    assert found
    assert endpoint_id
    # What is read next is what is there by then.
    db.session.rollback()
    return endpoint_id, found[0]


def test_a_secret_is_shown_once_and_stands_in_no_database_and_no_log(app: Flask, sign_in: Any, ear: Ear) -> None:
    noor = sign_in("noor")
    endpoint_id, secret = added(noor, ear.url)
    page = f"{LIST}/{endpoint_id}"
    seen = re.search(r'name="seen" value="(\w+)"', noor.get(page).text)
    assert seen
    fresh = re.search(r"whsec_[\w+/=]+", noor.post(f"{page}/secrets", data={"seen": seen[1]}).text)
    assert fresh
    assert fresh[0] != secret
    assert "whsec_" not in noor.get(page).text
    kept = db.session.get_one(WebhookEndpoint, endpoint_id).secrets
    logged = db.session.scalars(select(AuditEntry.after).where(AuditEntry.act.like("webhook.%"))).all()
    assert secret not in f"{kept}{logged}"
    assert fresh[0] not in f"{kept}{logged}"
    # A second tap would end the first secret before anybody has put the new one in.
    again = noor.post(f"{page}/secrets", data={"seen": seen[1]}, follow_redirects=True)
    assert "Somebody made a new secret just now" in again.text
    assert "whsec_" not in again.text
    assert db.session.get_one(WebhookEndpoint, endpoint_id, populate_existing=True).secrets == kept
    assert acts() == ["webhook.added operator", "webhook.rotated operator"]


def test_a_test_is_sent_and_what_was_answered_is_read_and_sent_again(app: Flask, sign_in: Any, ear: Ear) -> None:
    noor = sign_in("noor")
    endpoint_id, _ = added(noor, ear.url)
    page = f"{LIST}/{endpoint_id}"
    ear.behaviours = [says(418, b"I am a teapot")]
    assert noor.post(f"{page}/tests").status_code == 303
    go_round()
    assert "HTTP 418: I am a teapot" in noor.get(page).text
    delivery_id = db.session.scalar(select(WebhookDelivery.id))
    db.session.rollback()
    one = f"{page}/deliveries/{delivery_id}"
    assert "webhook.tested" in noor.get(one).text
    assert noor.post(f"{one}/replays").status_code == 303
    go_round()
    assert "Taken" in noor.get(one).text
    assert len({told["id"] for told in ear.told}) == 1
    noor.post(f"{page}/pause", data={"on": "yes"})
    assert "Paused" in noor.get(LIST).text
    noor.post(f"{page}/tests")
    noor.post(f"{page}/pause", data={"on": "no"})
    noor.post(f"{page}/removal")
    assert noor.get(page).status_code == noor.get(one).status_code == 404
    done = ["added", "tested", "replayed", "paused", "resumed", "removed"]
    assert acts() == [f"webhook.{act} operator" for act in done]


def test_what_people_wrote_is_shown_as_text(app: Flask, sign_in: Any, ear: Ear) -> None:
    endpoint_id, _ = endpoints.add(None, ear.url, ["message.posted"])
    talk = db.session.scalars(select(Conversation)).first()
    assert talk
    draft = Draft("BUYER", talk.buyer_id, "0198a0de-0000-7000-a000-000000000001", "text", "<b>bold</b>")
    append(db.session.connection(), talk.id, talk.last_seq, [draft], None, talk.created_at)
    db.session.commit()
    handing_on_messages.go_round()
    delivery_id = db.session.scalar(select(WebhookDelivery.id))
    page = sign_in("noor").get(f"{LIST}/{endpoint_id}/deliveries/{delivery_id}").text
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page


def test_what_is_wrong_with_a_form_is_said_and_nothing_is_added(app: Flask, sign_in: Any) -> None:
    noor = sign_in("noor")
    answer = noor.post(LIST, data={"address": "ftp://shop.example/"})
    assert answer.status_code == 422
    assert "begins with https://" in answer.text
    assert noor.post(LIST, data={"address": "https://shop.example/", "happening": "case.noted"}).status_code == 422
    assert db.session.scalar(select(WebhookEndpoint.id)) is None


@pytest.mark.parametrize(
    ("address", "allows_http", "taken"),
    [
        ("https://shop.example/hooks?a=1", False, True),
        ("http://shop.example/hooks", False, False),
        ("http://shop.example/hooks", True, True),
        ("https://", False, False),
        ("https://user:word@shop.example/", False, False),
        ("https://shop.example/#part", False, False),
        ("https://shop.example:99999/", False, False),
        ("https://shop.example/\nHost: other", False, False),
        ("https://shop.example/" + "a" * 500, False, False),
    ],
)
def test_an_address_is_https_and_nothing_else(address: str, allows_http: bool, taken: bool) -> None:
    assert (address_fault(address, allows_http) is None) is taken


def test_nobody_else_does_it(app: Flask, sign_in: Any, person_of: Any) -> None:
    gus = sign_in("gus")
    assert gus.get(LIST).status_code == 404
    sign_in_id = db.session.execute(
        db.text("SELECT id FROM sign_ins WHERE person_id = :it"), {"it": person_of("gus").id}
    )
    with pytest.raises(Refused):
        endpoints.add(str(sign_in_id.scalars().first()), "https://shop.example/", [])


def test_all_of_it_can_be_done_by_command(app: Flask, ear: Ear) -> None:
    run = app.test_cli_runner()

    def said(*words: str) -> str:
        answer = run.invoke(commands, words)
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "whsec_" in said("add", ear.url, "--what", "refund.done")
    assert ear.url in said("list")
    said("change", "1", ear.url)
    assert "whsec_" in said("rotate", "1")
    said("pause", "1")
    said("resume", "1")
    said("test", "1")
    assert said("replay", "1").startswith("0 deliveries")
    assert "message.posted" in said("happenings")
    said("remove", "1")
    # Nothing was sent again, so nothing is told of it.
    done = ["added", "changed", "rotated", "paused", "resumed", "tested", "removed"]
    assert acts() == [f"webhook.{act} command" for act in done]
    assert "no webhook" in run.invoke(commands, ["pause", "1"]).output
