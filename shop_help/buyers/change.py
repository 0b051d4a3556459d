"""The forms of changes that are asked for in words: one for each record of policy.changes that says what it asks."""

from functools import partial
from typing import Any

from shop_help import urls
from shop_help.buyers import door
from shop_help.buyers.order_actions import CHANGING
from shop_help.buyers.possible import Case
from shop_help.buyers.requesting import (
    NONE,
    Trouble,
    begun,
    clock_to_come,
    form_page,
    no_page,
    send,
    sent_before,
    sent_to,
)
from shop_help.buyers.units import Units, units_of
from shop_help.policy.changes import CHANGES, Change
from shop_help.speech import gettext as _


def show_change(change: Change, number: str) -> str:
    return _page(change, begun(number), NONE)


def send_change(change: Change, number: str) -> Any:
    if (known := sent_before()) is not None:
        return known
    case = sent_to(number)
    ids = [line_id for each in _units(change, case) if each.is_open for line_id in each.ids]
    return send(case, change.kind, ids, lambda trouble: _page(change, begun(number), trouble))


def _units(change: Change, case: Case) -> list[Units]:
    return units_of(case, lambda line_id: case.verdict(change.action, [line_id]))


def _page(change: Change, case: Case, trouble: Trouble) -> str:
    units, action = _units(change, case), CHANGING[change.kind]
    if not any(each.is_open for each in units):
        return no_page(case, action, units)
    return form_page(
        "buyers/change.html",
        "buyers/_change.html",
        case,
        action,
        trouble,
        asks=change.asks,
        is_complete=True,
        send_words=_("Ask for this change"),
        clock=clock_to_come(change.kind, case),
    )


def _hang(change: Change) -> None:
    path = urls.change(change.kind, "<number>")
    door.add_url_rule(path, change.kind, partial(show_change, change))
    door.add_url_rule(path, f"send_{change.kind}", partial(send_change, change), methods=["POST"])


for asked_in_words in filter(lambda change: change.asks, CHANGES):
    _hang(asked_in_words)
