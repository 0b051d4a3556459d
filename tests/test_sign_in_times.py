"""A sign-in that is used goes on, one that isn't ends: on pages, in acts, and on a socket that says nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from shop_help import clock, identity, sign_in_use
from shop_help.actions import clearing, sign_in_times
from shop_help.actions.conversations import post_message
from shop_help.config import DEMO_SALT, DEMO_SECRET, SettingsError, settings
from shop_help.extensions import db
from shop_help.jobs.clockwork import STEPS
from shop_help.models import Conversation, Person, Role, SignIn
from shop_help.policy.messages import Refused

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
RAN_OUT = "You were signed out: nobody was here for a while"

SignsIn = Callable[[str], FlaskClient]


#: The settings, none of which anybody chose.
USUAL = {
    name: value
    for name, value in settings({"SHOP_HELP_DEMO": "1"}).items()
    if name in ("STAFF_IDLE_MINUTES", "STAFF_SIGN_IN_HOURS", "IDLE_DAYS", "SIGN_IN_DAYS")
}


@pytest.fixture(autouse=True)
def usual(app: Flask) -> None:
    app.config.update(USUAL)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def row_of(client: FlaskClient) -> SignIn:
    db.session.rollback()
    with client.session_transaction() as session:
        sign_in_id = session[identity.SIGN_IN]
    return db.session.get_one(SignIn, sign_in_id, populate_existing=True)


def talk_of(person_id: int) -> int:
    """A conversation of theirs with a shop."""
    here = (Conversation.buyer_id == person_id, Conversation.shop_id.is_not(None), Conversation.closed_at.is_(None))
    return db.session.scalars(select(Conversation.id).where(*here).order_by(Conversation.id)).first() or 0


def is_in(client: FlaskClient, page: str) -> bool:
    return client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("who", "page", "idle"),
    [
        ("gus", "/agents/", 2 * HOUR),
        ("noor", "/operators/", 2 * HOUR),
        ("sol", "/sellers/inbox", 60 * DAY),
        ("ana", "/orders", 60 * DAY),
    ],
)
def test_who_does_nothing_for_so_long_is_signed_out(
    sign_in: SignsIn, moment: Any, who: str, page: str, idle: timedelta
) -> None:
    late, too_late = sign_in(who), sign_in(who)
    moment.move_to(START + idle - SECOND)
    assert is_in(late, page)
    moment.move_to(START + idle)
    answer = too_late.get(page)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in")
    assert RAN_OUT in too_late.get(answer.headers["Location"]).text
    # Whoever was here a second before goes on.
    assert is_in(late, page)


@pytest.mark.parametrize(
    ("who", "page", "step", "whole"), [("gus", "/agents/", HOUR, 14 * HOUR), ("ana", "/orders", 30 * DAY, 365 * DAY)]
)
def test_who_goes_on_is_signed_out_when_the_whole_time_is_over(
    sign_in: SignsIn, moment: Any, who: str, page: str, step: timedelta, whole: timedelta
) -> None:
    client, passed = sign_in(who), step
    while passed < whole:
        moment.move_to(START + passed)
        assert is_in(client, page), passed
        passed += step
    moment.move_to(START + whole - SECOND)
    assert is_in(client, page)
    moment.move_to(START + whole)
    assert not is_in(client, page)


FRAGMENT = {"HX-Request": "true"}
SCRIPT = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("method", "address", "headers", "is_use"),
    [
        ("GET", "/orders", {}, True),
        ("GET", "/notifications", {}, True),
        ("GET", "/your-data", {}, True),
        ("GET", "/orders", FRAGMENT, False),
        ("GET", "{talk}/messages?after=0", SCRIPT, False),
        ("POST", "{talk}/read", SCRIPT, False),
        ("POST", "{talk}/messages", SCRIPT, True),
    ],
)
def test_what_scripts_do_by_themselves_is_no_use(
    sign_in: SignsIn, moment: Any, method: str, address: str, headers: dict[str, str], is_use: bool
) -> None:
    client = sign_in("ana")
    talk = talk_of(row_of(client).person_id)
    moment.move_to(START + 59 * DAY)
    form = {"client_id": str(uuid4()), "body": "Hello?", "seq": "1"} if method == "POST" else None
    answer = client.open(address.format(talk=f"/conversations/{talk}"), method=method, headers=headers, data=form)
    assert answer.status_code < 300, answer.text
    moment.move_to(START + 60 * DAY)
    assert is_in(client, "/orders") is is_use


def test_a_use_is_written_down_now_and_then_and_not_on_every_page(sign_in: SignsIn, moment: Any) -> None:
    client = sign_in("gus")
    moment.move_to(START + 5 * MINUTE - SECOND)
    client.get("/agents/")
    assert row_of(client).ends_at == START + 2 * HOUR
    moment.move_to(START + 5 * MINUTE)
    client.get("/agents/")
    assert row_of(client).ends_at == START + 2 * HOUR + 5 * MINUTE


def test_what_is_done_by_a_sign_in_whose_time_is_over_is_refused_before_any_round(
    sign_in: SignsIn, moment: Any
) -> None:
    client = sign_in("ana")
    row = row_of(client)
    sign_in_id, talk = row.id, talk_of(row.person_id)
    moment.move_to(START + 60 * DAY - SECOND)
    assert post_message(sign_in_id, talk, str(uuid4()), "Still here.").seq
    moment.move_to(START + 60 * DAY)
    with pytest.raises(Refused, match="signed_out"):
        post_message(sign_in_id, talk, str(uuid4()), "And gone.")


def test_a_round_ends_those_whose_time_is_over_and_hangs_up(
    sign_in: SignsIn, moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    monkeypatch.setattr("shop_help.actions.sign_ins.end_sign_in", gone.append)
    staff, buyer = row_of(sign_in("gus")).id, row_of(sign_in("ana")).id
    moment.move_to(START + 2 * HOUR - SECOND)
    assert (sign_in_times.go_round(), gone) == (0, [])
    moment.move_to(START + 2 * HOUR)
    assert (sign_in_times.go_round(), gone) == (1, [staff])
    assert db.session.get_one(SignIn, staff, populate_existing=True).ended_at == clock.now()
    assert db.session.get_one(SignIn, buyer, populate_existing=True).ended_at is None
    # Once, and the clockwork does it.
    assert sign_in_times.go_round() == 0
    assert sign_in_times.go_round in STEPS


def test_many_go_in_pieces(sign_in: SignsIn, moment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_times, "PIECE", 2)
    for _ in range(3):
        sign_in("gus")
    moment.move_to(START + 3 * HOUR)
    assert [sign_in_times.go_round() for _ in range(3)] == [2, 1, 0]


def test_who_gets_work_here_has_the_time_of_those_who_do(sign_in: SignsIn, moment: Any) -> None:
    client = sign_in("ana")
    person = db.session.get_one(Person, row_of(client).person_id)
    person.roles.append(db.session.scalars(select(Role).where(Role.name == "agent")).one())
    db.session.commit()
    client.get("/orders")
    assert row_of(client).ends_at == START + 2 * HOUR


def test_one_of_before_there_was_such_an_end_gets_it_with_the_next_page(sign_in: SignsIn, moment: Any) -> None:
    client = sign_in("gus")
    db.session.execute(update(SignIn).values(ends_at=None))
    db.session.commit()
    moment.move_to(START + 13 * HOUR)
    assert is_in(client, "/agents/")
    assert row_of(client).ends_at == START + 14 * HOUR


def test_a_page_is_shown_even_where_its_use_cannot_be_noted(
    sign_in: SignsIn, moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("", None, Exception("database is locked"))

    client = sign_in("gus")
    monkeypatch.setattr(sign_in_times, "go_on", busy)
    moment.move_to(START + HOUR)
    assert is_in(client, "/agents/")


def test_who_signed_out_or_was_signed_out_elsewhere_is_not_told_of_a_time(
    app: Flask, sign_in: SignsIn, moment: Any
) -> None:
    client = sign_in("gus")
    assert RAN_OUT not in client.get("/sign-in").text
    client.post("/sign-out")
    assert RAN_OUT not in client.get("/sign-in").text
    ended = sign_in("gus")
    row_of(ended).ended_at = START + HOUR
    db.session.commit()
    moment.move_to(START + 3 * HOUR)
    assert RAN_OUT not in ended.get("/sign-in").text
    with app.test_request_context():
        assert not sign_in_use.has_run_out()


def test_the_page_of_sign_ins_says_for_how_long_they_last(app: Flask, sign_in: SignsIn) -> None:
    said = "Each browser is signed out after {} without use, and after {} in any case."
    assert said.format("2 hours", "14 hours") in sign_in("gus").get("/security").text
    assert said.format("60 days", "365 days") in sign_in("sol").get("/security").text
    app.config["STAFF_IDLE_MINUTES"] = 30
    assert said.format("30 minutes", "14 hours") in sign_in("gus").get("/security").text


@pytest.mark.parametrize("name", ["STAFF_IDLE_MINUTES", "STAFF_SIGN_IN_HOURS", "IDLE_DAYS", "SIGN_IN_DAYS"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "long", "100000"])
def test_a_time_that_is_none_stops_the_start(name: str, value: str) -> None:
    secrets = {"SHOP_HELP_SECRET_KEY": DEMO_SECRET + "x", "SHOP_HELP_PASSWORD_SALT": DEMO_SALT + "x"}
    with pytest.raises(SettingsError, match=f"SHOP_HELP_{name} is a number of"):
        settings(secrets | {f"SHOP_HELP_{name}": value})
    assert settings(secrets | {f"SHOP_HELP_{name}": "1"})[name] == 1


def test_what_ended_by_time_is_cleared_like_all_that_ended(sign_in: SignsIn, moment: Any) -> None:
    sign_in("gus")
    moment.move_to(START + 3 * HOUR)
    sign_in_times.go_round()
    moment.move_to(START + 91 * DAY)
    clearing.go_round()
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
