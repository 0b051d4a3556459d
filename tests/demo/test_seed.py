"""The demo: who and what is in it, that a second run keeps what people did, and that a fresh one starts over."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help import clock, photo_files
from shop_help.demo.cast import PEOPLE, SHOPS
from shop_help.demo.order_plans import PLANS, REFUSED
from shop_help.demo.seeding import birthdate_of
from shop_help.extensions import Base, db
from shop_help.models import Conversation, Evidence, Message, Order, Person, Photo, Product, Shop, ShopFaq
from shop_help.policy.age import age_on
from shop_help.policy.orders import STATES


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    db.session.rollback()
    return {
        table.name: sorted(map(tuple, db.session.execute(table.select())), key=repr)
        for table in Base.metadata.sorted_tables
    }


def _seed(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["seed", *options])
    assert result.exit_code == 0, result.output
    return result.output


def _cast(app: Flask) -> dict[str, Any]:
    return dict(json.loads(app.test_cli_runner().invoke(args=["cast", "--json"]).output))


def _order(key: int) -> Order:
    number = next(plan.number for plan in PLANS if plan.key == key)
    return db.session.scalars(select(Order).where(Order.number == number)).one()


def test_a_second_run_adds_nothing(app: Flask) -> None:
    before = _everything()
    output = _seed(app)
    assert "0 new people, 0 new shops, 0 new products, 0 new orders, 0 new conversations and 0 new cases" in output
    assert _everything() == before


def test_a_second_run_keeps_what_people_did_and_adds_what_is_missing(app: Flask) -> None:
    db.session.delete(_order(108))
    _order(109).state = "CANCELLED"
    lamp = db.session.scalars(select(Product).where(Product.external_id == "lamp")).one()
    lamp.name, lamp.is_listed = "Their own words", False
    gone = db.session.scalars(select(ShopFaq)).first()
    db.session.delete(gone)
    talk = db.session.scalars(select(Conversation).order_by(Conversation.id)).first()
    assert talk is not None
    talk.last_seq += 1
    words = {"voice": "BUYER", "client_id": "c", "body": "More", "person_id": talk.buyer_id}
    db.session.add(Message(conversation_id=talk.id, seq=talk.last_seq, **words))
    db.session.commit()
    before = _everything()
    assert "1 new orders" in _seed(app)
    after = _everything()
    assert _order(108).state == "DELIVERED"
    for table in ("persons", "shops", "products", "shop_faqs", "saved_replies", "conversations", "messages"):
        assert after[table] == before[table], table
    assert len(after["orders"]) == len(before["orders"]) + 1
    assert all(row in after["orders"] for row in before["orders"])


def test_a_fresh_run_starts_over_and_signs_nobody_out(app: Flask) -> None:
    people = {person.cast_name: person.id for person in db.session.scalars(select(Person))}
    _order(108).story = "Spoilt"
    db.session.commit()
    _seed(app, "--fresh")
    db.session.rollback()
    assert {person.cast_name: person.id for person in db.session.scalars(select(Person))} == people
    assert _order(108).story == "Delivered 2 days ago"
    assert db.session.scalar(select(func.count()).select_from(Order)) == len(PLANS)
    assert db.session.scalar(select(func.count()).select_from(Shop)) == len(SHOPS)


def test_the_demo_shows_photos_and_a_fresh_run_leaves_no_file_of_the_old_ones(app: Flask) -> None:
    folder = Path(app.config["PHOTOS_DIR"])

    def kept() -> tuple[set[str], set[str]]:
        db.session.rollback()
        photos, said = list(db.session.scalars(select(Photo))), []
        for photo in photos:
            message = db.session.get_one(Message, (photo.conversation_id, photo.seq))
            assert message.kind == "photo"
            assert message.data == {"photo": photo.id, "width": photo.width, "height": photo.height}
            assert photo_files.path_of(photo.file_name)
            said.append(message.body)
        assert "It was like this in the box." in said
        # Those of claims have files of their own; nobody else's are there.
        claimed = {Path(name).name.split(".")[0] for name in db.session.scalars(select(Evidence.file_name)) if name}
        assert claimed
        return {photo.id for photo in photos} | claimed, {
            path.name.split(".")[0] for path in folder.rglob("*") if path.is_file()
        }

    first, files = kept()
    assert files == first
    _seed(app)
    assert kept() == (first, first)
    _seed(app, "--fresh")
    second, files = kept()
    assert not first & second
    assert files == second
    assert len(second) == len(first)


def test_the_cast_lists_people_and_orders(app: Flask) -> None:
    cast = _cast(app)
    assert [(person["name"], person["role"]) for person in cast["people"]] == [
        ("Ana", "buyer"),
        ("Bruno", "buyer"),
        ("Kit", "buyer"),
        ("Sol", "seller"),
        ("Mara", "seller"),
        ("Gus", "agent"),
        ("Iris", "agent"),
        ("Noor", "operator"),
    ]
    assert {person["email"] for person in cast["people"]} == {someone.email for someone in PEOPLE}
    assert {"number", "buyer", "shop", "state", "story"} <= set(cast["orders"][0])
    assert {order["state"] for order in cast["orders"]} == {*STATES, "REFUSED"}
    assert all(order["story"] for order in cast["orders"])
    table = app.test_cli_runner().invoke(args=["cast"]).output
    assert "Luma Home" in table
    assert "Kicks & Co" in table


def test_nobody_of_the_demo_has_a_password(app: Flask) -> None:
    assert set(db.session.scalars(select(Person.password))) == {None}


def test_kits_order_is_refused_and_listed_as_that(app: Flask) -> None:
    kit = db.session.scalars(select(Person).where(Person.cast_name == "kit")).one()
    assert db.session.scalars(Order.of(kit.id)).all() == []
    assert "buyer is 17: nobody under 18 can buy" in _seed(app)
    refused = [order for order in _cast(app)["orders"] if order["buyer"] == "Kit"]
    assert [(order["number"], order["state"]) for order in refused] == [(REFUSED.number, "REFUSED")]


@pytest.mark.parametrize("days", range(0, 330, 30))
def test_kit_stays_17_for_most_of_a_year(days: int) -> None:
    kit = next(someone for someone in PEOPLE if someone.cast_name == "kit")
    seeded = clock.now()
    born = birthdate_of(kit, seeded)
    assert born is not None
    assert age_on(born, (seeded + timedelta(days=days)).date()) == 17
