"""Operators say who is in which team and what it is called; chats that come by themselves follow."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import duty as duty_acts
from shop_help.actions import teams as acts
from shop_help.actions.case_clockwork import route
from shop_help.extensions import db
from shop_help.models import AuditEntry, Duty, OwnWords, Person
from shop_help.policy.messages import Refused
from tests.agents.scene import Scene

PATH = "/operators/teams/payments"
NAMES = {"name-en": "Money", "name-es": "", "name-id": "", "name-ar": "", "seen": ""}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def noor(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def teams_of(scene: Scene, who: str) -> list[str]:
    db.session.rollback()
    found = db.session.get(Duty, scene.ids[who], populate_existing=True)
    return found.member_of if found else []


def audited() -> list[tuple[str, str, Any, Any]]:
    db.session.rollback()
    entries = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act.like("team.%")).order_by(AuditEntry.id))
    return [(each.act, each.role, json.loads(each.before), json.loads(each.after)) for each in entries]


def ticked(scene: Scene, was: tuple[str, ...], now: tuple[str, ...]) -> dict[str, list[int]]:
    fields = {"listed": ("gus", "iris"), "was": was, "member": now}
    return {field: [scene.ids[name] for name in names] for field, names in fields.items()}


def test_an_operator_puts_agents_into_a_team_and_takes_them_out(scene: Scene, noor: FlaskClient) -> None:
    assert noor.post(f"{PATH}/members", data=ticked(scene, (), ("gus",))).status_code == 303
    assert (teams_of(scene, "gus"), teams_of(scene, "iris")) == (["payments"], [])
    assert noor.post(f"{PATH}/members", data=ticked(scene, ("gus",), ("gus",))).status_code == 303
    assert noor.post(f"{PATH}/members", data=ticked(scene, ("gus",), ("iris",))).status_code == 303
    assert (teams_of(scene, "gus"), teams_of(scene, "iris")) == ([], ["payments"])
    told = [(act, role, before["name"], before["teams"], after["teams"]) for act, role, before, after in audited()]
    assert told == [
        ("team.members_changed", "operator", "Gus", [], ["payments"]),
        ("team.members_changed", "operator", "Gus", ["payments"], []),
        ("team.members_changed", "operator", "Iris", [], ["payments"]),
    ]
    page = noor.get("/operators/teams").text
    assert "Iris" in page.partition("team-safety")[0].partition("team-payments")[2]
    assert "In no team, so that they take of all: Gus." in page


def test_of_two_operators_neither_undoes_what_the_other_did(scene: Scene, noor: FlaskClient) -> None:
    noor.post(f"{PATH}/members", data=ticked(scene, (), ("gus",)))
    # Their page is from before.
    noor.post(f"{PATH}/members", data=ticked(scene, (), ("iris",)))
    assert (teams_of(scene, "gus"), teams_of(scene, "iris")) == (["payments"], ["payments"])


def test_a_chat_comes_by_itself_to_its_team_and_to_nobody_of_another(scene: Scene, noor: FlaskClient) -> None:
    for who in ("gus", "iris"):
        duty_acts.set_what_is_taken(scene.sign_ins[who], 4, True, [], ["en"])
        duty_acts.set_duty(scene.sign_ins[who], "on")
    acts.change_members(None, "payments", [scene.ids["iris"]], [])
    acts.change_members(None, "safety", [scene.ids["gus"]], [])
    delivery = scene.ask(mode="chat")
    payment = scene.ask(mode="chat", question="payment-failed")
    assert scene.case(payment).team == "payments", "the routing of a case to a team is the rulebook's"
    route()
    assert scene.case(payment).agent_id == scene.ids["iris"]
    assert scene.case(delivery).agent_id is None, "who is in other teams takes nothing of the general one"
    acts.change_members(None, "safety", [], [scene.ids["gus"]])
    route()
    assert scene.case(delivery).agent_id == scene.ids["gus"]


def test_an_agent_chooses_among_their_teams_and_no_others(scene: Scene, noor: FlaskClient, sign_in: Any) -> None:
    gus = sign_in("gus")
    assert 'value="general"' in gus.get("/agents/duty").text
    acts.change_members(None, "payments", [scene.ids["gus"]], [])
    acts.change_members(None, "safety", [scene.ids["gus"]], [])
    page = gus.get("/agents/duty").text
    assert "Of which of your teams" in page
    assert 'value="payments"' in page
    assert 'value="general"' not in page
    form = {"capacity": "4", "teams": ["general", "safety"], "languages": "en"}
    assert gus.post("/agents/duty", data=form).status_code == 303
    db.session.rollback()
    assert db.session.get_one(Duty, scene.ids["gus"], populate_existing=True).teams == ["safety"]


def test_what_a_team_is_called_is_read_everywhere_in_that_language(
    scene: Scene, noor: FlaskClient, sign_in: Any, person_of: Any
) -> None:
    assert noor.post(f"{PATH}/names", data=NAMES).status_code == 303
    scene.ask(question="payment-failed")
    gus = sign_in("gus")
    for address in ("/agents/duty", "/agents/search", "/agents/?show=all"):
        page = gus.get(address).text
        assert "Money" in page
        assert "Payments" not in page
    assert "Money" in noor.get("/operators/reports").text
    person_of("gus").locale = "es"
    db.session.commit()
    page = gus.get("/agents/duty").text
    assert "Pagos" in page
    assert "Money" not in page
    assert audited() == [("team.renamed", "operator", {"en": "Payments"}, {"en": "Money"})]


def test_an_empty_name_is_the_default_again(scene: Scene, noor: FlaskClient) -> None:
    acts.rename_team(None, "payments", {"en": "Money"})
    acts.rename_team(None, "payments", {"en": ""})
    assert db.session.query(OwnWords).count() == 0
    assert [(before, after) for _act, _role, before, after in audited()] == [
        ({"en": "Payments"}, {"en": "Money"}),
        ({"en": "Money"}, {"en": "Payments"}),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [("x" * 41, "At most 40 characters; these are 41."), ("safety", "nobody could tell them apart")],
)
def test_a_name_that_can_not_be_is_said_at_its_field(name: str, said: str, scene: Scene, noor: FlaskClient) -> None:
    answer = noor.post(f"{PATH}/names", data=NAMES | {"name-en": name})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{name}"' in " ".join(answer.text.split())
    assert db.session.query(OwnWords).count() == 0


def test_the_second_of_two_who_rename_reads_the_firsts_name(scene: Scene, noor: FlaskClient) -> None:
    assert noor.post(f"{PATH}/names", data=NAMES).status_code == 303
    answer = noor.post(f"{PATH}/names", data=NAMES | {"name-en": "Cash"})
    assert answer.status_code == 422
    assert "meanwhile" in answer.text
    assert "Money" in answer.text
    assert 'value="Cash"' in " ".join(answer.text.split())


def test_nobody_but_agents_is_put_into_a_team(scene: Scene, noor: FlaskClient) -> None:
    for who in ("ana", "sol", "noor"):
        form = {"listed": [scene.ids[who]], "member": [scene.ids[who]]}
        assert noor.post(f"{PATH}/members", data=form).status_code == 404
        assert teams_of(scene, who) == []
    person = db.session.get_one(Person, scene.ids["gus"])
    person.active = False
    db.session.commit()
    with pytest.raises(Refused, match="forbidden"):
        acts.change_members(None, "payments", [scene.ids["gus"]], [])
    assert audited() == []


def test_there_are_the_teams_of_the_rulebook_and_no_others(scene: Scene, noor: FlaskClient) -> None:
    assert noor.get("/operators/teams/cash").status_code == 404
    for form in ("members", "names"):
        assert noor.post(f"/operators/teams/cash/{form}", data=NAMES).status_code == 404
    with pytest.raises(Refused, match="bad_request"):
        acts.rename_team(None, "cash", {"en": "Cash"})
    with pytest.raises(Refused, match="bad_request"):
        acts.change_members(None, "cash", [scene.ids["gus"]], [])
    with pytest.raises(Refused, match="bad_request"):
        acts.rename_team(None, "payments", {"xx": "Cash"})


@pytest.mark.parametrize("who", ["ana", "sol", "gus"])
def test_nobody_but_operators_says_so(who: str, scene: Scene, sign_in: Any) -> None:
    client = sign_in(who)
    for address in ("/operators/teams", PATH):
        assert client.get(address).status_code == 404
    assert client.post(f"{PATH}/members", data=ticked(scene, (), ("gus",))).status_code == 404
    assert client.post(f"{PATH}/names", data=NAMES).status_code == 404
    with pytest.raises(Refused, match="forbidden"):
        acts.change_members(scene.sign_ins[who], "payments", [scene.ids["gus"]], [])
    with pytest.raises(Refused, match="forbidden"):
        acts.rename_team(scene.sign_ins[who], "payments", {"en": "Money"})
    assert teams_of(scene, "gus") == []
    assert db.session.query(OwnWords).count() == 0


def test_where_nobody_works_yet_the_page_says_where_people_are(scene: Scene, noor: FlaskClient) -> None:
    for person in db.session.query(Person).filter(Person.cast_name.in_(["gus", "iris"])):
        person.active = False
    db.session.commit()
    assert "Nobody works in customer service yet." in noor.get(PATH).text


def test_all_of_it_by_command(app: Flask, scene: Scene) -> None:
    def ran(*words: str, code: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=["teams", *words])
        assert result.exit_code == code, result.output
        return result.output

    gus, iris = "gus@example.com", "iris@example.com"
    ran("members", "payments", "--add", gus, "--add", iris.upper())
    ran("members", "payments", "--remove", gus)
    ran("rename", "payments", "Money")
    rows = json.loads(ran("list", "--json"))
    assert {"team": "payments", "name": "Money", "members": [iris]} in rows
    assert "Money" in ran("list")
    ran("rename", "payments", "")
    assert "No agent" in ran("members", "payments", "--add", "ana@example.com", code=1)
    assert "tell them apart" in ran("rename", "payments", "General", code=1)
    assert {each[1] for each in audited()} == {"command"}
    assert teams_of(scene, "iris") == ["payments"]
