"""Your cases, and where else a case is found: the inbox, the order, Help."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Case, Conversation, HelpQuestion
from tests.buyers.conftest import LATE, send
from tests.buyers.service import newest, person, says, sets
from tests.reading import texts_of

pytestmark = pytest.mark.usefixtures("service")

HTMX = {"HX-Request": "true"}


def many(count: int, buyer: str = "ana") -> None:
    """Closed cases of somebody's past, one an hour."""
    for number in range(count):
        talk = Conversation(kind="support", buyer_id=person(buyer).id)
        db.session.add(talk)
        db.session.flush()
        case = Case(conversation_id=talk.id, buyer_id=person(buyer).id, market="US", mode="message", state="closed")
        case.opened_at = clock.now() - timedelta(hours=number + 1)
        case.closed_at = clock.now()
        db.session.add(case)
    db.session.commit()


def test_the_list_is_empty_with_a_way_on(ana: FlaskClient) -> None:
    page = ana.get("/cases").text
    assert "You have asked customer service nothing yet." in page
    assert 'href="/help"' in page


def test_cases_stand_newest_first_in_pages_of_twenty(ana: FlaskClient) -> None:
    many(44)
    many(3, "bruno")
    seen: list[str] = []
    address, pages = "/cases", 0
    while address:
        page = ana.get(address, headers=HTMX if pages else {}).text
        found = [part.split('"')[0] for part in page.split('class="card case-card" href="')[1:]]
        assert len(found) <= 20
        seen, pages = seen + found, pages + 1
        address = page.split('hx-get="/cases?before=')[1].split('"')[0] if "/cases?before=" in page else ""
        address = f"/cases?before={address}" if address else ""
    wanted = select(Case.conversation_id).where(Case.buyer_id == person("ana").id)
    newest_first = db.session.scalars(wanted.order_by(Case.opened_at.desc(), Case.id.desc())).all()
    assert seen == [f"/conversations/{talk}" for talk in newest_first]
    assert pages == 3


def test_the_list_is_linked_from_profile_the_shop_and_help(ana: FlaskClient) -> None:
    for address in ("/profile", "/", "/help"):
        assert 'href="/cases"' in ana.get(address).text


def test_an_open_case_is_found_from_help_the_question_and_the_order(ana: FlaskClient) -> None:
    send(ana, "message", "Where is it?")
    link = f'href="/conversations/{newest().conversation_id}"'
    for address in (f"/help?order={LATE}", f"/help/questions/parcel-late?order={LATE}", f"/orders/{LATE}"):
        page = ana.get(address).text
        assert "You have an open case about this" in page
        assert link in page
    for address in ("/help?order=576461030000000120", "/orders/576461030000000120", "/help/questions/parcel-late"):
        assert link not in ana.get(address).text
    sets(newest(), "resolved")
    assert "Your case about this is resolved" in ana.get(f"/orders/{LATE}").text


def test_a_case_about_no_order_is_found_by_its_question_alone(ana: FlaskClient) -> None:
    ana.post("/help/contact/message", data={"question": "charged-twice", "body": "x", "client_id": str(uuid4())})
    link = f'href="/conversations/{newest().conversation_id}"'
    assert link in ana.get("/help/questions/charged-twice").text
    assert link not in ana.get("/help/questions/parcel-late").text
    assert link not in ana.get(f"/help/questions/charged-twice?order={LATE}").text


def test_a_question_that_was_taken_out_of_help_leaves_its_case_readable(ana: FlaskClient) -> None:
    send(ana, "message", "Where is it?", order="")
    case = newest()
    db.session.delete(db.session.get_one(HelpQuestion, case.question_id))
    db.session.commit()
    assert "A question to customer service" in ana.get("/cases").text
    assert "A question to customer service" in ana.get(f"/conversations/{case.conversation_id}").text


def test_the_inbox_has_a_row_of_customer_service_with_what_is_unread(ana: FlaskClient) -> None:
    before = ana.get("/inbox").text
    assert "Customer service" not in before
    send(ana, "message", "Where is it?")
    case = newest()
    ana.get(f"/conversations/{case.conversation_id}")
    unread = _unread(ana)
    page = ana.get("/inbox").text
    row = page.split(f'href="/conversations/{case.conversation_id}"')[1].split("</li>")[0]
    assert texts_of(f"<i {row}", "avatar") == ["Cs"]
    assert "<b>Customer service</b>" in row
    assert "Order …0107" in row
    assert "You: Where is it?" in row
    assert "badge" not in row
    says(case, "In Reno.")
    row = ana.get("/inbox").text.split(f'href="/conversations/{case.conversation_id}"')[1].split("</li>")[0]
    assert texts_of(f"<i {row}", "badge") == ["1 unread"]
    assert _unread(ana) == unread + 1
    ana.get(f"/conversations/{case.conversation_id}")
    assert _unread(ana) == unread


def _unread(client: FlaskClient) -> int:
    badges = texts_of(client.get("/profile").text.split('class="tab-bar"')[1], "badge")
    return int(badges[0].split()[0]) if badges else 0


def test_the_sellers_inbox_knows_nothing_of_it(ana: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    send(ana, "message", "a heron in the reeds")
    talk = newest().conversation_id
    sol = sign_in("sol")
    assert sol.get(f"/sellers/conversations/{talk}").status_code == 404
    page = sol.get("/sellers/inbox").text
    assert "Ana" in page
    assert "heron" not in page


def test_what_belongs_to_a_seller_is_not_asked_of_customer_service(ana: FlaskClient) -> None:
    send(ana, "message", "Where is it?")
    talk = f"/conversations/{newest().conversation_id}"
    for way, form in (("order-status", {}), ("questions", {"faq": 1})):
        assert ana.post(f"{talk}/{way}", data=form | {"client_id": str(uuid4())}).status_code == 404
