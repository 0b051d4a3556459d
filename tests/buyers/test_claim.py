"""A claim step by step: kept on the server, back and forward, and only what is missing is asked (PRODUCT 5)."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop_help import clock, form_stamps
from shop_help.extensions import db
from shop_help.models import ClaimDraft, Evidence, Order, Package, ProtectionCase
from tests.buyers.claims import BLURRED, DAY_31, SHARP, SMALL, WORDS, drafted, lines_of, nothing_claimed
from tests.reading import words_on

CLAIM = f"/orders/{DAY_31}/claim"
#: Delivered 30 days ago; sold as final sale; three items, of which none can be claimed yet.
DAY_30, FINAL_SALE = "576461030000000110", "576461030000000118"


@pytest.fixture(autouse=True)
def nothing_yet(app: Flask) -> None:
    """Nobody has claimed anything."""
    nothing_claimed()


def send(client: FlaskClient, step: str, **form: object):
    return client.post(f"{CLAIM}/{step}", data={"client_id": str(uuid4())} | form)


def begun(client: FlaskClient) -> None:
    assert send(client, "items", line=lines_of(DAY_31)).headers["Location"] == f"{CLAIM}/reason"


def draft() -> ClaimDraft | None:
    db.session.rollback()
    return db.session.scalar(select(ClaimDraft))


def add(client: FlaskClient, *files: bytes, **more: str):
    photos = [(BytesIO(content), f"{place}.jpg") for place, content in enumerate(files)]
    return client.post(f"{CLAIM}/photos", data={"photo": photos, **more})


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that sends it."""
    form = page[page.index('<form class="form" id="claim"') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


def test_each_step_leads_to_the_next_and_is_kept(ana: FlaskClient) -> None:
    assert ana.get(CLAIM).headers["Location"] == f"{CLAIM}/items"
    begun(ana)
    assert send(ana, "reason", reason="damaged").headers["Location"] == f"{CLAIM}/wanted"
    assert send(ana, "wanted", wanted="refund", amount="12.50").headers["Location"] == f"{CLAIM}/evidence"
    assert add(ana, SHARP).headers["Location"] == f"{CLAIM}/evidence"
    assert send(ana, "evidence", words=WORDS).headers["Location"] == f"{CLAIM}/check"
    kept = draft()
    assert kept
    filled = {"lines": lines_of(DAY_31), "reason": "damaged", "wanted": "refund", "amount": 1250, "words": WORDS}
    assert kept.data == filled
    page = words_on(ana.get(f"{CLAIM}/check").text)
    for words in ("Daytrip backpack", "It arrived damaged", "My money back", WORDS, "You ask for $12.50 of it."):
        assert words in page
    assert re.search(r"The seller answers until \w+, \w+ \d+, \d\d:\d\d E[SD]T", page)


def test_it_goes_on_where_it_was_left_on_another_phone_and_back_to_any_step(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    begun(ana)
    send(ana, "reason", reason="defective")
    other = sign_in("ana")
    assert other.get(CLAIM).headers["Location"] == f"{CLAIM}/wanted"
    assert "To go on with" in other.get("/protection").text
    assert 'value="defective" checked' in re.sub(r"\s+", " ", other.get(f"{CLAIM}/reason").text)
    # Forward only as far as it is filled in.
    assert other.get(f"{CLAIM}/check").headers["Location"] == f"{CLAIM}/wanted"


def test_words_are_kept_while_they_are_typed(ana: FlaskClient) -> None:
    begun(ana)
    assert ana.post(f"{CLAIM}/words", data={"words": "It"}).status_code == 204
    assert (draft() or ClaimDraft()).data["words"] == "It"
    send(ana, "reason", reason="damaged")
    send(ana, "wanted", wanted="refund")
    assert ">It</textarea>" in ana.get(f"{CLAIM}/evidence").text


def test_a_step_that_is_wrong_keeps_what_was_typed_and_says_so_in_its_field(ana: FlaskClient) -> None:
    answer = send(ana, "items")
    assert answer.status_code == 422
    assert "Choose at least one item." in answer.text
    begun(ana)
    assert "Choose what happened." in send(ana, "reason").text
    assert "Choose what happened." in send(ana, "reason", reason="no_longer_needed").text
    send(ana, "reason", reason="damaged")
    answer = send(ana, "wanted", wanted="refund", amount="lots")
    assert answer.status_code == 422
    assert 'value="lots"' in answer.text
    assert "Write it in digits, such as 12.50." in answer.text
    assert "This is more than you paid" in send(ana, "wanted", wanted="refund", amount="9999").text
    send(ana, "wanted", wanted="refund")
    answer = send(ana, "evidence", words="Broken")
    assert answer.status_code == 422
    assert ">Broken</textarea>" in answer.text
    assert "Say what happened in a sentence or two" in answer.text
    assert "Add at least one photo" in words_on(send(ana, "evidence", words=WORDS).text)


def test_a_photo_says_why_it_is_not_kept_and_blur_alone_can_be_overridden(ana: FlaskClient) -> None:
    begun(ana)
    send(ana, "reason", reason="damaged")
    send(ana, "wanted", wanted="refund")
    answer = add(ana, SHARP, BLURRED, SMALL, b"%PDF-1.7")
    assert answer.status_code == 422
    told = words_on(answer.text)
    assert "1.jpg: This photo looks blurred." in told
    assert "2.jpg: This photo has fewer than 640 pixels on its longer side." in told
    assert "3.jpg: This file is no photo" in told
    assert "Send blurred photos all the same" in told
    assert count_photos() == 1
    assert add(ana, BLURRED, SMALL, blurred="1").status_code == 422
    assert count_photos() == 2
    db.session.rollback()
    assert [photo.sent_blurred for photo in db.session.scalars(select(Evidence).order_by(Evidence.created_at))] == [
        False,
        True,
    ]
    # The same file once more is no second photo.
    add(ana, SHARP)
    assert count_photos() == 2


def count_photos() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Evidence)) or 0


