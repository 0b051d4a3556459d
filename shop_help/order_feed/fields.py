"""The fields of a JSON object, read one by one; every problem is kept with its path, and reading goes on."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shop_help.order_feed.money import NoAmountError, minor_units
from shop_help.order_feed.remarks import Remarks, shown
from shop_help.policy.texts import without_unkeepable

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
#: The clocks of two machines may differ by this much.
CLOCK_SKEW = timedelta(days=1)
LONGEST_ID = 100
LONGEST_TEXT = 4000

#: The documentation's own example writes an empty text as two quotation marks.
_EMPTY = frozenset(["", '""', "''"])


class Fields:
    """One JSON object and where it stands. Absent, null and empty are the same: not there."""

    def __init__(self, raw: Mapping[str, Any], path: str, remarks: Remarks, now: datetime) -> None:
        self.raw = raw
        self.path = path
        self.remarks = remarks
        self.now = now

    def at(self, name: str) -> str:
        """The path of a field, such as line_items[0].sale_price."""
        return f"{self.path}.{name}" if self.path else name

    def problem(self, name: str, code: str, reason: str) -> None:
        self.remarks.problem(code, self.at(name), reason)

    def note(self, name: str, code: str, reason: str) -> None:
        self.remarks.note(code, self.at(name), reason)

    def has(self, name: str) -> bool:
        value = self.raw.get(name)
        return value is not None and not (isinstance(value, str) and value.strip() in _EMPTY)

    def missing(self, name: str) -> None:
        self.problem(name, "missing", "is missing")

    def text(self, name: str, required: bool = False) -> str:
        """A text, stripped; empty where there is none. Numbers count as their digits."""
        if not self.has(name):
            if required:
                self.missing(name)
            if isinstance(self.raw.get(name), str) and self.raw[name].strip():
                self.note(name, "empty_quotes", f"holds {self.raw[name].strip()} and counts as empty")
            return ""
        value = self.raw[name]
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            self.problem(name, "not_text", f"should be text, and is {shown(value)}")
            return ""
        kept = without_unkeepable(str(value)).strip()
        if kept != str(value).strip():
            self.note(name, "unkeepable_signs", "held signs that no database keeps; they are left out")
        return kept[:LONGEST_TEXT]

    def identifier(self, name: str, required: bool = False) -> str:
        """An id, as a number or as text."""
        if not self.has(name):
            if required:
                self.missing(name)
            return ""
        value = self.raw[name]
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.problem(name, "not_an_id", f"should be an id (text or a whole number), and is {shown(value)}")
            return ""
        found = self.text(name)
        if len(found) > LONGEST_ID:
            self.problem(name, "not_an_id", f"is longer than the {LONGEST_ID} characters an id may have")
            return ""
        return found

    def flag(self, name: str) -> bool | None:
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.problem(name, "not_true_or_false", f"should be true or false, and is {shown(value)}")
        return None

    def day(self, name: str) -> date | None:
        """A calendar day, YYYY-MM-DD."""
        if not self.has(name):
            return None
        value = self.raw[name]
        try:
            if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
                raise ValueError
            day = date.fromisoformat(value.strip())
        except ValueError:
            self.problem(name, "not_a_day", f"should be a day such as 1990-12-31, and is {shown(value)}")
            return None
        return day

    def instant(self, name: str, required: bool = False, may_be_ahead: bool = False) -> datetime | None:
        """Unix seconds, as a number or as digits. 0 is how the API says "not yet"."""
        value = self.raw.get(name)
        seconds = whole_number(value) if self.has(name) else 0
        if seconds == 0:
            if required:
                self.missing(name)
            return None
        if seconds is None:
            self.problem(name, "not_a_time", f"should be Unix seconds, and is {shown(value)}")
            return None
        return datetime.fromtimestamp(seconds, UTC) if self.is_sane(name, seconds, may_be_ahead) else None

    def is_sane(self, name: str, seconds: int, may_be_ahead: bool = False) -> bool:
        """Can an order have this time? What already happened is not ahead of us."""
        latest = LATEST if may_be_ahead else self.now + CLOCK_SKEW
        if EARLIEST.timestamp() <= seconds <= latest.timestamp():
            return True
        if EARLIEST.timestamp() <= seconds // 1000 <= LATEST.timestamp():
            why = "looks like milliseconds; seconds are expected"
        elif LATEST.timestamp() > seconds > 0:
            day = datetime.fromtimestamp(seconds, UTC).date().isoformat()
            why = f"would be {day}, which {'is before any shop' if seconds < EARLIEST.timestamp() else 'lies ahead'}"
        else:
            why = "is no time that an order can have"
        self.problem(name, "absurd_time", f"{seconds if len(str(seconds)) < 20 else 'the number'} {why}")
        return False

    def money(self, name: str, currency: str) -> int | None:
        """An amount in major units, as minor units; None where there is none or it can't be read."""
        if not self.has(name) or not currency:
            return None
        try:
            return minor_units(self.raw[name], currency)
        except NoAmountError as error:
            self.problem(name, "not_an_amount", str(error))
            return None

    def instant_of_millis(self, name: str) -> datetime | None:
        """Unix milliseconds, of what happened to a parcel; to the second, as all else."""
        millis = whole_number(self.raw.get(name))
        if millis is None:
            self.problem(name, "not_a_time", "should be Unix milliseconds")
            return None
        seconds = millis // 1000
        return datetime.fromtimestamp(seconds, UTC) if self.is_sane(name, seconds) else None

    def _inside(self, raw: Mapping[str, Any], name: str, place: str = "") -> "Fields":
        return Fields(raw, f"{self.at(name)}{place}", self.remarks, self.now)

    def inner(self, name: str) -> "Fields":
        """An object inside; an empty one where there is none."""
        value = self.raw.get(name)
        if value is not None and not isinstance(value, Mapping):
            self.problem(name, "not_an_object", f"should be an object, and is {shown(value)}")
        return self._inside(value if isinstance(value, Mapping) else {}, name)

    def each(self, name: str) -> "list[Fields]":
        """The objects of a list; none where there is no list."""
        value = self.raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(name, "not_a_list", f"should be a list, and is {shown(value)}")
            return []
        found = []
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                found.append(self._inside(item, name, f"[{index}]"))
            else:
                self.problem(f"{name}[{index}]", "not_an_object", f"should be an object, and is {shown(item)}")
        return found


def whole_number(value: Any) -> int | None:
    """A whole number, written as one or as digits; None for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
        return int(value) if re.fullmatch(r"-?[0-9]{1,30}", value) else None
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value.adjusted() < 30 and value == int(value) else None
    return value if isinstance(value, int) else None
