"""A device that keeps a passkey, as its makers' documents say it speaks: for tests that bend what it says."""

import hashlib
import json
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

#: Bits of what a device vouches for: somebody is there, they showed that it is them, and a key comes with it.
THERE, VERIFIED, WITH_KEY = 1, 4, 64


class Device:
    """One passkey."""

    def __init__(self, name: bytes = b"a passkey of sixteen") -> None:
        self.name = name
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], origin: str) -> str:
        """Answers the question for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        told = self._told(options["rp"]["id"], THERE | VERIFIED | WITH_KEY)
        told += bytes(16) + struct.pack(">H", len(self.name)) + self.name + cbor2.dumps(cose)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        client = _client("webauthn.create", options, origin)
        return self._as_json({"clientDataJSON": b64(client), "attestationObject": b64(attestation)})

    def show(self, options: dict[str, Any], origin: str, flags: int = THERE | VERIFIED) -> str:
        """Answers the question who it is."""
        told, client = self._told(options["rpId"], flags), _client("webauthn.get", options, origin)
        signed = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": told, "signature": signed}
        return self._as_json({name: b64(value) for name, value in said.items()})

    def _told(self, place: str, flags: int) -> bytes:
        return hashlib.sha256(place.encode()).digest() + bytes([flags]) + bytes(4)

    def _as_json(self, response: dict[str, str]) -> str:
        return json.dumps({"id": b64(self.name), "rawId": b64(self.name), "type": "public-key", "response": response})


def _client(kind: str, options: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()
