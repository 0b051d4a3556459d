""" "Get Help": questions by topic, each with the order's facts, what solves it, and whether it helped (PRODUCT 1)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.help_catalogue import questions
from shop_help.models import HelpQuestion, HelpText, HelpVote, Order, Person, Shop
from tests.buyers.conftest import LATE
from tests.reading import texts_of

MINE = f"/help/questions/parcel-late?order={LATE}"


def said(page: str) -> str:
    return texts_of(page, "help-text")[0]


def test_from_help_by_the_red_button_to_a_question_and_to_the_seller(ana: FlaskClient, luma: int) -> None:
    page = ana.get(f"/help?order={LATE}&platform=ios").text
    assert f'class="button button-accent button-wide" href="/help/questions?order={LATE}"' in flat(page)
    assert page.count("button-accent") == 1, "one accent on a screen"
    chosen = ana.get(f"/help/questions?order={LATE}").text
    assert "Select the question you have" in chosen
    assert f'"/help/questions/parcel-late?order={LATE}"' in chosen
    question = ana.get(MINE).text
    assert "was to be with you by" in said(question)
    assert "Reno, NV" in said(question)
    assert f'action="/shops/{luma}/conversation"' in question
    assert f'href="/orders/{LATE}#tracking"' in question
    assert "Contact us" in question
    talk = ana.post(f"/shops/{luma}/conversation", data={"order": LATE})
    assert talk.status_code == 303


def test_on_the_web_questions_and_contact_stand_on_the_help_page(ana: FlaskClient) -> None:
    page = ana.get(f"/help?order={LATE}&platform=web").text
    assert "Get Help" not in page
    assert "All questions" in page
    assert "Contact us" in page
    assert f'"/help/questions/charged-twice?order={LATE}"' in page


def test_every_question_about_every_order_is_whole(ana: FlaskClient, person_of: Callable[[str], Person]) -> None:
    """Of the twenty orders one for each kind of state, and the general form."""
    of_state = {order.state: order.number for order in db.session.scalars(Order.of(person_of("ana").id))}
    for number in (*of_state.values(), ""):
        for question in questions():
            answer = ana.get(f"/help/questions/{question.slug}", query_string={"order": number})
            assert answer.status_code == 200, question.slug
            text = said(answer.text)
            assert len(text) > 40, (number, question.slug)
            assert not re.search(r"[{}]|:::|—|\*\*|\]\(", text), (number, question.slug, text)
            assert (f"?order={number}" in answer.text) == bool(number)


def test_links_inside_the_texts_lead_to_questions_that_are_there() -> None:
    known = {question.slug for question in questions()}
    linked = {slug for q in questions() for slug in re.findall(r"\]\(/help/questions/([a-z0-9-]+)\)", q.body)}
    assert linked
    assert linked <= known
    assert not [q.slug for q in questions() if re.search(r"\]\((?!/help/questions/)", q.body)]


@pytest.mark.parametrize(
    "address", ["/help/questions/nothing", "/help/questions/parcel-late/x", "/help/questions/%00"]
)
def test_a_question_that_nobody_has_is_not_there(ana: FlaskClient, address: str) -> None:
    assert ana.get(address).status_code == 404


def test_visitors_and_somebody_of_seventeen_read_the_general_form(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    for reader in (app.test_client(), sign_in("kit")):
        for address in (
            "/help?platform=ios",
            "/help/questions",
            "/help/search?q=refund",
            "/help/questions/age-limit",
        ):
            assert reader.get(address).status_code == 200
        page = reader.get("/help/questions/cancel-order").text
        assert "Within 1 hour after paying, cancelling is free" in said(page)
    visitor = app.test_client()
    assert "Did this help?" not in visitor.get("/help/questions/cancel-order").text
    assert visitor.get(MINE).headers["Location"] == "/sign-in"
    kit = sign_in("kit")
    assert kit.get(MINE).status_code == 404
    page = kit.get("/help/questions/cancel-order").text
    assert "Did this help?" in page
    assert "Message the seller" not in page
    assert "Contact us" not in page, "nothing that a buyer of 17 can't do"


def test_numbers_are_those_of_the_orders_market(ana: FlaskClient, person_of: Callable[[str], Person]) -> None:
    order = db.session.scalars(Order.of(person_of("ana").id).where(Order.number.endswith("0108"))).one()
    address = f"/help/questions/how-to-return?order={order.number}"
    assert "within 14 days" in said(ana.get(address).text)
    order.market = "ID"
    db.session.commit()
    assert "within 5 days" in said(ana.get(address).text)


@pytest.mark.parametrize(
    ("key", "word"), [("0109", "Until the end of"), ("0110", "Until the end of"), ("0111", "ended on")]
)
def test_the_last_day_for_a_return_is_told_on_both_edges(ana: FlaskClient, key: str, word: str) -> None:
    text = said(ana.get(f"/help/questions/return-time?order=57646103000000{key}").text)
    assert word in text


# -- searching ----------------------------------------------------------------------------------------------------


def flat(html: str) -> str:
    """HTML with its line breaks made spaces."""
    return " ".join(html.split())


def found_in(page: str) -> list[str]:
    return re.findall(r'href="/help/questions/([a-z-]+)[?"]', page)


def test_the_search_finds_by_ones_own_words_with_and_without_scripts(ana: FlaskClient) -> None:
    page = ana.get("/help/search", query_string={"q": "wehre is my pacakge", "order": LATE}).text
    assert found_in(page)[0] == "where-is-my-order"
    assert 'value="wehre is my pacakge"' in page
    part = ana.get("/help/search", query_string={"q": "i want my mony back"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert found_in(part)[0] == "refund-status"


def test_nothing_typed_shows_what_fits_the_order_and_nonsense_shows_the_way_on(ana: FlaskClient) -> None:
    assert found_in(ana.get(f"/help/search?q=&order={LATE}").text)[0] == "parcel-late"
    page = ana.get("/help/search", query_string={"q": "<zxcvb>qwrtp"}).text
    assert "<zxcvb>" not in page
    assert "Nothing fits" in page
    assert 'href="/help/questions"' in page
    assert ana.get("/help/search", query_string={"q": "where " * 5000}).status_code == 200


# -- "Did this help?" ---------------------------------------------------------------------------------------------


def votes() -> list[tuple[str, str | None, bool]]:
    db.session.rollback()
    rows = db.session.execute(
        select(HelpQuestion.slug, Order.number, HelpVote.helped)
        .select_from(HelpVote)
        .join(HelpQuestion)
        .outerjoin(Order, Order.id == HelpVote.order_id)
        .order_by(HelpVote.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def test_an_answer_is_kept_once_a_person_question_and_order_and_can_be_changed(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    address = "/help/questions/parcel-late/vote"
    answer = ana.post(address, data={"helped": "no", "order": LATE})
    assert answer.headers["Location"] == f"{MINE}#vote"
    assert "Thank you for saying so." in ana.get(MINE).text
    part = ana.post(address, data={"helped": "yes", "order": LATE}, headers={"HX-Request": "true"}).text
    assert 'value="yes" aria-pressed="true"' in flat(part)
    assert votes() == [("parcel-late", LATE, True)]
    for _ in range(2):
        ana.post(address, data={"helped": "yes"})
    sign_in("kit").post(address, data={"helped": "no"})
    assert votes() == [("parcel-late", LATE, True), ("parcel-late", None, True), ("parcel-late", None, False)]


@pytest.mark.parametrize(
    ("slug", "form", "status"),
    [
        ("parcel-late", {"helped": "perhaps"}, 400),
        ("parcel-late", {}, 400),
        ("nothing", {"helped": "yes"}, 404),
        ("parcel-late", {"helped": "yes", "order": "576461030000000123"}, 404),
    ],
)
def test_what_is_no_answer_keeps_nothing(ana: FlaskClient, slug: str, form: dict[str, str], status: int) -> None:
    assert ana.post(f"/help/questions/{slug}/vote", data=form).status_code == status
    assert votes() == []


# -- what a text and a name may not do ----------------------------------------------------------------------------

ATTACKS = (
    '<script>alert(1)</script><img src=x onerror=alert(1)><a href="/" hx-get="/steal" data-hx-get="/steal">x</a>',
    "[x](javascript:alert(1)) [y](data:text/html;base64,PHNjcmlwdD4=) ![z](https://evil.example/pixel.png)",
    '[x](/help "onmouseover=alert(1)") [{shop_name}](/help/{shop_name})',
    '<div hx-trigger="load" hx-post="/sign-out" class="top-bar" style="position:fixed" id="main">x</div>',
    '<form action="/sign-out" method="post"><button>x</button></form><iframe src="/"></iframe><svg onload=alert(1)>',
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_operators_markdown_can_do_no_harm(ana: FlaskClient, attack: str) -> None:
    row = db.session.scalars(select(HelpQuestion).where(HelpQuestion.slug == "parcel-late")).one()
    db.session.add(
        HelpText(question_id=row.id, version=2, question="Late?", body=f"Words of an operator.\n\n{attack}")
    )
    row.version = 2
    shop = db.session.scalars(select(Shop).where(Shop.name == "Luma Home")).one()
    shop.name = '[Evil](javascript:alert(2)) <b hx-get="/x">*'
    db.session.commit()
    page = ana.get(MINE).text
    begin = page.index('<div class="help-text"')
    html = page[begin : page.index("</div>", begin)].partition(">")[2]
    tags = re.findall(r"<([a-z]+)([^>]*)>", html)
    assert {tag for tag, _ in tags} <= {"p", "a", "ol", "ul", "li", "strong", "em", "br", "code"}
    attributes = [name for _, rest in tags for name in re.findall(r'([\w:-]+)="', rest)]
    assert set(attributes) <= {"href", "rel"}
    assert not [link for link in re.findall(r'href="([^"]*)"', html) if not re.match(r"https:|/", link)]
    assert "Words of an operator." in html
