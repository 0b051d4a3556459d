"""Why a call of a seller's tool is refused: the codes of the TikTok Shop Partner API with their HTTP statuses.

Numbers are those of partner.tiktokshop.com/docv2/page/common-errors, and 36004004 that of its token calls. What one
operation alone has a number for is told as INVALID here, with the reason in the message.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A number, the HTTP status it comes with, and what is said where nothing more is known."""

    number: int
    status: int
    words: str


OK = 0
INVALID = Code(36009004, 400, "Invalid parameter")
NOT_HERE = Code(36009004, 404, "Invalid parameter")
TOO_LARGE = Code(36009004, 413, "The body is too large")
BAD_PATH = Code(36009009, 404, "Invalid path")
BAD_METHOD = Code(36009010, 405, "Invalid method")
TOO_MANY = Code(36009002, 429, "Too many requests")
FAULT = Code(36009003, 500, "Internal error. Please try again")
BUSY = Code(36009003, 503, "Internal error. Please try again")
EXPIRED = Code(105002, 401, "Expired credentials: the access token is not good any more")
BAD_SIGN = Code(106001, 401, "Invalid sign")
BAD_CIPHER = Code(106013, 401, "Invalid shop_cipher: it names no shop that this tool may act for")
BAD_GRANT = Code(36004004, 401, "Invalid auth code or refresh token")


class Declined(Exception):  # noqa: N818 - an answer, not a fault
    """A call that is not done. `words`: for whoever writes the tool; nobody else reads them."""

    def __init__(self, code: Code, words: str = "") -> None:
        super().__init__(words or code.words)
        self.code = code
        self.words = words or code.words


#: Seconds that a tool's clock may be late, and ahead (common-errors).
LATE_SECONDS, AHEAD_SECONDS = 300, 30
