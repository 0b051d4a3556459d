"""A buyer whom a seller doesn't answer sees that customer service can step in: in the inbox and where they wrote."""

import re
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.silence import offer_service
from shop_help.extensions import db
from shop_help.models import Conversation


@pytest.fixture
def talk(person_of: Any) -> Conversation:
    """Ana waits for an answer about an order since a day and an hour."""
    wanted = select(Conversation).where(Conversation.buyer_id == person_of("ana").id, Conversation.kind == "seller")
    found = db.session.scalars(wanted.where(Conversation.order_id.is_not(None)).order_by(Conversation.id)).first()
    assert found is not None
    found.waiting_since, found.service_offered_for = clock.now() - timedelta(hours=25), None
    db.session.commit()
    return found


OFFERED = "Ask customer service</span>"


def test_the_inbox_says_so_while_the_buyer_waits(sign_in: Any, talk: Conversation) -> None:
    ana = sign_in("ana")
    before = ana.get("/inbox").text.count(OFFERED)
    assert offer_service(talk.id)
    assert ana.get("/inbox").text.count(OFFERED) == before + 1
    row = db.session.get_one(Conversation, talk.id, populate_existing=True)
    row.waiting_since = None
    db.session.commit()
    assert ana.get("/inbox").text.count(OFFERED) == before


def test_the_offer_leads_the_buyer_to_contact_about_this_order(sign_in: Any, talk: Conversation) -> None:
    assert talk.order is not None
    number, shop = talk.order.number, talk.seller.name
    offer_service(talk.id)
    ana = sign_in("ana")
    page = ana.get(f"/conversations/{talk.id}").text
    (link,) = re.findall(r'<a\s+class="button"\s+href="([^"]*)"\s+data-for="buyer"\s*>Ask customer service</a>', page)
    contact = ana.get(link)
    assert contact.status_code == 200
    assert number[-4:] in contact.text
    assert escape(shop) in contact.text
