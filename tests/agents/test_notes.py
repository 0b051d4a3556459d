"""Notes: what agents tell each other of a case, said aloud to nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.announcements.rooms import AGENTS
from shop_help.extensions import db
from shop_help.models import CaseNote
from tests.agents.scene import Scene
from tests.agents.test_case import HTMX, page
from tests.reading import texts_of

NOTE = "She asked for the otter twice."


def noted(client: FlaskClient, opened: Any, note: str = NOTE, client_id: str = "", **headers: str) -> Any:
    form = {"note": note, "client_id": client_id or str(uuid4())}
    return client.post(f"/agents/cases/{opened.case_id}/notes", data=form, headers=headers)


def notes() -> list[CaseNote]:
    db.session.rollback()
    return list(db.session.scalars(select(CaseNote).order_by(CaseNote.id)))


def test_a_note_says_who_wrote_it_behind_which_message(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    assert noted(gus, opened).headers["Location"] == f"/agents/cases/{opened.case_id}#panel"
    (note,) = notes()
    assert (note.person_id, note.body, note.after_seq, note.kind) == (scene.ids["gus"], NOTE, 2, "note")
    (shown,) = texts_of(page(gus, opened), "note")
    assert shown.startswith(f"{NOTE} Gus · ")


def test_a_script_is_answered_with_the_column_and_an_empty_field(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    assert 'id="note-0"' in page(gus, opened)
    part = noted(gus, opened, **HTMX).text
    assert NOTE in part
    assert "<html" not in part
    # A field by another name is another field: what was sent does not stay in it.
    assert 'id="note-1"' in part


def test_the_same_form_sent_twice_is_one_note(scene: Scene, gus: FlaskClient) -> None:
    opened, other, client_id = scene.ask(), scene.ask(order=None), str(uuid4())
    for _ in range(2):
        assert noted(gus, opened, client_id=client_id).status_code == 303
    assert len(notes()) == 1
    noted(gus, opened, "Something else", client_id)
    noted(gus, other, client_id=client_id)
    noted(gus, opened, client_id="not a UUID")
    assert [note.body for note in notes()] == [NOTE]


@pytest.mark.parametrize("note", ["", "  \n", "x" * 4001])
def test_a_note_that_says_nothing_or_too_much_is_refused_and_kept(scene: Scene, gus: FlaskClient, note: str) -> None:
    opened = scene.ask()
    for headers in ({}, HTMX):
        answer = noted(gus, opened, note, **headers)
        assert answer.status_code == 422
        assert ("Write something first." if not note.strip() else "At most 4000 characters.") in answer.text
        assert note.strip() in answer.text
    assert notes() == []
    assert noted(gus, opened, "x" * 4000).status_code == 303


def test_who_did_not_say_why_neither_reads_nor_writes_a_colleagues_notes(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask()
    scene.claim("iris", opened)
    noted(iris, opened)
    assert noted(gus, opened, "Me too").status_code == 404
    assert NOTE not in page(gus, opened)
    gus.post(f"/agents/cases/{opened.case_id}/opening", data={"reason": "Ana called me."})
    assert NOTE in page(gus, opened)
    assert noted(gus, opened, "Me too").status_code == 303
    assert [note.body for note in notes()] == [NOTE, "Me too"]


@pytest.mark.parametrize("who", ["ana", "bruno", "sol", "noor"])
def test_nobody_but_agents_writes_one(scene: Scene, sign_in: Callable[[str], FlaskClient], who: str) -> None:
    opened = scene.ask()
    assert noted(sign_in(who), opened).status_code == 404
    assert notes() == []


def test_of_a_note_agents_alone_hear_and_not_what_it_says(
    scene: Scene, gus: FlaskClient, heard: list[tuple[str, str, Any]]
) -> None:
    opened = scene.ask()
    heard.clear()
    noted(gus, opened)
    assert heard == [("conversation:changed", AGENTS, {"conversation": opened.conversation_id})]
