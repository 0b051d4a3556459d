"""A photo is served to those who may read its conversation, on no other road, and to nobody else (PRODUCT 6)."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop_help import assets, photo_files, urls
from shop_help.actions.cases import Asked, open_case
from shop_help.actions.conversations import open_conversation
from shop_help.actions.photos import post_photo
from shop_help.config import ROOT, SettingsError, settings
from shop_help.extensions import db
from shop_help.models import Case, Order, Photo, SignIn
from tests.pictures import drawn, file_of
from tests.sellers.scene import shop_named

Client = Callable[[str], FlaskClient]


@pytest.fixture
def show(app: Flask, person_of: Callable[[str], Any]) -> Callable[..., Photo]:
    """show(order) is a photo of ana's in her conversation with Luma Home about an order, or none."""
    ana = person_of("ana")
    db.session.add(SignIn(id="planting", person_id=ana.id))
    db.session.commit()

    def shown(order: Order | None = None) -> Photo:
        talk = open_conversation(ana.id, shop_named("Luma Home").id, order.id if order else None)
        posted = post_photo("planting", talk, str(uuid4()), BytesIO(file_of(drawn(1200, 900))), "The rim")
        return db.session.scalars(select(Photo).filter_by(conversation_id=talk, seq=posted.seq)).one()

    return shown


@pytest.fixture
def photo(show: Callable[..., Photo]) -> Photo:
    return show()


def asked_for(client: FlaskClient, photo: Photo, **headers: str) -> list[TestResponse]:
    return [client.get(address(photo.id), headers=headers) for address in (urls.photo, urls.small_photo)]


def without_token(answer: TestResponse) -> str:
    return re.sub(r'"X-CSRFToken": "[^"]+"', "", answer.text)


@pytest.mark.parametrize("who", ["ana", "sol"])
def test_both_sides_of_the_conversation_see_it_in_two_sizes(sign_in: Client, photo: Photo, who: str) -> None:
    large, small = asked_for(sign_in(who), photo)
    for answer, size in ((large, (1200, 900)), (small, (480, 360))):
        assert answer.status_code == 200
        assert Image.open(BytesIO(answer.data)).size == size
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert [policy.split(";")[0] for policy in answer.headers.getlist("Content-Security-Policy")] == [
            "default-src 'none'"
        ]


@pytest.mark.parametrize("who", ["", "bruno", "kit", "mara", "gus", "iris", "noor"])
def test_nobody_else_learns_that_it_is_there(app: Flask, sign_in: Client, photo: Photo, who: str) -> None:
    client = sign_in(who) if who else app.test_client()
    for answer, nothing in zip(asked_for(client, photo), asked_for(client, Photo(id=str(uuid4()))), strict=True):
        assert (answer.status_code, nothing.status_code) == (404, 404)
        # The token of forms holds the second it was made in.
        assert without_token(answer) == without_token(nothing)
        assert "image" not in answer.headers["Content-Type"]


def test_beside_a_case_about_its_order_agents_see_it_as_they_see_the_case(
    sign_in: Client, show: Callable[..., Photo], person_of: Callable[[str], Any]
) -> None:
    with_a_case = select(Case.order_id).where(Case.order_id.is_not(None))
    of_luma = Order.of(person_of("ana").id).where(
        Order.shop_id == shop_named("Luma Home").id, Order.id.not_in(with_a_case)
    )
    order, other = db.session.scalars(of_luma.limit(2))
    photo, elsewhere = show(order), show(other)
    gus, iris = sign_in("gus"), sign_in("iris")

    def seen() -> list[list[int]]:
        return [[answer.status_code for answer in asked_for(agent, photo)] for agent in (gus, iris)]

    assert seen() == [[404, 404], [404, 404]]
    case = open_case("planting", Asked("message", order.id, None, "It came broken", str(uuid4())))
    assert seen() == [[200, 200], [200, 200]], "it waits for any of them"
    gus.post(f"/agents/cases/{case.case_id}/assignment")
    assert seen() == [[200, 200], [404, 404]], "a colleague says first why they look in"
    iris.post(f"/agents/cases/{case.case_id}/opening", data={"reason": "Gus asked me to."})
    assert seen() == [[200, 200], [200, 200]]
    assert [answer.status_code for answer in asked_for(gus, elsewhere)] == [404, 404]
    assert f'src="/photos/{photo.id}/small"' in gus.get(f"/agents/cases/{case.case_id}/seller").text


