"""Questions for the conversations of every shop that has none of its own."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import identity, order_facts, urls
from shop_help.actions import standard_faqs as acts
from shop_help.extensions import db
from shop_help.faq_words import is_translated
from shop_help.forms import in_words, seen_at, text_of
from shop_help.languages import direction_of, reading
from shop_help.models import StandardFaq
from shop_help.models.shown_faqs import standard_faqs
from shop_help.operators import door
from shop_help.operators.samples import SAMPLES, order_of, sample_called
from shop_help.operators.translatables import languages_of
from shop_help.policy.answers import PLACES, filled, unknown_places
from shop_help.policy.faults import Faulty
from shop_help.policy.orders import STATES
from shop_help.policy.shop_texts import LONGEST_ANSWER, LONGEST_QUESTION
from shop_help.speech import gettext as _
from shop_help.speech import locale
from shop_help.undo import offer_undo


@door.get("/faqs")
def faqs() -> str:
    return render_template("operators/faqs.html", rows=standard_faqs())


@door.get("/faqs/new")
def new_faq() -> str:
    return _form(None, {"question": "", "answer": "", "states": []}, {})


@door.get("/faqs/<int:standard_faq_id>")
def faq(standard_faq_id: int) -> str:
    found = _found(standard_faq_id)
    return _form(found, {"question": found.question, "answer": found.answer, "states": found.states}, {})


@door.post("/faqs")
def add_faq() -> Any:
    written = _written()
    if "preview" in request.form:
        return _form(None, written, {})
    try:
        acts.add_faq(identity.current().sign_in_id, **written)
    except Faulty as faulty:
        return _form(None, written, in_words(faulty.faults)), 422
    flash(_("Buyers can tap “%(question)s” now.", question=written["question"]), "good")
    return redirect(urls.operator_faqs(), 303)


@door.post("/faqs/<int:standard_faq_id>")
def change_faq(standard_faq_id: int) -> Any:
    found, written = _found(standard_faq_id), _written()
    if "preview" in request.form:
        return _form(found, written, {})
    try:
        acts.change_faq(identity.current().sign_in_id, standard_faq_id, seen_at(), **written)
    except Faulty as faulty:
        return _form(_found(standard_faq_id), written, in_words(faulty.faults)), 422
    flash(_("“%(question)s” is changed.", question=written["question"]), "good")
    return redirect(urls.operator_faqs(), 303)


@door.post("/faqs/<int:standard_faq_id>/removal")
def remove_faq(standard_faq_id: int) -> Any:
    removal = acts.remove_faq(identity.current().sign_in_id, standard_faq_id)
    words = _("“%(question)s” is deleted.", question=removal.kept["question"])
    offer_undo(words, urls.operator_faq_restorations(), removal.entry_id)
    return redirect(urls.operator_faqs(), 303)


@door.post("/faqs/restorations")
def restore_faq() -> Any:
    acts.restore_faq(identity.current().sign_in_id, request.form.get("entry", 0, type=int))
    flash(_("It is back."), "good")
    return redirect(urls.operator_faqs(), 303)


@door.post("/faqs/preview")
def faq_preview() -> str:
    """The answer as it is being written, as the buyer of a chosen kind of order would read it."""
    return render_template("shared/_faq_preview.html", preview=previewed(text_of("answer")))


def _found(standard_faq_id: int) -> StandardFaq:
    db.session.expire_all()
    return db.session.get(StandardFaq, standard_faq_id) or abort(404)


def _written() -> dict[str, Any]:
    return {
        "question": text_of("question"),
        "answer": text_of("answer"),
        "states": request.form.getlist("states"),
    }


def previewed(answer: str, language: str = "") -> dict[str, Any]:
    """What _faq_preview.html shows of an answer as it is being written, in a language other than the reader's."""
    sample = sample_called(request.form.get("order", ""))
    order = order_of(sample)
    with reading(language or locale()):
        facts = order_facts.facts_of(order, order.shop.name, "Ana") if order else {}
        said = filled(answer, facts, _("(not known yet)"))
    return {
        "language": language,
        "direction": direction_of(language),
        "orders": [(each.name, _(each.word)) for each in SAMPLES.values()],
        "number": sample.name,
        "answer": said,
        "unknown": unknown_places(answer),
    }


def _form(found: StandardFaq | None, written: dict[str, Any], errors: dict[str, str]) -> str:
    """`theirs`: what a colleague made of it meanwhile, where that is why it was not saved."""
    is_stale = found is not None and request.method == "POST" and seen_at() != found.updated_at
    return render_template(
        "operators/faq.html",
        faq=found,
        is_translated=found is not None and is_translated(found.question, found.answer),
        languages_of=languages_of("shops", found.id) if found else [],
        theirs=found if is_stale else None,
        written=written,
        errors=errors,
        states=STATES,
        places=PLACES,
        preview=previewed(written["answer"]),
        longest={"question": LONGEST_QUESTION, "answer": LONGEST_ANSWER},
    )
