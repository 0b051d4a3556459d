"""Every route has a line in the table of gates, and something that it can be asked about; tests/attacks/ asks."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from werkzeug.test import TestResponse

from shop_help import clock, urls
from shop_help.actions.authenticator import codes
from shop_help.actions.cases import Asked, open_case
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.invitations import invite
from shop_help.actions.order_requests.asking import Asked as Question
from shop_help.actions.order_requests.asking import ask
from shop_help.actions.password_links import token_for
from shop_help.actions.photos import post_photo
from shop_help.actions.sign_ins import name_of
from shop_help.actions.tool_images import keep_image
from shop_help.actions.tools import connect_tool
from shop_help.actions.translations import FOR_SHOPS, drop_translation, translate, written_at
from shop_help.extensions import db
from shop_help.letters import token_of
from shop_help.models import (
    Evidence,
    LogEntry,
    Notification,
    Order,
    OrderRequest,
    Passkey,
    Person,
    Product,
    ProtectionCase,
    RecoveryCode,
    Refund,
    RequestLine,
    RuleReplay,
    RuleVersion,
    SavedReply,
    ServiceReply,
    Shop,
    ShopFaq,
    SignIn,
    StandardFaq,
    TotpKey,
    WebhookDelivery,
    WebhookEndpoint,
)
from shop_help.models.disputes import begin_dispute
from shop_help.policy.numbers import JUDGING
from tests.buyers.claims import DAY_31, DAY_90, drafted, lines_of, offered, opened
from tests.buyers.service import resolved_case
from tests.gates import GATES, HELP, ID, IN, MISSING, SIGN_IN
from tests.pictures import drawn, file_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Words that stand in things of ana and sol alone; who may read each.
MESSAGE, REPLY, NUMBER = "a heron behind the kiln", "a magpie on the loom", "576461030000000104"
#: What gus signs in with.
GUS_PASSWORD = "a teal beside the wharf"
#: And one of a support case of ana's.
CASE = "an otter under the pier"
READERS = {MESSAGE: {"ana", "sol"}, REPLY: {"sol"}, NUMBER: {"ana", "sol"}, CASE: {"ana", "gus"}}


def routes(app: Flask) -> set[tuple[str, str]]:
    """(method, endpoint) of all that can be asked for."""
    return {
        (method, rule.endpoint) for rule in app.url_map.iter_rules() for method in METHODS if method in rule.methods
    }


def planted(person_of: Callable[[str], Person]) -> dict[str, Any]:
    """What addresses and forms name: ana's order and conversation, the shop's texts, with words planted in them."""
    ana = person_of("ana")
    case_id = resolved_case(ana.id)
    order = db.session.scalars(Order.of(ana.id).where(Order.number == NUMBER)).one()
    shop = db.session.get_one(Shop, order.shop_id)
    talk = open_conversation(ana.id, shop.id, order.id)
    db.session.add(SignIn(id="planting", person_id=ana.id))
    faq = ShopFaq(shop_id=shop.id, question="Who keeps it?", answer="{shop_name} does.")
    reply = SavedReply(shop_id=shop.id, title="Keeper", body=REPLY)
    product = db.session.query(Product).filter_by(shop_id=shop.id, is_listed=True).first()
    assert product
    db.session.add_all([faq, reply])
    db.session.flush()
    removed = {"removed_faq": _removed(faq, "faq"), "removed_reply": _removed(reply, "reply")}
    found = {"conversation_id": talk, "shop_id": shop.id, "faq_id": faq.id, "reply_id": reply.id}
    shared = db.session.scalars(db.select(ServiceReply)).first()
    assert shared
    removed["removed_service_reply"] = _removed(shared, "service_reply")
    found |= {"service_reply_id": shared.id, "service_reply_seen": shared.updated_at.isoformat()}
    standard = db.session.scalars(db.select(StandardFaq)).first()
    assert standard
    removed["removed_standard_faq"] = _removed(standard, "standard_faq")
    found |= {"standard_faq_id": standard.id, "standard_faq_seen": standard.updated_at.isoformat()}
    found |= _of_gus(person_of("gus")) | _elsewhere(ana)
    found |= {"buyers.case_id": case_id, "product_id": product.id, "number": NUMBER}
    found |= {name: entry.id for name, entry in removed.items()} | _rules(person_of("noor"))
    db.session.commit()
    found |= _translated(standard)
    post_message("planting", talk, ID % 77, MESSAGE)
    post_message("planting", talk, ID % 78, f"About {NUMBER}")
    case = open_case("planting", Asked("message", order.id, None, CASE, ID % 79))
    found |= _requests(ana.id) | _to_ask_about(ana.id)
    found |= _tool(person_of("sol"), shop.id)
    found |= {"case_id": case.case_id, "agents.conversation_id": case.conversation_id}
    found |= _asked_of_shop(order, ana.id, case.case_id)
    found |= _claims()
    found |= _told(ana.id)
    photo = post_photo("planting", talk, ID % 80, BytesIO(file_of(drawn(60, 40))), MESSAGE)
    found["photo_id"] = (photo.messages[0].data or {})["photo"]
    # Somebody who knocks nowhere.
    found["person_id"] = person_of("iris").id
    named = {"slug": "where-is-my-order", "market": "DE", "question_id": 1, "name": "answers"}
    # Of an order that nobody's words are planted in.
    failed = db.session.scalars(db.select(Refund.id).where(Refund.state == "failed")).first()
    found["refund_id"] = failed
    found |= _webhook() | _labels() | _invited()
    return found | named | {"version_asked": "0", "path": "favicon.svg"}


def _labels() -> dict[str, Any]:
    """A change of labels, and whose they are."""
    data = {"platform": "web", "language": "es", "before": {"chat": "Hablar"}, "after": {"chat": ""}}
    entry = LogEntry(what="labels.changed", voice="OPERATOR", data=data)
    db.session.add(entry)
    db.session.commit()
    return {"changed_labels": entry.id, "platform": "web", "language": "es", "team": "payments", "topic": "delivery"}


def _invited() -> dict[str, Any]:
    """Somebody who hasn't come yet, and their link."""
    invited_id = invite(None, "nell@example.com", "Nell", ["agent"])
    return {"invited_id": invited_id, "safety.token": token_for(db.session.get_one(Person, invited_id))}


