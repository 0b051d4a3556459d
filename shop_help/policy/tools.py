"""Sellers' own tools: what one has to be called, how many there may be, and how long what it shows is good."""

from collections.abc import Collection
from datetime import timedelta

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

LONGEST_NAME = 60
#: Of a shop; more than anybody uses, so that nobody fills a page.
MOST_TOOLS = 20
#: As there (docv2, Authorization): half an hour, a week, a year.
CODE_GOOD, ACCESS_GOOD, REFRESH_GOOD = timedelta(minutes=30), timedelta(days=7), timedelta(days=365)
#: What a tool has in flight while it gets another access token still comes through.
OVERLAP = timedelta(minutes=5)
#: A picture that nobody sent on is forgotten.
IMAGE_GOOD = timedelta(days=1)
#: Pictures that a tool may have sent ahead.
MOST_IMAGES = 50


def tool_faults(name: str, shop_ids: Collection[int], there_are: int) -> dict[str, Fault]:
    """What is wrong with a new tool as it was filled in. `there_are`: as many as the fullest of its shops has."""
    if not name.strip() or not name.isprintable():
        return {"name": Fault(N_("Say what it is called."))}
    if len(name) > LONGEST_NAME:
        return {"name": Fault(N_("At most %(most)s characters, please."), {"most": LONGEST_NAME})}
    if not shop_ids:
        return {"shops": Fault(N_("Choose at least one shop."))}
    if there_are >= MOST_TOOLS:
        return {"name": Fault(N_("A shop has at most %(most)s tools. Disconnect one first."), {"most": MOST_TOOLS})}
    return {}
