"""What a decision rests on, kept as data, and judged again from that alone: the facts, the numbers, the bill."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from shop_help.policy.order_requests import verdict_on
from shop_help.policy.refunds import Bill, Given, Quote, Unit, quote
from shop_help.policy.verdicts import Clocks, LineFacts, Purchase, Rules, Verdict


@dataclass(frozen=True)
class Basis:
    """All that the rules were asked with."""

    purchase: Purchase
    rules: Rules
    #: As of when it was judged: the opening of a claim, or of the form it came with where that came late.
    at: datetime
    line_ids: tuple[int, ...]
    reason: str
    bill: Bill
    given: Given


def judge(basis: Basis) -> Verdict:
    """The verdict that follows."""
    return verdict_on("protect", basis.purchase, basis.rules, basis.at, basis.line_ids, basis.reason)


def give_back(basis: Basis) -> Quote:
    """What the lines give back at most."""
    return quote(basis.bill, basis.line_ids, basis.given, seller_at_fault=True)


def as_data(basis: Basis) -> dict[str, Any]:
    """For a column of JSON."""
    rules = {"version": basis.rules.version, "market": basis.rules.market, "values": dict(basis.rules.values)}
    back = give_back(basis)
    return {
        "purchase": _plain(asdict(basis.purchase)),
        "rules": rules,
        "at": basis.at.isoformat(),
        "lines": list(basis.line_ids),
        "reason": basis.reason,
        "bill": {"units": [asdict(unit) for unit in basis.bill.units], "paid": dict(basis.bill.paid)},
        "given": _plain(asdict(basis.given)),
        "most": {str(line): back.of_line(line) for line in basis.line_ids},
        "most_shipping": back.shipping,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def from_data(data: Mapping[str, Any]) -> Basis:
    """What as_data kept. What later releases know besides is left at what it is without being told."""
    rules, bill, given = data["rules"], data["bill"], data["given"]
    return Basis(
        _purchase(data["purchase"]),
        Rules(rules["version"], rules["market"], rules["values"]),
        datetime.fromisoformat(data["at"]),
        tuple(data["lines"]),
        data["reason"],
        Bill(tuple(_made(Unit, unit) for unit in bill["units"]), bill["paid"]),
        Given({int(line): amount for line, amount in given["lines"].items()}, given["shipping"], given["fee"]),
    )


def _purchase(data: Mapping[str, Any]) -> Purchase:
    lines = tuple(
        _made(LineFacts, line | {"clocks": _made(Clocks, line["clocks"]) if line.get("clocks") else None})
        for line in data["lines"]
    )
    return _made(Purchase, {**data, "lines": lines})  # type: ignore[no-any-return]


def _made(kind: Any, data: Mapping[str, Any]) -> Any:
    known = {each.name: each.type for each in fields(kind)}
    return kind(**{name: _instant(known[name], value) for name, value in data.items() if name in known})


def _instant(kind: Any, value: Any) -> Any:
    is_instant = isinstance(value, str) and "datetime" in str(kind)
    return datetime.fromisoformat(value) if is_instant else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any], but: Collection[str] = ("reason",)) -> list[str]:
    """Names whose values differ. The sentence is left out: it was said in somebody's language."""
    names = [name for name in {**before, **after} if name not in but]
    return [name for name in names if before.get(name) != after.get(name)]


__all__ = ["Basis", "as_data", "differences", "from_data", "give_back", "judge"]
