"""An operator edits the words of Help: previewed, refused where they can't be filled, kept in a history, restored."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import help_markdown
from shop_help.extensions import db
from shop_help.help_finding import catalogue
from shop_help.models import HelpQuestion, HelpText, LogEntry
from shop_help.operators.samples import SAMPLES, order_of

GOOD = {
    "question": "Where did it go?",
    "asked": "gone to the moon",
    "body": "By {carrier}.\n::: late\nIt is **late**.",
}


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


@pytest.fixture
def row() -> HelpQuestion:
    return db.session.scalars(select(HelpQuestion).where(HelpQuestion.slug == "parcel-late")).one()


def versions(question_id: int) -> list[tuple[int, str, bool]]:
    db.session.rollback()
    wanted = select(HelpText).where(HelpText.question_id == question_id).order_by(HelpText.version)
    return [(text.version, text.question, text.is_shipped) for text in db.session.scalars(wanted)]


@pytest.fixture
def address(app: object, row: HelpQuestion) -> str:
    return f"/operators/questions/{row.id}"


def test_an_edit_is_a_new_version_that_buyers_read_and_find_at_once(
    noor: FlaskClient, address: str, row: HelpQuestion
) -> None:
    assert "My parcel is late" in noor.get("/operators/questions").text
    answer = noor.post(address, data={**GOOD, "version": 1})
    assert answer.headers["Location"] == "/operators/questions"
    page = noor.get("/operators/questions", follow_redirects=True).text
    assert "Where did it go?" in page
    assert "Edited" in page
    assert versions(row.id) == [(1, "My parcel is late", True), (2, "Where did it go?", False)]
    assert "Where did it go?" in noor.get("/help/questions/parcel-late").text
    assert catalogue().index.search("gone to the moon")[0].slug == "parcel-late"
    log = db.session.scalars(select(LogEntry).where(LogEntry.what == "help_question.changed")).one()
    assert log.data == {"question": "parcel-late", "version": 2}


def test_the_same_words_make_no_version_and_an_earlier_one_can_hold_again(
    noor: FlaskClient, address: str, row: HelpQuestion
) -> None:
    noor.post(address, data={**GOOD, "version": 1})
    noor.post(address, data={**GOOD, "version": 2})
    assert len(versions(row.id)) == 2
    noor.post(f"{address}/restorations", data={"version": 1})
    assert versions(row.id)[2] == (3, "My parcel is late", False)
    noor.post(f"{address}/restorations", data={"version": 3})
    assert len(versions(row.id)) == 3
    assert noor.post(f"{address}/restorations", data={"version": 77}).status_code == 404
    assert "My parcel is late" in noor.get("/help/questions/parcel-late").text


def test_who_edits_what_somebody_changed_meanwhile_is_told_and_loses_nothing(
    noor: FlaskClient, address: str, row: HelpQuestion
) -> None:
    noor.post(address, data={**GOOD, "version": 1})
    late = {**GOOD, "question": "Mine?"}
    answer = noor.post(address, data={**late, "version": 1})
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.text
    assert 'value="Mine?"' in answer.text
    assert 'name="version" value="2"' in answer.text
    noor.post(address, data={**late, "version": 2})
    assert versions(row.id)[-1] == (3, "Mine?", False)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("question", "", "Write something here."),
        ("question", "x" * 121, "At most 120 characters"),
        ("body", " ", "Write something here."),
        ("body", "For {colour}", "{colour} can&#39;t be filled"),
        ("body", "::: soon\nNo.", "No order is ever “soon”"),
    ],
)
def test_what_can_not_be_is_told_at_its_field(
    noor: FlaskClient, address: str, row: HelpQuestion, field: str, value: str, words: str
) -> None:
    answer = noor.post(address, data={**GOOD, field: value, "version": 1})
    assert answer.status_code == 422
    assert words in answer.text
    assert len(versions(row.id)) == 1


def test_the_preview_shows_each_kind_of_order_and_keeps_nothing(
    noor: FlaskClient, address: str, row: HelpQuestion
) -> None:
    late = noor.post(f"{address}/preview", data={**GOOD, "sample": "late"}).text
    assert "<strong>late</strong>" in late
    assert "By Bluebird Post." in late
    assert "<strong>late</strong>" not in noor.post(f"{address}/preview", data={**GOOD, "sample": "in-transit"}).text
    assert "{colour}" in noor.post(f"{address}/preview", data={**GOOD, "body": "For {colour}"}).text
    whole = noor.post(address, data={**GOOD, "sample": "late", "preview": "1"}).text
    assert "<strong>late</strong>" in whole
    assert len(versions(row.id)) == 1


def test_what_was_shipped_can_be_previewed_in_every_situation(noor: FlaskClient, address: str) -> None:
    for question in catalogue().questions:
        for sample in SAMPLES:
            form = {"question": question.question, "body": question.body, "sample": sample}
            page = noor.post(f"/operators/questions/{question.id}/preview", data=form)
            assert page.status_code == 200
            assert "Your text shows here" not in page.text, (question.slug, sample)
            assert "Nobody knows" not in page.text


def test_a_question_that_nobody_has_is_not_there(noor: FlaskClient) -> None:
    for way in ("", "/preview", "/restorations"):
        assert noor.post(f"/operators/questions/999{way}", data=GOOD).status_code == 404
    assert noor.get("/operators/questions/999").status_code == 404


def test_the_samples_differ_and_one_is_none(app: object) -> None:
    assert order_of(SAMPLES["none"]) is None
    assert all(order_of(sample) for name, sample in SAMPLES.items() if name != "none")


def test_facts_are_text_and_never_marks() -> None:
    html = help_markdown.rendered("**{shop_name}** [a](/help) {shop_name}", {"shop_name": '<b>*x* [l](/x) "'})
    assert "<b>" not in html
    assert html.count("<a ") == 1
    assert "*x*" in html


def test_one_is_told_who_reads_the_words_in_which_language(noor: FlaskClient, address: str) -> None:
    ours, theirs = (
        "Readers of other languages have our translation.",
        "Readers of other languages read these words as they are",
    )
    page = noor.get(address).text
    assert (ours in page, theirs in page) == (True, False)
    assert noor.post(address, data={**GOOD, "version": 1}).status_code == 303
    page = noor.get(address).text
    assert (ours in page, theirs in page) == (False, True)
    assert theirs in noor.get("/operators/questions/new/delivery").text
