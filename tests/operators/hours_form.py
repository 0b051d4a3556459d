"""The form of the business hours, as a browser sends it, and what a page says."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

US = "/operators/hours/US"
WEEK = {f"day{day}": [("09:00", "17:00")] for day in range(5)}


def form(week: dict[str, list[tuple[str, str]]], **more: Any) -> dict[str, Any]:
    """The form as a browser sends it; a day that isn't named has its two empty fields."""
    told: dict[str, Any] = {}
    for day in range(7):
        pairs = week.get(f"day{day}", [("", "")])
        told[f"day{day}-begin"] = [begin for begin, _ in pairs]
        told[f"day{day}-end"] = [end for _, end in pairs]
    return told | more


def save(client: FlaskClient, week: dict[str, list[tuple[str, str]]], market: str = "US", **more: Any) -> Any:
    return client.post(f"/operators/hours/{market}", data=form(week, save="1", **more))


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def fields(page: str, day: int) -> list[tuple[str, str]]:
    """What stands in a day's fields."""
    begin, end = (re.findall(rf'name="day{day}-{which}"\s+value="([^"]*)"', page) for which in ("begin", "end"))
    return list(zip(begin, end, strict=True))
