"""FAQs and saved replies: added, changed, deleted and taken back; nothing typed is lost; nobody else's is there."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.extensions import db
from shop_help.models import LogEntry, SavedReply, Shop, ShopFaq
from shop_help.policy.shop_texts import LONGEST_QUESTION, MOST_TEXTS
from tests.sellers.scene import shop_named

KINDS: dict[str, dict[str, Any]] = {
    "faqs": {"model": ShopFaq, "noun": "faq", "first": "question", "second": "answer"},
    "replies": {"model": SavedReply, "noun": "reply", "first": "title", "second": "body"},
}
EACH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def shop(app: Flask) -> Shop:
    """The shop without any text of its own."""
    shop = shop_named("Luma Home")
    for kind in KINDS.values():
        db.session.query(kind["model"]).filter_by(shop_id=shop.id).delete()
    db.session.commit()
    return shop


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def made(kind: str, shop: Shop, first: str = "A lantern?", second: str = "Always lit.") -> Any:
    what = KINDS[kind]
    row = what["model"](shop_id=shop.id, **{what["first"]: first, what["second"]: second})
    db.session.add(row)
    db.session.commit()
    return row


def form(kind: str, first: str, second: str, **more: Any) -> dict[str, Any]:
    return {KINDS[kind]["first"]: first, KINDS[kind]["second"]: second, **more}


def rows(kind: str, shop: Shop) -> list[Any]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(KINDS[kind]["model"]).filter_by(shop_id=shop.id).all()


def logged(what: str) -> list[LogEntry]:
    return db.session.query(LogEntry).filter_by(what=what).order_by(LogEntry.id).all()


@EACH
def test_a_seller_adds_one_and_the_log_says_so(kind: str, shop: Shop, sol: FlaskClient, person_of: Any) -> None:
    what = KINDS[kind]
    answer = sol.post(f"/sellers/{kind}", data=form(kind, "  A lantern? ", "Line one\r\nand {shop_name}."))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sellers/{kind}")
    (row,) = rows(kind, shop)
    assert (getattr(row, what["first"]), getattr(row, what["second"])) == ("A lantern?", "Line one\nand {shop_name}.")
    (entry,) = logged(f"{what['noun']}.added")
    assert (entry.voice, entry.person_id, entry.shop_id) == ("SHOP", person_of("sol").id, shop.id)
    assert "A lantern?" in sol.get(f"/sellers/{kind}").text


@EACH
def test_a_change_keeps_in_the_log_what_stood_there(kind: str, shop: Shop, sol: FlaskClient) -> None:
    row = made(kind, shop)
    for _ in range(2):  # sent twice, it is one change
        assert sol.post(f"/sellers/{kind}/{row.id}", data=form(kind, "A lamp?", "Dimmed.")).status_code == 303
    (changed,) = rows(kind, shop)
    assert getattr(changed, KINDS[kind]["second"]) == "Dimmed."
    (entry,) = logged(f"{KINDS[kind]['noun']}.changed")
    assert entry.data["before"][:2] == ["A lantern?", "Always lit."]


@EACH
def test_deleting_is_taken_back_once(kind: str, shop: Shop, sol: FlaskClient) -> None:
    row = made(kind, shop)
    row_id = row.id
    if kind == "faqs":
        row.asked, row.states = 41, ["DELIVERED"]
        db.session.commit()
    assert sol.post(f"/sellers/{kind}/{row_id}/removal").status_code == 303
    assert rows(kind, shop) == []
    page = sol.get(f"/sellers/{kind}").text
    assert "“A lantern?” is deleted." in page
    entry = re.search(r'name="entry" value="(\d+)"', page)[1]
    assert "is deleted" not in sol.get(f"/sellers/{kind}").text, "it is offered once"
    for _ in range(2):
        assert sol.post(f"/sellers/{kind}/restorations", data={"entry": entry}).status_code == 303
    (back,) = rows(kind, shop)
    assert back.id == row_id
    assert getattr(back, KINDS[kind]["second"]) == "Always lit."
    if kind == "faqs":
        assert (back.asked, back.states) == (41, ["DELIVERED"])
    assert len(logged(f"{KINDS[kind]['noun']}.restored")) == 1


@EACH
def test_a_second_tap_on_delete_says_what_the_first_one_did(
    kind: str, shop: Shop, sol: FlaskClient, sign_in: Any
) -> None:
    address = f"/sellers/{kind}/{made(kind, shop).id}/removal"
    for _ in range(2):
        assert sol.post(address).headers["Location"] == f"/sellers/{kind}"
    assert len(logged(f"{KINDS[kind]['noun']}.removed")) == 1
    page = sol.get(f"/sellers/{kind}").text
    assert "“A lantern?” is deleted." in page
    entry = re.search(r'name="entry" value="(\d+)"', page)[1]
    sol.post(f"/sellers/{kind}/restorations", data={"entry": entry})
    assert len(rows(kind, shop)) == 1
    assert sol.post(address).status_code == 303
    assert sign_in("mara").post(address).status_code == 404
    assert sol.post(f"/sellers/{kind}/999999/removal").status_code == 404


@EACH
def test_what_comes_back_takes_nobodys_place(kind: str, shop: Shop, sol: FlaskClient) -> None:
    row = made(kind, shop)
    row_id = row.id
    sol.post(f"/sellers/{kind}/{row_id}/removal")
    entry, shop_id = logged(f"{KINDS[kind]['noun']}.removed")[-1].id, shop.id
    db.session.expunge_all()
    db.session.add(KINDS[kind]["model"](id=row_id, shop_id=shop_id, **form(kind, "Mine now", "Yes.")))
    db.session.commit()
    assert sol.post(f"/sellers/{kind}/restorations", data={"entry": entry}).status_code == 303
    assert {getattr(each, KINDS[kind]["first"]) for each in rows(kind, shop)} == {"Mine now", "A lantern?"}


@EACH
@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "Yes.", "Write something here."),
        ("May I?", " \r\n ", "Write something here."),
        ("x" * (LONGEST_QUESTION + 1), "Yes.", "characters; these are"),
        ("May I?", "y" * 2001, "At most 2000 characters; these are 2001."),
        ("May I?", "It has {trackng_number}.", "{trackng_number} can't be filled. These can: {order_number},"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_typed_is_lost(
    kind: str, first: str, second: str, said: str, shop: Shop, sol: FlaskClient
) -> None:
    more = {"states": ["DELIVERED", "UNPAID"]}
    row = made(kind, shop)
    for path in (f"/sellers/{kind}", f"/sellers/{kind}/{row.id}"):
        answer = sol.post(path, data=form(kind, first, second, **more))
        page = html.unescape(answer.text)
        assert answer.status_code == 422
        assert said in page
        assert 'aria-invalid="true"' in page
        assert first in page
        assert second.strip() in page
        if kind == "faqs":
            assert re.findall(r'value="(\w+)" checked', page) == ["UNPAID", "DELIVERED"]
    assert [getattr(each, KINDS[kind]["second"]) for each in rows(kind, shop)] == ["Always lit."]


@EACH
def test_a_shop_has_room_for_so_many(kind: str, shop: Shop, sol: FlaskClient) -> None:
    for number in range(MOST_TEXTS - 1):
        made(kind, shop, f"Number {number}")
    assert sol.post(f"/sellers/{kind}", data=form(kind, "The last", "Yes.")).status_code == 303
    full = sol.post(f"/sellers/{kind}", data=form(kind, "One more", "Yes."))
    assert full.status_code == 422
    assert "A shop has at most 50 of them." in full.text
    assert len(rows(kind, shop)) == MOST_TEXTS


@EACH
def test_another_shops_is_not_there(kind: str, shop: Shop, sol: FlaskClient, sign_in: Any) -> None:
    theirs = made(kind, shop_named("Kicks & Co"), "A heron", "at dusk")
    mine = made(kind, shop)
    sol.post(f"/sellers/{kind}/{mine.id}/removal")
    entry = logged(f"{KINDS[kind]['noun']}.removed")[-1].id
    assert "A heron" in sign_in("mara").get(f"/sellers/{kind}").text
    assert "A heron" not in sol.get(f"/sellers/{kind}").text
    words = form(kind, "Mine", "now")
    assert sol.get(f"/sellers/{kind}/{theirs.id}").status_code == 404
    assert sol.post(f"/sellers/{kind}/{theirs.id}", data=words).status_code == 404
    assert sol.post(f"/sellers/{kind}/{theirs.id}/removal").status_code == 404
    assert sol.post(f"/sellers/{kind}", data=words | {"shop": theirs.shop_id}).status_code == 404
    assert sign_in("mara").post(f"/sellers/{kind}/restorations", data={"entry": entry}).status_code == 404
    assert (
        sol.post(f"/sellers/{kind}/restorations", data={"entry": logged("shop.opened") or 999999}).status_code == 404
    )
    db.session.refresh(theirs)
    assert getattr(theirs, KINDS[kind]["first"]) == "A heron"


@EACH
def test_a_seller_of_two_shops_says_for_which(kind: str, shop: Shop, sol: FlaskClient, person_of: Any) -> None:
    other = shop_named("Kicks & Co")
    other.members.append(person_of("sol"))
    db.session.commit()
    assert '<select class="input" id="field-shop"' in " ".join(sol.get(f"/sellers/{kind}/new").text.split())
    assert sol.post(f"/sellers/{kind}", data=form(kind, "Whose?", "Yes.")).status_code == 404
    answer = sol.post(f"/sellers/{kind}", data=form(kind, "Whose?", "Yes.", shop=other.id))
    assert answer.status_code == 303
    assert "Whose?" in {getattr(each, KINDS[kind]["first"]) for each in rows(kind, other)}
    refused = sol.post(f"/sellers/{kind}", data=form(kind, "", "Yes.", shop=other.id))
    assert re.search(rf'value="{other.id}" selected', refused.text), "the choice is kept too"
