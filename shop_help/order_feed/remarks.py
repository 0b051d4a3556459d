"""What is said about an order of the feed: problems, which keep it out, and notes, which do not."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Remark:
    """Something about one field of an order. `code` names the kind, for programs and for counting."""

    code: str
    #: Where it stands, such as line_items[0].sale_price.
    field: str
    reason: str


class Remarks:
    """What was found wrong (problems keep the order out) or odd (notes do not)."""

    def __init__(self) -> None:
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []

    def problem(self, code: str, field: str, reason: str) -> None:
        self.problems.append(Remark(code, field, reason))

    def note(self, code: str, field: str, reason: str) -> None:
        self.notes.append(Remark(code, field, reason))


def shown(value: Any) -> str:
    """A value of the feed as it is quoted to people: short, whatever it holds."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = json.dumps(value[:50] if isinstance(value, str) else value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}…"
