"""Keys, roles and origins of the doors to the shop's systems; what would be unsafe stops the start, in words."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shop_help import create_app
from shop_help.config import SHORTEST_SECRET, SettingsError
from shop_help.door_settings import DEMO_HANDOFF_KEY, door_settings
from tests.handing_over import ED25519, P256

SECRET = "k" * SHORTEST_SECRET
ISSUER = {"SHOP_HELP_HANDOFF_ISSUER": "https://shop.example"}


def public(key: object) -> str:
    """As `openssl pkey -pubout -outform DER | base64 -w0` writes it."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return base64.b64encode(der).decode()


def test_several_keys_hold_at_once_each_for_its_algorithm() -> None:
    listed = f"2026:HS256:{SECRET} 2027:EdDSA:{public(ED25519)} app:ES256:{public(P256)}"
    keys = door_settings(ISSUER | {"SHOP_HELP_HANDOFF_KEYS": listed})["HANDOFF_KEYS"]
    assert {name: key.algorithm for name, key in keys.items()} == {"2026": "HS256", "2027": "EdDSA", "app": "ES256"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SHOP_HELP_HANDOFF_KEYS", f"a:HS256:{SECRET[:-1]}", "32 random"),
        ("SHOP_HELP_HANDOFF_KEYS", f"a:none:{SECRET}", "write name"),
        ("SHOP_HELP_HANDOFF_KEYS", f"a:RS256:{SECRET}", "write name"),
        ("SHOP_HELP_HANDOFF_KEYS", SECRET, "write name"),
        ("SHOP_HELP_HANDOFF_KEYS", f"a:HS256:{SECRET} a:HS256:{SECRET}", "write name"),
        ("SHOP_HELP_HANDOFF_KEYS", f"demo:HS256:{DEMO_HANDOFF_KEY}", "everybody knows"),
        ("SHOP_HELP_HANDOFF_KEYS", "a:EdDSA:no-key", "DER in base64"),
        ("SHOP_HELP_HANDOFF_KEYS", f"a:EdDSA:{public(P256)}", "Ed25519"),
        ("SHOP_HELP_HANDOFF_KEYS", f"a:ES256:{public(generate_private_key(SECP384R1()))}", "P-256"),
        ("SHOP_HELP_HANDOFF_ROLES", "buyer agent", "staff sign in here"),
        ("SHOP_HELP_FRAME_ORIGINS", "https://shop.example/", "origins such as"),
        ("SHOP_HELP_FRAME_ORIGINS", "http://shop.example", "origins such as"),
        ("SHOP_HELP_FRAME_ORIGINS", "https://*.example", "origins such as"),
        ("SHOP_HELP_FRAME_ORIGINS", "'self'", "origins such as"),
        ("SHOP_HELP_FRAME_ORIGINS", "https://shop.example;script-src", "origins such as"),
        ("SHOP_HELP_HANDOFF_ORIGINS", "null", "origins such as"),
        ("SHOP_HELP_ORDERS_SECRET", SECRET[:-1], "32 random"),
        ("SHOP_HELP_ORDERS_SECRET", f"new:{SECRET} old:short", "32 random"),
    ],
)
def test_what_is_unsafe_stops_the_start_and_says_what_to_do(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        door_settings(ISSUER | {name: value})


def test_keys_without_an_issuer_stop_the_start() -> None:
    with pytest.raises(SettingsError, match="SHOP_HELP_HANDOFF_ISSUER"):
        door_settings({"SHOP_HELP_HANDOFF_KEYS": f"a:HS256:{SECRET}"})


def test_nothing_is_open_without_a_setting_and_the_demo_has_a_key_to_try() -> None:
    shut = door_settings({})
    assert (shut["HANDOFF_KEYS"], shut["ORDERS_KEYS"], shut["FRAME_ORIGINS"]) == ({}, {}, [])
    assert shut["HANDOFF_ROLES"] == {"buyer"}
    assert set(door_settings({"SHOP_HELP_DEMO": "1"})["HANDOFF_KEYS"]) == {"demo"}


def test_people_come_from_the_shop_and_from_where_we_are_framed() -> None:
    told = {
        "SHOP_HELP_SHOP_URL": "https://shop.example/de",
        "SHOP_HELP_FRAME_ORIGINS": "https://app.example https://web.example:8443",
    }
    found = door_settings(told)
    assert found["FRAME_ORIGINS"] == ["https://app.example", "https://web.example:8443"]
    assert found["HANDOFF_ORIGINS"] == [*found["FRAME_ORIGINS"], "https://shop.example"]


def test_a_short_key_stops_the_start_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_HANDOFF_ISSUER", "https://shop.example")
    monkeypatch.setenv("SHOP_HELP_HANDOFF_KEYS", "a:HS256:short")
    with pytest.raises(SettingsError):
        create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://"})