def test_a_script_is_answered_with_the_photo_as_the_page_shows_it_or_with_why_not(ana: FlaskClient) -> None:
    begun(ana)
    json = {"Accept": "application/json"}

    def one(content: bytes, **more: str):
        form = {"photo": (BytesIO(content), "a.jpg"), "client_id": str(uuid4()), **more}
        return ana.post(f"{CLAIM}/photos", data=form, headers=json)

    answer = one(SHARP)
    assert answer.json["ok"]
    assert re.search(rf'action="{CLAIM}/photos/[0-9a-f-]+/removal"', answer.json["html"])
    assert one(BLURRED).json == {"ok": False, "code": "photo_blurred", "retry": False}
    assert one(BLURRED, blurred="1").json["ok"]
    assert one(SMALL, blurred="1").json["code"] == "photo_too_small"
    removal = re.search(r'action="([^"]+/removal)"', answer.json["html"])
    assert removal
    assert ana.post(removal[1], headers={"HX-Request": "true"}).data == b""
    assert count_photos() == 1


def test_somebody_else_neither_sees_nor_fills_nor_takes_from_a_claim(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    drafted()
    photo = db.session.scalars(select(Evidence.id)).one()
    assert ana.get(f"/evidence/{photo}").status_code == 200
    for who in ("bruno", "mara", "sol", "gus", "noor"):
        other = sign_in(who)
        assert other.get(f"{CLAIM}/items").status_code == 404
        assert send(other, "items", line=lines_of(DAY_31)).status_code == 404
        assert other.post(f"{CLAIM}/photos/{photo}/removal").status_code == 404
        assert other.get(f"/evidence/{photo}").status_code == 404
    assert sign_in("kit").get(f"{CLAIM}/items").headers["Location"] == "/help"
    assert count_photos() == 1


def test_what_is_not_covered_is_refused_with_a_next_step(ana: FlaskClient) -> None:
    for number, why in ((FINAL_SALE, "It was sold as final sale"), (DAY_30, "the seller is the way")):
        page = ana.get(f"/orders/{number}/claim/items")
        assert page.status_code == 200
        assert why in words_on(page.text)
        assert "Continue" not in page.text
        answer = ana.post(f"/orders/{number}/claim/items", data={"line": lines_of(number), "client_id": str(uuid4())})
        assert answer.status_code == 409
        assert why in words_on(answer.text)
    assert draft() is None


def test_what_never_came_cannot_go_back_and_needs_no_photo(ana: FlaskClient) -> None:
    begun(ana)
    send(ana, "reason", reason="not_received")
    page = ana.get(f"{CLAIM}/wanted").text
    assert 'value="refund"' in page
    assert 'value="return"' not in page
    assert send(ana, "wanted", wanted="return").status_code == 422
    send(ana, "wanted", wanted="refund")
    words = "It says delivered, and nobody here has seen it."
    assert send(ana, "evidence", words=words).headers["Location"] == f"{CLAIM}/check"


def test_what_the_file_holds_already_is_shown_and_not_asked(
    ana: FlaskClient, orders_of: Callable[..., list[Order]]
) -> None:
    number = DAY_31
    shop = next(order.shop_id for order in orders_of("ana") if order.number == number)
    talk = ana.post(f"/shops/{shop}/conversation", data={"order": number}).headers["Location"]
    ana.post(f"{talk}/messages", data={"body": "The zip is torn.", "client_id": str(uuid4())})
    ana.post(f"{talk}/photos", data={"photo": (BytesIO(SHARP), "zip.jpg"), "client_id": str(uuid4())})
    page = words_on(ana.get(f"{CLAIM}/items").text)
    assert "Already in your file" in page
    assert re.search(r"Your order …0111, bought on .+, \$85.32", page)
    assert re.search(r"Tracking Kestrel Parcels KP\d+, delivered on", page)
    assert "Your talk with Kicks & Co 2 messages, the last one on" in page
    assert "Photos you sent to the seller You don't have to send them again." in page


def test_it_is_sent_once_and_leads_to_its_case(ana: FlaskClient) -> None:
    drafted()
    form = hidden(ana.get(f"{CLAIM}/check").text)
    first, again = send(ana, "check", **form), send(ana, "check", **form)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    case = db.session.scalars(select(ProtectionCase)).one()
    assert first.headers["Location"] == f"/protection/{case.id}"
    assert draft() is None
    assert "We have asked the seller." in ana.get(first.headers["Location"]).text
    page = ana.get(f"/orders/{DAY_31}").text
    assert "A case is open about it." in page
    assert f'href="/protection/{case.id}"' in page


def test_what_was_changed_on_another_phone_is_read_before_it_is_sent(ana: FlaskClient) -> None:
    drafted()
    form = hidden(ana.get(f"{CLAIM}/check").text)
    send(ana, "reason", reason="defective")
    answer = send(ana, "check", **form)
    assert answer.status_code == 409
    assert "This claim was changed elsewhere in the meantime." in answer.text
    assert db.session.scalar(select(ProtectionCase)) is None
    assert send(ana, "check", **hidden(answer.text)).status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29, 303), (31, 409)])
def test_a_form_that_was_opened_in_time_is_taken_half_an_hour_after(
    ana: FlaskClient, minutes: int, status: int
) -> None:
    drafted()
    form = hidden(ana.get(f"{CLAIM}/check").text)
    now = clock.now()
    form["opened"] = form_stamps.stamp(now - timedelta(minutes=minutes + 1))
    order = db.session.scalars(select(Order).where(Order.number == DAY_31)).one()
    ended = now - timedelta(minutes=minutes)
    values = {"returns_close_at": ended - timedelta(days=1), "protection_closes_at": ended}
    db.session.execute(update(Package).where(Package.order_id == order.id).values(values))
    db.session.commit()
    answer = send(ana, "check", **form)
    assert answer.status_code == status
    if status == 409:
        assert "Buyer Protection ended" in words_on(answer.text)
    else:
        assert db.session.scalars(select(ProtectionCase.came_late)).one()


def test_it_can_be_thrown_away_with_its_photos(ana: FlaskClient) -> None:
    drafted()
    assert ana.post(f"{CLAIM}/removal").headers["Location"] == "/protection"
    assert (draft(), count_photos()) == (None, 0)
    assert "The claim was thrown away." in ana.get("/protection").text
