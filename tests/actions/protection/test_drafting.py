"""A claim is kept step by step, from whichever device, and only as what it can be."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from shop_help import photo_files
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection import drafting, evidence, opening
from shop_help.extensions import db
from shop_help.models import ClaimDraft, Evidence, ProtectionCase
from shop_help.models.shown_claims import draft_of, draft_photos, drafts_of
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, PRICE
from tests.actions.protection.scene import SHARP, Scene

WORDS = "It came with a crack from top to bottom."


def begin(scene: Scene, order: int, **more: Any) -> drafting.Draft:
    return drafting.begin(scene.sign_ins["buyer"], order, str(uuid4()), **more)


def test_each_step_is_kept_and_the_next_device_goes_on(scene: Scene) -> None:
    order, sign_in = scene.old_order(), scene.sign_ins["buyer"]
    draft = begin(scene, order)
    assert draft.step == "items"
    draft = drafting.keep_step(
        sign_in, draft.id, "items", {"lines": scene.lines(order)[:1], "words": "no field of it"}
    )
    assert (draft.step, draft.data) == ("reason", {"lines": scene.lines(order)[:1]})
    elsewhere = begin(scene, order)
    assert (elsewhere.id, elsewhere.client_id, elsewhere.data) == (draft.id, draft.client_id, draft.data)
    elsewhere = drafting.keep_step(sign_in, draft.id, "reason", {"reason": "damaged"})
    # The first device is one step behind: what it keeps takes nothing back.
    draft = drafting.keep_step(sign_in, draft.id, "items", {"lines": scene.lines(order)})
    assert (draft.step, draft.data) == ("wanted", {"lines": scene.lines(order), "reason": "damaged"})
    assert [row.id for row in drafts_of(scene.people["buyer"].id)] == [draft.id]
    assert draft_of(scene.people["buyer"].id, order).shop_name == "Luma Home"


def test_eight_devices_at_once_begin_one_claim(scene: Scene) -> None:
    order = scene.old_order()
    made = at_once(scene.app, *[lambda: begin(scene, order) for _ in range(8)])
    assert len({draft.id for draft in made}) == 1, made
    assert scene.count(ClaimDraft) == 1


def test_items_can_be_chosen_with_the_beginning(scene: Scene) -> None:
    order = scene.old_order()
    line = scene.lines(order)[0]
    draft = begin(scene, order, line_ids=[line])
    assert (draft.step, draft.data) == ("reason", {"lines": [line]})
    with pytest.raises(Refused, match="forbidden"):
        begin(scene, scene.old_order(), line_ids=[line])


@pytest.mark.parametrize(
    ("step", "filled", "field"),
    [
        ("items", {}, "lines"),
        ("items", {"lines": []}, "lines"),
        ("items", {"lines": ["1"]}, "lines"),
        ("items", {"lines": [10**9]}, "lines"),
        ("reason", {"reason": ""}, "reason"),
        ("reason", {"reason": "does_not_fit"}, "reason"),
        ("wanted", {"wanted": "everything"}, "wanted"),
        ("wanted", {"wanted": "refund", "amount": 0}, "amount"),
        ("wanted", {"wanted": "refund", "amount": "12"}, "amount"),
        ("wanted", {"wanted": "refund", "amount": 2 * PRICE + 501}, "amount"),
        ("evidence", {"words": " "}, "words"),
        ("evidence", {"words": "bad"}, "words"),
        ("evidence", {"words": "x" * 2001}, "words"),
        ("evidence", {"words": WORDS}, "photos"),
    ],
)
def test_a_step_that_is_filled_in_badly_is_not_kept(scene: Scene, step: str, filled: Any, field: str) -> None:
    order, sign_in = scene.old_order(), scene.sign_ins["buyer"]
    draft = begin(scene, order, line_ids=scene.lines(order))
    draft = drafting.keep_step(sign_in, draft.id, "reason", {"reason": "damaged"})
    with pytest.raises(Faulty) as faulty:
        drafting.keep_step(sign_in, draft.id, step, filled)
    assert field in faulty.value.faults
    assert begin(scene, order) == draft


@pytest.mark.parametrize(("amount", "ends"), [(None, 2 * PRICE + 500), (1, 1), (2 * PRICE + 500, 2 * PRICE + 500)])
def test_what_is_claimed_is_all_or_a_part(scene: Scene, amount: int | None, ends: int) -> None:
    assert scene.row(scene.open(amount=amount)).amount == ends


def test_what_never_came_has_a_reason_of_its_own_and_cant_go_back(scene: Scene) -> None:
    order, sign_in = scene.order("IN_TRANSIT"), scene.sign_ins["buyer"]
    with pytest.raises(NotEligible) as refused:
        begin(scene, order)
    assert refused.value.verdict.code == "not_late_yet"
    scene.shop.state = "suspended"
    db.session.commit()
    scene.clock.on(6 * DAY)
    draft = begin(scene, order, line_ids=scene.lines(order))
    for step, filled in (("reason", {"reason": "damaged"}), ("wanted", {"wanted": "return"})):
        with pytest.raises(Faulty):
            drafting.keep_step(sign_in, draft.id, step, filled)
    draft = drafting.keep_step(sign_in, draft.id, "reason", {"reason": "not_received"})
    draft = drafting.keep_step(sign_in, draft.id, "wanted", {"wanted": "refund"})
    drafting.keep_step(sign_in, draft.id, "evidence", {"words": "Nobody ever rang at my door."})
    opened = opening.open_case(sign_in, opening.Sent(draft.client_id))
    # Nobody asks the seller of a suspended shop.
    assert (opened.state, scene.row(opened).mover) == ("under_review", "CUSTOMER_SERVICE")


def test_nothing_is_begun_where_nothing_is_covered(scene: Scene) -> None:
    with pytest.raises(NotEligible) as refused:
        begin(scene, scene.order("DELIVERED"))
    assert refused.value.verdict.code == "seller_first"
    assert scene.count(ClaimDraft) == 0


def test_what_is_somebody_elses_is_not_there(scene: Scene) -> None:
    order = scene.old_order()
    draft = begin(scene, order)
    for who in ("other", "seller", "agent", "rival"):
        sign_in = scene.sign_ins[who]
        with pytest.raises(Refused, match="forbidden"):
            drafting.begin(sign_in, order, str(uuid4()))
        for act in (
            lambda sign_in=sign_in: drafting.keep_step(sign_in, draft.id, "reason", {"reason": "damaged"}),
            lambda sign_in=sign_in: drafting.drop(sign_in, draft.id),
            lambda sign_in=sign_in: drafting.read(sign_in, draft.id),
        ):
            with pytest.raises(Refused, match=r"draft_gone|forbidden"):
                act()
    assert scene.count(ClaimDraft) == 1


def test_a_claim_that_is_thrown_away_takes_its_photos_along(scene: Scene) -> None:
    order, sign_in = scene.old_order(), scene.sign_ins["buyer"]
    draft = begin(scene, order)
    evidence.add_photo(sign_in, evidence.Place("draft", draft.id), str(uuid4()), BytesIO(SHARP))
    name = draft_photos(draft.id)[0].file_name
    assert photo_files.path_of(name) is not None
    drafting.drop(sign_in, draft.id)
    assert (scene.count(ClaimDraft), scene.count(Evidence), photo_files.path_of(name)) == (0, 0, None)
    with pytest.raises(Refused, match="draft_gone"):
        opening.open_case(sign_in, opening.Sent(draft.client_id))


def test_what_was_changed_elsewhere_is_read_before_it_is_sent(scene: Scene) -> None:
    order, sign_in = scene.old_order(), scene.sign_ins["buyer"]
    draft = scene.draft(order)
    drafting.keep_step(sign_in, draft.id, "wanted", {"wanted": "return"})
    with pytest.raises(Refused, match="draft_changed"):
        opening.open_case(sign_in, opening.Sent(draft.client_id, draft.mark))
    seen = drafting.read(sign_in, draft.id)[0]
    evidence.add_photo(sign_in, evidence.Place("draft", draft.id), str(uuid4()), BytesIO(SHARP + b"2"))
    with pytest.raises(Refused, match="draft_changed"):
        opening.open_case(sign_in, opening.Sent(draft.client_id, seen.mark))
    db.session.rollback()
    seen, wrong = drafting.read(sign_in, draft.id)
    assert wrong == {}
    assert opening.open_case(sign_in, opening.Sent(draft.client_id, seen.mark)).is_new
    assert scene.count(ProtectionCase) == 1
