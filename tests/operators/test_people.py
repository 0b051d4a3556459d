"""Operators find people, give and take roles, and sign somebody out for good; never the last operator."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import AuditEntry, Duty, Person

SignInAs = Callable[[str], FlaskClient]
PersonOf = Callable[[str], Person]


def last_entry() -> AuditEntry:
    db.session.rollback()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def test_who_works_here_is_listed_and_a_buyer_is_found_by_their_very_address(app: Flask, sign_in: SignInAs) -> None:
    noor = sign_in("noor")
    listed = noor.get("/operators/people").text
    assert "gus@example.com" in listed
    assert "ana@example.com" not in listed
    assert "ana@example.com" in noor.get("/operators/people?who=ANA@example.com").text
    assert "ana@example.com" not in noor.get("/operators/people?who=ana@exam").text
    assert "gus@example.com" in noor.get("/operators/people?who=gu&role=agent").text
    assert "gus@example.com" not in noor.get("/operators/people?who=gu&role=seller").text


def test_roles_are_given_and_taken_with_before_and_after_in_the_log(
    app: Flask, sign_in: SignInAs, person_of: PersonOf
) -> None:
    noor, gus = sign_in("noor"), sign_in("gus")
    address = f"/operators/people/{person_of('gus').id}"
    assert gus.get("/agents/").status_code == 200
    assert noor.post(f"{address}/roles", data={"role": ["seller", "owner"]}).status_code == 303
    assert gus.get("/agents/").status_code == 404
    entry = last_entry()
    assert (entry.act, entry.before, entry.after) == (
        "person.roles_changed",
        '{"roles":["agent"]}',
        '{"roles":["seller"]}',
    )


def test_somebody_is_signed_out_at_once_and_may_come_back(app: Flask, sign_in: SignInAs, person_of: PersonOf) -> None:
    noor, gus = sign_in("noor"), sign_in("gus")
    address = f"/operators/people/{person_of('gus').id}"
    noor.post(f"{address}/departure")
    assert "/sign-in" in gus.get("/agents/").headers["Location"]
    assert last_entry().act == "person.left"
    noor.post(f"{address}/return")
    assert last_entry().act == "person.returned"
    assert sign_in("gus").get("/agents/").status_code == 200


def test_the_last_operator_stays_one(app: Flask, sign_in: SignInAs, person_of: PersonOf) -> None:
    noor, address = sign_in("noor"), f"/operators/people/{person_of('noor').id}"
    for what, sent in (("roles", {"role": ["buyer"]}), ("departure", {})):
        answer = noor.post(f"{address}/{what}", data=sent)
        assert answer.status_code == 422
        assert "There has to be an operator" in answer.text
    run = app.test_cli_runner()
    for args in (
        ["staff", "remove", "noor@example.com"],
        ["staff", "roles", "noor@example.com", "--remove", "operator"],
    ):
        assert "last operator" in run.invoke(args=args).output
    assert noor.get("/operators/").status_code == 200
    # With a second one the first may go.
    noor.post(f"/operators/people/{person_of('gus').id}/roles", data={"role": ["agent", "operator"]})
    assert noor.post(f"{address}/roles", data={"role": ["buyer"]}).headers["Location"] == "/home"
    assert noor.get("/operators/").status_code == 404


def test_the_languages_an_agent_answers_in_are_set_and_logged_and_a_buyer_has_none(
    app: Flask, sign_in: SignInAs, person_of: PersonOf
) -> None:
    noor, gus, ana = sign_in("noor"), person_of("gus").id, person_of("ana").id
    assert noor.post(f"/operators/people/{gus}/languages", data={"languages": "es, EN"}).status_code == 303
    entry = last_entry()
    assert db.session.get_one(Duty, gus).languages == ["en", "es"]
    assert (entry.act, entry.after) == ("person.languages_changed", '{"languages":["en","es"]}')
    page = noor.get(f"/operators/people/{gus}").text
    assert 'value="en, es"' in page
    answer = noor.post(f"/operators/people/{gus}/languages", data={"languages": "Spanish, of course"})
    assert answer.status_code == 422
    assert "Spanish, of course" in answer.text
    assert "Languages they answer in" not in noor.get(f"/operators/people/{ana}").text
    assert noor.post(f"/operators/people/{ana}/languages", data={"languages": "es"}).status_code == 404
    assert db.session.get(Duty, ana) is None
    assert sign_in("gus").post(f"/operators/people/{gus}/languages", data={"languages": "es"}).status_code == 404
