"""The payment system and we believe each other by a signature over the instant, the purpose and the body."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.payments.signing import CONFIRMATION, FRESH, REFUND, UNBELIEVED, fault_of, signed

NOW = datetime(2026, 6, 15, 16, 0, 0, tzinfo=UTC)
KEYS = {"2027": "n" * 40, "2026": "o" * 40}
BODY = b'{"key": "request-1"}'
SECOND = timedelta(seconds=1)


def judged(header: str, body: bytes = BODY, purpose: str = CONFIRMATION, now: datetime = NOW) -> str | None:
    return fault_of(KEYS, purpose, body, header, now)


def test_what_is_signed_is_written_down_in_the_readme() -> None:
    header = signed({"main": "k" * 32}, REFUND, b"{}", NOW)
    # printf '1781539200.refund.{}' | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
    assert header == "key=main,t=1781539200,v1=62cc16c120a602ac9e9b4d24634f802666a8329166697932fba5f48c7a8063ad"


@pytest.mark.parametrize("keys", [KEYS, {"2026": KEYS["2026"]}])
def test_a_signature_of_any_key_that_holds_is_believed(keys: dict[str, str]) -> None:
    assert judged(signed(keys, CONFIRMATION, BODY, NOW)) is None


@pytest.mark.parametrize(
    ("late", "fault"),
    [
        (FRESH, None),
        (FRESH + SECOND, "old_signature"),
        (-FRESH, None),
        (-FRESH - SECOND, "old_signature"),
        (timedelta(days=400), "old_signature"),
    ],
)
def test_a_signature_holds_for_five_minutes_before_and_after(late: timedelta, fault: str | None) -> None:
    assert judged(signed(KEYS, CONFIRMATION, BODY, NOW), now=NOW + late) == fault


def test_another_body_purpose_secret_or_instant_is_not_believed() -> None:
    header = signed(KEYS, CONFIRMATION, BODY, NOW)
    assert judged(header, BODY + b" ") == "wrong_signature"
    assert judged(header, purpose=REFUND) == "wrong_signature"
    assert judged(signed({"2027": "x" * 40}, CONFIRMATION, BODY, NOW)) == "wrong_signature"
    assert judged(header.replace("t=17", "t=18")) == "wrong_signature"


def test_a_key_that_nobody_knows_is_not_believed() -> None:
    assert judged(signed({"2028": "n" * 40}, CONFIRMATION, BODY, NOW)) == "unknown_key"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1=00",
        "key=2027,t=,v1=" + "0" * 64,
        "key=2027,t=1,v1=" + "0" * 63,
        "key=2027,t=١,v1=" + "0" * 64,
        "key=2027,t=1,v1=" + "g" * 64,
        "key=2027,t=-1,v1=" + "0" * 64,
        "key=2027,t=1,v1=" + "0" * 64 + ",v1=1",
    ],
)
def test_what_is_no_signature_is_called_so(header: str) -> None:
    assert judged(header) == "no_signature"


def test_each_disbelief_has_its_words() -> None:
    assert set(UNBELIEVED) == {"no_signature", "unknown_key", "wrong_signature", "old_signature"}
