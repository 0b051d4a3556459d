"""A buyer knows before they write that a shop is away."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Conversation, Shop


@pytest.mark.parametrize(
    ("away", "days", "said"),
    [
        (False, None, "Answers in about"),
        (True, None, "Away just now"),
        (False, (-1, 2), "On holiday until"),
        (True, (-3, -1), "Away just now"),
        (False, (1, 2), "Answers in about"),
    ],
)
def test_the_conversation_and_the_sellers_page_say_whether_somebody_is_there(
    sign_in: Any, person_of: Any, away: bool, days: tuple[int, int] | None, said: str
) -> None:
    wanted = select(Conversation).where(Conversation.buyer_id == person_of("ana").id, Conversation.kind == "seller")
    talk = db.session.scalars(wanted).first()
    assert talk is not None
    shop = db.session.get_one(Shop, talk.shop_id)
    shop.is_away = away
    if days:
        shop.holiday_from, shop.holiday_until = (clock.now() + timedelta(days=day) for day in days)
    db.session.commit()
    ana = sign_in("ana")
    for page in (f"/conversations/{talk.id}", f"/shops/{shop.id}"):
        assert said in ana.get(page).text
