"""What an operator may call in other words than ours: the labels of each platform, and the teams."""

from collections.abc import Mapping

from shop_help.policy.faults import Fault
from shop_help.policy.platforms import PLATFORMS
from shop_help.policy.support import TEAMS
from shop_help.policy.wording import N_

#: A label stands on a button of a phone.
LONGEST_WORDS = 40


def label_name(platform: str, which: str) -> str:
    """What a label of a platform is kept under."""
    return f"{platform}.{which}"


def team_name(team: str) -> str:
    """What a team's name is kept under."""
    return f"team.{team}"


#: What each is called by us.
OURS = {
    label_name(found.name, which): words for found in PLATFORMS.values() for which, words in found.labels.items()
} | {team_name(team): words for team, words in TEAMS.items()}


def words_faults(written: Mapping[str, str]) -> dict[str, Fault]:
    """What is wrong with words of an operator's own, by what they name; none at all are right: then ours hold."""
    faults = {}
    for name, words in written.items():
        if len(words) > LONGEST_WORDS:
            values = {"longest": LONGEST_WORDS, "length": len(words)}
            faults[name] = Fault(N_("At most %(longest)s characters; these are %(length)s."), values)
        elif not words.isprintable():
            faults[name] = Fault(N_("One line of plain text."))
    return faults


def alike_faults(called: Mapping[str, str]) -> dict[str, Fault]:
    """What can't be told apart, by what it names; `called`: what each thing of one page would be called."""
    seen: set[str] = set()
    faults = {}
    for name, words in called.items():
        if words.casefold() in seen:
            faults[name] = Fault(N_("Something else is called so already: nobody could tell them apart."))
        seen.add(words.casefold())
    return faults
