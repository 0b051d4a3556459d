"""The form that brings photos: several at once from a person, one at a time from a script (CHAT, "HTTP twins")."""

from dataclasses import replace
from hashlib import file_digest
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from flask import request
from werkzeug.datastructures import FileStorage

from shop_help.actions.case_turning import Reply, reply_of
from shop_help.actions.photos import post_photo
from shop_help.actions.posting import Posted
from shop_help.models.photo import photo_at
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.photos import LARGEST_BYTES, MOST_PHOTOS

#: The most photos there may be, each as large as may be, and the words around them.
LARGEST_FORM = MOST_PHOTOS * LARGEST_BYTES + 64 * 1024
#: How much of what is too large is let in all the same, and forgotten: a browser reads the reason only at its end.
MOST_HEARD_OUT = 8 * LARGEST_FORM


def make_room() -> None:
    """Lets this request be as large as a form of photos, before anybody reads it. Raises Refused for a larger one."""
    request.max_content_length = LARGEST_FORM
    if (request.content_length or 0) > LARGEST_FORM:
        _hear_out(min(request.content_length or 0, MOST_HEARD_OUT))
        raise Refused("photo_too_large")


def _hear_out(left: int) -> None:
    while left > 0 and (heard := request.environ["wsgi.input"].read(min(left, 64 * 1024))):
        left -= len(heard)


def chosen_photos() -> list[FileStorage]:
    """The files that came. Raises Refused for none and for too many."""
    # A browser sends a field without a file as one without a name.
    chosen = [file for file in request.files.getlist("photo") if file.filename]
    if not chosen:
        raise Refused("no_photo")
    if len(chosen) > MOST_PHOTOS:
        raise Refused("too_many_photos")
    return chosen


def caption() -> str:
    """The words that came with them, as they stand in a message."""
    return request.form.get("body", "").replace("\r\n", "\n").strip()


def send_one(sign_in_id: str, conversation_id: int) -> Posted:
    """A script's photo, which has a name of its own. Raises Refused."""
    chosen = chosen_photos()
    if len(chosen) > 1:
        raise Refused("bad_request")
    stream, client_id = cast(Any, chosen[0].stream), request.form.get("client_id")
    return post_photo(sign_in_id, conversation_id, client_id, stream, caption(), _reply())


def send_each(sign_in_id: str, conversation_id: int) -> tuple[list[Posted], list[tuple[str, str]]]:
    """A form's photos, the words under the first: what was sent, and (file name, code) of what was not."""
    sent: list[Posted] = []
    refused: list[tuple[str, str]] = []
    client_id = request.form.get("client_id")
    if not is_client_id(client_id):
        raise Refused("bad_request")
    chosen = chosen_photos()
    for file in chosen:
        name, stream, words = _name_of(file), cast(Any, file.stream), "" if sent else caption()
        # Of several, the last one says whose turn it is.
        reply = _reply() if file is chosen[-1] else replace(_reply(), then="assigned")
        try:
            sent.append(post_photo(sign_in_id, conversation_id, name, stream, words, reply))
        except Refused as refusal:
            refused.append((file.filename or "", refusal.code))
    return sent, refused


def send_along(sign_in_id: str, conversation_id: int) -> list[tuple[str, str]]:
    """The photos of a form whose words are sent already: (file name, code) of what was not sent of them."""
    refused: list[tuple[str, str]] = []
    try:
        chosen = chosen_photos()
    except Refused as refusal:
        return [] if refusal.code == "no_photo" else [("", refusal.code)]
    for file in chosen:
        try:
            post_photo(sign_in_id, conversation_id, _name_of(file), cast(Any, file.stream), "")
        except Refused as refusal:
            refused.append((file.filename or "", refusal.code))
    return refused


def send_evidence(sign_in_id: str, conversation_id: int) -> tuple[list[str], list[tuple[str, str]]]:
    """A form's photos, to stand by what it asks: their ids, and (file name, code) of those that were not sent.

    Raises Refused for too many. The same form sent again brings none twice.
    """
    sent: list[str] = []
    refused: list[tuple[str, str]] = []
    for file in chosen_photos():
        try:
            posted = post_photo(sign_in_id, conversation_id, _name_of(file), cast(Any, file.stream), "")
        except Refused as refusal:
            refused.append((file.filename or "", refusal.code))
        else:
            found = photo_at(conversation_id, posted.seq)
            sent.append(found.id if found else "")
    return list(filter(None, sent)), refused


def _name_of(file: FileStorage) -> str:
    """One form holds several: each is named by what is in it, so that the form sent again brings none twice."""
    stream, client_id = cast(Any, file.stream), request.form.get("client_id")
    name = str(uuid5(NAMESPACE_URL, f"{client_id}/{file_digest(stream, 'sha256').hexdigest()}"))
    stream.seek(0)
    return name


def _reply() -> Reply:
    """What an agent had in sight, and whose turn it is then."""
    return reply_of(request.form.get("seen", type=int), request.form.get("then"))
