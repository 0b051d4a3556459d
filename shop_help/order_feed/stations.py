"""To which station of the tracking line a carrier's words belong."""

import re

#: Read in this order: "out for delivery" and "delivery attempted" are not "delivered".
_WORDS = (
    (
        "in_transit",
        r"out for delivery|undeliver|not (yet )?(been )?delivered|(could|can|was|were)( not|n.t) (be )?deliver"
        r"|attempt|fail|to be delivered|will be delivered|return(ed|ing)? to|exception|delay"
        r"|nicht zugestellt|gagal",
    ),
    (
        "delivered",
        r"\bdelivered\b|signed for|handed to (the )?(resident|recipient|neighbo)|zugestellt|terkirim|diterima",
    ),
    ("shipped", r"\bshipped\b|picked up|collected by|handed (over )?to (the )?carrier|abgeholt|diserahkan"),
    (
        "ordered",
        r"order (is |was |has been )?(placed|created|received|confirmed)|preparing|packed|label (was )?created",
    ),
)


def station_of(description: str) -> str:
    """ordered, shipped, in_transit or delivered. Words that name none come from the road."""
    words = description.casefold()
    return next((station for station, pattern in _WORDS if re.search(pattern, words)), "in_transit")
