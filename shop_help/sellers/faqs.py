"""The shop's questions: what buyers ask most often, and the answer that comes by itself."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import identity, urls
from shop_help.actions import faqs as acts
from shop_help.extensions import db
from shop_help.faq_words import read_of
from shop_help.forms import in_words, text_of
from shop_help.models import Shop, ShopFaq, StandardFaq
from shop_help.models.shown_faqs import standard_faqs
from shop_help.policy.answers import PLACES
from shop_help.policy.faults import Faulty
from shop_help.policy.orders import STATES
from shop_help.policy.shop_texts import LONGEST_ANSWER, LONGEST_QUESTION
from shop_help.sellers import door
from shop_help.sellers.forms import shop_of_form
from shop_help.sellers.inbox import shops_of
from shop_help.sellers.preview import preview_of
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo


def _found(faq_id: int) -> ShopFaq:
    found = db.session.get(ShopFaq, faq_id)
    if found is None or found.shop_id not in identity.current().shop_ids:
        abort(404)
    return found


@door.get("/faqs")
def faqs() -> str:
    viewer = identity.current()
    listed = db.session.execute(
        select(ShopFaq, Shop.name)
        .join(Shop, Shop.id == ShopFaq.shop_id)
        .where(ShopFaq.shop_id.in_(viewer.shop_ids))
        .order_by(ShopFaq.asked.desc(), ShopFaq.id)
    ).all()
    own = {faq.shop_id for faq, _name in listed}
    without = [shop.name for shop in shops_of(viewer) if shop.id not in own]
    return render_template(
        "sellers/faqs.html",
        rows=listed,
        many_shops=len(viewer.shop_ids) > 1,
        without=without,
        # As buyers read them; what we ship has its translations.
        standard=[_read(each) for each in standard_faqs()] if without else [],
    )


def _read(faq: StandardFaq) -> dict[str, Any]:
    words = {"question": read_of(faq, "question"), "answer": read_of(faq, "answer")}
    return words | {"states": faq.states, "asked": faq.asked}


@door.get("/faqs/new")
def new_faq() -> str:
    return _form(None, {"question": "", "answer": "", "states": []}, {})


@door.get("/faqs/<int:faq_id>")
def faq(faq_id: int) -> str:
    found = _found(faq_id)
    return _form(found, {"question": found.question, "answer": found.answer, "states": found.states}, {})


@door.post("/faqs")
def add_faq() -> Any:
    shop_id, written = shop_of_form(), _written()
    if "preview" in request.form:
        return _form(None, written, {})
    try:
        acts.add_faq(identity.current().sign_in_id, shop_id, **written)
    except Faulty as faulty:
        return _form(None, written, in_words(faulty.faults)), 422
    flash(_("Buyers can tap “%(question)s” now.", question=written["question"]), "good")
    return redirect(urls.seller_faqs(), 303)


@door.post("/faqs/<int:faq_id>")
def change_faq(faq_id: int) -> Any:
    found, written = _found(faq_id), _written()
    if "preview" in request.form:
        return _form(found, written, {})
    try:
        acts.change_faq(identity.current().sign_in_id, faq_id, **written)
    except Faulty as faulty:
        return _form(found, written, in_words(faulty.faults)), 422
    flash(_("“%(question)s” is changed.", question=written["question"]), "good")
    return redirect(urls.seller_faqs(), 303)


@door.post("/faqs/<int:faq_id>/removal")
def remove_faq(faq_id: int) -> Any:
    removal = acts.remove_faq(identity.current().sign_in_id, faq_id)
    words = _("“%(question)s” is deleted.", question=removal.kept["question"])
    offer_undo(words, urls.seller_faq_restorations(), removal.entry_id)
    return redirect(urls.seller_faqs(), 303)


@door.post("/faqs/restorations")
def restore_faq() -> Any:
    acts.restore_faq(identity.current().sign_in_id, request.form.get("entry", 0, type=int))
    flash(_("It is back."), "good")
    return redirect(urls.seller_faqs(), 303)


@door.post("/faqs/preview")
def faq_preview() -> str:
    """The answer as it is being written, as the buyer of a chosen order would read it."""
    written = _written()
    shown = preview_of(shop_of_form(), written["answer"], written["states"])
    return render_template("shared/_faq_preview.html", preview=shown)


def _written() -> dict[str, Any]:
    return {
        "question": text_of("question"),
        "answer": text_of("answer"),
        "states": request.form.getlist("states"),
    }


def _form(found: ShopFaq | None, written: dict[str, Any], errors: dict[str, str]) -> str:
    shops = shops_of(identity.current())
    first = shops[0].id if shops else 0
    shop_id = found.shop_id if found else request.form.get("shop", first, type=int)
    return render_template(
        "sellers/faq.html",
        faq=found,
        written=written,
        errors=errors,
        shops=shops,
        shop_id=shop_id,
        states=STATES,
        places=PLACES,
        preview=preview_of(shop_id, written["answer"], written["states"]),
        longest={"question": LONGEST_QUESTION, "answer": LONGEST_ANSWER},
    )
