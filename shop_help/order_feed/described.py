"""Which fields of an order are read, and as what: seen by reading one. No list of them is kept beside the reading."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shop_help.order_feed.fields import LONGEST_ID, Fields
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.parsing import read_fields
from shop_help.order_feed.remarks import Remarks
from shop_help.policy.markets import MARKETS
from shop_help.policy.orders import ITEM_CLASSES, STATES

Schema = dict[str, Any]

#: An order as a shop would send it.
EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "example.json").read_text())
#: After all that happened to it.
_NOW = datetime.fromtimestamp(EXAMPLE["update_time"], UTC)

#: What each way of reading takes (fields.Fields), in the words of JSON Schema.
_TEXT: Schema = {"type": ["string", "number", "null"]}
_ID: Schema = {"type": ["string", "integer", "null"], "maxLength": LONGEST_ID}
_FLAG: Schema = {"type": ["boolean", "null"]}
_DAY: Schema = {"type": ["string", "null"], "format": "date", "description": "YYYY-MM-DD"}
_SECONDS: Schema = {"type": ["integer", "string", "null"], "description": "Unix seconds; 0 for never"}
_MILLIS: Schema = {"type": ["integer", "string"], "description": "Unix milliseconds"}
_MONEY: Schema = {"type": ["string", "number", "null"], "description": "In units of the currency, such as 12.50"}
_SEEN: Schema = {"type": ["string", "number", "null"]}

#: Of which words a field holds one.
_WORDS = {
    "status": list(STATES),
    "item_class": [*ITEM_CLASSES, None],
    "region_code": [*sorted({region for market in MARKETS.values() for region in market.regions}), None],
}


class DescribedFields(Fields):
    """An object that keeps what was asked of it. A list that isn't there has one empty object, to be asked too."""

    def __init__(self, raw: Mapping[str, Any], path: str, now: datetime, schema: Schema) -> None:
        super().__init__(raw, path, Remarks(), now)
        self.schema = schema

    def _keep(self, name: str, schema: Schema, required: bool = False) -> None:
        named = {"enum": _WORDS[name]} if name in _WORDS else {}
        known = self.schema.setdefault("properties", {})
        if name not in known or known[name] == _SEEN:
            known[name] = schema | named
        if required and name not in self.schema.setdefault("required", []):
            self.schema["required"].append(name)

    def has(self, name: str) -> bool:
        self._keep(name, _SEEN)
        return super().has(name)

    def text(self, name: str, required: bool = False) -> str:
        self._keep(name, _TEXT, required)
        return super().text(name, required)

    def identifier(self, name: str, required: bool = False) -> str:
        self._keep(name, _ID, required)
        return super().identifier(name, required)

    def flag(self, name: str) -> bool | None:
        self._keep(name, _FLAG)
        return super().flag(name)

    def day(self, name: str) -> Any:
        self._keep(name, _DAY)
        return super().day(name)

    def instant(self, name: str, required: bool = False, may_be_ahead: bool = False) -> datetime | None:
        self._keep(name, _SECONDS, required)
        return super().instant(name, required, may_be_ahead)

    def instant_of_millis(self, name: str) -> datetime | None:
        self._keep(name, _MILLIS, required=True)
        return super().instant_of_millis(name)

    def money(self, name: str, currency: str) -> int | None:
        self._keep(name, _MONEY)
        return super().money(name, currency)

    def _inside(self, raw: Mapping[str, Any], name: str, place: str = "") -> "DescribedFields":
        schema = self.schema["properties"][name]
        return DescribedFields(raw, f"{self.at(name)}{place}", self.now, schema["items"] if place else schema)

    def inner(self, name: str) -> Fields:
        self._keep(name, {"type": ["object", "null"]})
        return super().inner(name)

    def each(self, name: str) -> list[Fields]:
        self._keep(name, {"type": ["array", "null"], "items": {"type": "object"}})
        return super().each(name) or [self._inside({}, name, "[0]")]


def order_schema() -> Schema:
    """The JSON Schema of an order. Fields that aren't in it are the API's own, and left unread."""
    schema: Schema = {"type": "object", "required": [], "examples": [EXAMPLE]}
    # Read with all there is and with nothing at all: what stands in for what is missing is asked for too.
    for raw in (EXAMPLE, {}):
        read_fields(DescribedFields(raw, "", _NOW, schema), Surroundings())
    return schema
