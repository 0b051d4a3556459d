"""Keys for one purpose each: named by an operator, or derived from the secret key with the purpose as its label."""

from collections.abc import Iterable, Mapping

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: Name of the key that is derived. Always among those that are tried, so that a named one can come later.
DERIVED = "0"


def keys_for(purpose: str, secret: str, named: Mapping[str, str]) -> dict[str, str]:
    """The keys of a purpose by their names; a secret's own is called `DERIVED`."""
    keys = dict(named)
    # One that was derived from an earlier secret key can be named, to go on with what it made.
    if secret and DERIVED not in keys:
        derived = HKDF(SHA256(), 32, salt=None, info=f"shop-help {purpose} 1".encode())
        keys[DERIVED] = derived.derive(secret.encode()).hex()
    return keys


def newest_of(keys: Iterable[str]) -> str:
    """The name of the key that is used from now on: the highest number."""
    return max(keys, key=int)
