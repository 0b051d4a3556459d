"""How a tool signs its calls (partner.tiktokshop.com/docv2, "Sign your API request")."""

import hashlib
import hmac
from collections.abc import Iterable

#: What is no part of what is signed.
UNSIGNED = frozenset({"sign", "access_token"})


def sign_of(secret: str, path: str, query: Iterable[tuple[str, str]], body: bytes) -> str:
    """HMAC-SHA256, in hex, by the secret over: secret, path, names and values by name, body, secret.

    Of a form with a file the body is left out: the caller gives none.
    """
    pairs = sorted((pair for pair in query if pair[0] not in UNSIGNED), key=lambda pair: pair[0])
    told = secret + path + "".join(name + value for name, value in pairs)
    return hmac.new(secret.encode(), told.encode() + body + secret.encode(), hashlib.sha256).hexdigest()
