"""A version of the rules: drafted, written on, published from a day on; what is published stays as it is."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import clock, identity, urls
from shop_help.actions import rule_versions as acts
from shop_help.actions.rule_replays import DAYS
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import RuleReplay, RuleVersion
from shop_help.operators import door
from shop_help.policy.faults import Faulty
from shop_help.policy.markets import market_called
from shop_help.policy.numbers import JUDGING
from shop_help.policy.rulebook import LONGEST_NOTE, first_day
from shop_help.speech import gettext as _


@door.post("/rulebook/versions")
def draft_rules() -> Any:
    version_id = acts.draft_version(identity.current().sign_in_id, text_of("market"))
    return redirect(urls.operator_rule_version(version_id), 303)


@door.get("/rulebook/versions/<int:version_id>")
def rule_version(version_id: int) -> str:
    version = _found(version_id)
    return _page(version, dict(version.numbers), version.note, {})


@door.post("/rulebook/versions/<int:version_id>")
def change_rules(version_id: int) -> Any:
    version = _found(version_id)
    written = {name: request.form.get(name, "").strip() for name in JUDGING}
    seen = request.form.get("revision", 0, type=int)
    numbers = {name: int(value) if value.isascii() and value.isdigit() else None for name, value in written.items()}
    try:
        acts.change_draft(identity.current().sign_in_id, version.id, seen, numbers, text_of("note"))
    except Faulty as faulty:
        return _page(_found(version_id), written, text_of("note"), in_words(faulty.faults)), 422
    flash(_("The draft is saved."), "good")
    return redirect(urls.operator_rule_version(version_id), 303)


@door.post("/rulebook/versions/<int:version_id>/removal")
def discard_rules(version_id: int) -> Any:
    market = _found(version_id).market
    acts.discard_draft(identity.current().sign_in_id, version_id)
    flash(_("The draft is discarded."), "good")
    return redirect(urls.operator_rulebook(market), 303)


@door.post("/rulebook/versions/<int:version_id>/publication")
def publish_rules(version_id: int) -> Any:
    version = _found(version_id)
    seen = request.form.get("revision", 0, type=int)
    try:
        acts.publish_version(identity.current().sign_in_id, version.id, seen, _day(text_of("day")))
    except Faulty as faulty:
        version = _found(version_id)
        return _page(version, dict(version.numbers), version.note, in_words(faulty.faults)), 422
    flash(_("Version %(version)s is published.", version=version.version), "good")
    return redirect(urls.operator_rulebook(version.market), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _found(version_id: int) -> RuleVersion:
    db.session.expire_all()
    version = db.session.get(RuleVersion, version_id)
    if version is None:
        abort(404)
    return version


def _page(version: RuleVersion, written: dict[str, Any], note: str, errors: dict[str, str]) -> str:
    market = market_called(version.market)
    return render_template(
        "operators/rule_version.html",
        version=version,
        market=market,
        numbers=JUDGING,
        written=written,
        note=note,
        errors=errors,
        before=acts.numbers_before(version.market, version.version),
        replay=db.session.scalar(select(RuleReplay).where(RuleReplay.version_id == version.id)),
        first_day=first_day(version.market, clock.now(), acts.latest_start(version.market)),
        day=request.form.get("day", ""),
        longest_note=LONGEST_NOTE,
        days=DAYS,
    )
