"""Every route is behind its gate: taken from the application's own map, tried by everybody (PRODUCT 6)."""

import pytest

from shop_help.policy.claims import STEPS
from tests.attacks.ground import Ground
from tests.attacks.planting import BESIDE_A_CASE, READERS, UNSHOWN
from tests.gates import GATES, IN, KNOCKERS, NOBODY, SIGNED
from tests.test_gates import answer_of

#: (word, who) that somebody came upon.
_seen: set[tuple[str, str]] = set()


@pytest.mark.parametrize(("method", "endpoint"), sorted(GATES))
def test_a_gate_lets_in_whom_its_line_says_and_tells_the_others_nothing(
    method: str, endpoint: str, ground: Ground
) -> None:
    gate, asked = GATES[method, endpoint], ground.address(endpoint)
    # Those who stay outside come first: what they see must not depend on what others did.
    for who in sorted(KNOCKERS, key=lambda name: gate.answers[name] == IN):
        response = ground.knock(who, method, endpoint)
        assert (who, answer_of(response)) == (who, gate.answers[who])
        content = response.get_data()
        told = {word for word in READERS if word.encode() in content and word not in asked}
        _seen.update((word, who) for word in told)
        # In a case about it, agents read the order and what was written with its seller.
        own = BESIDE_A_CASE if (who, endpoint.partition(".")[0]) == ("gus", "agents") else set()
        assert {word: who for word in told - own if who not in READERS[word]} == {}
        if gate.answers[who] != IN:
            assert not told
            # Signing out leads to the sign-in, and does end one.
            assert endpoint == "security.logout" or not ground.was_written(), f"{who} wrote through a closed gate"


def test_every_gate_opens_to_somebody_or_says_why_not() -> None:
    shut = {key for key, gate in GATES.items() if IN not in gate.answers.values() and gate.answers == NOBODY.answers}
    # Any mail program may end mails: the address itself is signed.
    assert {endpoint for _, endpoint in shut} == SIGNED - {"notifications.end_mails"}


def test_the_planted_words_stand_where_their_readers_find_them(ground: Ground) -> None:
    """Else nothing would be proved by nobody else's finding them."""
    for endpoint in sorted(e for m, e in GATES if m == "GET"):
        for who in ("ana", "sol", "gus", "noor"):
            content = ground.knock(who, "GET", endpoint).get_data()
            _seen.update((word, who) for word in READERS if word.encode() in content)
    for step in STEPS:
        page = ground.ask("ana", "GET", ground.address("buyers.claim").rstrip("/") + f"/{step}")
        _seen.update((word, "ana") for word in READERS if word in page.text)
    found = {word for word, _ in _seen}
    assert set(READERS) - found == UNSHOWN
