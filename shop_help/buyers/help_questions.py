""" "Get Help": the question one has, by topic; then what to know and do about it; and whether that helped."""

from typing import Any

from flask import abort, redirect, render_template, request
from markupsafe import Markup
from sqlalchemy import bindparam, select

from shop_help import help_markdown, hx, identity, order_words, urls
from shop_help.actions.help_readings import note_reading
from shop_help.actions.help_votes import vote
from shop_help.buyers import door
from shop_help.buyers.asking import Asking, asking
from shop_help.buyers.topics import topics_html
from shop_help.buyers.ways import ways_for
from shop_help.case_words import listed
from shop_help.doors import open_to_minors, open_to_visitors
from shop_help.models import HelpVote
from shop_help.models.reading import rows_of
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy.help_questions import ranked, solutions_for
from shop_help.policy.help_texts import fitting
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_vote
from shop_help.speech import gettext as _

#: Other questions of the topic below a question.
MOST_RELATED = 3


@door.get("/help/questions")
@open_to_visitors
@open_to_minors
def help_questions() -> str:
    asked = asking()
    return render_template(
        "buyers/help_questions.html", asked=asked, topics=topics_html(asked), summary=_summary(asked)
    )


@door.get("/help/questions/<slug>")
@open_to_visitors
@open_to_minors
def help_question(slug: str) -> str:
    asked = asking()
    question = _called(asked, slug)
    note_reading(asked.viewer, question.id)
    return render_template(
        "buyers/help_question.html",
        asked=asked,
        question=question,
        topic=_(question.topic_title),
        summary=_summary(asked),
        text=_text(asked, question),
        solutions=_solutions(asked, question),
        related=_related(asked, question),
        ways=ways_for(asked, slug),
        cases=listed(each for each in asked.cases if asked.order or each.slug == slug),
        may_vote=may_vote(asked.viewer),
        helped=_said(asked, question),
    )


@door.post("/help/questions/<slug>/vote")
@open_to_minors
def help_vote(slug: str) -> Any:
    asked = asking()
    question, helped = _called(asked, slug), request.form.get("helped", "")
    if helped not in ("yes", "no"):
        abort(400)
    order_id = asked.order.id if asked.order else None
    try:
        vote(identity.current().sign_in_id, question.id, order_id, helped == "yes")
    except Refused:
        abort(404)
    if hx.is_fragment():
        shown = {"asked": asked, "question": question, "helped": helped == "yes", "ways": ways_for(asked, slug)}
        return render_template("buyers/_help_vote.html", **shown)
    return redirect(f"{urls.help_question(slug, asked.number)}#vote", 303)


def _summary(asked: Asking) -> dict[str, Any] | None:
    return order_words.summary_of(asked.order) if asked.order else None


def _called(asked: Asking, slug: str) -> ShownQuestion:
    found = asked.catalogue.called(slug)
    if found is None:
        abort(404)
    return found


def _text(asked: Asking, question: ShownQuestion) -> Markup:
    return help_markdown.rendered(fitting(question.body, asked.situations, asked.facts), asked.facts, asked.number)


def _related(asked: Asking, question: ShownQuestion) -> list[ShownQuestion]:
    same = {q.slug: q for q in asked.catalogue.questions if q.topic == question.topic and q is not question}
    return [same[slug] for slug in ranked((q.candidate for q in same.values()), asked.situations)][:MOST_RELATED]


def _solutions(asked: Asking, question: ShownQuestion) -> list[dict[str, Any]]:
    """What solves it, with where each leads."""
    order = asked.order
    leads: dict[str, str] = {
        "track": f"{urls.order(asked.number)}#tracking",
        "cancel": urls.cancellation(asked.number),
        "address": urls.change("address_change", asked.number),
        "change": urls.change("order_change", asked.number),
        "return": urls.refund_or_return(asked.number),
        "requests": urls.returns(),
        "message": urls.message_shop(order.shop.id) if order else "",
        "order": urls.order(asked.number),
        "orders": urls.orders(),
        "addresses": urls.addresses(),
        "protection": urls.protection_program(asked.number),
        "profile": urls.profile(),
        "sign_in": urls.sign_in(),
    }
    fit = solutions_for(question.actions, asked.situations, asked.viewer is not None, asked.may_buy)
    return [
        {"label": _(each.label), "picture": each.picture, "href": leads[each.name], "is_form": each.name == "message"}
        for each in fit
    ]


_SAID = select(HelpVote.order_id, HelpVote.helped).where(
    HelpVote.person_id == bindparam("person", 0), HelpVote.question_id == bindparam("question", 0)
)


def _said(asked: Asking, question: ShownQuestion) -> bool | None:
    """What this person said of it before, about the same order."""
    if asked.viewer is None:
        return None
    order_id = asked.order.id if asked.order else None
    rows = rows_of(_SAID, person=asked.viewer.person_id, question=question.id)
    return next((row.helped for row in rows if row.order_id == order_id), None)
