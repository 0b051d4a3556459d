"""Questions of an operator's own, and which of all are offered to buyers."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import own_questions as acts
from shop_help.extensions import db
from shop_help.forms import in_words
from shop_help.models import HelpTopic
from shop_help.operators import door
from shop_help.operators.questions import around_words, previewed, words_written
from shop_help.policy.faults import Faulty
from shop_help.policy.help_questions import SOLUTIONS
from shop_help.speech import gettext as _


@door.get("/questions/new/<topic>")
def new_question(topic: str) -> str:
    return _form(_topic(topic), {"question": "", "asked": "", "body": ""}, {})


@door.post("/questions/new/<topic>")
def add_question(topic: str) -> Any:
    found, words = _topic(topic), words_written()
    if "preview" in request.form:
        return _form(found, words, {})
    written = acts.WrittenQuestion(topic, **words, actions=_chosen("actions"), fits=_chosen("fits"))
    try:
        acts.add_question(identity.current().sign_in_id, written)
    except Faulty as faulty:
        return _form(_topic(topic), words, in_words(faulty.faults)), 422
    flash(_("Buyers are offered “%(question)s” now.", question=words["question"]), "good")
    return redirect(urls.operator_questions(), 303)


@door.post("/questions/new/<topic>/preview")
def new_question_preview(topic: str) -> str:
    """As question_preview, of one that isn't there yet."""
    _topic(topic)
    return render_template("operators/_question_preview.html", preview=previewed(words_written()))


@door.post("/questions/<int:question_id>/hiding")
def hide_question(question_id: int) -> Any:
    hidden = request.form.get("hidden")
    if hidden not in ("yes", "no"):
        abort(400)
    act = acts.hide_question if hidden == "yes" else acts.offer_question
    act(identity.current().sign_in_id, question_id)
    sentences = {
        "yes": _("It is hidden: Help and its search don't offer it any more."),
        "no": _("Buyers are offered it again."),
    }
    flash(sentences[hidden], "good")
    return redirect(urls.operator_question(question_id), 303)


def _topic(slug: str) -> HelpTopic:
    db.session.expire_all()
    return db.session.scalar(select(HelpTopic).where(HelpTopic.slug == slug)) or abort(404)


def _chosen(name: str) -> tuple[str, ...]:
    return tuple(request.form.getlist(name))


def _form(topic: HelpTopic, written: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "operators/new_question.html",
        topic=topic,
        written=written,
        errors=errors,
        solutions=[(each.name, _(each.label)) for each in SOLUTIONS.values()],
        chosen={"actions": _chosen("actions"), "fits": _chosen("fits")},
        **around_words(written),
    )