def test_a_photo_in_a_case_is_not_the_shops(sign_in: Client, show: Callable[..., Photo], app: Flask) -> None:
    show()
    case = open_case("planting", Asked("message", None, None, "Between us", str(uuid4())))
    content = BytesIO(file_of(drawn()))
    posted = post_photo("planting", case.conversation_id, str(uuid4()), content, "")
    photo = db.session.scalars(select(Photo).filter_by(conversation_id=case.conversation_id, seq=posted.seq)).one()
    seen = {who: asked_for(sign_in(who), photo)[0].status_code for who in ("ana", "gus", "sol", "mara", "bruno")}
    assert seen == {"ana": 200, "gus": 200, "sol": 404, "mara": 404, "bruno": 404}


def test_who_signs_out_sees_it_no_more_and_no_cache_shows_it_to_the_next(sign_in: Client, photo: Photo) -> None:
    ana = sign_in("ana")
    for answer in asked_for(ana, photo):
        kept = answer.headers["Cache-Control"]
        assert "private" in kept
        assert "immutable" in kept
        assert "public" not in kept
        assert "Cookie" in answer.headers["Vary"]
    ana.post("/sign-out")
    assert [answer.status_code for answer in asked_for(ana, photo)] == [404, 404]


def test_a_browser_that_has_it_is_told_so(sign_in: Client, photo: Photo) -> None:
    ana = sign_in("ana")
    large, small = asked_for(ana, photo)
    assert large.headers["ETag"] != small.headers["ETag"]
    again = ana.get(urls.photo(photo.id), headers={"If-None-Match": large.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = ana.get(urls.photo(photo.id), headers={"If-None-Match": small.headers["ETag"]})
    assert other.status_code == 200


def test_its_file_lies_under_nothing_that_is_served(app: Flask, sign_in: Client, photo: Photo) -> None:
    path = photo_files.path_of(photo.file_name)
    assert path
    assert not path.is_relative_to(assets.STATIC)
    ana, folder = sign_in("ana"), path.parent.name
    for address in (
        f"/assets/{assets.version()}/photos/{photo.file_name}",
        f"/assets/0/../instance/photos/{photo.file_name}",
        f"/assets/0/%2e%2e/instance/photos/{photo.file_name}",
        f"/photos/{photo.file_name}",
        f"/photos/{folder}",
        f"/photos/../{photo.file_name}",
        f"/photos/{photo.id}.webp",
    ):
        assert ana.get(address).status_code == 404, address


def test_a_photo_whose_file_is_gone_is_not_there(sign_in: Client, photo: Photo) -> None:
    photo_files.remove(photo.file_name)
    assert [answer.status_code for answer in asked_for(sign_in("ana"), photo)] == [404, 404]


def test_photos_are_never_kept_where_everybody_could_read_them() -> None:
    for folder in ("static", "static/photos", "shop_help/../static/css"):
        with pytest.raises(SettingsError, match="SHOP_HELP_PHOTOS_DIR"):
            settings({"SHOP_HELP_PHOTOS_DIR": str(ROOT / folder)})
    assert settings({})["PHOTOS_DIR"] == str(ROOT / "instance" / "photos")
    assert settings({"SHOP_HELP_PHOTOS_DIR": "/var/photos"})["PHOTOS_DIR"] == "/var/photos"


def test_a_name_that_leads_out_of_the_folder_is_nobodys(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        photo_files.path_of("../test.sqlite3")
