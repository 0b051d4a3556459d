"""Hand-over: the shop's word signs somebody in once, soon, and as no more than it says (SECURITY, V6)."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop_help import clock, urls
from shop_help.actions import clearing
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import AuditEntry, Handoff, Order, Passkey, Person, Shop, SignIn, shop_members
from shop_help.policy.handoff import FAULTS
from shop_help.policy.messages import Refused
from tests.handing_over import ISSUER, P256, PRIVATE, SECRET, claims, open_door, token

SUB = "7494000000000000999"


@pytest.fixture
def shop_door(app: Flask) -> Flask:
    """The application, with hand-over set up."""
    open_door(app)
    return app


def handed_over(app: Flask, sent: str, client: FlaskClient | None = None, **headers: str) -> TestResponse:
    """What a browser is answered that comes with a token, from the shop's page."""
    from_shop = {"Origin": ISSUER, "Sec-Fetch-Site": "cross-site"} | headers
    return (client or app.test_client()).post("/handoff", data={"token": sent}, headers=from_shop)


def somebody(external_id: str = SUB) -> Person | None:
    db.session.rollback()
    return db.session.scalar(select(Person).where(Person.external_id == external_id))


def refused(app: Flask, caplog: pytest.LogCaptureFixture, sent: str, **headers: str) -> str:
    """Which line of the log a refusal made; the page is the same for all, and nobody is signed in."""
    caplog.clear()
    client = app.test_client()
    answer = handed_over(app, sent, client, **headers)
    assert (answer.status_code, "You are not signed in yet" in answer.text) == (403, True)
    assert client.get("/home").location == "/sign-in"
    lines = [record.getMessage() for record in caplog.records if record.name == "shop_help.handoff"]
    assert len(lines) == 1
    code = lines[0].split(": ")[1].split(" ")[0]
    assert FAULTS[code] in lines[0]
    assert SUB not in lines[0]
    return code


@pytest.mark.parametrize("key", PRIVATE)
def test_each_key_signs_somebody_in_who_was_not_known(shop_door: Flask, key: str) -> None:
    client = shop_door.test_client()
    answer = handed_over(shop_door, token(key, name="Ines", locale="de-DE"), client)
    assert (answer.status_code, answer.location) == (303, "/help")
    ines = somebody()
    assert ines
    assert (ines.name, ines.market, ines.locale, [role.name for role in ines.roles]) == (
        "Ines",
        "DE",
        "de",
        ["buyer"],
    )
    assert ines.adult_confirmed_by
    assert client.get("/orders").status_code == 200


def test_who_is_known_from_an_order_is_the_same_person(shop_door: Flask, person_of: Callable[[str], Person]) -> None:
    ana = person_of("ana")
    before = len(db.session.scalars(select(Person.id)).all())
    client = shop_door.test_client()
    answer = handed_over(shop_door, token(sub=ana.external_id, order="576461030000000104"), client)
    assert answer.location == "/orders/576461030000000104"
    assert client.get(answer.location).status_code == 200
    assert len(db.session.scalars(select(Person.id)).all()) == before
    # Of somebody else's order, nothing is said.
    assert handed_over(shop_door, token(order="576461030000000104")).location == "/help"


def test_the_age_comes_along_and_is_put_right(shop_door: Flask) -> None:
    client = shop_door.test_client()
    young = clock.now().date() - timedelta(days=17 * 365)
    handed_over(shop_door, token(adult=..., birthdate=young.isoformat()), client)
    assert client.get("/orders").location == "/help"
    assert client.get("/help").status_code == 200
    handed_over(shop_door, token(adult=..., birthdate="1990-01-31"), client)
    person = somebody()
    assert person
    assert person.birthdate == date(1990, 1, 31)
    assert client.get("/orders").status_code == 200
    handed_over(shop_door, token(sub="another", adult=True), client)
    assert client.get("/orders").status_code == 200
    handed_over(shop_door, token(sub="another", adult=False), client)
    assert client.get("/orders").location == "/help"


def test_the_next_page_is_one_of_ours_and_stands_in_the_token_alone(shop_door: Flask) -> None:
    assert handed_over(shop_door, token(next="/help/search?q=late")).location == "/help/search?q=late"
    from_form = {"token": token(), "next": "/orders"}
    assert shop_door.test_client().post("/handoff", data=from_form).location == "/help"


def _unsigned(**header: str) -> str:
    parts = [{"typ": "JWT", **header}, claims()]
    told = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*told, ""])