def _webhook() -> dict[str, Any]:
    """An endpoint that was told of something, and nobody is."""
    made = WebhookEndpoint(address="https://shop.example/hooks")
    db.session.add(made)
    db.session.flush()
    told = WebhookDelivery(endpoint_id=made.id, key="test-1", what="refund.done", happened_at=clock.now(), data={})
    db.session.add(told)
    db.session.commit()
    return {"endpoint_id": made.id, "delivery_id": told.id}


def _told(ana_id: int) -> dict[str, Any]:
    """Something that ana was told of, the link that ends her mails, and an icon's size."""
    row = Notification(person_id=ana_id, what="case.resolved", side="BUYER", kind="cases", data={})
    row.happened_at = clock.now()
    row.order_id = db.session.scalars(Order.of(ana_id).where(Order.number == NUMBER)).one().id
    db.session.add(row)
    db.session.commit()
    return {"notification_id": row.id, "token": token_of(ana_id), "size": 192, "version": "v"}


#: By the end of an order's number, the state of a request about it, and the routes that need one so.
_STATES = {
    "108": ("pending", ("request", "request_panel", "withdraw")),
    "109": ("partial_offered", ("accept_offer", "decline_offer")),
    "110": ("awaiting_shipment", ("ship_back",)),
    "120": ("rejected", ("dispute",)),
}


def _to_ask_about(ana_id: int) -> dict[str, Any]:
    """An order of ana's of which nothing was asked yet."""
    order = db.session.scalars(Order.of(ana_id).where(Order.number == NUMBER[:-1] + "3")).one()
    asking = ("send_cancellation", "send_address_change", "send_order_change")
    return {"line_id": order.lines[0].id} | {f"buyers.{name}.number": order.number for name in asking}


