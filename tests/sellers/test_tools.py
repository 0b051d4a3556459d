"""Connected tools: made for one's own shops, their keys seen once, disconnected by anybody of the shop."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from shop_help.extensions import db
from shop_help.models import SignIn, Tool, ToolToken
from tests.sellers.scene import shop_named

SignedIn = Callable[[str], FlaskClient]


def test_keys_are_seen_once_and_a_tool_is_disconnected(app: Flask, sign_in: SignedIn) -> None:
    sol, shop = sign_in("sol"), shop_named("Luma Home")
    made = sol.post("/sellers/tools", data={"name": "Parcel <Desk>", "shop": shop.id})
    _, key, secret, code = re.findall(r'class="code-typed">(.*?)</code>', made.text)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    listed = sol.get("/sellers/tools").text
    assert "Parcel &lt;Desk&gt;" in listed
    assert (key in listed, secret in listed, code in listed) == (True, False, False)
    db.session.rollback()
    kept = " ".join(str(vars(row)) for model in (Tool, ToolToken) for row in db.session.query(model))
    assert (secret in kept, code in kept) == (False, False)
    tool = db.session.query(Tool).one()
    # A person's browsers are listed with it.
    assert "Parcel &lt;Desk&gt;" in sol.get("/security").text
    assert sol.post(f"/sellers/tools/{tool.id}/removal", follow_redirects=True).text.count("is disconnected") == 1
    assert key not in sol.get("/sellers/tools").text
    db.session.rollback()
    assert db.session.get_one(SignIn, tool.sign_in_id).ended_at is not None


def test_a_shop_of_somebody_else_and_a_tool_without_a_name_are_refused(app: Flask, sign_in: SignedIn) -> None:
    sol, theirs = sign_in("sol"), shop_named("Kicks & Co")
    assert sol.post("/sellers/tools", data={"name": "Till", "shop": theirs.id}).status_code == 404
    missing = sol.post("/sellers/tools", data={"name": " ", "shop": shop_named("Luma Home").id})
    assert (missing.status_code, "Say what it is called." in missing.text) == (422, True)
    db.session.rollback()
    assert db.session.query(Tool).count() == 0
    sol.post("/sellers/tools", data={"name": "Till", "shop": shop_named("Luma Home").id})
    db.session.rollback()
    tool = db.session.query(Tool).one()
    assert sign_in("mara").post(f"/sellers/tools/{tool.id}/removal").status_code == 404
    assert "Till" not in sign_in("mara").get("/sellers/tools").text
