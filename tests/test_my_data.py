"""One's own data: taken along whole and alone, and after the deletion nothing anywhere that says who it was."""

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop_help import checking, clock
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.erasing import clear_words, erase
from shop_help.config import SettingsError, settings
from shop_help.database import snapshot, write_unit
from shop_help.extensions import db
from shop_help.models import (
    Case,
    CaseNote,
    CaseOpening,
    HelpQuestion,
    HelpVote,
    Message,
    Notification,
    NotificationDelivery,
    Order,
    OrderRequest,
    Person,
    ProtectionCase,
    Refund,
    SignIn,
)

SignInAs = Callable[[str], FlaskClient]
WHY, NOTE, OTHERS = "a heron at the lock", "a newt in the ledger", "a wren in the sleeve"
CRANE, FINCH = "a crane on the scale", "a finch in the hinge"


def archive_of(client: FlaskClient) -> dict[str, bytes]:
    answer = client.get("/your-data/archive")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(BytesIO(answer.data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_the_archive_holds_what_is_theirs_and_who_looked_in_and_nothing_else(
    app: Flask, sign_in: SignInAs, person_of: Callable[[str], Person]
) -> None:
    ana, gus, bruno = person_of("ana"), person_of("gus"), person_of("bruno")
    case = db.session.scalars(select(Case).where(Case.buyer_id == ana.id)).first()
    assert case
    db.session.add(CaseOpening(case_id=case.id, person_id=gus.id, reason=WHY, until=clock.now()))
    db.session.add(CaseNote(case_id=case.id, person_id=gus.id, client_id="n", body=NOTE))
    db.session.add(SignIn(id="bruno", person_id=bruno.id))
    shop = db.session.scalars(select(Order.shop_id).where(Order.buyer_id == ana.id)).first()
    assert shop
    db.session.commit()
    post_message("bruno", open_conversation(bruno.id, shop, None), "0198a0de-0000-7000-a000-000000000001", OTHERS)
    found = archive_of(sign_in("ana"))
    whole = b"".join(found.values()).decode(errors="replace")
    assert WHY in whole
    assert "ana@example.com" in whole
    for hidden in (NOTE, OTHERS, "bruno", "gus@"):
        assert hidden not in whole
    told = json.loads(found["index.json"])
    assert {f"order-{row['number']}.htm" for row in told["orders"]} <= found.keys()
    assert {f"claim-{number}.json" for number in told["claims"]} <= found.keys()
    # Each link of each page leads to something that is there.
    pages = [page.decode() for name, page in found.items() if name.endswith(".htm")]
    links = {name for page in pages for name in re.findall(r'(?:src|href)="([^"#]+)', page)}
    assert links
    assert links <= found.keys()


def test_its_first_page_has_words_and_no_short_names(sign_in: SignInAs, person_of: Callable[[str], Person]) -> None:
    ana = person_of("ana")
    ana.locale = "es"
    told = Notification(
        person_id=ana.id, kind="messages", what="message.posted", side="BUYER", happened_at=clock.now()
    )
    db.session.add(told)
    db.session.flush()
    db.session.add(NotificationDelivery(notification_id=told.id, person_id=ana.id, channel="mail"))
    question = db.session.scalars(select(HelpQuestion.id).where(HelpQuestion.slug == "where-is-my-order")).one()
    db.session.add(HelpVote(person_id=ana.id, question_id=question, version=1, helped=True))
    db.session.commit()
    page = archive_of(sign_in("ana"))["index.htm"].decode()
    for words in ("Español", "Mensajes", "Correo", "En espera", "¿Dónde está mi pedido?"):
        assert words in page, words
    for name in ("message.posted", "where-is-my-order", "waiting"):
        assert name not in page, name


def test_a_page_of_it_is_for_everybody_and_deleting_for_who_says_that_they_are_sure(
    app: Flask, sign_in: SignInAs
) -> None:
    kit = sign_in("kit")
    assert "Delete your account" in kit.get("/your-data").text
    assert kit.post("/your-data/deletion").status_code == 422
    assert kit.post("/your-data/deletion", data={"sure": "yes"}).status_code == 303
    assert "Keep my account" in kit.get("/your-data").text
    assert kit.get("/help").headers["Location"] == "/your-data"
    assert kit.post("/your-data/deletion/undo").status_code == 303
    assert kit.get("/help").status_code == 200
    gus = sign_in("gus")
    assert "Ask an operator" in gus.get("/your-data").text
    assert gus.post("/your-data/deletion", data={"sure": "yes"}).status_code == 404


def everything() -> str:
    """Every cell of every table, but the audit log, which the law wants as it is and which tells of staff."""
    tables = [table for table in db.metadata.sorted_tables if not table.name.startswith("audit")]
    with db.engine.connect() as connection:
        rows = [row for table in tables for row in connection.execute(select(table))]
        if connection.dialect.name == "sqlite":
            rows += connection.exec_driver_sql("SELECT * FROM case_words").all()
    return json.dumps([list(row) for row in rows], default=str, ensure_ascii=False)


@pytest.fixture
def telling(app: Flask, person_of: Callable[[str], Person]) -> Any:
    """What would tell who ana was, and what she wrote: found before, so that its absence means something."""
    ana = person_of("ana")
    address = db.session.scalars(select(Order.address).where(Order.buyer_id == ana.id)).first()
    assert address
    for thing, words in ((OrderRequest, {"note": CRANE}), (ProtectionCase, {"words": FINCH})):
        db.session.execute(update(thing).where(thing.buyer_id == ana.id).values(words))
    db.session.commit()
    talks = select(Message.body).where(Message.person_id == ana.id, Message.voice == "BUYER", Message.kind == "text")
    wrote = {CRANE, FINCH, *(body for body in db.session.scalars(talks) if len(body) > 12)}
    return {"ana@example.com", "demo-ana", "1994-05-17", address["lines"][0], address["phone"]} - {""}, wrote


def test_nothing_is_left_that_says_who_it_was_and_a_year_later_nothing_that_they_wrote(
    app: Flask, person_of: Callable[[str], Person], telling: Any
) -> None:
    who, wrote = telling
    before = everything()
    assert [each for each in who | wrote if each not in before] == []
    ana_id = person_of("ana").id
    refunds = db.session.scalars(select(Refund.amount).order_by(Refund.id)).all()
    with write_unit(db.session):
        files = erase(db.session.get_one(Person, ana_id), clock.now())
    after = everything()
    assert [each for each in who if each in after] == []
    with write_unit(db.session):
        files += clear_words(db.session.get_one(Person, ana_id), clock.now())
    after = everything()
    assert [each for each in who | wrote if each in after] == []
    assert files
    assert db.session.scalars(select(Refund.amount).order_by(Refund.id)).all() == refunds
    with snapshot(db.engine) as connection:
        assert [str(fault) for fault in checking.faults(connection)] == []


def test_the_commands_say_what_would_go_and_do_for_people_what_they_ask(app: Flask, tmp_path: Any) -> None:
    run = app.test_cli_runner()
    told = json.loads(run.invoke(args=["retention", "--dry-run", "--json"]).output)
    assert {row["rows"] for row in told["kinds"]} == {0}
    db.session.execute(update(SignIn).values(ended_at=clock.now()))
    db.session.commit()
    app.config["KEEP_SIGN_INS_DAYS"] = -1
    db.session.add(SignIn(id="over", person_id=1, ended_at=clock.now()))
    db.session.commit()
    assert "1 sign-ins that ended" in run.invoke(args=["retention", "--dry-run"]).output
    assert db.session.get(SignIn, "over") is not None
    run.invoke(args=["retention"])
    db.session.expire_all()
    assert db.session.get(SignIn, "over") is None
    exported = run.invoke(args=["rights", "export", "ana@example.com", "--to", str(tmp_path)])
    assert "holds what is kept" in exported.output
    assert "is deleted at" in run.invoke(args=["rights", "delete", "demo-ana"]).output
    assert "stays" in run.invoke(args=["rights", "delete", "ANA@example.com", "--undo"]).output
    assert run.invoke(args=["rights", "delete", "noor@example.com"]).exit_code == 1
    assert run.invoke(args=["rights", "delete", "nobody@example.com"]).exit_code == 1


def test_days_are_numbers() -> None:
    assert settings({"SHOP_HELP_KEEP_WORDS_DAYS": "30"})["KEEP_WORDS_DAYS"] == 30
    with pytest.raises(SettingsError):
        settings({"SHOP_HELP_KEEP_WORDS_DAYS": "for ever"})
