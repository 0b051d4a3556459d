"""What an import leaves alone: people, products, units and classes; and what fails, whole."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop_help.actions import orders as acts
from shop_help.actions.orders import OrderRefused, take_in_order
from shop_help.actions.refunds import begin
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, Person, Product, Shop
from shop_help.policy.refunds import Part
from tests.order_feed.samples import CREATED, NOW, changed, line, order, read
from tests.order_import.rows import everything, the_only

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


#: Seconds later than the sample's update_time.
LATER = CREATED + 20_000


def test_a_refunded_unit_stays_whatever_the_feed_forgets(take_in: Any) -> None:
    take_in(order(line_items=[line(1), line(2)]))
    unit = db.session.scalars(select(OrderLine).where(OrderLine.external_id == "line-2")).one()
    unit.refunded_at = NOW
    db.session.commit()
    take_in(order(update_time=LATER, line_items=[line(1)]))
    assert {row.external_id: row.refunded_at is not None for row in the_only(Order).lines} == {
        "line-1": False,
        "line-2": True,
    }
    assert take_in(order(update_time=LATER, line_items=[line(1)])).outcome == "unchanged"


def test_a_unit_whose_money_is_on_its_way_back_stays_too(take_in: Any) -> None:
    take_in(order(line_items=[line(1), line(2)]))
    known = the_only(Order)
    unit = next(row for row in known.lines if row.external_id == "line-2")
    with write_unit(db.session) as session:
        begin(session.connection(), known.id, None, "key", [Part("item", unit.id, 1)], NOW)
    take_in(order(update_time=LATER, line_items=[line(1)]))
    assert {row.external_id for row in the_only(Order).lines} == {"line-1", "line-2"}


def test_a_line_without_a_class_has_its_products_and_keeps_that_of_its_purchase(take_in: Any) -> None:
    take_in(order(1, line_items=[line(item_class="Pre-owned")]))
    take_in(order(2))
    classes = {row.order.number[-1]: row.item_class for row in db.session.scalars(select(OrderLine))}
    assert classes == {"1": "pre_owned", "2": "pre_owned"}
    the_only(Product).item_class = "standard"
    db.session.commit()
    take_in(order(2, update_time=LATER))
    take_in(order(3))
    classes = {row.order.number[-1]: row.item_class for row in db.session.scalars(select(OrderLine))}
    assert classes == {"1": "pre_owned", "2": "pre_owned", "3": "standard"}


def test_the_newest_order_words_a_product_unless_the_shop_lists_it(take_in: Any) -> None:
    take_in(order(1, update_time=LATER, line_items=[line(product_name="New words")]))
    take_in(order(2, line_items=[line(product_name="Old words")]))
    assert the_only(Product).name == "New words"
    take_in(order(3, update_time=LATER + 1, line_items=[line(product_name="Newest words")]))
    assert the_only(Product).name == "Newest words"
    the_only(Product).is_listed = True
    db.session.commit()
    take_in(order(4, update_time=LATER + 2, line_items=[line(product_name="Other words")]))
    assert the_only(Product).name == "Newest words"


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
    person = the_only(Person)
    assert (person.email, person.name, person.birthdate.year) == ("buyer-1@relay.example", "Ana Ferreira", 1990)


@pytest.mark.parametrize(
    ("change", "field"), [({"user_id": "buyer-2"}, "user_id"), ({"shop_id": "shop-2"}, "shop_id")]
)
def test_an_order_moves_to_no_other_buyer_and_no_other_shop(take_in: Any, change: dict[str, str], field: str) -> None:
    take_in(order())
    before = everything()
    with pytest.raises(OrderRefused) as refused:
        take_in(order(update_time=LATER, buyer_email=None, **change))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert everything() == before


def test_an_order_without_a_shop_stays_with_the_shop_it_has(take_in: Any) -> None:
    take_in(order())
    taken = take_in(order(shop_id=None, shop_name=None, warehouse_id="69", update_time=LATER))
    assert taken.outcome == "updated"
    assert the_only(Shop).external_id == "shop-1"


def test_a_failure_in_the_middle_leaves_nothing_behind(take_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def fail(*_: object) -> None:
        assert db.session.scalar(select(func.count()).select_from(OrderLine)) == 1
        raise RuntimeError("the last step fails")

    monkeypatch.setattr(acts, "_log", fail)
    with pytest.raises(RuntimeError):
        take_in(order())
    assert everything() == before


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
    assert len(everything()["orders"]) == 20
    assert (len(everything()["persons"]), len(everything()["shops"])) == (3, 1)


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
