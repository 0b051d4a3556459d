"""A later import takes nothing back that was agreed on or entered here, and ends what its news overtake."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop_help.actions.order_requests import asking, deciding, shipping
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, OrderRequest, Package, Person, Role, Shop, SignIn
from tests.order_feed.samples import CREATED, NOW, changed, line, order
from tests.order_import.rows import the_only

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
LATER = CREATED + 20_000
PAID = int(NOW.timestamp()) - 48 * 3600


def waiting(**changes: Any) -> dict[str, Any]:
    """An order that was paid two days ago and waits to be shipped."""
    told = {"status": "AWAITING_SHIPMENT", "create_time": PAID, "paid_time": PAID, "update_time": PAID}
    told |= {"rts_time": None, "collection_time": None, "packages": None, "delivery_due_time": PAID + 600_000}
    return order(**{**told, "line_items": [line(1, package_id=None), line(2, package_id=None)], **changes})


@pytest.fixture
def people(take_in: Any) -> dict[str, str]:
    """The order's buyer and somebody of its shop, signed in."""
    take_in(waiting())
    buyer, shop = the_only(Person), the_only(Shop)
    buyer.roles.append(db.session.scalar(select(Role).where(Role.name == "buyer")) or Role(name="buyer"))
    seller = Person(name="Sol", fs_uniquifier="sol", roles=[Role(name="seller")])
    shop.members.append(seller)
    db.session.add(seller)
    db.session.flush()
    names = {"buyer": f"buyer-{uuid4()}", "seller": f"seller-{uuid4()}"}
    db.session.add_all(
        SignIn(id=names[name], person_id=person.id) for name, person in (("buyer", buyer), ("seller", seller))
    )
    db.session.commit()
    return names


def ask(people: dict[str, str], kind: str, **more: Any) -> asking.Made:
    bought = the_only(Order)
    lines = [each.id for each in bought.lines]
    reason = "by_mistake" if kind == "cancellation" else ""
    asked = {"order_id": bought.id, "line_ids": lines, "client_id": str(uuid4()), "reason": reason, **more}
    return asking.ask(people["buyer"], asking.Asked(kind=kind, **asked))


def ship(people: dict[str, str], *lines: int, number: str = "T9") -> None:
    bought = the_only(Order)
    ids = [each.id for each in bought.lines if each.position in lines]
    shipping.ship(people["seller"], bought.id, ids, "Carrier", number, str(uuid4()))


def state_of(made: asking.Made) -> str:
    db.session.rollback()
    return db.session.get_one(OrderRequest, made.request_id, populate_existing=True).state


def later(**changes: Any) -> dict[str, Any]:
    return waiting(**{"update_time": PAID + 100, **changes})


def test_a_parcel_that_the_seller_entered_stays_while_the_feed_knows_none(
    people: dict[str, str], take_in: Any
) -> None:
    ship(people, 0)
    take_in(later(buyer_message="Thank you"))
    bought = the_only(Order)
    assert (bought.state, bought.buyer_note, bought.shipped_at) == ("PARTIALLY_SHIPPING", "Thank you", NOW)
    assert [(p.tracking_number, p.shipped_at) for p in bought.packages] == [("T9", NOW)]
    assert [unit.package_id for unit in bought.lines] == [bought.packages[0].id, None]
    assert take_in(later(buyer_message="Thank you")).outcome == "unchanged"
    ship(people, 1, number="T10")
    take_in(later(update_time=PAID + 200))
    assert (the_only(Order).state, len(the_only(Order).packages)) == ("IN_TRANSIT", 2)


def _shipped(number: str, name: str = "package-1", **more: Any) -> dict[str, Any]:
    packages = [{"id": name, "tracking_number": number}]
    lines = [line(1, package_id=name), line(2, package_id=name)]
    told = {"status": "IN_TRANSIT", "rts_time": PAID + 50, "collection_time": PAID + 60}
    return later(packages=packages, line_items=lines, **told, **more)


def test_a_parcel_that_the_feed_tells_by_its_number_is_the_same_one(people: dict[str, str], take_in: Any) -> None:
    ship(people, 0, 1)
    entered = the_only(Package).id
    take_in(_shipped("T9"))
    package = the_only(Package)
    assert (package.id, package.external_id, package.tracking_number) == (entered, "package-1", "T9")
    assert take_in(_shipped("T9")).outcome == "unchanged"


def test_a_parcel_under_way_that_the_feed_tells_otherwise_is_the_feeds(people: dict[str, str], take_in: Any) -> None:
    ship(people, 0, 1)
    take_in(_shipped("T77"))
    package = the_only(Package)
    assert (package.external_id, package.tracking_number) == ("package-1", "T77")
    assert {unit.package_id for unit in db.session.scalars(select(OrderLine))} == {package.id}


