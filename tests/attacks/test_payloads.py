"""Three hundred payloads in every text there is, on every page, part, file and push: they stay text."""

import csv
import io
import re
import unicodedata
from urllib.parse import urlsplit

import pytest

from tests.attacks.ground import Ground
from tests.attacks.payloads import MARK, PAYLOADS
from tests.attacks.soaking import Skeleton, soak
from tests.gates import GATES, IN

#: Who looks, by the door; one of each audience.
LOOKERS = ("ana", "sol", "gus", "noor")
#: Attributes that only say something.
SAYING = {"alt", "title", "aria-label", "placeholder", "value", "content", "label", "data-kept", "aria-description"}
GOING = {"href", "src", "action", "formaction", "srcset", "poster"}
ALL = "\n".join(PAYLOADS)

Pages = dict[tuple[str, str], tuple[str, bytes]]


def looked_at(ground: Ground, text: str) -> Pages:
    """(who, endpoint) → (kind, content) of every answer to GET, with this text everywhere."""
    ground.put_back()
    soak(ground, text)
    found: Pages = {}
    for endpoint in sorted(e for m, e in GATES if m == "GET"):
        for who in LOOKERS:
            if GATES["GET", endpoint].answers[who] == IN:
                answer = ground.knock(who, "GET", endpoint)
                assert answer.status_code < 400, (who, endpoint, answer.status_code)
                found[who, endpoint] = answer.mimetype, answer.get_data()
    return found


@pytest.fixture(scope="module")
def pages(planted_ground: Ground) -> tuple[Pages, Pages]:
    """The same answers twice: with a plain word everywhere, and with all payloads."""
    # As many letters and lines: a page says when something is too long.
    plain, laden = looked_at(planted_ground, re.sub(r"[^\n]", "w", ALL)), looked_at(planted_ground, ALL)
    planted_ground.put_back()
    return plain, laden


def test_there_are_three_hundred_of_them_and_pages_show_them(pages: tuple[Pages, Pages]) -> None:
    assert len(PAYLOADS) >= 300
    assert sum(MARK.encode() in content for _, content in pages[1].values()) > 60


def test_no_element_and_no_attribute_comes_to_be(pages: tuple[Pages, Pages]) -> None:
    plain, laden = pages
    bones = {key: Skeleton(content.decode()).bones for key, (kind, content) in laden.items() if kind == "text/html"}
    bare = {key: Skeleton(plain[key][1].decode()).bones for key in bones}
    known = {bone for page in bare.values() for bone in page}
    wrong = {key for key in bones if key[1] not in MARKDOWN | ELSE_SAID and bones[key] != bare[key]}
    assert wrong == set()
    # A page that says something else has no element all the same that no other page has.
    assert {bone for key in bones if key[1] in ELSE_SAID for bone in bones[key]} <= known


#: Pages that read what was typed and say what is wrong with it: a place that can't be filled, say.
ELSE_SAID = {"sellers.faq", "operators.faq", "operators.translation"}
#: Pages that show operators' markdown, which may become some elements, see tests/operators/test_questions.py.
MARKDOWN = {"buyers.help_question", "operators.question", "buyers.help", "buyers.contact"}
MAY_BECOME = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "hr", "code"}


@pytest.mark.parametrize("endpoint", sorted(MARKDOWN))
def test_markdown_becomes_no_more_than_it_may(pages: tuple[Pages, Pages], endpoint: str) -> None:
    plain, laden = pages
    for key in [key for key in laden if key[1] == endpoint]:
        bare, page = Skeleton(plain[key][1].decode()), Skeleton(laden[key][1].decode())
        more = {bone for bone in page.bones if bone not in set(bare.bones)}
        assert {bone.strip("</>").split()[0] for bone in more} <= MAY_BECOME, key
        assert {name for bone in more for name in bone.strip("</>").split()[1:]} <= {"href", "rel", "start"}, key


def test_no_payload_is_an_address_or_something_htmx_does(pages: tuple[Pages, Pages]) -> None:
    for key, (kind, content) in pages[1].items():
        for tag, name, value in Skeleton(content.decode()).attributes if kind == "text/html" else ():
            if MARK not in value or name in SAYING:
                continue
            assert name in GOING or name.startswith("data-"), (key, tag, name)
            if name in GOING:
                parts = urlsplit(value.strip())
                assert parts.scheme in ("", "https", "mailto", "tel"), (key, value[:200])
                assert not parts.netloc or (tag == "a" and key[1] in MARKDOWN), (key, value[:200])


def test_what_is_shown_stands_as_it_was_typed(pages: tuple[Pages, Pages]) -> None:
    page = Skeleton(pages[1]["ana", "buyers.conversation"][1].decode())
    assert ALL in "".join(page.words)
    for key in (("gus", "agents.case"), ("sol", "sellers.conversation"), ("sol", "sellers.order_request")):
        words = "".join(Skeleton(pages[1][key][1].decode()).words)
        assert [each for each in PAYLOADS if each.strip() not in words] == [], key


#: What a spreadsheet takes for the beginning of a formula, in all its disguises.
RUNNING = [text for text in PAYLOADS if text.endswith(f"SUM(1+1)*9{MARK}")]


@pytest.mark.parametrize(
    "text",
    [each if place % 4 == 0 else pytest.param(each, marks=pytest.mark.slow) for place, each in enumerate(RUNNING)],
)
def test_no_cell_of_a_csv_runs(text: str, ground: Ground, pages: tuple[Pages, Pages]) -> None:
    soak(ground, text)
    files, seen = [endpoint for (_, endpoint), (kind, _) in pages[0].items() if kind == "text/csv"], 0
    for endpoint in files:
        content = ground.knock("noor", "GET", endpoint).get_data().decode("utf-8-sig")
        for cell in (cell for row in csv.reader(io.StringIO(content)) for cell in row):
            seen += MARK in cell
            # An apostrophe before it makes it text, and so does what spreadsheets don't know as an end of blanks.
            begins = unicodedata.normalize("NFKC", cell).lstrip(" \ufeff\u200b")[:1]
            assert begins not in tuple("=+-@\t\r\n") or is_number(cell), (endpoint, cell[:80])
    assert seen


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
