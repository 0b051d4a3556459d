"""deploy/nginx in front of two servers: what it lets through, what it keeps off, and what it adds to nothing."""

import http.client
import os
import re
import socket
import time
from collections.abc import Callable
from uuid import uuid4

import psutil
import pytest
from PIL import Image

from tests.deploy.conftest import PASSWORD, Town
from tests.deploy.nginx import FILES, NAME, ORIGIN, TlsBrowser
from tests.pictures import file_of
from tests.protocol.conftest import message

pytestmark = pytest.mark.slow

Theirs = Callable[[str], TlsBrowser]


def test_pages_come_over_https_as_the_application_sent_them(browser_of: Theirs) -> None:
    """Each header once, compressed once; the session belongs to this host alone."""
    pia = browser_of("pia")
    assert list(pia.cookies) == ["__Host-session"]
    page = pia.get("/help", **{"Accept-Encoding": "gzip, br"})
    assert page.status == 200
    for name in ("Strict-Transport-Security", "Content-Security-Policy", "Cache-Control", "Content-Encoding"):
        assert len(page.all(name)) == 1, name
    assert page.all("Content-Encoding") == ["br"]
    assert re.fullmatch("[0-9a-f]{32}", page.headers["X-Request-ID"])
    # Nothing is compressed behind the application's back.
    plain = pia.get("/help", **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    found = re.search(r'src="(/assets/[^"]+js)"', plain.text)
    assert found
    script = pia.get(found[1], **{"Accept-Encoding": "gzip, br"})
    assert script.all("Content-Encoding") == ["br"]
    assert script.all("Cache-Control") == ["public, max-age=31536000, immutable"]


def test_the_log_has_neither_what_people_seek_nor_the_link_of_a_password(town: Town, browser_of: Theirs) -> None:
    pia = browser_of("pia")
    assert pia.get("/help/questions?q=a-secret-word").status == 200
    assert pia.get("/passwords/a-token-of-hers").status == 404
    log = town.nginx.folder / "shop-help.log"
    until = time.monotonic() + 5
    while "/passwords/..." not in log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert '"GET /passwords/..."' in log.read_text()
    assert '"GET /help/questions"' in log.read_text()
    assert not re.search("a-secret-word|a-token-of-hers", log.read_text())


def test_http_leads_to_https_at_our_own_name_and_other_names_are_told_nothing(town: Town) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", town.nginx.plain_port, timeout=5)
    plain.request("GET", "/help?q=late", headers={"Host": NAME})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"{ORIGIN}/help?q=late")
    plain.close()
    plain.request("GET", "/help", headers={"Host": "elsewhere.example"})
    with pytest.raises(http.client.RemoteDisconnected):
        plain.getresponse()


def test_a_photo_of_ten_megabytes_goes_through_and_no_other_form_is_large(town: Town, browser_of: Theirs) -> None:
    talk, pia = town.market.conversation(), browser_of("pia")
    noise = file_of(Image.frombytes("RGB", (1900, 1900), os.urandom(1900 * 1900 * 3)), "PNG")
    assert len(noise) > 10_000_000
    as_script = {"Accept": "application/json"}
    sent = pia.post_file(f"/conversations/{talk}/photos", {"client_id": uuid4()}, noise, **as_script)
    assert (sent.status, sent.json["ok"]) == (200, True), sent.text
    large = {"client_id": uuid4(), "body": "x" * 300_000}
    assert pia.post(f"/conversations/{talk}/messages", large).status == 413
    assert pia.post(f"/elsewhere/conversations/{talk}/photos", large).status == 413


