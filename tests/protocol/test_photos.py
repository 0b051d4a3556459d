"""Photos on the wire: sent by the HTTP twin, pushed and joined like any message (CHAT)."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from tests.pictures import drawn, file_of
from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import Answer, RawBrowser

Browsers = dict[str, RawBrowser]
PICTURE = file_of(drawn(1000, 500))


def show(browsers: Browsers, who: str, talk: int, name: str = "", content: bytes = PICTURE, body: str = "") -> Answer:
    pages = "/sellers" if who in ("sam", "sue") else ""
    form = {"client_id": name or str(uuid4()), "body": body}
    return browsers[who].post_file(f"{pages}/conversations/{talk}/photos", form, content, Accept="application/json")


def photo_in(html: str) -> str:
    """The address of the photo that a message links to."""
    found = re.search(r'<a class="message-photo" href="(/photos/[0-9a-f-]{36})"', html)
    assert found, html
    return found[1]


def test_a_photo_is_pushed_to_both_sides_as_the_shared_partial(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk, name = market.conversation(), str(uuid4())
    pia, sam = connect("pia", talk), connect("sam", talk)
    answer = show(browsers, "pia", talk, name, body="The <rim>")
    assert answer.status == 200
    assert answer.json == {**answer.json, "ok": True, "client_id": name, "seq": 1, "duplicate": False}
    for socket in (pia, sam):
        pushed = socket.wait_for("message:posted")
        assert pushed.keys() == {"conversation", "seq", "client_id", "html"}
        assert (pushed["conversation"], pushed["seq"], pushed["client_id"]) == (talk, 1, name)
        html = pushed["html"]
        marks = ('data-kind="photo"', 'data-author="buyer"', 'alt="The &lt;rim&gt;"', 'width="240"', 'height="120"')
        for part in marks:
            assert part in html, html
        assert f'src="{photo_in(html)}/small"' in html
    for who in ("pia", "sam"):
        assert Image.open(BytesIO(browsers[who].get_bytes(photo_in(html)))).size == (1000, 500)


def test_whoever_joins_later_gets_the_same_and_words_and_photos_share_one_order(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk = market.conversation()
    pia = connect("pia", talk)
    assert pia.ask("message:send", message(talk, "Look"))["seq"] == 1
    assert show(browsers, "sam", talk).json["seq"] == 2
    assert pia.ask("message:send", message(talk, "I see"))["seq"] == 3
    pushed = pia.wait_for("message:posted", lambda push: push["seq"] == 2)
    joined = connect("sam").ask("conversation:join", {"conversation": talk, "after": 1})
    assert [(row["seq"], row["kind"], row["author"]) for row in joined["messages"]] == [
        (2, "photo", "shop"),
        (3, "text", "buyer"),
    ]
    assert joined["messages"][0]["html"] == pushed["html"]
    page = browsers["pia"].get(f"/conversations/{talk}/messages?after=1").text
    assert photo_in(page) == photo_in(pushed["html"])


def test_the_same_name_twice_is_pushed_once(market: Marketplace, connect: Connect, browsers: Browsers) -> None:
    talk, name = market.conversation(), str(uuid4())
    sam = connect("sam", talk)
    first, again = (show(browsers, "pia", talk, name).json for _ in range(2))
    assert again == first | {"duplicate": True}
    assert show(browsers, "pia", talk, name, file_of(drawn(90, 90))).json["code"] == "client_id_reused"
    sam.ask("message:send", message(talk, "One photo"))
    sam.wait_for("message:posted", lambda push: push["seq"] == 2)
    assert [push["client_id"] for push in sam.heard("message:posted")][:-1] == [name]


@pytest.mark.parametrize("stranger", ["rob", "sue"])
def test_a_stranger_neither_sends_nor_sees_a_photo(
    market: Marketplace, connect: Connect, browsers: Browsers, stranger: str
) -> None:
    talk = market.conversation()
    sam = connect("sam", talk)
    assert show(browsers, stranger, talk).status == 404
    assert show(browsers, "pia", talk).status == 200
    address = photo_in(sam.wait_for("message:posted")["html"])
    assert browsers["sam"].get_bytes(address)
    for size in ("", "/small"):
        assert browsers[stranger].get(address + size).status == 404
        assert RawBrowser(browsers["pia"].port).get(address + size).status == 404
    assert market.log(talk) == [(1, "")]


def test_bytes_that_are_no_photo_are_a_refusal_and_nobody_hears_of_them(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk = market.conversation()
    sam = connect("sam", talk)
    answer = show(browsers, "pia", talk, content=b"<html>\r\n--\r\n</html>")
    assert (answer.status, answer.json) == (422, {"ok": False, "code": "not_a_photo", "retry": False})
    sam.ask("message:send", message(talk, "Nothing came"))
    assert sam.wait_for("message:posted")["seq"] == 1
