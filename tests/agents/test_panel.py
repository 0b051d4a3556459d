"""What stands beside a case: its order, the seller's talk, the buyer's history, and what happened."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop_help.actions import case_states
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.agents.panel import MOST_ORDERS
from shop_help.extensions import db
from shop_help.models import Case, Order
from shop_help.policy.case_words import CASE_LOG
from tests.agents.scene import KICKS_ORDER, LUMA_ORDER, Scene
from tests.agents.test_case import HTMX, WORDS, page
from tests.reading import texts_of
from tests.test_words import ROOT


def test_the_order_stands_beside_with_its_clocks_and_its_address(scene: Scene, gus: FlaskClient) -> None:
    html = page(gus, scene.ask())
    assert LUMA_ORDER in html
    assert "Ship to" in html
    assert "Payment" in html
    assert "asks about no order" not in html
    without = page(gus, scene.ask(order=None))
    assert LUMA_ORDER not in without
    assert "Ana asks about no order." in without


def test_a_delivered_order_says_until_when_it_can_be_returned_and_is_protected(
    scene: Scene, gus: FlaskClient
) -> None:
    html = page(gus, scene.ask(order=KICKS_ORDER))
    assert "Returns until" not in html, "it is under way"
    html = page(gus, scene.ask(order="576461030000000114"))
    assert "Returns until" in html
    assert "Buyer Protection until" in html


def test_the_sellers_talk_about_the_order_is_read_and_not_joined(scene: Scene, gus: FlaskClient) -> None:
    order = scene.order(LUMA_ORDER)
    talk = open_conversation(scene.ids["ana"], order.shop_id, order.id)
    post_message(scene.sign_ins["ana"], talk, "0198a0de-0000-7000-a000-000000000002", "Is it packed?")
    opened = scene.ask()
    assert "Is it packed?" not in page(gus, opened), "it is opened first"
    part = page(gus, opened, "/seller", **HTMX)
    assert "Is it packed?" in part
    assert 'data-controller="conversation"' not in part
    assert "<html" not in part
    assert "Is it packed?" in page(gus, opened, "/seller"), "and without scripts as a page"
    assert gus.get(f"/agents/conversations/{talk}/messages").status_code == 404
    scene.claim("iris", opened)
    assert gus.get(f"/agents/cases/{opened.case_id}/seller").status_code == 404, "it belongs to her case now"
    other = scene.ask(order=None)
    assert gus.get(f"/agents/cases/{other.case_id}/seller").status_code == 404


def test_a_long_sellers_talk_is_read_upward(scene: Scene, gus: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop_help.agents.case.PAGE", 2)
    order = scene.order(LUMA_ORDER)
    talk = open_conversation(scene.ids["ana"], order.shop_id, order.id)
    for place in range(5):
        post_message(scene.sign_ins["ana"], talk, f"0198a0de-0000-7000-a000-{place:012d}", f"Word {place}.")
    opened = scene.ask()
    found: list[str] = []
    address = "/seller"
    while address:
        part = page(gus, opened, address, **HTMX)
        found = texts_of(part, "message-body") + found
        before = re.search(r'href="[^"]*/seller(\?before=\d+)"', part)
        address = f"/seller{before[1]}" if before else ""
    assert found == [f"Word {place}." for place in range(5)]


def test_the_buyers_history_leads_to_other_cases(scene: Scene, gus: FlaskClient, iris: FlaskClient) -> None:
    newest = db.session.scalars(
        select(Order.number).where(Order.buyer_id == scene.ids["ana"]).order_by(Order.created_at.desc())
    ).first()
    assert newest
    first, other = scene.ask(order=newest), scene.ask(WORDS, order=None)
    scene.claim("iris", other)
    html = page(gus, first)
    assert f'href="/agents/cases/{other.case_id}"' in html
    assert WORDS not in html
    others = [text for text in texts_of(html, "list-row-text") if re.match(r"…\d{4} · ", text)]
    assert len(others) == MOST_ORDERS
    assert not any(newest[-4:] in text for text in others), "it stands above"
    bruno = scene.ask(who="bruno", order=None)
    assert f'href="/agents/cases/{bruno.case_id}"' not in html


def test_a_case_that_goes_on_another_is_linked_from_both(scene: Scene, gus: FlaskClient) -> None:
    first = scene.ask()
    scene.say("gus", first, "It is there now.", then="resolved")
    db.session.execute(update(Case).where(Case.id == first.case_id).values(state="closed", open_key=None))
    db.session.commit()
    later = scene.ask("Still not here.", earlier_id=first.case_id)
    assert "Before this one" in page(gus, later)
    assert "Goes on here" in page(gus, first)


def test_the_timeline_tells_who_did_what_and_why(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(mode="chat")
    scene.claim("iris", opened)
    gus.post(f"/agents/cases/{opened.case_id}/takeover", data={"reason": "Iris is ill."})
    scene.say("gus", opened, "Look now.", then="resolved")
    case_states.rate(scene.sign_ins["ana"], opened.case_id, 5, "")
    told = [each.partition(" Wed, ")[0] for each in texts_of(page(gus, opened), "timeline")]
    assert "Ana gave it 5 of 5" in told[-1]
    for words in ("Gus marked it as resolved", "Gus took it over: Iris is ill.", "Iris claimed it", "Ana turned to"):
        assert words in told[-1]


def test_everything_that_is_logged_of_a_case_has_its_words(scene: Scene) -> None:
    source = "".join(path.read_text() for path in (ROOT / "shop_help" / "actions").glob("*.py"))
    named = set(re.findall(r'"(case\.\w+)"', source)) | {f"case.{state}" for state in ("assigned", "resolved")}
    assert named <= set(CASE_LOG)
