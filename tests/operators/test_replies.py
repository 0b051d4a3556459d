"""Operators keep the agents' saved replies: added, changed, put in order, deleted; on pages and by command."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import service_replies as acts
from shop_help.actions.cases import Asked, open_case
from shop_help.extensions import db
from shop_help.models import AuditEntry, LogEntry, Order, ServiceReply, SignIn
from shop_help.models.shown_replies import in_order
from shop_help.policy.messages import Refused

PATH = "/operators/replies"
WORDS = {"title": "A lantern?", "body": "Always lit.", "then": ""}


@pytest.fixture
def noor(app: Flask, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """An operator, where nobody has saved a reply."""
    db.session.query(ServiceReply).delete()
    db.session.commit()
    return sign_in("noor")


def made(*titles: str) -> list[int]:
    rows = [ServiceReply(title=title, body=f"{title}.", then="") for title in titles]
    db.session.add_all(rows)
    db.session.commit()
    return [row.id for row in rows]


def titles() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [row.title for row in db.session.scalars(in_order())]


def audited() -> list[AuditEntry]:
    db.session.rollback()
    found = db.select(AuditEntry).where(AuditEntry.act.like("service_reply.%")).order_by(AuditEntry.id)
    return list(db.session.scalars(found))


def told(entry: AuditEntry) -> tuple[Any, Any]:
    return tuple(json.loads(text) if text else None for text in (entry.before, entry.after))  # type: ignore[return-value]


def test_what_an_operator_adds_every_agent_has_with_their_next_page(noor: FlaskClient, sign_in: Any) -> None:
    assert "write once" in noor.get(PATH).text, "an empty list says what to do"
    answer = noor.post(PATH, data=WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    assert "A lantern?" in sign_in("gus").get("/agents/replies").text
    (entry,) = audited()
    assert (entry.act, entry.role, told(entry)) == ("service_reply.added", "operator", (None, WORDS))
    (line,) = db.session.query(LogEntry).filter_by(what="service_reply.added").all()
    assert line.voice == "OPERATOR"


def test_each_change_stands_in_the_audit_log_with_before_and_after_and_no_change_in_none(noor: FlaskClient) -> None:
    (reply_id,) = made("A lantern?")
    row = db.session.get_one(ServiceReply, reply_id)
    before, seen = {"title": row.title, "body": row.body, "then": ""}, row.updated_at.isoformat()
    after = {"title": "A lamp?", "body": "Dimmed.", "then": "resolved"}
    assert noor.post(f"{PATH}/{reply_id}", data=before | {"seen": seen}).status_code == 303
    assert audited() == []
    assert noor.post(f"{PATH}/{reply_id}", data=after | {"seen": seen}).status_code == 303
    assert noor.post(f"{PATH}/{reply_id}", data=WORDS | {"seen": seen}).status_code == 422, "they saw what was before"
    (entry,) = audited()
    assert (entry.act, entry.thing, told(entry)) == (
        "service_reply.changed",
        f"saved reply {reply_id}",
        (before, after),
    )


def test_an_agents_own_change_stands_there_too(noor: FlaskClient, sign_in: Any) -> None:
    sign_in("gus").post("/agents/replies", data=WORDS)
    (entry,) = audited()
    assert (entry.role, told(entry)[1]) == ("agent", WORDS)


def test_they_stand_by_name_until_an_operator_puts_them_in_order(noor: FlaskClient) -> None:
    b, a, c = made("Bee", "Ant", "Cat")
    assert titles() == ["Ant", "Bee", "Cat"]
    assert noor.post(f"{PATH}/{c}/place", data={"move": "up", "place": 3}).status_code == 303
    assert titles() == ["Ant", "Cat", "Bee"]
    assert noor.post(f"{PATH}/{a}/place", data={"move": "down", "place": 1}).status_code == 303
    assert titles() == ["Cat", "Ant", "Bee"]
    for _ in range(2):  # tapped twice on the page that one had, it moves once
        noor.post(f"{PATH}/{b}/place", data={"move": "up", "place": 3})
    assert titles() == ["Cat", "Bee", "Ant"]
    assert told(audited()[0]) == (
        {"title": "Cat", "place": 3},
        {"title": "Cat", "place": 2},
    )
    assert len(audited()) == 3
    noor.post(PATH, data=WORDS)
    assert titles()[-1] == "A lantern?", "a new one stands behind those that have their order"


def test_the_first_goes_no_further_up_nor_the_last_down_nor_anywhere_that_is_not(noor: FlaskClient) -> None:
    a, b = made("Ant", "Bee")
    page = noor.get(PATH).text
    assert len(re.findall(r'value="up"[^>]*disabled', page)) == 1
    assert len(re.findall(r'value="down"[^>]*disabled', page)) == 1
    for reply_id, form in (
        (a, {"move": "up", "place": 1}),
        (b, {"move": "down", "place": 2}),
        (a, {"move": "sideways", "place": 1}),
        (a, {}),
        (999999, {"move": "up", "place": 2}),
    ):
        assert noor.post(f"{PATH}/{reply_id}/place", data=form).status_code == 404
    assert titles() == ["Ant", "Bee"]
    assert audited() == []


def test_an_agent_writes_them_but_puts_them_in_no_order(noor: FlaskClient, sign_in: Any, person_of: Any) -> None:
    a, _b = made("Ant", "Bee")
    gus = sign_in("gus")
    assert "Move up" not in gus.get("/agents/replies").text
    assert "Move up" in noor.get(PATH).text
    assert gus.post(f"{PATH}/{a}/place", data={"move": "down", "place": 1}).status_code == 404
    assert gus.post(f"/agents/replies/{a}/place", data={"move": "down", "place": 1}).status_code == 404
    db.session.add(SignIn(id="agents", person_id=person_of("gus").id))
    db.session.commit()
    with pytest.raises(Refused, match="forbidden"):
        acts.move_reply("agents", a, 2)
    assert titles() == ["Ant", "Bee"]


@pytest.mark.parametrize("who", ["ana", "sol"])
def test_nobody_but_staff_writes_them(who: str, noor: FlaskClient, sign_in: Any, person_of: Any) -> None:
    (reply_id,) = made("Ant")
    client = sign_in(who)
    for path in (PATH, f"{PATH}/{reply_id}", f"{PATH}/{reply_id}/removal", f"{PATH}/{reply_id}/place"):
        assert client.post(path, data=WORDS).status_code == 404
    db.session.add(SignIn(id="others", person_id=person_of(who).id))
    db.session.commit()
    for act in (
        lambda: acts.add_reply("others", **WORDS),
        lambda: acts.remove_reply("others", reply_id),
        lambda: acts.move_reply("others", reply_id, 1),
    ):
        with pytest.raises(Refused, match="forbidden"):
            act()
    assert titles() == ["Ant"]


def test_a_deletion_is_taken_back_to_its_place(noor: FlaskClient) -> None:
    _a, b, _c = made("Ant", "Bee", "Cat")
    noor.post(f"{PATH}/{b}/place", data={"move": "up", "place": 2})
    assert noor.post(f"{PATH}/{b}/removal").status_code == 303
    assert titles() == ["Ant", "Cat"]
    page = noor.get(PATH).text
    entry = re.search(r'name="entry" value="(\d+)"', page)
    assert entry
    for _ in range(2):
        assert noor.post(f"{PATH}/restorations", data={"entry": entry[1]}).status_code == 303
    assert titles() == ["Bee", "Ant", "Cat"]
    assert [each.act for each in audited()][1:] == ["service_reply.removed", "service_reply.restored"]
    assert told(audited()[1])[0] == {"title": "Bee", "body": "Bee.", "then": ""}


def test_agents_find_them_in_a_case_in_their_order(noor: FlaskClient, sign_in: Any, person_of: Any) -> None:
    _a, b = made("Ant", "Bee")
    noor.post(f"{PATH}/{b}/place", data={"move": "up", "place": 2})
    ana = person_of("ana")
    db.session.add(SignIn(id="asking", person_id=ana.id))
    order = db.session.scalars(Order.of(ana.id)).first()
    assert order
    db.session.commit()
    key = "0198a0de-0000-7000-a000-000000000099"
    case = open_case("asking", Asked("message", order.id, None, "Where is it?", key))
    gus = sign_in("gus")
    gus.post(f"/agents/cases/{case.case_id}/assignment")
    page = gus.get(f"/agents/cases/{case.case_id}").text
    assert page.index(">Bee<") < page.index(">Ant<")


def ran(app: Flask, *words: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["replies", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_all_of_it_by_command(noor: FlaskClient, app: Flask) -> None:
    assert ran(app, "list") == "There is none yet: flask replies add.\n"
    ran(app, "add", "Ant", "Hello {buyer_name}.", "--then", "resolved")
    ran(app, "add", "Bee", "Bye.")
    ant, bee = (row.id for row in db.session.scalars(in_order()))
    db.session.rollback()
    ran(app, "move", str(bee), "1")
    ran(app, "change", str(ant), "--title", "Aunt")
    listed = json.loads(ran(app, "list", "--json"))
    assert [(row["place"], row["title"], row["then"]) for row in listed] == [(1, "Bee", ""), (2, "Aunt", "resolved")]
    assert ran(app, "show", str(ant)) == "Hello {buyer_name}.\n"
    entry = re.search(r"restore (\d+)", ran(app, "remove", str(bee)))
    assert titles() == ["Aunt"]
    assert entry
    ran(app, "restore", entry[1])
    assert titles() == ["Bee", "Aunt"]
    assert {each.role for each in audited()} == {"command"}
    assert [each.act.partition(".")[2] for each in audited()] == [
        "added",
        "added",
        "moved",
        "changed",
        "removed",
        "restored",
    ]


def test_what_a_command_can_not_do_it_says_in_a_sentence(noor: FlaskClient, app: Flask) -> None:
    (reply_id,) = made("Ant")
    assert "no such saved reply" in ran(app, "remove", "999999", code=1)
    assert "no such saved reply" in ran(app, "move", str(reply_id), "2", code=1)
    assert "can't be filled" in ran(app, "change", str(reply_id), "--body", "{nothing}", code=1)
    assert "Write something" in ran(app, "add", "", "Yes.", code=1)
    assert audited() == []
