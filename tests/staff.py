"""Staff outside the demo: people with a password, and the app they sign in to."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop_help.extensions import db
from shop_help.models import Person, Role

#: Settings outside the demo; passwords and recovery codes are worked out in no time.
OUTSIDE = {
    "DEMO": False,
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__rounds": 1, "argon2__memory_cost": 64},
}
PASSWORD = "a heron behind the kiln"


def hired(name: str, *roles: str) -> Person:
    """Somebody with a password and these roles."""
    person = Person(
        name=name,
        email=f"{name.lower()}@example.com",
        password=hash_password(PASSWORD),
        fs_uniquifier=name.lower(),
        birthdate=date(1990, 1, 1),
        roles=list(db.session.scalars(select(Role).where(Role.name.in_(roles)))),
    )
    db.session.add(person)
    db.session.commit()
    return person


def entering(client: FlaskClient, name: str, back: str = "") -> TestResponse:
    """They send their password."""
    form = {"email": f"{name.lower()}@example.com", "password": PASSWORD}
    return client.post(f"/sign-in?next={back}" if back else "/sign-in", data=form)


def entered(app: Flask, name: str) -> FlaskClient:
    """A browser of theirs in which the password was right."""
    client = app.test_client()
    assert entering(client, name).status_code == 302
    return client
