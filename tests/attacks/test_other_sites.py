"""No answer leads to another site, whatever host, referrer or next page somebody made up."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from tests.attacks.ground import Ground
from tests.attacks.test_every_write import sender_of
from tests.gates import GATES, IN, KNOCKERS, SIGNED

EVIL = "evil.example"
#: All that says where somebody comes from or where we are, made up; with our host, and with theirs.
MADE_UP = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "https",
    "Forwarded": f"host={EVIL}",
    "X-Original-URL": f"//{EVIL}/",
    "X-Rewrite-URL": f"https://{EVIL}/",
    "HX-Current-URL": f"//{EVIL}/",
}
HEADERS: dict[str, dict[str, str]] = {
    "proxy": MADE_UP | {"Referer": f"http://localhost.{EVIL}/orders"},
    "host": MADE_UP | {"Host": EVIL, "Referer": f"http://{EVIL}//{EVIL}/", "HX-Request": "true"},
}
NEXT = [f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"\\\\{EVIL}", f"/\t/{EVIL}", f"//%2f{EVIL}", f"http:{EVIL}"]
PARAMETERS = ("next", "back", "return_to", "redirect", "url", "from")


LINK = re.compile(r'(?:href|action|src|hx-[a-z]+)="([^"]*)"')


def leads_away(location: str) -> bool:
    """As browsers read it: a backslash is a slash, and tabs are not there."""
    found = urljoin("http://localhost/here", re.sub(r"[\t\r\n]", "", location).replace("\\", "/"))
    return urlsplit(found).netloc not in ("", "localhost")


@pytest.mark.parametrize("called", HEADERS)
def test_no_header_makes_an_answer_lead_away(called: str, ground: Ground) -> None:
    for method, endpoint in sorted(GATES):
        if endpoint in SIGNED:
            continue
        who = sender_of(endpoint) if method == "POST" else _reader(endpoint)
        answer = ground.knock(who, method, endpoint, **HEADERS[called])
        for name in ("Location", "HX-Redirect", "HX-Location", "Refresh", "HX-Push-Url"):
            assert EVIL not in answer.headers.get(name, ""), (endpoint, name)
        assert EVIL not in answer.get_data().decode("utf-8", "replace"), endpoint


@pytest.mark.parametrize("turn", range(len(NEXT)))
def test_no_parameter_makes_an_answer_lead_away(turn: int, ground: Ground) -> None:
    # Each parameter with another address, so that after all turns each was seen with each.
    query = urlencode({name: NEXT[(turn + place) % len(NEXT)] for place, name in enumerate(PARAMETERS)})
    pages = sorted(e for m, e in GATES if m == "GET")
    for endpoint in (*pages[turn :: len(NEXT)], "security.login", "entrance.home"):
        for who in {_reader(endpoint), "visitor"}:
            answer = ground.ask(who, "GET", f"{ground.address(endpoint)}?{query}")
            assert not leads_away(answer.headers.get("Location", "")), endpoint
            links = re.findall(
                r'(?:href|action|src|hx-[a-z]+)="([^"]*)"', answer.get_data().decode("utf-8", "replace")
            )
            assert [link for link in links if EVIL in link and leads_away(link)] == [], endpoint


def _reader(endpoint: str) -> str:
    answers = GATES["GET", endpoint].answers
    return next((who for who in reversed(KNOCKERS) if answers[who] == IN), "visitor")
