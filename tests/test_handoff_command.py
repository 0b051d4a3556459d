"""flask handoff makes a token that comes in, for trying the way by hand."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from tests.handing_over import ED25519, KEYS, open_door
from tests.test_handoff import handed_over, somebody


def test_its_token_comes_in(app: Flask, tmp_path: Path) -> None:
    open_door(app)
    pem = tmp_path / "private.pem"
    pem.write_bytes(ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    runner = app.test_cli_runner()
    for args in (["--next", "/help"], ["--birthdate", "1990-01-31", "--kid", "ed", "--private-key", str(pem)]):
        made = runner.invoke(args=["handoff", "a-buyer", *args])
        assert made.exit_code == 0, made.output
        assert handed_over(app, made.output.strip()).location == "/help"
    assert somebody("a-buyer")


def test_it_says_what_is_missing(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "SHOP_HELP_HANDOFF_KEYS" in runner.invoke(args=["handoff", "a-buyer"]).output
    open_door(app, HANDOFF_KEYS={"ed": KEYS["ed"]})
    assert "--private-key" in runner.invoke(args=["handoff", "a-buyer"]).output
    open_door(app, ORIGINS=[])
    assert "SHOP_HELP_ORIGINS" in runner.invoke(args=["handoff", "a-buyer"]).output
