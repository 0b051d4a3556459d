"""What a buyer can do with an order, on its page and in the conversation, and why not something else (PRODUCT 4)."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from shop_help.buyers import possible
from shop_help.policy.verdicts import ACTIONS
from tests.buyers import asking
from tests.buyers.asking import words
from tests.reading import texts_of

FIVE = [
    "Check order status",
    "Update shipping address",
    "Make a change to your order",
    "Request a refund, return, or exchange",
    "Request a cancellation",
]
FORMS = ("address-change", "order-change", "refund-or-return", "cancellation")
HTMX = {"HX-Request": "true"}


def open_on(client: FlaskClient, number: str) -> list[str]:
    page = client.get(f"/orders/{number}").text
    section = page[page.index('id="possible"') : page.index("</section>", page.index('id="possible"'))]
    return [unescape(label) for label in re.findall(r"<b>([^<]+)</b>", section)]


@pytest.mark.parametrize(
    ("number", "labels"),
    [
        (asking.UNPAID, [FIVE[1], FIVE[2], FIVE[4]]),
        (asking.FREE, [FIVE[0], FIVE[1], FIVE[2], FIVE[4]]),
        (asking.TO_SHIP, [FIVE[0], FIVE[1], FIVE[2], FIVE[4]]),
        (asking.PACKED, [FIVE[0], FIVE[4]]),
        (asking.ON_ITS_WAY, [FIVE[0]]),
        (asking.LATE, [FIVE[0], FIVE[3]]),
        (asking.TWO_MUGS, [FIVE[0], FIVE[3]]),
        (asking.LAST_DAY, [FIVE[0], FIVE[3]]),
        (asking.DAY_AFTER, [FIVE[0]]),
        (asking.CANCELLED, []),
    ],
)
def test_an_orders_page_lists_what_is_open_now(ana: FlaskClient, number: str, labels: list[str]) -> None:
    assert open_on(ana, number) == labels


def test_each_open_thing_says_why_and_until_which_minute(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.LAST_DAY}"))
    assert (
        "It is day 30 of 30 since it was delivered: you can ask the seller to take it back, for any reason." in page
    )
    assert re.search(r"Last minute: \w+, \w+ \d+, 23:59 E[SD]T", page)
    free = words(ana.get(f"/orders/{asking.FREE}"))
    assert re.search(r"you can cancel it at once, until \w+, \w+ \d+, \d\d:\d\d E[SD]T\.", free)


def test_why_not_is_fetched_when_asked_for_and_says_what_instead(ana: FlaskClient) -> None:
    page = ana.get(f"/orders/{asking.TWO_MUGS}").text
    assert "It has left, so this can't be done any more." not in unescape(page)
    assert f'hx-get="/orders/{asking.TWO_MUGS}/possible"' in page
    why = ana.get(f"/orders/{asking.TWO_MUGS}/possible", headers=HTMX).text
    assert unescape(why).count("It has left, so this can't be done any more.") == 3
    assert f'href="/orders/{asking.TWO_MUGS}/refund-or-return?want=return"' in why
    whole = words(ana.get(f"/orders/{asking.TWO_MUGS}/possible"))
    assert "Yes, you can ask to return it." in whole
    assert "It can't be cancelled." in whole


def test_items_that_are_judged_apart_are_told_apart(ana: FlaskClient) -> None:
    page = words(ana.get(f"/orders/{asking.TWO_PACKAGES}"))
    assert "Linen cushion: It is day 2 of 30" in page
    assert "It was sold as final sale: you can ask where something is wrong with it" in page
    assert "Pebble side table:" not in page
    why = words(ana.get(f"/orders/{asking.TWO_PACKAGES}/possible", headers=HTMX))
    assert re.search(r"Pebble side table: It is on its way. If it isn't there by", why)


def test_alike_items_share_one_sentence(ana: FlaskClient) -> None:
    assert words(ana.get(f"/orders/{asking.TWO_MUGS}")).count("It is day 2 of 30") == 1


def test_a_conversation_about_an_order_has_the_five_actions_and_none_is_dead(
    ana: FlaskClient, talk: str, luma: int
) -> None:
    page = ana.get(talk).text
    actions = page[page.index("conversation-actions") : page.index("conversation-foot")]
    assert [text for text in texts_of(actions, "chip") if text] == FIVE
    for form in FORMS:
        address = f"/orders/{asking.LATE}/{form}"
        assert f'href="{address}"' in actions
        assert ana.get(address).status_code == 200
    about_none = ana.post(f"/shops/{luma}/conversation").headers["Location"]
    assert "conversation-actions" not in ana.get(about_none).text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [asking.UNPAID, asking.ON_ITS_WAY, asking.OVER, asking.CANCELLED, asking.TO_SHIP])
def test_every_form_of_every_order_opens_and_says_what_can_be_done(ana: FlaskClient, number: str, form: str) -> None:
    page = ana.get(f"/orders/{number}/{form}").text
    is_form = 'id="request-parts"' in page
    is_no = 'data-eligible="no"' in page
    assert is_form != is_no
    if is_no:
        assert "Message " in page
        assert f'href="/help/contact?order={number}"' in page


@pytest.mark.parametrize("form", [*FORMS, "possible"])
def test_nobody_elses_order_has_a_form(ana: FlaskClient, form: str) -> None:
    assert ana.get(f"/orders/{asking.BRUNOS}/{form}").status_code == 404
    if form != "possible":
        assert ana.post(f"/orders/{asking.BRUNOS}/{form}", data={"step": "send"}).status_code == 404


def test_an_orders_page_asks_the_database_as_often_for_many_items_as_for_one(
    ana: FlaskClient, statements: list[str]
) -> None:
    counts = []
    for number in (asking.TO_SHIP, asking.TWO_PACKAGES, asking.TWO_PACKAGES):
        statements.clear()
        ana.get(f"/orders/{number}")
        counts.append(len(statements))
    assert max(counts) <= 18, counts
    assert counts[1] - counts[0] <= 1


def test_every_action_has_a_link_but_what_is_sent_as_a_form_or_hangs_on_a_request() -> None:
    assert set(ACTIONS) - possible.links_of("1").keys() == {"message", "dispute"}
    assert possible.links_of("1", dispute="/orders/requests/1#dispute")["dispute"]
