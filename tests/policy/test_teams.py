"""Which chats an agent takes, by the teams that an operator put them into and by what they chose of these."""

import pytest

from shop_help.policy.support import MORE_OF_TEAM, TEAMS, teams_open, teams_taken

ALL = list(TEAMS)


@pytest.mark.parametrize(
    ("member_of", "chosen", "open_to", "taken"),
    [
        ([], [], ALL, set()),  # none at all means all
        ([], ["payments"], ALL, {"payments"}),
        (["payments"], [], ["payments"], {"payments"}),
        (["payments"], ["payments"], ["payments"], {"payments"}),
        (["payments"], ["safety"], ["payments"], {"payments"}),  # they chose it before they were moved
        (["safety", "payments"], ["safety"], ["payments", "safety"], {"safety"}),
        (["safety", "payments"], ["safety", "general"], ["payments", "safety"], {"safety"}),
        (["gone"], ["gone"], ALL, set()),  # a team of a later version
    ],
)
def test_nobody_takes_of_a_team_they_are_not_in(
    member_of: list[str], chosen: list[str], open_to: list[str], taken: set[str]
) -> None:
    assert teams_open(member_of) == open_to
    assert teams_taken(member_of, chosen) == taken


def test_what_else_a_team_decides_is_a_teams() -> None:
    assert set(MORE_OF_TEAM) <= set(TEAMS)