def _requests(ana_id: int) -> dict[str, Any]:
    """A return of ana's in each of these states, by the routes that name it."""
    found: dict[str, Any] = {}
    for end, (state, routes_of_it) in _STATES.items():
        order = db.session.scalars(Order.of(ana_id).where(Order.number == NUMBER[:-3] + end)).one()
        talk = open_conversation(ana_id, order.shop_id, order.id)
        asked = {"client_id": ID % (60 + len(found)), "kind": "return", "state": state, "reason": "damaged"}
        row = OrderRequest(order_id=order.id, buyer_id=ana_id, shop_id=order.shop_id, conversation_id=talk, **asked)
        row.verdict, row.currency, row.amount, row.offered = {}, order.currency, 900, 400
        row.rejected_at = clock.now() if state == "rejected" else None
        line_id = order.lines[0].id
        row.lines = [RequestLine(line_id=line_id, open_line_id=None if state == "rejected" else line_id, amount=900)]
        db.session.add(row)
        db.session.commit()
        found |= {f"buyers.{route}.request_id": row.id for route in routes_of_it}
    return found


def _asked_of_shop(order: Order, ana_id: int, case_id: int) -> dict[str, Any]:
    """What ana asks about two orders: one waits for the shop, one was rejected and is disputed in her case."""
    lines = [line.id for line in order.lines]
    waits = ask("planting", Question(order.id, "cancellation", lines[:1], ID % 81, "by_mistake"))
    lost = db.session.scalars(Order.of(ana_id).where(Order.number.endswith("0114"))).one()
    asked = Question(lost.id, "refund", [line.id for line in lost.lines], ID % 82, "not_received")
    refused = db.session.get_one(OrderRequest, ask("planting", asked).request_id)
    refused.state, refused.rejected_at = "rejected", clock.now()
    db.session.commit()
    dispute_id = begin_dispute(db.session.connection(), refused.id, case_id, clock.now())
    db.session.commit()
    known = {"request_id": waits.request_id, "place": "approval", "order_id": order.id, "ship_line": lines[1]}
    return known | {"dispute_id": dispute_id}


def _claims() -> dict[str, Any]:
    """A claim that ana is writing, and a case of hers against sol's shop, with an offer of his."""
    drafted(DAY_31)
    case = opened(DAY_90)
    wanted = db.select(Evidence.id).where(Evidence.protection_id == case)
    found: dict[str, Any] = {"protection_id": case, "settlement_id": offered(case), "step": "items"}
    found |= _agents(case)
    found |= {"page": "evidence", "evidence_id": db.session.scalars(wanted).one(), "claim_line": lines_of(DAY_31)[0]}
    claiming = ("claim", "claim_step", "fill_claim", "keep_claim_words", "add_claim_photos", "remove_claim_photo")
    return found | {f"buyers.{endpoint}.number": DAY_31 for endpoint in (*claiming, "discard_claim")}


def _agents(protection_id: int) -> dict[str, Any]:
    """The support case that is its talk, and what an agent does with it."""
    case_id = db.session.get_one(ProtectionCase, protection_id).case_id
    places = ("protection", "protection_file", "protection_archive", "decision_follows", "act_on_protection")
    known = {f"agents.{endpoint}.case_id": case_id for endpoint in places}
    known |= {"operators.protection_file.name": "outcomes"}
    known |= {"sellers.protection_form.page": "settlements", "sellers.act_on_protection.page": "settlements"}
    return known | {"agents.act_on_protection.place": "ineligibility", "sellers.answer_settlement.answer": "refusal"}


def _tool(sol: Person, shop_id: int) -> dict[str, Any]:
    """A tool of sol's, and a picture that it sent ahead."""
    db.session.add(SignIn(id="sol's", person_id=sol.id))
    db.session.commit()
    tool_id = connect_tool("sol's", "Till", [shop_id]).tool_id
    image = keep_image("sol's", tool_id, shop_id, BytesIO(file_of(drawn(60, 40))))
    return {"tool_id": tool_id, "image_id": image.id, "partner_api.rest": "nowhere"}


def _rules(noor: Person) -> dict[str, Any]:
    """A draft of the rules that can be published, and its replay."""
    draft = RuleVersion(market="US", version=2, draft_of="US", person_id=noor.id, note="Shorter")
    draft.numbers = {name: number.value for name, number in JUDGING.items()} | {"return_days": 14}
    db.session.add(draft)
    db.session.flush()
    now = clock.now()
    replay = RuleReplay(version_id=draft.id, person_id=noor.id, revision=1, judged_at=now, since=now)
    replay.numbers = draft.numbers
    db.session.add(replay)
    db.session.flush()
    next_year = (now + timedelta(days=365)).date().isoformat()
    return {"version_id": draft.id, "replay_id": replay.id, "next_year": next_year}


