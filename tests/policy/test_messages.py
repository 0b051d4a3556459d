"""What may be a message, on both sides of each edge (CHAT, "Events")."""

from uuid import UUID

import pytest

from shop_help.policy.messages import LARGEST_BODY, LONGEST_BODY, Refused, body_refusal, is_client_id

#: A sign of four bytes in UTF-8.
HERON = "\U0001fabf"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a", None),
        ("a" * LONGEST_BODY, None),
        ("a" * (LONGEST_BODY + 1), "too_long"),
        # 4,000 signs of four bytes are 16,000 bytes: both edges are never met at once.
        (HERON * LONGEST_BODY, None),
        (HERON * (LONGEST_BODY + 1), "too_long"),
        ("", "bad_request"),
        ("  \n\t ", "bad_request"),
        (" a ", None),
        ("a\x00b", "bad_request"),
        ("\x00", "bad_request"),
        ("a\ud800", "bad_request"),
        ("\udfff", "bad_request"),
        ("line\nline", None),
        ("<b>&amp;</b>", None),
        ("שלום", None),
        (None, "bad_request"),
        (7, "bad_request"),
        (True, "bad_request"),
        (["a"], "bad_request"),
        ({"a": "b"}, "bad_request"),
        (b"a", "bad_request"),
    ],
)
def test_a_body_is_taken_or_refused_by_its_code(body: object, code: str | None) -> None:
    assert body_refusal(body) == code


def test_the_edges_are_chats() -> None:
    assert LONGEST_BODY == 4000
    assert LARGEST_BODY == 16 * 1024


NAME = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"


@pytest.mark.parametrize(
    "good",
    [NAME, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "0198a0de-0000-7000-a000-000000000001"],
)
def test_a_uuid_of_any_version_is_a_name(good: str) -> None:
    assert is_client_id(good)


OTHERS = ["", "1", NAME.upper(), NAME.replace("-", ""), f"{NAME}\n", f" {NAME}", f"g{NAME[1:]}", None, 7, UUID(NAME)]


@pytest.mark.parametrize("bad", OTHERS)
def test_anything_else_is_none(bad: object) -> None:
    assert not is_client_id(bad)


@pytest.mark.parametrize(
    ("code", "retry"),
    [
        ("forbidden", False),
        ("closed", False),
        ("too_long", False),
        ("bad_request", False),
        ("client_id_reused", False),
        ("signed_out", False),
        ("rate_limited", True),
        ("busy", True),
        ("unavailable", True),
        ("draining", True),
    ],
)
def test_a_refusal_says_whether_time_heals_it(code: str, retry: bool) -> None:
    assert Refused(code).as_ack() == {"ok": False, "code": code, "retry": retry}
