"""The page of the program, and what it covers of an order, by the numbers of the market (PRODUCT 1)."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, Person, RuleVersion
from shop_help.policy import program
from shop_help.policy.numbers import JUDGING
from tests.reading import words_on

PROGRAM = "/protection/program"
#: Two packages, of which one arrived: a table under way, a cushion, and a candle sold as final sale.
TWO_PACKAGES, DAY_31, FINAL_SALE = "576461030000000115", "576461030000000111", "576461030000000118"


def words(answer: TestResponse) -> str:
    return words_on(answer.text)


def test_each_market_reads_its_own_numbers(ana: FlaskClient) -> None:
    us, jakarta = words(ana.get(PROGRAM)), words(ana.get(f"{PROGRAM}?market=ID"))
    for page in (us, jakarta):
        assert "for 90 calendar days from delivery" in page
        assert "Day 0 to 30: the seller first" in page
        assert "Day 31 to 90: straight to us" in page
        assert "within 21 calendar days, with something new" in page
    assert "you have 14 calendar days to send it" in us
    assert "in the time of New York" in us
    assert "you have 5 calendar days to send it" in jakarta
    assert "in the time of Jakarta" in jakarta


def test_numbers_that_operators_publish_stand_on_the_page_and_an_older_order_keeps_its_own(
    ana: FlaskClient, person_of: Callable[[str], Person]
) -> None:
    numbers = {name: number.value for name, number in JUDGING.items()} | {"return_days": 13, "protection_days": 77}
    version = RuleVersion(market="US", version=2, state="published", draft_of="US", numbers=numbers, note="Shorter")
    version.person_id = person_of("noor").id
    version.valid_from = clock.now() - timedelta(hours=1)
    db.session.add(version)
    db.session.commit()
    page = words(ana.get(PROGRAM))
    assert "for 77 calendar days" in page
    assert "Day 14 to 77: straight to us" in page
    assert "Day 31 to 90: straight to us" in words(ana.get(f"{PROGRAM}?order={DAY_31}"))


def test_no_number_of_the_program_is_typed_in_its_words() -> None:
    sources = [Path(program.__file__), Path(__file__).parents[2] / "templates/buyers/program.html"]
    # The first day of all is 0 by what a day is.
    said = [words for source in sources for words in re.findall(r'_\(\s*"([^"]+)', source.read_text())]
    assert said
    assert [words for words in said if re.search(r"(?<!Day )\d", words)] == []


def test_it_is_linked_from_each_order_and_from_help(ana: FlaskClient) -> None:
    for order in db.session.scalars(db.select(Order).where(Order.number.startswith("5764610300000001"))):
        if order.buyer.cast_name == "ana":
            page = ana.get(f"/orders/{order.number}").text
            assert f'href="{PROGRAM}?order={order.number}"' in page
            assert "Learn more about Buyer Protection" in page
    assert f'href="{PROGRAM}?order={TWO_PACKAGES}"' in ana.get(f"/help?order={TWO_PACKAGES}").text


def test_an_order_is_told_item_by_item_what_is_covered(ana: FlaskClient) -> None:
    page = words(ana.get(f"{PROGRAM}?order={TWO_PACKAGES}"))
    assert "Covered: it is on its way. Pebble side table" in page
    assert "Covered: the seller comes first. Linen cushion" in page
    assert re.search(r"Last minute: \w+, \w+ \d+, 23:59 E[SD]T", page)
    assert "Not covered. Cedar & smoke candle" in page
    assert "It was sold as final sale, which Buyer Protection leaves out." in page


def test_what_can_be_claimed_has_the_way_to_a_case_and_what_cannot_has_another_way(ana: FlaskClient) -> None:
    covered = ana.get(f"/orders/{DAY_31}")
    assert "Covered: you can open a case." in words(covered)
    assert f'href="/orders/{DAY_31}/claim"' in covered.text
    left_out = ana.get(f"/orders/{FINAL_SALE}")
    assert "Not covered." in words(left_out)
    assert f'href="/orders/{FINAL_SALE}/claim"' not in left_out.text


def test_everybody_reads_it_and_only_its_buyer_reads_about_an_order(sign_in: Callable[[str], FlaskClient]) -> None:
    for who in ("kit", "bruno", "sol", "gus", "noor"):
        client = sign_in(who)
        assert "Day 31 to 90" in words_on(client.get(PROGRAM).text)
        assert client.get(f"{PROGRAM}?order={DAY_31}").status_code == 404


def test_somebody_of_seventeen_reads_how_it_works_and_that_it_is_not_open_to_them(
    sign_in: Callable[[str], FlaskClient], ana: FlaskClient
) -> None:
    kit = sign_in("kit")
    assert "Buying is for people of 18 and over, and so are its cases." in words(kit.get(PROGRAM))
    assert "and so are its cases" not in words(ana.get(PROGRAM))
    for address in ("/protection", f"/orders/{DAY_31}/claim/items", "/protection/1"):
        assert kit.get(address).headers["Location"] == "/help"


def test_a_visitor_reads_it_and_signs_in_to_see_about_an_order(sign_in: Callable[[str], FlaskClient]) -> None:
    visitor = sign_in("ana").application.test_client()
    assert "Day 31 to 90" in words(visitor.get(PROGRAM))
    assert visitor.get(f"{PROGRAM}?order={DAY_31}").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("market", ["", "US", "UK", "DE", "ID", "nowhere"])
def test_a_market_that_nobody_knows_is_the_readers_own(market: str, sign_in: Callable[[str], FlaskClient]) -> None:
    page = words(sign_in("bruno").get(f"{PROGRAM}?market={market}"))
    place = {"US": "New York", "DE": "Berlin", "ID": "Jakarta"}.get(market, "London")
    assert f"in the time of {place}" in page
