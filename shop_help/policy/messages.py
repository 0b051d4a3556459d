"""What may be a message (CHAT, "Events")."""

import re

from shop_help.policy.texts import is_keepable

LONGEST_BODY = 4000
LARGEST_BODY = 16 * 1024

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def body_refusal(body: object) -> str | None:
    """Why a body can't be sent: bad_request or too_long; None where it can."""
    if not isinstance(body, str) or not body.strip() or not is_keepable(body):
        return "bad_request"
    return "too_long" if len(body) > LONGEST_BODY or len(body.encode()) > LARGEST_BODY else None


def is_client_id(value: object) -> bool:
    """A UUID in lower case with hyphens, of any version."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


#: Refusals that time heals: the same message may be sent again as it is.
PASSING = frozenset({"busy", "unavailable", "draining", "rate_limited"})


class Refused(Exception):  # noqa: N818 - a refusal is an answer
    """Something was not done. `code` is one of CHAT's, with its sentence in wording.REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def retry(self) -> bool:
        """May the same message be sent again as it is?"""
        return self.code in PASSING

    def as_ack(self) -> dict[str, object]:
        """The answer of CHAT, the same over the socket and over HTTP."""
        return {"ok": False, "code": self.code, "retry": self.retry}