def test_a_parcel_that_only_waits_takes_nothing_out_of_one_that_left(people: dict[str, str], take_in: Any) -> None:
    ship(people, 0, 1)
    take_in(_shipped("T77") | {"status": "AWAITING_COLLECTION", "collection_time": None})
    bought = the_only(Order)
    assert bought.state == "IN_TRANSIT"
    assert {unit.package.tracking_number for unit in bought.lines} == {"T9"}


def _moved_to(people: dict[str, str], street: str) -> None:
    address = {"name": "Ana Ferreira", "lines": [street], "city": "Austin"}
    made = ask(people, "address_change", details={"address": address})
    deciding.approve(people["seller"], made.request_id)


def test_an_address_that_was_replaced_is_not_put_back(people: dict[str, str], take_in: Any) -> None:
    _moved_to(people, "1 New Road")
    _moved_to(people, "2 Newer Road")
    take_in(later(buyer_message="Thank you"))
    assert the_only(Order).address["lines"] == ["2 Newer Road"]
    assert take_in(later(buyer_message="Thank you")).outcome == "unchanged"


def test_an_address_that_the_feed_tells_anew_holds(people: dict[str, str], take_in: Any) -> None:
    _moved_to(people, "1 New Road")
    take_in(changed(later(), "recipient_address.address_line1", "9 Feed Lane"))
    assert the_only(Order).address["lines"][0] == "9 Feed Lane"


@pytest.mark.parametrize(("status", "state"), [("AWAITING_SHIPMENT", "CANCELLED"), ("IN_TRANSIT", "IN_TRANSIT")])
def test_an_order_cancelled_here_comes_back_only_if_it_left(
    people: dict[str, str], take_in: Any, status: str, state: str
) -> None:
    made = ask(people, "cancellation")
    deciding.approve(people["seller"], made.request_id)
    take_in(_shipped("T1") if status == "IN_TRANSIT" else later())
    assert the_only(Order).state == state
    assert (the_only(Order).cancelled_at == NOW) == (state == "CANCELLED")


@pytest.mark.parametrize("kind", ["cancellation", "order_change"])
def test_a_feed_that_says_it_left_overtakes_what_was_asked(people: dict[str, str], take_in: Any, kind: str) -> None:
    made = ask(people, kind, details={"variant": "Blue"} if kind == "order_change" else {})
    take_in(later(buyer_message="Still here"))
    assert state_of(made) == "pending"
    take_in(_shipped("T1", update_time=PAID + 200))
    assert state_of(made) == "superseded"
    row = db.session.get_one(OrderRequest, made.request_id)
    # It left before it was asked, as the feed tells now: it is overtaken since it was asked.
    assert row.moved_at == NOW


@pytest.mark.parametrize(("hours", "state"), [(23, "superseded"), (24, "auto_approved"), (30, "auto_approved")])
def test_news_that_come_after_a_deadline_meet_what_followed_it(
    people: dict[str, str], take_in: Any, monkeypatch: pytest.MonkeyPatch, hours: int, state: str
) -> None:
    asked_at = NOW - timedelta(hours=hours)
    monkeypatch.setattr("shop_help.clock.now", lambda: asked_at)
    made = ask(people, "cancellation")
    monkeypatch.setattr("shop_help.clock.now", lambda: NOW)
    # It left an hour after it was asked, and that is told so late: the system had approved it by then, or would have.
    left = asked_at + timedelta(hours=1)
    told = {"rts_time": int(left.timestamp()), "collection_time": int(left.timestamp())}
    take_in(_shipped("T1") | told | {"update_time": int(left.timestamp())})
    assert state_of(made) == state
    row = db.session.get_one(OrderRequest, made.request_id)
    assert row.moved_at == (left if state == "superseded" else asked_at + timedelta(hours=24))


def test_a_feed_that_cancels_the_order_ends_what_was_asked(people: dict[str, str], take_in: Any) -> None:
    made = ask(people, "cancellation")
    take_in(later(status="CANCELLED"))
    assert state_of(made) == "superseded"


def test_a_unit_that_was_asked_about_stays_whatever_the_feed_forgets(people: dict[str, str], take_in: Any) -> None:
    second = the_only(Order).lines[1].id
    made = ask(people, "order_change", line_ids=[second], details={"variant": "Blue"})
    take_in(later(line_items=[line(1, package_id=None)]))
    assert len(the_only(Order).lines) == 2
    assert state_of(made) == "pending"
