"""The act that takes an order in: what it makes, what it leaves alone, and what it refuses."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop_help.actions import orders as acts
from shop_help.actions.orders import OrderRefused, take_in_order
from shop_help.extensions import Base, db
from shop_help.models import LogEntry, Order, OrderLine, Package, Person, Product, Shop, TrackingEvent
from tests.order_feed.samples import CREATED, NOW, changed, example, line, order, read

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)

#: Seconds later than the sample's update_time.
LATER = CREATED + 20_000


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted(map(tuple, db.session.execute(table.select())), key=repr)
        for table in Base.metadata.sorted_tables
    }


def _the(thing: Any) -> Any:
    db.session.rollback()
    return db.session.scalars(select(thing).execution_options(populate_existing=True)).one()


def _log() -> list[tuple[str, str]]:
    return [(entry.what, entry.voice) for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.id))]


def test_an_order_makes_its_shop_buyer_product_and_all_its_parts(take_in: Any) -> None:
    assert take_in(order()).outcome == "new"
    found, shop, person, product = _the(Order), _the(Shop), _the(Person), _the(Product)
    assert (found.number, found.state, found.market, found.currency) == (order()["id"], "IN_TRANSIT", "US", "USD")
    assert (found.shop_id, found.buyer_id) == (shop.id, person.id)
    assert (shop.external_id, shop.name, shop.market) == ("shop-1", "Luma Home", "US")
    assert (person.external_id, person.name, person.email) == ("buyer-1", "Ana Ferreira", "buyer-1@relay.example")
    assert [role.name for role in person.roles] == ["buyer"]
    assert (product.external_id, product.name, product.is_listed) == ("p-lamp", "Halo desk lamp", False)
    (unit,), (package,) = found.lines, found.packages
    assert (unit.price, unit.tax, unit.product_id, unit.package_id) == (2500, 184, product.id, package.id)
    assert [event.station for event in package.events] == ["ordered", "shipped", "in_transit"]
    assert found.total == 2983
    assert found.address["lines"] == ["412 Alder Street", "Apt 3"]
    assert _log() == [("order.taken_in", "FEED")]


def test_importing_twice_changes_no_row_of_any_table(take_in: Any) -> None:
    for raw in (order(1), order(2, status="COMPLETED", delivery_time=CREATED + 8000), example()):
        take_in(raw, "Trust desk")
    before = _everything()
    for raw in (order(1), order(2, status="COMPLETED", delivery_time=CREATED + 8000), example()):
        assert take_in(raw, "Trust desk").outcome == "unchanged"
    assert _everything() == before


def test_a_newer_answer_puts_the_order_right_and_says_what_changed(take_in: Any) -> None:
    take_in(order())
    newer = order(status="DELIVERED", delivery_time=LATER - 5, update_time=LATER)
    assert take_in(newer).outcome == "updated"
    found = _the(Order)
    assert (found.state, found.delivered_at.timestamp(), found.updated_at.timestamp()) == (
        "DELIVERED",
        LATER - 5,
        LATER,
    )
    assert found.packages[0].delivered_at == found.delivered_at
    entry = db.session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry is not None
    assert (entry.what, entry.order_id, entry.shop_id) == ("order.changed", found.id, found.shop_id)
    assert (entry.data["state_before"], entry.data["state"]) == ("IN_TRANSIT", "DELIVERED")
    assert {"state", "delivered_at", "tracking", "packages"} <= set(entry.data["changed"])


def test_an_older_answer_changes_nothing(take_in: Any) -> None:
    take_in(order(status="DELIVERED", delivery_time=LATER - 5, update_time=LATER))
    person = _the(Person)
    person.email = person.birthdate = None
    person.adult_confirmed_by = "Trust desk"
    db.session.commit()
    before = _everything()
    older = changed(order(), "line_items.0.product_name", "Other words")
    assert take_in(older).outcome == "older"
    assert _everything() == before


def test_lines_and_packages_keep_their_rows_and_lose_what_the_feed_lost(take_in: Any) -> None:
    take_in(order(line_items=[line(1), line(2)]))
    kept = {row.external_id: row.id for row in db.session.scalars(select(OrderLine))}
    newer = order(
        update_time=LATER,
        line_items=[line(2, product_name="Halo lamp"), line(3, package_id="package-9")],
        packages=[],
    )
    assert take_in(newer).outcome == "updated"
    rows = {row.external_id: row for row in _the(Order).lines}
    assert (set(rows), rows["line-2"].id, rows["line-2"].name) == ({"line-2", "line-3"}, kept["line-2"], "Halo lamp")
    assert {package.external_id for package in db.session.scalars(select(Package))} == {"package-1", "package-9"}


def test_a_refunded_unit_stays_whatever_the_feed_forgets(take_in: Any) -> None:
    take_in(order(line_items=[line(1), line(2)]))
    unit = db.session.scalars(select(OrderLine).where(OrderLine.external_id == "line-2")).one()
    unit.refunded_at = NOW
    db.session.commit()
    take_in(order(update_time=LATER, line_items=[line(1)]))
    assert {row.external_id: row.refunded_at is not None for row in _the(Order).lines} == {
        "line-1": False,
        "line-2": True,
    }
    assert take_in(order(update_time=LATER, line_items=[line(1)])).outcome == "unchanged"


def test_delivered_in_transit_and_delivered_again_ends_at_the_last(take_in: Any) -> None:
    take_in(order(status="DELIVERED", delivery_time=CREATED + 10_000, update_time=CREATED + 10_000))
    take_in(order(status="IN_TRANSIT", delivery_time=CREATED + 10_000, update_time=CREATED + 11_000))
    found = _the(Order)
    assert (found.delivered_at, found.packages[0].delivered_at) == (None, None)
    take_in(order(status="DELIVERED", delivery_time=LATER, update_time=LATER))
    found = _the(Order)
    assert found.delivered_at.timestamp() == found.packages[0].delivered_at.timestamp() == LATER


def test_completed_is_when_it_was_first_seen_completed(take_in: Any) -> None:
    take_in(order(status="COMPLETED", delivery_time=CREATED + 8000))
    first = _the(Order).completed_at
    assert first.timestamp() == CREATED + 9000
    take_in(order(status="COMPLETED", delivery_time=CREATED + 8000, update_time=LATER, buyer_message="Thanks"))
    assert (_the(Order).completed_at, _the(Order).updated_at.timestamp()) == (first, LATER)


def test_a_line_without_a_class_has_its_products_and_keeps_that_of_its_purchase(take_in: Any) -> None:
    take_in(order(1, line_items=[line(item_class="Pre-owned")]))
    take_in(order(2))
    classes = {row.order.number[-1]: row.item_class for row in db.session.scalars(select(OrderLine))}
    assert classes == {"1": "pre_owned", "2": "pre_owned"}
    _the(Product).item_class = "standard"
    db.session.commit()
    take_in(order(2, update_time=LATER))
    take_in(order(3))
    classes = {row.order.number[-1]: row.item_class for row in db.session.scalars(select(OrderLine))}
    assert classes == {"1": "pre_owned", "2": "pre_owned", "3": "standard"}


def test_the_newest_order_words_a_product_unless_the_shop_lists_it(take_in: Any) -> None:
    take_in(order(1, update_time=LATER, line_items=[line(product_name="New words")]))
    take_in(order(2, line_items=[line(product_name="Old words")]))
    assert _the(Product).name == "New words"
    take_in(order(3, update_time=LATER + 1, line_items=[line(product_name="Newest words")]))
    assert _the(Product).name == "Newest words"
    _the(Product).is_listed = True
    db.session.commit()
    take_in(order(4, update_time=LATER + 2, line_items=[line(product_name="Other words")]))
    assert _the(Product).name == "Newest words"


def test_people_are_never_merged_by_their_email(take_in: Any) -> None:
    take_in(order(1))
    result = take_in(order(2, user_id="buyer-2"))
    assert [(note.code, note.field) for note in result.notes] == [("email_taken", "buyer_email")]
    people = {person.external_id: person.email for person in db.session.scalars(select(Person))}
    assert people == {"buyer-1": "buyer-1@relay.example", "buyer-2": None}


def test_a_feed_changes_no_account_that_people_sign_in_to(take_in: Any) -> None:
    take_in(order(1))
    raw = order(2, buyer_email="thief@relay.example", buyer_birthdate="1980-01-01")
    take_in(changed(raw, "recipient_address.name", "Somebody Else"))
    person = _the(Person)
    assert (person.email, person.name, person.birthdate.year) == ("buyer-1@relay.example", "Ana Ferreira", 1990)


@pytest.mark.parametrize(
    ("change", "field"), [({"user_id": "buyer-2"}, "user_id"), ({"shop_id": "shop-2"}, "shop_id")]
)
def test_an_order_moves_to_no_other_buyer_and_no_other_shop(take_in: Any, change: dict[str, str], field: str) -> None:
    take_in(order())
    before = _everything()
    with pytest.raises(OrderRefused) as refused:
        take_in(order(update_time=LATER, buyer_email=None, **change))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert _everything() == before


def test_an_order_without_a_shop_stays_with_the_shop_it_has(take_in: Any) -> None:
    take_in(order())
    taken = take_in(order(shop_id=None, shop_name=None, warehouse_id="69", update_time=LATER))
    assert taken.outcome == "updated"
    assert _the(Shop).external_id == "shop-1"


@pytest.mark.parametrize(
    ("told", "market"), [({}, "US"), ({"market": "DE"}, "DE")], ids=["nobody says", "the operator says"]
)
def test_without_an_address_a_new_shops_market_is_what_the_operator_says(
    take_in: Any, told: Any, market: str
) -> None:
    take_in(order(recipient_address=None), **told)
    assert (_the(Order).market, _the(Shop).market) == (market, market)


def test_without_an_address_the_shops_market_is_taken(take_in: Any) -> None:
    take_in(changed(order(1), "recipient_address.region_code", "GB"))
    take_in(order(2, recipient_address=None), market="DE")
    assert set(db.session.scalars(select(Order.market))) == {"UK"}


def test_a_failure_in_the_middle_leaves_nothing_behind(take_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _everything()

    def fail(*_: object) -> None:
        assert db.session.scalar(select(func.count()).select_from(OrderLine)) == 1
        raise RuntimeError("the last step fails")

    monkeypatch.setattr(acts, "_log", fail)
    with pytest.raises(RuntimeError):
        take_in(order())
    assert _everything() == before


def test_two_imports_at_once_neither_fail_nor_double(app: Flask) -> None:
    feeds = [read(order(number, user_id=f"buyer-{number % 3}", buyer_email=None)).order for number in range(20)]
    outcomes: list[str] = []
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def work(mine: list[Any]) -> None:
        try:
            with app.app_context():
                start.wait(10)
                for feed in mine:
                    assert feed is not None
                    outcomes.append(take_in_order(feed).outcome)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (feeds, feeds[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(outcomes) == ["new"] * 20 + ["unchanged"] * 20
    assert len(_everything()["orders"]) == 20
    assert (len(_everything()["persons"]), len(_everything()["shops"])) == (3, 1)


def test_who_comes_second_finds_what_the_first_made(take_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a database with several writers the same buyer may be made twice at once: the second try finds them."""
    take_in(order(1))
    real, tries = acts.buyer_of, []

    def blind_once(connection: Any, *args: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            connection.execute(text("INSERT INTO roles (name, description) VALUES ('buyer', '')"))
        return real(connection, *args)

    monkeypatch.setattr(acts, "buyer_of", blind_once)
    assert take_in(order(2)).outcome == "new"
    assert len(tries) == 2


def test_tracking_events_are_kept_and_corrected_without_doubles(take_in: Any) -> None:
    told = [{"description": "Left Reno", "update_time_millis": (CREATED + 8000) * 1000}]
    take_in(order(tracking=told))
    ids = set(db.session.scalars(select(TrackingEvent.id)))
    more = [{"description": "Arrived in Austin", "update_time_millis": (CREATED + 9500) * 1000}, *told]
    take_in(order(tracking=more, update_time=LATER))
    events = db.session.scalars(select(TrackingEvent).order_by(TrackingEvent.happened_at)).all()
    assert [event.description for event in events] == ["", "", "Left Reno", "Arrived in Austin"]
    assert ids < {event.id for event in events}
    assert events[-1].happened_at - events[-2].happened_at == timedelta(seconds=1500)
