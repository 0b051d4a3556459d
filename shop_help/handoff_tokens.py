"""Reads a hand-over token: signed by the shop with a key that we know, meant for us, of now, and whole."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any

import jwt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shop_help.door_settings import HandoffKey
from shop_help.order_feed.fields import LONGEST_ID
from shop_help.policy.handoff import FAULTS, time_fault

LARGEST_TOKEN = 8 * 1024

_Word = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=r"^[^\x00-\x1f\x7f]+$")]
#: Seconds since 1970, until the year 2106: what any clock means.
_Instant = Annotated[int, Field(ge=0, lt=2**32)]


class HandoffRefused(Exception):  # noqa: N818 - a refusal is an answer
    """Nobody was signed in. `code`: one of policy.handoff.FAULTS; `more`: which claims, without what they say."""

    def __init__(self, code: str, more: str = "") -> None:
        super().__init__(f"{FAULTS[code]}{more and f': {more}'}")
        self.code = code


class Claims(BaseModel):
    """What a token says (docs/integrate.md). One that says more, or something else, is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    iss: str
    aud: str | list[str]
    #: The marketplace's own id of the person, as orders have it in user_id.
    sub: _Word
    role: str
    exp: _Instant
    jti: Annotated[str, Field(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]
    iat: _Instant | None = None
    nbf: _Instant | None = None
    birthdate: date | None = None
    adult: bool | None = None
    order: _Word | None = None
    #: Of a seller: the ids of the shops they answer for.
    shops: Annotated[list[_Word], Field(min_length=1, max_length=100)] | None = None
    locale: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")] | None = None
    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    next: Annotated[str, Field(max_length=2000)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Claims":
        """A buyer's age comes along, and a seller's shops do."""
        if self.role == "buyer" and self.birthdate is None and self.adult is None:
            raise ValueError("birthdate or adult")
        if (self.role == "seller") != (self.shops is not None):
            raise ValueError("shops")
        return self


def read_token(
    token: str, keys: Mapping[str, HandoffKey], issuer: str, audiences: Collection[str], now: datetime
) -> Claims:
    """What the shop says of somebody. Raises HandoffRefused. Whether it was said before is for the act."""
    try:
        key = _key_of(token, keys)
        # Time is judged by our own clock and rule, below.
        checks: Any = {"require": ["iss", "aud"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        told = jwt.decode(token, key.key, [key.algorithm], options=checks, audience=list(audiences), issuer=issuer)
    except jwt.PyJWTError as error:
        raise HandoffRefused(_code_of(error)) from error
    claims = _claims_of(told)
    begins = [datetime.fromtimestamp(each, UTC) for each in (claims.iat, claims.nbf) if each is not None]
    fault = time_fault(datetime.fromtimestamp(claims.exp, UTC), begins, now)
    if fault:
        raise HandoffRefused(fault)
    return claims


def _key_of(token: str, keys: Mapping[str, HandoffKey]) -> HandoffKey:
    """The key that the header names. Its algorithm is the key's: what the header says of it only has to agree."""
    if len(token) > LARGEST_TOKEN:
        raise HandoffRefused("unreadable")
    header = jwt.get_unverified_header(token)
    key = keys.get(str(header.get("kid")))
    if key is None:
        raise HandoffRefused("unknown_key")
    if header.get("alg") != key.algorithm:
        raise HandoffRefused("wrong_algorithm")
    return key


#: The first that fits: some are kinds of others.
_CODES: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.InvalidSignatureError, "wrong_signature"),
    (jwt.InvalidAlgorithmError, "wrong_algorithm"),
    (jwt.InvalidAudienceError, "wrong_audience"),
    (jwt.InvalidIssuerError, "wrong_issuer"),
    (jwt.MissingRequiredClaimError, "wrong_claims"),
)


def _code_of(error: jwt.PyJWTError) -> str:
    return next((code for kind, code in _CODES if isinstance(error, kind)), "unreadable")


def _claims_of(told: Mapping[str, object]) -> Claims:
    try:
        # From JSON and not from the dictionary: a day is text there, and still nothing else passes for one.
        return Claims.model_validate_json(json.dumps(told))
    except ValidationError as error:
        named = {str((*each["loc"], each["msg"])[0])[:60] for each in error.errors()}
        raise HandoffRefused("wrong_claims", ", ".join(sorted(named))) from None
