"""What may be a photo, on both sides of each edge (PRODUCT 5, STACK)."""

import pytest

from shop_help.policy.answering import is_answer
from shop_help.policy.photos import (
    FORMATS,
    LARGEST_BYTES,
    MOST_PHOTOS,
    MOST_PIXELS,
    PLACES,
    REFUSALS,
    caption_refusal,
    fitted,
    shown_size,
    size_refusal,
)


@pytest.mark.parametrize(
    ("size", "code"),
    [(0, "photo_empty"), (1, None), (LARGEST_BYTES, None), (LARGEST_BYTES + 1, "photo_too_large")],
)
def test_a_file_has_something_in_it_and_not_too_much(size: int, code: str | None) -> None:
    assert size_refusal(size) == code


@pytest.mark.parametrize(
    ("caption", "code"),
    [("", None), ("A crack", None), ("x" * 4000, None), ("x" * 4001, "too_long"), (" ", "bad_request")],
)
def test_words_may_stand_under_a_photo_and_need_not(caption: str, code: str | None) -> None:
    assert caption_refusal(caption) == code


@pytest.mark.parametrize("caption", [None, 7, "a\x00", "\ud800"])
def test_what_is_no_text_stands_under_nothing(caption: object) -> None:
    assert caption_refusal(caption) == "bad_request"


def test_the_rules_are_products_and_stacks() -> None:
    assert MOST_PHOTOS == 6
    assert MOST_PIXELS == 40_000_000
    assert FORMATS == ("JPEG", "PNG", "WEBP", "HEIF")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((2048, 1536), (240, 180)),
        ((1536, 2048), (225, 300)),
        ((240, 300), (240, 300)),
        ((100, 50), (100, 50)),
        ((4000, 1), (240, 1)),
        ((1, 4000), (1, 300)),
    ],
)
def test_a_photo_keeps_its_shape_in_a_conversation(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert shown_size(*size) == shown


def test_a_small_picture_is_not_made_larger() -> None:
    assert fitted(3, 2, (2048, 2048)) == (3, 2)


def test_every_sentence_can_be_filled_and_says_what_to_do() -> None:
    said = {code: sentence % PLACES for code, sentence in REFUSALS.items()}
    assert "20 MB" in said["photo_too_large"]
    assert "40 million" in said["photo_too_many_pixels"]
    assert "6 photos" in said["too_many_photos"]
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    ("kind", "body", "answers"),
    [("photo", "", True), ("photo", "Hi", True), ("text", "Hi", False), ("text", "It left today", True)],
)
def test_a_photo_answers_a_buyer_and_a_greeting_does_not(kind: str, body: str, answers: bool) -> None:
    assert is_answer(kind, body) is answers
