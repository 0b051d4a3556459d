"""flask handoff: a token as the shop would make it, for trying the way in by hand."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import jwt
from flask import current_app

from shop_help import clock
from shop_help.cli.ground import noted
from shop_help.policy.handoff import LONGEST_LIFE, ROLES


@click.command()
@click.argument("sub")
@click.option("--role", type=click.Choice(ROLES), default="buyer", show_default=True)
@click.option("--shop", "shops", multiple=True, metavar="ID", help="Of a seller; may be given more than once.")
@click.option("--birthdate", metavar="YYYY-MM-DD", help="Their birthdate.  [default: an adult]")
@click.option("--order", metavar="NUMBER", help="Lead to this order.")
@click.option("--next", "next_", metavar="ADDRESS", help="Lead to this page, such as /help.")
@click.option("--name", metavar="NAME")
@click.option("--locale", metavar="TAG", help="Such as en-GB.")
@click.option("--kid", help="Name of the key.  [default: the first]")
@click.option("--private-key", type=click.Path(exists=True, dir_okay=False), help="PEM, for EdDSA and ES256.")
@noted
def handoff(kid: str | None, private_key: str | None, **said: Any) -> None:
    """Make a hand-over token for the person whom the marketplace calls SUB. It is good once, for five minutes.

    \b
    curl -i --data "token=$(flask handoff SUB)" http://127.0.0.1:5000/handoff
    """
    keys = current_app.config["HANDOFF_KEYS"]
    kid = kid or next(iter(keys), None)
    if kid not in keys:
        raise click.ClickException("There is no such key: name one in SHOP_HELP_HANDOFF_KEYS.")
    key = keys[kid]
    if key.algorithm != "HS256" and private_key is None:
        raise click.ClickException("Only the public half of this key is here: give the other with --private-key.")
    signs = Path(private_key).read_text() if private_key else key.key
    click.echo(jwt.encode(_claims(**said), signs, key.algorithm, headers={"kid": kid}))


def _claims(**said: Any) -> dict[str, Any]:
    """What the shop would say of them: what was not given is left out."""
    origins = current_app.config["ORIGINS"]
    if not origins:
        raise click.ClickException("Set SHOP_HELP_ORIGINS: the token is meant for the first of them.")
    claims = {
        "iss": current_app.config["HANDOFF_ISSUER"],
        "aud": origins[0],
        "exp": int((clock.now() + LONGEST_LIFE).timestamp()),
        "jti": uuid4().hex,
        "next": said.pop("next_"),
        "adult": True if said["role"] == "buyer" and not said["birthdate"] else None,
        **said,
    }
    return {name: list(value) if name == "shops" else value for name, value in claims.items() if value}
