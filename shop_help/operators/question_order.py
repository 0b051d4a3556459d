"""In which order buyers read the questions of a topic, where nothing of their order decides it."""

from typing import Any

from flask import abort, flash, redirect, render_template
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import question_order as acts
from shop_help.extensions import db
from shop_help.forms import place_asked
from shop_help.models import HelpQuestion, HelpTopic
from shop_help.models.shown_questions import all_questions
from shop_help.operators import door
from shop_help.speech import gettext as _


@door.get("/questions/order/<topic>")
def question_order(topic: str) -> str:
    found = db.session.scalar(select(HelpTopic).where(HelpTopic.slug == topic)) or abort(404)
    return render_template(
        "operators/question_order.html",
        topic=found,
        rows=[question for question in all_questions() if question.topic == topic],
    )


@door.post("/questions/<int:question_id>/place")
def move_question(question_id: int) -> Any:
    acts.move_question(identity.current().sign_in_id, question_id, place_asked())
    topic = db.session.get_one(HelpQuestion, question_id).topic.slug
    return redirect(f"{urls.operator_question_order(topic)}#question-{question_id}", 303)


@door.post("/questions/order/<topic>/removal")
def reset_order(topic: str) -> Any:
    acts.reset_order(identity.current().sign_in_id, topic)
    flash(_("They stand in the default order again."), "good")
    return redirect(urls.operator_question_order(topic), 303)
