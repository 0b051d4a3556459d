"""The pages of customer service's saved replies: agents have them, and operators, who put them in order as well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request

from shop_help import identity
from shop_help.actions import service_replies as acts
from shop_help.extensions import db
from shop_help.forms import in_words, place_asked, seen_at, text_of
from shop_help.inserts import end_of
from shop_help.models import ServiceReply
from shop_help.models.shown_replies import in_order
from shop_help.policy.answers import PLACES
from shop_help.policy.faults import Faulty
from shop_help.policy.permissions import may_order_replies
from shop_help.policy.shop_texts import LONGEST_ANSWER, LONGEST_TITLE
from shop_help.policy.support import AFTER_REPLY_WORDS
from shop_help.speech import gettext as _
from shop_help.undo import offer_undo


@dataclass(frozen=True)
class Addresses:
    """Where a door has them."""

    all: Callable[[], str]
    new: Callable[[], str]
    one: Callable[[int], str]
    removal: Callable[[int], str]
    restorations: Callable[[], str]
    #: None where nobody comes in who may.
    move: Callable[[int], str] | None = None


@dataclass(frozen=True)
class ReplyPages:
    """The pages of one door."""

    at: Addresses

    def hang_on(self, door: Blueprint) -> None:
        """Gives a door its pages."""
        for method, path, page in (
            ("GET", "/replies", self.replies),
            ("GET", "/replies/new", self.new_reply),
            ("GET", "/replies/<int:service_reply_id>", self.reply),
            ("POST", "/replies", self.add_reply),
            ("POST", "/replies/<int:service_reply_id>", self.change_reply),
            ("POST", "/replies/<int:service_reply_id>/removal", self.remove_reply),
            ("POST", "/replies/restorations", self.restore_reply),
        ):
            door.add_url_rule(path, page.__name__, page, methods=[method])
        if self.at.move:
            door.add_url_rule(
                "/replies/<int:service_reply_id>/place", "move_reply", self.move_reply, methods=["POST"]
            )

    def replies(self) -> str:
        rows = [(reply, end_of(reply.then)) for reply in db.session.scalars(in_order())]
        may_move = self.at.move is not None and may_order_replies(identity.current())
        return render_template("shared/service_replies.html", rows=rows, at=self.at, may_move=may_move)

    def new_reply(self) -> str:
        return self._form(None, {"title": "", "body": "", "then": ""}, {})

    def reply(self, service_reply_id: int) -> str:
        found = _found(service_reply_id)
        return self._form(found, {"title": found.title, "body": found.body, "then": found.then}, {})

    def add_reply(self) -> Any:
        written = _written()
        try:
            acts.add_reply(_by(), **written)
        except Faulty as faulty:
            return self._form(None, written, in_words(faulty.faults)), 422
        flash(self._saved(written["title"]), "good")
        return redirect(self.at.all(), 303)

    def _saved(self, title: str) -> str:
        if self.at.move:
            return _("“%(title)s” is saved. Agents have it with their next page.", title=title)
        return _("“%(title)s” is saved. Type / in a case to insert it.", title=title)

    def change_reply(self, service_reply_id: int) -> Any:
        found, written = _found(service_reply_id), _written()
        try:
            acts.change_reply(_by(), service_reply_id, seen_at(), **written)
        except Faulty as faulty:
            return self._form(found, written, in_words(faulty.faults)), 422
        flash(_("“%(title)s” is changed.", title=written["title"]), "good")
        return redirect(self.at.all(), 303)

    def move_reply(self, service_reply_id: int) -> Any:
        """One place up or down, from where it stood as the person saw it."""
        acts.move_reply(_by(), service_reply_id, place_asked())
        return redirect(f"{self.at.all()}#reply-{service_reply_id}", 303)

    def remove_reply(self, service_reply_id: int) -> Any:
        removal = acts.remove_reply(_by(), service_reply_id)
        words = _("“%(title)s” is deleted.", title=removal.kept["title"])
        offer_undo(words, self.at.restorations(), removal.entry_id)
        return redirect(self.at.all(), 303)

    def restore_reply(self) -> Any:
        acts.restore_reply(_by(), request.form.get("entry", 0, type=int))
        flash(_("It is back."), "good")
        return redirect(self.at.all(), 303)

    def _form(self, found: ServiceReply | None, written: dict[str, str], errors: dict[str, str]) -> str:
        """`theirs`: what a colleague made of it meanwhile, where that is why it was not saved."""
        is_stale = found is not None and request.method == "POST" and seen_at() != found.updated_at
        return render_template(
            "shared/service_reply.html",
            reply=found,
            theirs=found if is_stale else None,
            written=written,
            errors=errors,
            ends=[("", _("as the sender chooses")), *((end, _(words)) for end, words in AFTER_REPLY_WORDS.items())],
            places=PLACES,
            longest={"title": LONGEST_TITLE, "body": LONGEST_ANSWER},
            at=self.at,
        )


def _by() -> str:
    return identity.current().sign_in_id


def _found(service_reply_id: int) -> ServiceReply:
    return db.session.get(ServiceReply, service_reply_id) or abort(404)


def _written() -> dict[str, str]:
    return {"title": text_of("title"), "body": text_of("body"), "then": text_of("then")}
