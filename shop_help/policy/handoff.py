"""Hand-over from the shop: who may come by its word, how long that holds, and why it is refused."""

from collections.abc import Collection, Set
from datetime import datetime, timedelta

#: A token is worth nothing later than this after it was made: it leads straight through from one page to the other.
LONGEST_LIFE = timedelta(minutes=5)
#: The clocks of two machines may differ by this much.
SKEW = timedelta(seconds=30)
#: Whom the shop may vouch for, where the settings say so. Agents and operators show more than anybody's word.
ROLES = ("buyer", "seller")
#: How a sign-in by hand-over is kept (policy.second_factor.PROOFS): it is worth what the token said, and no more.
PROOF_OF = {"buyer": "handoff", "seller": "shop_handoff"}
#: A seller's program (tool) is a seller and nothing else, whatever the person is who connected it.
_WORTH = {
    "handoff": frozenset({"buyer"}),
    "shop_handoff": frozenset({"buyer", "seller"}),
    "tool": frozenset({"seller"}),
}
#: Who has one of these never comes in by the shop's word, as a buyer neither.
STAFF = frozenset({"agent", "operator"})

#: Why a hand-over is refused: for the log, in words for the shop's programmer. The page says none of it.
FAULTS = {
    "unreadable": "it is no signed token",
    "unknown_key": "no key goes by the name in its header (kid)",
    "wrong_algorithm": "its algorithm is not the one of its key",
    "wrong_signature": "its signature is not that of its key",
    "wrong_issuer": "its issuer (iss) is not SHOP_HELP_HANDOFF_ISSUER",
    "wrong_audience": "its audience (aud) is none of SHOP_HELP_ORIGINS",
    "wrong_claims": "what it says can't be read",
    "expired": "it has expired (exp)",
    "lives_too_long": "it expires more than five minutes from now (exp)",
    "not_yet": "it holds from later on (nbf or iat)",
    "wrong_role": "its role may not come by hand-over (SHOP_HELP_HANDOFF_ROLES)",
    "wrong_next": "its next page is none of ours",
    "replayed": "it was used before (jti)",
    "works_here": "its person (sub) is an agent or an operator, who signs in here",
    "left": "its person (sub) has no account any more",
    "unknown_shop": "we know none of its shops",
    "other_site": "it came from a page that is none of SHOP_HELP_HANDOFF_ORIGINS",
}


def time_fault(expires: datetime, begins: Collection[datetime], now: datetime) -> str:
    """Why a token is not good now, as one of FAULTS; nothing where it is. `begins`: all that it says of its start."""
    if now >= expires + SKEW:
        return "expired"
    if expires > now + LONGEST_LIFE + SKEW:
        return "lives_too_long"
    return "not_yet" if any(begin > now + SKEW for begin in begins) else ""


def roles_by(proof: str, roles: Set[str]) -> frozenset[str]:
    """Which of somebody's roles a sign-in is worth: all, but where they came by hand-over or a program."""
    worth = _WORTH.get(proof)
    return frozenset(roles) if worth is None else frozenset(roles & worth)


def may_come_from(origin: str | None, site: str | None, known: Collection[str]) -> bool:
    """May a form be sent to us from there? `origin`, `site`: what the browser says (Origin, Sec-Fetch-Site).

    Somebody else's page could sign a person in as somebody who isn't them. It can't leave its origin out, nor pass
    for an app's web view, which opens an address by itself: that has no origin, and its site is none.
    """
    if origin is None or origin in known:
        return True
    return origin == "null" and site in (None, "none")
