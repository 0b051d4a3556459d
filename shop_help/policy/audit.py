"""The audit log's chain: each entry's digest is made with a key over its words and the digest before it.

Whoever has the database but not the key can't change, take out, put in or reorder an entry without it showing.
"""

import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

#: What stands before the first entry.
BEGINNING = "0" * 64
#: How addresses are kept: the network alone, a word for it that only the key's holder can make, or whole.
ADDRESSES = ("shortened", "hashed", "whole")
#: Bits of an address that are kept where it is shortened: enough to see "another network", not who.
KEPT_BITS = {4: 24, 6: 48}


@dataclass(frozen=True)
class Act:
    """What an entry says. Never what people wrote to each other."""

    happened_at: datetime
    #: noun.past_participle
    act: str
    #: "case 77", "refund 5"; nothing where there is none
    thing: str
    person_id: int | None
    #: Their name as it was then; of a command, the account of the machine.
    who: str
    #: agent, operator, seller, buyer, command; none of who is nobody yet
    role: str
    address: str
    why: str
    before: str
    after: str


def canonical(values: Mapping[str, Any] | None) -> str:
    """Values as JSON that is the same on every machine; nothing for None."""
    if values is None:
        return ""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


def digest_of(key: bytes, previous: str, act: Act) -> str:
    """The digest of an entry that stands behind the one of digest `previous`."""
    words = asdict(act) | {"happened_at": act.happened_at.astimezone(UTC).isoformat(timespec="microseconds")}
    return _mac(key, "entry", previous, canonical(words))


def seal_of(key: bytes, seq: int, digest: str) -> str:
    """What shows that the head is ours: an earlier one, or none, can't be written in its place."""
    return _mac(key, "head", str(seq), digest)


def _mac(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Are two digests the same? Takes as long for any two."""
    return hmac.compare_digest(one.encode(), other.encode())


def kept_address(address: str | None, how: str, key: bytes) -> str:
    """An address as the log keeps it; `how`: one of ADDRESSES."""
    if not address or how == "whole":
        return address or ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if how == "hashed":
        return _mac(key, "address", str(found))[:16]
    return str(ipaddress.ip_network((found, KEPT_BITS[found.version]), strict=False))