def _soon(minutes: float) -> int:
    return int((clock.now() + timedelta(minutes=minutes)).timestamp())


#: One test goes through them all: each would take longer to begin than to run.
NO_WORD: tuple[tuple[Callable[[], str], str], ...] = (
    (lambda: "", "unreadable"),
    (lambda: "a.b.c", "unreadable"),
    (lambda: "x" * 9_000, "unreadable"),
    (lambda: token() + "x", "wrong_signature"),
    (lambda: _unsigned(alg="none", kid="new"), "wrong_algorithm"),
    (lambda: jwt.encode(claims(), SECRET + "!!!", "HS384", {"kid": "new"}), "wrong_algorithm"),
    # A public key is known to everybody: nothing may be signed with it as if it were a secret.
    (lambda: jwt.encode(claims(), "x" * 91, "HS256", {"kid": "p256"}), "wrong_algorithm"),
    (lambda: jwt.encode(claims(), P256, "ES256", {"kid": "ed"}), "wrong_algorithm"),
    (lambda: jwt.encode(claims(), SECRET, "HS256", {"kid": "old"}), "wrong_signature"),
    (lambda: token(headers={"kid": "next-year"}), "unknown_key"),
    (lambda: jwt.encode(claims(), SECRET, "HS256"), "unknown_key"),
    (lambda: token(aud="https://help.other.example"), "wrong_audience"),
    (lambda: token(aud=...), "wrong_claims"),
    (lambda: token(iss="https://other.example"), "wrong_issuer"),
    (lambda: token(exp=...), "wrong_claims"),
    (lambda: token(exp=str(_soon(2))), "wrong_claims"),
    (lambda: token(exp=_soon(-0.6)), "expired"),
    (lambda: token(exp=_soon(5.6)), "lives_too_long"),
    (lambda: token(nbf=_soon(1)), "not_yet"),
    (lambda: token(iat=_soon(1)), "not_yet"),
    (lambda: token(jti="short"), "wrong_claims"),
    (lambda: token(jti=...), "wrong_claims"),
    (lambda: token(sub=""), "wrong_claims"),
    (lambda: token(sub="\ud800"), "wrong_claims"),
    (lambda: token(adult=...), "wrong_claims"),
    (lambda: token(adult="yes"), "wrong_claims"),
    (lambda: token(birthdate=631152000), "wrong_claims"),
    (lambda: token(is_staff=True), "wrong_claims"),
    (lambda: token(role="operator"), "wrong_role"),
    (lambda: token(role="seller", shops=["s"]), "wrong_role"),
    (lambda: token(next="https://evil.example/"), "wrong_next"),
    (lambda: token(next="//evil.example"), "wrong_next"),
)


def test_what_is_not_the_shops_word_signs_nobody_in(shop_door: Flask, caplog: pytest.LogCaptureFixture) -> None:
    found = [refused(shop_door, caplog, sent()) for sent, _ in NO_WORD]
    assert found == [code for _, code in NO_WORD]
    assert somebody() is None