def test_two_people_at_different_servers_hear_each_other(town: Town, browser_of: Theirs) -> None:
    """Nobody is led back to a server: sockets go to whichever holds the fewest."""
    talk = town.market.conversation()
    sockets = [browser_of(name).socket() for name in ("pia", "sam") * 4]
    for each in sockets:
        assert each.ask("conversation:join", {"conversation": talk, "after": 0})["ok"]
    assert min(_held(town)) >= 2, "both servers hold some"
    for number, each in enumerate(sockets, 1):
        assert each.ask("message:send", message(talk, f"{number}"))["seq"] == number
    for each in sockets:
        each.wait_for("message:posted", lambda push: push["seq"] == len(sockets))
        each.close()


def _held(town: Town) -> list[int]:
    """How many connections each server's workers hold from outside."""
    return [
        sum(
            each.status == "ESTABLISHED" and each.laddr.port == server.port
            for worker in psutil.Process(server.process.pid).children()  # type: ignore[union-attr]
            for each in worker.net_connections()
        )
        for server in town.servers
    ]


def test_another_site_opens_no_socket(browser_of: Theirs) -> None:
    asking = browser_of("pia").connection()
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    upgrade |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Host": NAME}
    asking.request(
        "GET", "/socket.io/?EIO=4&transport=websocket", headers={**upgrade, "Origin": "https://evil.example"}
    )
    assert asking.getresponse().status == 400
    asking.close()


def test_what_a_client_says_of_its_address_is_not_believed(town: Town) -> None:
    """The pace of guessing is that of the true address, and the audit log has it too."""
    forged = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9"}
    guesser = TlsBrowser(town.nginx, "127.0.0.3")
    guesser.read_token("/sign-in")
    statuses = []
    for number in range(11):
        form = {"email": f"nobody{number}@example.com", "password": "a wrong guess of mine"}
        headers = {**forged, "X-Forwarded-For": f"203.0.113.{number}"}
        statuses.append(guesser.post("/sign-in", form, **headers).status)
    assert statuses == [200] * 10 + [429]
    seller = TlsBrowser(town.nginx, "127.0.0.4")
    seller.read_token("/sign-in")
    assert seller.post("/sign-in", {"email": "sue@example.com", "password": PASSWORD}, **forged).status == 302
    assert town.market.sql("SELECT address FROM audit_entries ORDER BY id DESC LIMIT 1") == [("127.0.0.4",)]


def test_a_slow_client_is_let_go_and_one_address_does_not_take_all(town: Town) -> None:
    """Headers and bodies that never come."""
    for begun in (f"GET / HTTP/1.1\r\nHost: {NAME}\r\n", ASKED_SLOWLY):
        slow = _begun(town, begun)
        began = time.monotonic()
        slow.settimeout(30)
        assert slow.recv(1000) == b""
        assert 8 < time.monotonic() - began < 25
    crowd = [_begun(town, ASKED_SLOWLY) for _ in range(501)]
    assert [b" 429 " in each for each in (_first_line(crowd[0]), _first_line(crowd[-1]))] == [False, True]
    for each in crowd:
        each.close()


#: A request whose body is still to come: it counts as one of its address.
ASKED_SLOWLY = f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 10\r\n\r\n"


def _begun(town: Town, request: str) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", town.nginx.port), source_address=("127.0.0.5", 0))
    over = town.nginx.trust.wrap_socket(made, server_hostname=NAME)
    over.sendall(request.encode())
    return over


def _first_line(asked: socket.socket) -> bytes:
    asked.settimeout(1)
    try:
        return asked.recv(100)
    except TimeoutError:
        return b""


def test_nginx_waits_for_a_socket_longer_than_the_server_does(browser_of: Theirs) -> None:
    with browser_of("pia").socket() as socket_:
        longest = (socket_.terms["pingInterval"] + socket_.terms["pingTimeout"]) / 1000
    block = re.search(r"location /socket\.io/ \{(.*?)\}", (FILES / "shop-help.conf").read_text(), re.DOTALL)
    assert block
    waits = [int(seconds) for seconds in re.findall(r"_timeout (\d+)s;", block[1])]
    assert len(waits) == 2
    assert min(waits) > longest
