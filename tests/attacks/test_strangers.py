"""What is written of ana's and the shop's things leaves no trace with strangers: no word, count or hint."""

from urllib.parse import quote, quote_plus

from shop_help import clock
from tests.attacks.ground import Ground, steady
from tests.attacks.planting import CASE_WORDS, RECIPIENT
from tests.gates import GATES

STRANGERS = ("visitor", "bruno", "kit", "mara")
#: Finds questions of Help, which are everybody's, by any word.
EVERYBODYS = {"buyers.help_search"}


def test_no_page_of_a_stranger_changes_with_what_others_have(ground: Ground) -> None:
    """Counters, totals and lists too: each page is, letter for letter, what it was before the words were planted."""
    after = ground.pages_of(*STRANGERS)
    assert set(after) == set(ground.before)
    differing = {key for key, page in after.items() if page != ground.before[key]}
    assert differing == set()


def test_a_search_for_a_planted_word_finds_a_stranger_what_nonsense_finds(ground: Ground) -> None:
    words = [CASE_WORDS, RECIPIENT]
    for endpoint in sorted({e for m, e in GATES if m == "GET"} - EVERYBODYS):
        for who in STRANGERS:
            answers = {_searched(ground, who, endpoint, word) for word in (*words, "a qqqq in the xxxx")}
            assert len(answers) == 1, (who, endpoint)


def _searched(ground: Ground, who: str, endpoint: str, word: str) -> str:
    with clock.as_of(ground.now):
        page = steady(ground.ask(who, "GET", f"{ground.address(endpoint)}?q={quote_plus(word)}").get_data())
    for written in (word, quote_plus(word), quote(word), quote_plus(quote_plus(word))):
        page = page.replace(written, "…")
    return page