def test_a_token_holds_to_the_edge_of_its_time_and_no_longer(
    shop_door: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    now = clock.now().replace(microsecond=0)
    with clock.as_of(now):
        assert handed_over(shop_door, token(exp=int(now.timestamp()) + 330)).status_code == 303
        assert refused(shop_door, caplog, token(exp=int(now.timestamp()) + 331)) == "lives_too_long"
        assert handed_over(shop_door, token(exp=int(now.timestamp()) - 29)).status_code == 303
        assert refused(shop_door, caplog, token(exp=int(now.timestamp()) - 30)) == "expired"


def test_a_token_is_good_once_and_remembered_until_it_has_expired(
    shop_door: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    sent = token()
    assert handed_over(shop_door, sent).status_code == 303
    assert refused(shop_door, caplog, sent) == "replayed"
    with clock.as_of(clock.now() + timedelta(hours=1)):
        clearing.go_round()
        assert db.session.scalars(select(Handoff.id)).all()
    with clock.as_of(clock.now() + timedelta(hours=2)):
        clearing.go_round()
        assert not db.session.scalars(select(Handoff.id)).all()


def test_of_many_at_once_with_one_token_one_comes_in(shop_door: Flask) -> None:
    sent = token()
    with ThreadPoolExecutor(8) as browsers:
        answers = list(browsers.map(lambda _: handed_over(shop_door, sent).status_code, range(8)))
    assert sorted(answers) == [303, *[403] * 7]


def test_a_page_of_another_site_signs_nobody_in_as_somebody_else(
    shop_door: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for origin, site in (
        ("https://evil.example", "cross-site"),
        ("null", "cross-site"),
        ("https://shop.example.evil.example", "cross-site"),
    ):
        assert refused(shop_door, caplog, token(), Origin=origin, **{"Sec-Fetch-Site": site}) == "other_site"
    # An app's web view opens an address by itself.
    assert handed_over(shop_door, token(), Origin="null", **{"Sec-Fetch-Site": "none"}).status_code == 303
    assert shop_door.test_client().post("/handoff", data={"token": token()}).status_code == 303


def test_staff_never_come_by_the_shops_word(
    shop_door: Flask, caplog: pytest.LogCaptureFixture, person_of: Callable[[str], Person]
) -> None:
    for name in ("gus", "noor"):
        with write_unit(db.session):
            person_of(name).external_id = f"staff-{name}"
        assert refused(shop_door, caplog, token(sub=f"staff-{name}")) == "works_here"


def test_who_left_stays_away(
    shop_door: Flask, caplog: pytest.LogCaptureFixture, person_of: Callable[[str], Person]
) -> None:
    with write_unit(db.session):
        person_of("ana").active = False
    assert refused(shop_door, caplog, token(sub=person_of("ana").external_id)) == "left"


def test_a_seller_who_comes_as_a_buyer_is_a_buyer_there(
    shop_door: Flask, person_of: Callable[[str], Person], sign_in: Callable[[str], FlaskClient]
) -> None:
    sol, ana = person_of("sol"), person_of("ana")
    with write_unit(db.session):
        person_of("sol").external_id = SUB
    client = shop_door.test_client()
    handed_over(shop_door, token(), client)
    assert client.get("/orders").status_code == 200
    assert client.get(urls.seller_inbox()).status_code == 404
    assert client.get(urls.security()).status_code == 404
    # Nor do acts and sockets know more of them.
    order = db.session.scalars(Order.of(ana.id).where(Order.number == "576461030000000104")).one()
    talk = open_conversation(ana.id, order.shop_id, order.id)
    by_word = db.session.scalars(select(SignIn.id).where(SignIn.person_id == sol.id, SignIn.proof == "handoff")).one()
    with pytest.raises(Refused, match="forbidden"):
        post_message(by_word, talk, "0198a0de-0000-7000-a000-000000000001", "Hello")


def test_a_seller_comes_where_it_is_set_up_and_for_the_shops_that_are_named(
    shop_door: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    shop_door.config["HANDOFF_ROLES"] = {"buyer", "seller"}
    named = dict(db.session.execute(select(Shop.external_id, Shop.id).limit(2)).all())
    first, second = named
    client = shop_door.test_client()

    def comes_for(*shops: str) -> set[int]:
        assert handed_over(shop_door, token(role="seller", adult=..., shops=list(shops)), client).status_code == 303
        assert client.get(urls.seller_inbox()).status_code == 200
        person = somebody()
        assert person
        mine = select(shop_members.c.shop_id).where(shop_members.c.person_id == person.id)
        return set(db.session.scalars(mine))

    assert comes_for(first, second, "nobody's") == {named[first], named[second]}
    assert comes_for(second) == {named[second]}
    # What gave a right and took it is written down, and once each.
    comes_for(second)
    noted = db.session.scalars(select(AuditEntry.after).where(AuditEntry.act == "person.shops_changed")).all()
    assert len(noted) == 2
    assert refused(shop_door, caplog, token(role="seller", adult=..., shops=["nobody's"])) == "unknown_shop"
    assert refused(shop_door, caplog, token(role="seller", adult=...)) == "wrong_claims"
    person = somebody()
    assert person
    assert [role.name for role in person.roles] == ["seller"]


def test_a_seller_who_has_a_second_factor_here_shows_it(shop_door: Flask, person_of: Callable[[str], Person]) -> None:
    shop_door.config["HANDOFF_ROLES"] = {"seller"}
    shop = db.session.scalars(select(Shop.external_id)).first()
    with write_unit(db.session) as session:
        sol = person_of("sol")
        sol.external_id = SUB
        session.add(Passkey(person_id=sol.id, name="Desk", credential_id="Zm9v", public_key=b"", sign_count=0))
    client = shop_door.test_client()
    assert handed_over(shop_door, token(role="seller", adult=..., shops=[shop]), client).status_code == 303
    assert client.get(urls.seller_inbox()).location.startswith(urls.second_step())


def test_without_keys_there_is_no_such_door(app: Flask) -> None:
    assert handed_over(app, token()).status_code == 404
