"""What the buttons of each platform are called, language by language, with a preview and a way back to our words."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import identity, speech, urls
from shop_help.actions import labels as acts
from shop_help.actions.own_words import version_of
from shop_help.forms import in_words, text_of
from shop_help.languages import LANGUAGES, direction_of, spoken
from shop_help.operators import door
from shop_help.own_words import called_in, ours_in
from shop_help.policy.faults import Faulty
from shop_help.policy.own_words import LONGEST_WORDS, label_name
from shop_help.policy.permissions import may_set_labels
from shop_help.policy.platforms import LABELS, NAMES, PLATFORMS, Platform
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo


@door.get("/labels")
def labels() -> str:
    _ask()
    language = spoken(request.args.get("language", "")) or speech.locale()
    shown = [
        {"name": found.name, "title": _(NAMES[found.name]), "labels": _labels(found, language)}
        for found in PLATFORMS.values()
    ]
    return render_template("operators/labels.html", shown=shown, of_words=language, chips=_chips())


@door.get("/labels/<platform>/<language>")
def platform_labels(platform: str, language: str) -> str:
    found = _found(platform, language)
    return _form(found, language, _holding(found, language), {}, _version(found, language))


@door.post("/labels/<platform>/<language>")
def set_labels(platform: str, language: str) -> Any:
    found, written = _found(platform, language), _written(platform)
    seen = request.form.get("seen", "")
    if "preview" in request.form:
        return _form(found, language, written, {}, seen)
    try:
        acts.set_labels(identity.current().sign_in_id, platform, language, written, seen)
    except Faulty as faulty:
        return _form(found, language, written, in_words(faulty.faults), _version(found, language)), 422
    flash(_("Buyers read it so from now on."), "good")
    return redirect(urls.operator_labels(language), 303)


@door.post("/labels/<platform>/<language>/preview")
def labels_preview(platform: str, language: str) -> str:
    """The labels as they are being written, as a buyer would meet them."""
    found = _found(platform, language)
    return render_template("operators/_labels_preview.html", preview=_preview(found, language, _written(platform)))


@door.post("/labels/<platform>/<language>/removal")
def reset_labels(platform: str, language: str) -> Any:
    """The default again."""
    found = _found(platform, language)
    entry = acts.set_labels(identity.current().sign_in_id, platform, language, dict.fromkeys(found.labels, ""))
    if entry:
        offer_undo(_("Buyers read the default again."), urls.operator_label_restorations(), entry)
    return redirect(urls.operator_labels(language), 303)


@door.post("/labels/restorations")
def restore_labels() -> Any:
    try:
        acts.restore_labels(identity.current().sign_in_id, request.form.get("entry", 0, type=int))
    except Faulty as faulty:
        flash(" ".join(in_words(faulty.faults).values()), "bad")
    else:
        flash(_("It is back."), "good")
    return redirect(urls.operator_labels(), 303)


def _ask() -> None:
    if not may_set_labels(identity.current()):
        abort(404)


def _found(platform: str, language: str) -> Platform:
    _ask()
    if platform not in PLATFORMS or language not in LANGUAGES:
        abort(404)
    return PLATFORMS[platform]


def _written(platform: str) -> dict[str, str]:
    return {which: text_of(which) for which in PLATFORMS[platform].labels}


def _holding(found: Platform, language: str) -> dict[str, str]:
    """What each label is called now."""
    names = {which: label_name(found.name, which) for which in found.labels}
    words = called_in(language, names.values())
    return {which: words[name] for which, name in names.items()}


def _ours(found: Platform, language: str) -> dict[str, str]:
    return {which: ours_in(language, label_name(found.name, which)) for which in found.labels}


def _labels(found: Platform, language: str) -> list[dict[str, Any]]:
    """Each label of a platform: what it is for, what it is called, and what by us."""
    holding, ours = _holding(found, language), _ours(found, language)
    return [
        {
            "which": which,
            "what_for": _(LABELS[which]),
            "words": words,
            "ours": ours[which],
            "own": words != ours[which],
        }
        for which, words in holding.items()
    ]


def _version(found: Platform, language: str) -> str:
    return version_of((label_name(found.name, which), language) for which in found.labels)


def _preview(found: Platform, language: str, written: Mapping[str, str]) -> dict[str, Any]:
    words = {which: written[which] or ours for which, ours in _ours(found, language).items()}
    return {"platform": found, "words": words, "language": language, "direction": direction_of(language)}


def _chips() -> list[dict[str, str]]:
    return [{"href": urls.operator_labels(name), "word": word} for name, word in LANGUAGES.items()]


def _form(found: Platform, language: str, written: Mapping[str, str], errors: dict[str, str], seen: str) -> str:
    return render_template(
        "operators/platform_labels.html",
        platform_shown=found,
        title=_(NAMES[found.name]),
        of_words=language,
        language_name=LANGUAGES[language],
        labels=_labels(found, language),
        written=written,
        errors=errors,
        seen=seen,
        longest=LONGEST_WORDS,
        preview=_preview(found, language, written),
    )
