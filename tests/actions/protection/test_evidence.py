"""Photos of a claim: checked, kept once, and seen by nobody else before they are sent."""

from io import BytesIO
from uuid import uuid4

import pytest

from shop_help import photo_files
from shop_help.actions.protection import answering, drafting, evidence, reviewing
from shop_help.actions.protection.evidence import Place
from shop_help.extensions import db
from shop_help.models import Evidence
from shop_help.policy.messages import Refused
from shop_help.policy.photos import LEAST_SIDE, MOST_PHOTOS
from tests.actions.at_once import at_once
from tests.actions.protection.scene import BLURRED, SHARP, Scene
from tests.pictures import bomb, drawn, file_of, taken_at_home


@pytest.fixture
def draft(scene: Scene) -> Place:
    """A claim that photos are added to."""
    return Place("draft", drafting.begin(scene.sign_ins["buyer"], scene.old_order(), str(uuid4())).id)


def add(scene: Scene, place: Place, content: bytes, who: str = "buyer", **more: object) -> evidence.Kept:
    name = str(more.pop("client_id", uuid4()))
    return evidence.add_photo(scene.sign_ins[who], place, name, BytesIO(content), bool(more.get("despite_blur")))


def test_a_blurred_photo_is_refused_and_taken_once_its_sender_was_warned(scene: Scene, draft: Place) -> None:
    assert not add(scene, draft, SHARP).sent_blurred
    with pytest.raises(Refused, match="photo_blurred"):
        add(scene, draft, BLURRED)
    kept = add(scene, draft, BLURRED, despite_blur=True)
    assert kept.sent_blurred
    assert kept.sharpness < 30
    assert scene.count(Evidence) == 2


@pytest.mark.parametrize(
    ("size", "code"),
    [((LEAST_SIDE, 480), None), ((480, LEAST_SIDE), None), ((LEAST_SIDE - 1, 480), "photo_too_small")],
)
def test_what_is_too_small_is_refused_and_cant_be_overridden(
    scene: Scene, draft: Place, size: tuple[int, int], code: str | None
) -> None:
    photo = file_of(drawn(*size))
    if code is None:
        assert (add(scene, draft, photo).width, add(scene, draft, photo).height) == size
        return
    with pytest.raises(Refused, match=code):
        add(scene, draft, photo, despite_blur=True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"no photo", "not_a_photo"),
        (SHARP[:3000], "photo_broken"),
        (bomb(), "photo_too_many_pixels"),
    ],
)
def test_what_is_no_photo_is_refused(scene: Scene, draft: Place, content: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add(scene, draft, content, despite_blur=True)
    assert scene.count(Evidence) == 0


def test_where_it_was_taken_is_not_kept(scene: Scene, draft: Place) -> None:
    kept = add(scene, draft, taken_at_home())
    path = photo_files.path_of(db.session.get_one(Evidence, kept.id).file_name)
    assert path is not None
    assert b"Heron" not in path.read_bytes()


def test_the_same_photo_twice_is_one_also_eight_times_at_once(scene: Scene, draft: Place) -> None:
    name = str(uuid4())
    made = at_once(scene.app, *[lambda: add(scene, draft, SHARP, client_id=name) for _ in range(8)])
    assert len({kept.id for kept in made}) == 1, made
    assert scene.count(Evidence) == 1
    with pytest.raises(Refused, match="client_id_reused"):
        add(scene, draft, file_of(drawn(900, 700)), client_id=name)


def test_there_are_so_many_and_no_more(scene: Scene, draft: Place) -> None:
    for _ in range(MOST_PHOTOS):
        add(scene, draft, SHARP)
    with pytest.raises(Refused, match="too_many_photos"):
        add(scene, draft, SHARP)
    gone = next(iter(db.session.scalars(db.select(Evidence.id))))
    for who in ("other", "seller", "buyer"):
        evidence.remove_photo(scene.sign_ins[who], gone)
        assert (scene.count(Evidence) == MOST_PHOTOS) == (who != "buyer")
    assert add(scene, draft, SHARP)


def test_nobody_adds_to_what_is_somebody_elses(scene: Scene, draft: Place) -> None:
    opened = scene.open()
    for who in ("other", "agent", "rival"):
        for place in (draft, Place("case", opened.protection_id), Place("case", 0), Place("nonsense", 1)):
            with pytest.raises(Refused, match=r"forbidden|draft_gone"):
                add(scene, place, SHARP, who)
    with pytest.raises(Refused, match=r"draft_gone|forbidden"):
        add(scene, draft, SHARP, "seller")


def test_photos_are_brought_by_who_added_them_and_once(scene: Scene) -> None:
    opened = scene.open()
    place = Place("case", opened.protection_id)
    sellers, buyers = add(scene, place, SHARP, "seller"), add(scene, place, file_of(drawn(900, 700)))
    with pytest.raises(Refused, match="photo_not_here"):
        answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.", [buyers.id])
    answering.answer(scene.sign_ins["seller"], opened.protection_id, "It was fine.", [sellers.id, sellers.id])
    reviewing.request_evidence(scene.sign_ins["agent"], opened.protection_id, "SHOP", "More.", 3)
    with pytest.raises(Refused, match="photo_not_here"):
        answering.give_evidence(scene.sign_ins["seller"], opened.protection_id, "Again.", [sellers.id])
    sent = {row.id: row.sent_at is not None for row in db.session.scalars(db.select(Evidence))}
    assert sent[sellers.id]
    assert not sent[buyers.id]
