"""The file of a case: each side finds all of its own, and nothing of what is the other's or the agents' alone."""

import json
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import update

from shop_help.actions import case_notes
from shop_help.actions.conversations import post_message
from shop_help.actions.protection import answering, deciding, evidence, reviewing, seconding, settling
from shop_help.extensions import db
from shop_help.models import Order, Person
from shop_help.models.shown_protection import protection_called
from shop_help.protection_archive import archive, as_json, readable
from shop_help.protection_file import AGENT, BUYER, SHOP, file_of
from tests.actions.protection.scene import SHARP, Scene

#: Words that are planted, with the sides that may find them.
PLANTED = {
    "claim-words-are-for-all": {BUYER, SHOP, AGENT},
    "statement-is-for-all": {BUYER, SHOP, AGENT},
    "said-in-the-sides-conversation": {BUYER, SHOP, AGENT},
    "said-to-customer-service": {BUYER, AGENT},
    "agents-note": {AGENT},
    "asked-of-the-buyer": {BUYER, AGENT},
    "asked-of-the-seller": {SHOP, AGENT},
    "brought-by-the-buyer": {BUYER, SHOP, AGENT},
    "offered-with-words": {BUYER, SHOP, AGENT},
    "the-second-agent-says-no": {AGENT},
    "first-proposal-reason": {AGENT},
    "reason-that-counts": {BUYER, SHOP, AGENT},
    "Familyname": {BUYER, AGENT},
    "17-secret-street": set(),
}


@pytest.fixture
def planted(scene: Scene) -> int:
    """The id of a case in which each of them stands where it is said."""
    scene.app.config["SECOND_AGENT_ABOVE"] = "1"
    buyer, seller, agent, colleague = (scene.sign_ins[who] for who in ("buyer", "seller", "agent", "colleague"))
    order = scene.old_order()
    db.session.execute(update(Order).where(Order.id == order).values(address={"lines": ["17-secret-street"]}))
    db.session.execute(update(Person).where(Person.id == scene.people["buyer"].id).values(name="Ana Familyname"))
    db.session.commit()
    opened = scene.open(order, words="claim-words-are-for-all")
    this = opened.protection_id
    post_message(buyer, scene.talk_of(order), str(uuid4()), "said-in-the-sides-conversation")
    post_message(buyer, opened.conversation_id, str(uuid4()), "said-to-customer-service")
    photo = evidence.add_photo(seller, evidence.Place("case", this), str(uuid4()), BytesIO(SHARP))
    evidence.add_photo(seller, evidence.Place("case", this), str(uuid4()), BytesIO(SHARP))
    answering.answer(seller, this, "statement-is-for-all", [photo.id])
    reviewing.request_evidence(agent, this, "BUYER", "asked-of-the-buyer", 3)
    answering.give_evidence(buyer, this, "brought-by-the-buyer")
    reviewing.request_evidence(agent, this, "SHOP", "asked-of-the-seller", 3)
    answering.give_evidence(seller, this, "here you are")
    settling.offer(seller, this, 100, "offered-with-words", str(uuid4()))
    case_notes.add_note(agent, opened.case_id, str(uuid4()), "agents-note")
    deciding.decide(agent, this, deciding.Decided("for_seller", "first-proposal-reason", str(uuid4())))
    seconding.refuse(colleague, this, "the-second-agent-says-no")
    deciding.decide(agent, this, deciding.Decided("for_buyer", "reason-that-counts", str(uuid4())))
    seconding.confirm(colleague, this)
    return this


def test_each_side_reads_all_that_is_theirs_and_nothing_else(scene: Scene, planted: int) -> None:
    case = protection_called(planted)
    assert case is not None
    for side in (BUYER, SHOP, AGENT):
        file = file_of(case, side)
        as_text = json.dumps(as_json(file))
        for words, readers in PLANTED.items():
            assert (words in as_text) == (side in readers), (side, words)
            # The page shows what the file holds; what agents prepared is on a page of theirs.
            if side not in readers:
                assert words not in readable(file), (side, words)
    assert len(file_of(case, BUYER)["photos"]) == 2, "the photo that the seller hasn't sent is not there"


def test_the_archive_holds_the_page_the_data_and_the_photos(scene: Scene, planted: int) -> None:
    case = protection_called(planted)
    assert case is not None
    file = file_of(case, BUYER)
    pieces = list(archive(file))
    assert len(pieces) > 3, "it streams"
    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as made:
        assert made.testzip() is None
        names = made.namelist()
        assert names[:2] == ["case.json", "case.htm"]
        assert sorted(names[2:]) == sorted(photo.name for photo in file["photos"].values())
        data = json.loads(made.read("case.json"))
        page = made.read("case.htm").decode()
    assert data["case"]["words"] == "claim-words-are-for-all"
    for name in names[2:]:
        assert f'src="{name}"' in page
    assert "reason-that-counts" in page
