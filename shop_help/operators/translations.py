"""A question in another language, as an operator writes it: of Help, or one for all shops."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import identity, urls
from shop_help.actions import translations as acts
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.languages import LANGUAGES, others
from shop_help.operators import door, faqs, questions
from shop_help.operators.translatables import KINDS, Translatable, Words, translatable
from shop_help.policy.answers import PLACES
from shop_help.policy.faults import Faulty
from shop_help.policy.help_texts import HELP_PLACES, LONGEST_ASKED, LONGEST_QUESTION, LONGEST_TEXT
from shop_help.policy.shop_texts import LONGEST_ANSWER
from shop_help.policy.situations import SITUATIONS
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo

ADDRESS = "/translations/<kind>/<int:row_id>/<language>"
LONGEST = {"question": LONGEST_QUESTION, "asked": LONGEST_ASKED, "body": LONGEST_TEXT, "answer": LONGEST_ANSWER}
#: What a question is edited on.
BACK = {"help": urls.operator_question, "shops": urls.operator_faq}


@door.get(ADDRESS)
def translation(kind: str, row_id: int, language: str) -> str:
    found = _found(kind, row_id, language)
    empty = dict.fromkeys(found.kind.fields, "")
    return _form(kind, found, language, found.own_in(language) or found.ours_in(language) or empty, {})


@door.post(ADDRESS)
def translate(kind: str, row_id: int, language: str) -> Any:
    found = _found(kind, row_id, language)
    words = _written(found)
    if "preview" in request.form:
        return _form(kind, found, language, words, {})
    version, seen = request.form.get("version", 0, type=int), request.form.get("seen", "")
    try:
        acts.translate(identity.current().sign_in_id, found.kind, row_id, language, words, version, seen)
    except Faulty as faulty:
        return _form(kind, _found(kind, row_id, language), language, words, in_words(faulty.faults)), 422
    flash(_("Who reads %(language)s reads these words now.", language=LANGUAGES[language]), "good")
    return redirect(BACK[kind](row_id), 303)


@door.post(f"{ADDRESS}/preview")
def translation_preview(kind: str, row_id: int, language: str) -> str:
    """The words as they are being written, as the buyer of a chosen kind of order would read them."""
    words = _written(_found(kind, row_id, language))
    return render_template(_PREVIEWS[kind], preview=_previewed(kind, words, language))


@door.post(f"{ADDRESS}/removal")
def drop_translation(kind: str, row_id: int, language: str) -> Any:
    found = _found(kind, row_id, language)
    entry = acts.drop_translation(identity.current().sign_in_id, found.kind, row_id, language)
    words = _("Yours in %(language)s is deleted.", language=LANGUAGES[language])
    offer_undo(words, urls.operator_translation_restorations(kind), entry)
    return redirect(BACK[kind](row_id), 303)


@door.post("/translations/<kind>/restorations")
def restore_translation(kind: str) -> Any:
    if kind not in KINDS:
        abort(404)
    row_id = acts.restore_translation(
        identity.current().sign_in_id, KINDS[kind], request.form.get("entry", 0, type=int)
    )
    flash(_("It is back."), "good")
    return redirect(BACK[kind](row_id), 303)


_PREVIEWS = {"help": "operators/_question_preview.html", "shops": "shared/_faq_preview.html"}


def _found(kind: str, row_id: int, language: str) -> Translatable:
    if kind not in KINDS or language not in others():
        abort(404)
    db.session.expire_all()
    return translatable(kind, row_id) or abort(404)


def _written(found: Translatable) -> dict[str, str]:
    return {name: text_of(name) for name in found.kind.fields}


def _previewed(kind: str, words: Words, language: str) -> dict[str, Any]:
    if kind == "help":
        return questions.previewed(dict(words), language)
    return faqs.previewed(words["answer"], language)


def _form(kind: str, found: Translatable, language: str, written: Words, errors: dict[str, str]) -> str:
    """`theirs`: what a colleague made of it meanwhile, where that is why it was not saved."""
    at = acts.written_at(found.row, language)
    is_stale = request.method == "POST" and request.form.get("seen", "") != at
    return render_template(
        "operators/translation.html",
        kind=kind,
        row=found.row,
        source=found.words,
        spoken=language,
        language_name=LANGUAGES[language],
        state=found.state_in(language),
        ours=found.ours_in(language),
        written=written,
        theirs=found.own_in(language) if is_stale else None,
        seen=at,
        errors=errors,
        places=HELP_PLACES if kind == "help" else PLACES,
        situations=SITUATIONS,
        longest=LONGEST,
        preview=_previewed(kind, written, language),
        preview_template=_PREVIEWS[kind],
        back=BACK[kind](found.row.id),
    )
