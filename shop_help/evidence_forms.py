"""Photos that somebody brings to a claim or a case: one from a script, which shows what becomes of it; several from a
form."""

from collections.abc import Callable
from hashlib import file_digest
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from flask import jsonify, render_template, request
from werkzeug.datastructures import FileStorage

from shop_help import identity, photo_forms
from shop_help.actions.protection.evidence import Place, add_photo
from shop_help.policy.messages import Refused
from shop_help.presentation import refusal_sentence
from shop_help.twins import STATUS


def take_one(place: Place, count: Callable[[], int], removal_of: Callable[[str], str]) -> Any:
    """A script's photo: it is answered with its row, as the page shows it."""
    try:
        kept = _take(place, photo_forms.chosen_photos()[0], request.form.get("client_id", ""))
    except Refused as refused:
        return jsonify(refused.as_ack()), STATUS.get(refused.code, 422)
    removal = removal_of(kept.id)
    html = render_template("shared/_evidence_photo.html", photo=kept, number=count(), removal=removal)
    return jsonify(ok=True, html=html)


def take_each(place: Place) -> tuple[list[tuple[str, str]], bool]:
    """A form's photos: (file name, why) of what was not kept; and whether one of them looked blurred."""
    refused: list[tuple[str, str]] = []
    try:
        chosen = photo_forms.chosen_photos()
    except Refused as refusal:
        return [("", refusal_sentence(refusal.code))], False
    is_warned = False
    for file in chosen:
        try:
            _take(place, file, _name_of(file))
        except Refused as refusal:
            is_warned |= refusal.code == "photo_blurred"
            refused.append((file.filename or "", refusal_sentence(refusal.code)))
    return refused, is_warned


def _take(place: Place, file: FileStorage, client_id: str) -> Any:
    despite_blur = bool(request.form.get("blurred"))
    return add_photo(identity.current().sign_in_id, place, client_id, cast(Any, file.stream), despite_blur)


def _name_of(file: FileStorage) -> str:
    """A form names none of its photos: each is named by what is in it, so that sent again it is there once."""
    stream = cast(Any, file.stream)
    name = str(uuid5(NAMESPACE_URL, file_digest(stream, "sha256").hexdigest()))
    stream.seek(0)
    return name
