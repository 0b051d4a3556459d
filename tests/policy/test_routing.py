"""Which agent a chat in line goes to: room, team, language, who had it last, and never oneself."""

import pytest

from shop_help.policy.chat_offer import Taker, Waiting, routed


def taker(person: int, room: int = 1, chats: int = 0, **more: object) -> Taker:
    made = {name: frozenset(value) if isinstance(value, set) else value for name, value in more.items()}
    return Taker(person, chats + room, chats, **made)  # type: ignore[arg-type]


def chat(case: int, buyer: int = 99, **more: object) -> Waiting:
    return Waiting(case, buyer, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "takers", "found"),
    [
        ([], [taker(1)], []),
        ([chat(7)], [], []),
        # Room: to who has the most, until nobody has any.
        ([chat(7)], [taker(1, room=1), taker(2, room=3)], [(7, 2)]),
        ([chat(7)], [taker(1, room=0), taker(2, room=0)], []),
        ([chat(7), chat(8), chat(9)], [taker(1, room=2)], [(7, 1), (8, 1)]),
        ([chat(7), chat(8), chat(9)], [taker(1, room=2), taker(2, room=1)], [(7, 1), (8, 1), (9, 2)]),
        # As much room for both: the one who was there first, so that it is the same each time.
        ([chat(7), chat(8)], [taker(2), taker(1)], [(7, 1), (8, 2)]),
        # Team: one's own, or all where none is named.
        ([chat(7, team="payments")], [taker(1, teams={"safety"})], []),
        ([chat(7, team="payments")], [taker(1, teams={"safety"}), taker(2, teams={"payments"})], [(7, 2)]),
        ([chat(7, team="payments")], [taker(1)], [(7, 1)]),
        # Language: who speaks it; where nobody on duty does, anybody.
        ([chat(7, language="de")], [taker(1), taker(2, languages={"en", "de"})], [(7, 2)]),
        ([chat(7, language="de")], [taker(1), taker(2, room=0, languages={"de"})], []),
        ([chat(7, language="de")], [taker(1)], [(7, 1)]),
        # Who speaks it and wouldn't take this one keeps nobody waiting.
        ([chat(7, language="de")], [taker(1), taker(2, languages={"de"}, teams={"payments"})], [(7, 1)]),
        ([chat(7, buyer=2, language="de")], [taker(1), taker(2, languages={"de"})], [(7, 1)]),
        # Who had it last comes first, with less room too; with none, somebody else does.
        ([chat(7, last_agent_id=1)], [taker(1, room=1), taker(2, room=5)], [(7, 1)]),
        ([chat(7, last_agent_id=1)], [taker(1, room=0), taker(2, room=5)], [(7, 2)]),
        ([chat(7, last_agent_id=1, team="safety")], [taker(1, teams={"general"}), taker(2)], [(7, 2)]),
        # Nobody answers themselves, though they had it last and nobody else is there.
        ([chat(7, buyer=1)], [taker(1, room=5), taker(2)], [(7, 2)]),
        ([chat(7, buyer=1, last_agent_id=1)], [taker(1, room=5)], []),
        # Who claims by hand is given nothing, and what they speak counts for nobody.
        ([chat(7)], [taker(1, room=5, takes_chats=False)], []),
        ([chat(7, language="de")], [taker(1), taker(2, languages={"de"}, takes_chats=False)], [(7, 1)]),
        # One that fits nobody holds up no other.
        ([chat(7, team="payments"), chat(8)], [taker(1, teams={"general"})], [(8, 1)]),
    ],
)
def test_a_chat_in_line_goes_to(line: list[Waiting], takers: list[Taker], found: list[tuple[int, int]]) -> None:
    assert routed(line, takers) == found
    assert routed(line, iter(takers)) == found