def _of_gus(gus: Person) -> dict[str, Any]:
    """What he has beside a password, and another browser that he is signed in with."""
    elsewhere = SignIn(id="elsewhere", person_id=gus.id)
    passkey = Passkey(person_id=gus.id, name="Desk", credential_id="Zm9v", public_key=b"", sign_count=0)
    app = TotpKey(person_id=gus.id, pending=codes().generate_totp_secret())
    code = RecoveryCode(person_id=gus.id, digest=hash_password("abcdefghjk"))
    gus.password = hash_password(GUS_PASSWORD)
    db.session.add_all([elsewhere, passkey, app, code])
    db.session.flush()
    planted = {"passkey_id": passkey.id, "safety.name": name_of(elsewhere)}
    return planted | {"recovery_code": "abcde-fghjk", "password": GUS_PASSWORD}


def _elsewhere(ana: Person) -> dict[str, Any]:
    """Another phone that she is signed in with."""
    phone = SignIn(id="her other phone", person_id=ana.id)
    db.session.add(phone)
    return {"buyers.name": name_of(phone)}


def _translated(faq: StandardFaq) -> dict[str, Any]:
    """It has words in Spanish; those in Arabic are deleted."""
    translate(None, FOR_SHOPS, faq.id, "ar", {"question": "?", "answer": "."})
    entry = drop_translation(None, FOR_SHOPS, faq.id, "ar")
    translate(None, FOR_SHOPS, faq.id, "es", {"question": "¿Sí?", "answer": "Sí."})
    named = {"operators.kind": "shops", "operators.row_id": faq.id}
    return named | {"removed_translation": entry, "standard_faq_translated": written_at(faq, "es")}


def _removed(row: ShopFaq | SavedReply | ServiceReply | StandardFaq, noun: str) -> LogEntry:
    kept = {"question": "Gone?", "answer": "Yes.", "states": [], "asked": 0}
    kept = kept if noun.endswith("faq") else {"title": "Gone", "body": REPLY}
    shop_id = None if isinstance(row, ServiceReply | StandardFaq) else row.shop_id
    entry = LogEntry(what=f"{noun}.removed", voice="SHOP", shop_id=shop_id, data={"id": 9999, "kept": kept})
    db.session.add(entry)
    db.session.flush()
    return entry


def address_of(app: Flask, endpoint: str, things: dict[str, Any]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    door = endpoint.partition(".")[0]
    kinds = (f"{endpoint}.", f"{door}.", "")
    named = lambda place: next((things[k + place[1]] for k in kinds if k + place[1] in things), None)  # noqa: E731
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda place: str(named(place)), rule.rule)


def answer_of(response: TestResponse) -> str:
    """Which of a gate's answers this is."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(f"{urls.sign_in()}?next="):
        return SIGN_IN
    if response.status_code == 401 and f'href="{urls.sign_in()}?next=' in response.text:
        return SIGN_IN
    if response.status_code == 302 and location == urls.sign_in():
        return SIGN_IN
    if response.status_code == 302 and location == urls.help_page():
        return HELP
    if response.status_code == 404:
        return MISSING
    return IN if response.status_code in (200, 201, 204, 302, 303) else f"status {response.status_code}"


def test_every_route_stands_in_the_table_of_gates_and_nothing_else_does(app: Flask) -> None:
    assert routes(app) == set(GATES)


def test_somebody_of_seventeen_reads_help_and_nothing_else(sign_in: Callable[[str], FlaskClient]) -> None:
    kit = sign_in("kit")
    assert kit.get("/home", follow_redirects=True).request.path == "/help"
    page = kit.get("/help")
    assert page.status_code == 200
    assert "18 and over" in page.text
    for address in ("/", "/orders", "/inbox", "/profile", "/products/1"):
        assert kit.get(address).headers["Location"] == "/help"


def test_an_address_that_nobody_has_is_a_page_with_a_way_on(sign_in: Callable[[str], FlaskClient]) -> None:
    for address in ("/nowhere", "/orders/1", "/conversations/999999", "/shops/999999", "/products/999999"):
        response = sign_in("ana").get(address)
        assert response.status_code == 404
        assert "Go to the first page" in response.text
