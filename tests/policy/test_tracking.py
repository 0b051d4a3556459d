"""The tracking line: four stations, and the parcel stands at one of them."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.tracking import STATIONS, line_of_stations

T = [datetime(2026, 11, 20, tzinfo=UTC) + timedelta(days=day) for day in range(6)]


@pytest.mark.parametrize(
    ("shipped", "delivered", "events", "here", "reached"),
    [
        (None, None, [], "ordered", ["ordered"]),
        (T[1], None, [], "shipped", ["ordered", "shipped"]),
        (T[1], None, [("shipped", T[1])], "shipped", ["ordered", "shipped"]),
        (T[1], None, [("in_transit", T[2])], "in_transit", ["ordered", "shipped", "in_transit"]),
        (T[1], T[4], [("in_transit", T[2])], "delivered", list(STATIONS)),
        # Delivered without a scan on the way.
        (T[1], T[4], [], "delivered", ["ordered", "shipped", "delivered"]),
        # Delivered, taken back, on its way again: what came last counts.
        (T[1], None, [("in_transit", T[2]), ("delivered", T[3]), ("in_transit", T[4])], "in_transit", None),
        # And delivered once more.
        (T[1], T[5], [("in_transit", T[2]), ("delivered", T[3]), ("in_transit", T[4])], "delivered", None),
    ],
)
def test_where_a_parcel_is(
    shipped: datetime | None,
    delivered: datetime | None,
    events: list[tuple[str, datetime]],
    here: str,
    reached: list[str] | None,
) -> None:
    line = line_of_stations(T[0], shipped, delivered, events)
    assert [station.name for station in line] == list(STATIONS)
    assert [station.name for station in line if station.here] == [here]
    if reached is not None:
        assert [station.name for station in line if station.reached_at] == reached


def test_a_station_keeps_the_instant_it_was_first_reached() -> None:
    line = line_of_stations(T[0], T[1], T[5], [("in_transit", T[2]), ("in_transit", T[4])])
    assert [station.reached_at for station in line] == [T[0], T[1], T[2], T[5]]
