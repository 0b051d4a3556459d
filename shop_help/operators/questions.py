"""The questions of Help: what buyers say of them, and their words, edited with a preview and a history."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from markupsafe import Markup
from sqlalchemy import select

from shop_help import clock, help_markdown, identity, order_facts, urls
from shop_help.actions import help_questions as acts
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.help_catalogue import is_ours
from shop_help.languages import direction_of, reading
from shop_help.models import HelpQuestion, HelpText, HelpVote
from shop_help.models.shown_questions import all_questions
from shop_help.operators import door
from shop_help.operators.samples import SAMPLES, order_of, sample_called
from shop_help.operators.translatables import behind, languages_of
from shop_help.policy.answers import unknown_places
from shop_help.policy.faults import Faulty
from shop_help.policy.help_texts import (
    HELP_PLACES,
    LONGEST_ASKED,
    LONGEST_QUESTION,
    LONGEST_TEXT,
    fitting,
    unknown_situations,
)
from shop_help.policy.markets import DEFAULT_MARKET
from shop_help.policy.situations import SITUATIONS, situations_of
from shop_help.presentation import number
from shop_help.speech import gettext as _
from shop_help.speech import locale

#: Versions shown; older ones stay in the database.
MOST_VERSIONS = 20
#: The latest answers to "Did this help?" are counted, so many of all questions.
MOST_VOTES = 10_000


@door.get("/questions")
def questions() -> str:
    votes: dict[int, list[int]] = {}
    last = select(HelpVote.question_id, HelpVote.helped).order_by(HelpVote.voted_at.desc()).limit(MOST_VOTES)
    for question_id, helped in db.session.execute(last):
        counted = votes.setdefault(question_id, [0, 0])
        counted[0] += 1
        counted[1] += helped
    edited = set(
        db.session.scalars(
            select(HelpQuestion.id)
            .join(HelpText, (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version))
            .where(HelpText.person_id.is_not(None))
        )
    )
    return render_template(
        "operators/questions.html",
        questions=all_questions(),
        votes=votes,
        edited=edited,
        behind=behind,
        most_votes=number(MOST_VOTES),
    )


@door.get("/questions/<int:question_id>")
def question(question_id: int) -> str:
    row, text = _found(question_id)
    written = {"question": text.question, "asked": text.asked, "body": text.body}
    return _form(row, written, {})


@door.post("/questions/<int:question_id>")
def change_question(question_id: int) -> Any:
    row, written = _found(question_id)[0], words_written()
    if "preview" in request.form:
        return _form(row, written, {})
    seen = request.form.get("version", 0, type=int)
    try:
        words = (written["question"], written["asked"], written["body"])
        acts.change_question(identity.current().sign_in_id, question_id, seen, *words)
    except Faulty as faulty:
        return _form(_found(question_id)[0], written, in_words(faulty.faults)), 422
    flash(_("“%(question)s” is changed.", question=written["question"]), "good")
    return redirect(urls.operator_questions(), 303)


@door.post("/questions/<int:question_id>/preview")
def question_preview(question_id: int) -> str:
    """The text as it is being written, as the buyer of a chosen kind of order would read it."""
    _found(question_id)
    return render_template("operators/_question_preview.html", preview=previewed(words_written()))


@door.post("/questions/<int:question_id>/restorations")
def restore_question(question_id: int) -> Any:
    acts.restore_version(identity.current().sign_in_id, question_id, request.form.get("version", 0, type=int))
    flash(_("The earlier words hold again."), "good")
    return redirect(urls.operator_question(question_id), 303)


def _found(question_id: int) -> tuple[HelpQuestion, HelpText]:
    db.session.expire_all()
    row = db.session.get(HelpQuestion, question_id)
    if row is None:
        abort(404)
    holds = select(HelpText).where(HelpText.question_id == row.id, HelpText.version == row.version)
    return row, db.session.scalars(holds).one()


def words_written() -> dict[str, str]:
    """A question's words as the form has them."""
    return {name: text_of(name) for name in ("question", "asked", "body")}


def previewed(written: dict[str, str], language: str = "") -> dict[str, Any]:
    """What _question_preview.html shows of words as they are being written, in a language other than the reader's."""
    sample = sample_called(request.form.get("sample", ""))
    order = order_of(sample)
    situations = situations_of(order_facts.order_facts_of(order) if order else None, clock.now())
    with reading(language or locale()):
        facts = order_facts.help_facts_of(order, "Ana", DEFAULT_MARKET.code)
    html: Markup = help_markdown.rendered(fitting(written["body"], situations, facts), facts)
    return {
        "language": language,
        "direction": direction_of(language),
        "sample": sample.name,
        "samples": [(each.name, _(each.word)) for each in SAMPLES.values()],
        "question": written["question"],
        "html": html,
        "unknown": [f"{{{name}}}" for name in unknown_places(written["body"], HELP_PLACES)]
        + unknown_situations(written["body"]),
    }


def around_words(written: dict[str, str]) -> dict[str, Any]:
    """What _question_words.html needs beside the words."""
    return {
        "places": HELP_PLACES,
        "situations": SITUATIONS,
        "preview": previewed(written),
        "longest": {"question": LONGEST_QUESTION, "asked": LONGEST_ASKED, "body": LONGEST_TEXT},
    }


def _form(row: HelpQuestion, written: dict[str, str], errors: dict[str, str]) -> str:
    now = _found(row.id)[1]
    versions = select(HelpText).where(HelpText.question_id == row.id).order_by(HelpText.version.desc())
    return render_template(
        "operators/question.html",
        row=row,
        is_translated=is_ours(row.slug, now.question, now.asked, now.body),
        languages_of=languages_of("help", row.id),
        written=written,
        errors=errors,
        **around_words(written),
        versions=db.session.scalars(versions.limit(MOST_VERSIONS)).all(),
    )
