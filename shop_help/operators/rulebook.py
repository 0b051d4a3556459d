"""The rulebook: the rules in sentences, their numbers market by market, their versions, and who may do what."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import select

from shop_help import clock, urls
from shop_help.extensions import db
from shop_help.models import Order, RuleVersion
from shop_help.operators import door
from shop_help.policy.markets import MARKETS, market_called
from shop_help.policy.numbers import JUDGING, NUMBERS, Number
from shop_help.policy.permission_table import ANSWERS, COLUMNS, table
from shop_help.policy.reasons import REASONS
from shop_help.policy.rule_sentences import RULES
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import Rules
from shop_help.rules_finding import rules_in
from shop_help.speech import gettext as _
from shop_help.verdict_words import LABELS


@door.get("/rulebook")
def rulebook() -> Any:
    market = market_called(request.args.get("market", ""))
    sought = request.args.get("order", "").strip()
    if sought and db.session.scalar(select(Order.id).where(Order.number == sought)):
        return redirect(urls.operator_order_verdicts(sought))
    now = clock.now()
    rules = {code: rules_in(code, now) for code in MARKETS}
    here = rules[market.code]
    versions = db.session.scalars(
        select(RuleVersion).where(RuleVersion.market == market.code).order_by(RuleVersion.version.desc())
    ).all()
    page = render_template(
        "operators/rulebook.html",
        market=market,
        markets=list(MARKETS.values()),
        rulebook_chips=[
            {"href": urls.operator_rulebook(code), "word": _(each.name)} for code, each in MARKETS.items()
        ],
        rules=here,
        sentences=[(_(title), [_(said, **here.values) for said in said_of]) for title, said_of in RULES],
        numbers=_numbers(rules, JUDGING),
        fixed=_numbers(rules, {name: number for name, number in NUMBERS.items() if name not in JUDGING}),
        versions=versions,
        draft=next((version for version in versions if version.state == "draft"), None),
        reasons=REASONS.values(),
        labels=LABELS,
        codes=[code for code in CODES.values() if not code.is_yes],
        sought=sought,
    )
    return (page, 404) if sought else page


def _numbers(rules: Mapping[str, Rules], numbers: Mapping[str, Number]) -> list[tuple[str, list[int], str]]:
    """Each number in words, as the markets have it, and where it comes from."""
    return [
        (_(number.sentence), [each.values[name] for each in rules.values()], _(number.source))
        for name, number in numbers.items()
    ]


@door.get("/permissions")
def permissions() -> str:
    return render_template("operators/permissions.html", columns=COLUMNS, answers=ANSWERS, rows=table())
