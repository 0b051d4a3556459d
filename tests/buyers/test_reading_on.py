"""Reading a long conversation page by page, and how far one has read (CHAT)."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import ReadCursor
from tests.buyers.conftest import say
from tests.reading import texts_of

JSON = {"Accept": "application/json"}


def test_the_page_shows_the_newest_fifty_and_scrolling_up_the_rest(ana: FlaskClient, talk: str) -> None:
    for number in range(1, 121):
        assert say(ana, talk, f"Message {number}", **JSON).json["seq"] == number
    page = ana.get(talk).text
    shown = [int(seq) for seq in re.findall(r'data-seq="(\d+)"', page)]
    assert shown == list(range(71, 121))
    assert 'data-first="71"' in page
    assert 'data-head="120"' in page
    older = ana.get(f"{talk}/messages?before=71")
    assert [int(seq) for seq in re.findall(r'data-seq="(\d+)"', older.text)] == list(range(21, 71))
    assert older.headers["X-More"] == "true"
    oldest = ana.get(f"{talk}/messages?before=21")
    assert oldest.headers["X-More"] == "false"
    rest = ana.get(f"{talk}/messages?after=118")
    assert (rest.headers["X-Head"], rest.headers["X-More"]) == ("120", "false")
    assert texts_of(rest.text, "message-body") == ["Message 119", "Message 120"]


@pytest.mark.parametrize("query", ["after=-5", "after=x", "after=", "before=0", "before=-1", "before=x", "after=999"])
def test_a_spoilt_place_in_a_conversation_breaks_nothing(ana: FlaskClient, talk: str, query: str) -> None:
    say(ana, talk, "Hello")
    answer = ana.get(f"{talk}/messages?{query}")
    assert answer.status_code == 200
    assert "X-Head" in answer.headers
    assert ana.get(f"{talk}/messages?after={'9' * 30}").status_code in (200, 404)
    assert ana.post(f"{talk}/read", data={"seq": "9" * 30}).status_code in (204, 404)


def test_opening_reads_up_to_the_newest_and_the_cursor_only_grows(
    ana: FlaskClient, talk: str, sign_in: Callable[[str], FlaskClient]
) -> None:
    number, sol = int(talk.rsplit("/", 1)[1]), sign_in("sol")
    for words in ("One", "Two", "Three"):
        say(sol, f"/sellers{talk}", words, **JSON)
    assert "unread" in texts_of(ana.get("/inbox").text, "badge")[0]
    # Fetched ahead by the browser, a page was not read.
    ana.get(talk, headers={"Sec-Purpose": "prefetch"})
    assert _cursor(number) == {}
    ana.get(talk)
    assert _cursor(number)["BUYER"] == 3
    ana.post(f"{talk}/read", data={"seq": 1})
    assert _cursor(number)["BUYER"] == 3
    ana.post(f"{talk}/read", data={"seq": 99})
    assert _cursor(number)["BUYER"] == 3, "nobody reads what isn't there"


def _cursor(number: int) -> dict[str, int]:
    db.session.rollback()
    rows = db.session.execute(select(ReadCursor.voice, ReadCursor.seq).where(ReadCursor.conversation_id == number))
    return {row.voice: row.seq for row in rows if row.voice == "BUYER"}
