"""Two who do the same at the same instant do it once, on both databases."""

from flask import Flask

from shop_help.actions.invitations import invite
from shop_help.extensions import db
from shop_help.models import Person, Role
from tests.actions.at_once import at_once


def test_two_who_invite_somebody_at_once_invite_once(app: Flask) -> None:
    db.session.add(Role(name="operator"))
    db.session.commit()
    done = at_once(app, *[lambda: invite(None, "may@example.com", "May", ["operator"])] * 8)
    db.session.rollback()
    ids = db.session.scalars(db.select(Person.id).where(Person.email == "may@example.com")).all()
    assert done == list(ids) * 8
