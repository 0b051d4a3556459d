"""What a browser is asked to sign with a passkey: to make one, or to show one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from shop_help import branding, clock
from shop_help.actions.sign_ins import asking_freshly
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Person
from shop_help.models.second_factor import passkeys_of
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.second_factor import CHALLENGE
from shop_help.policy.wording import N_

NOT_TAKEN = Fault(N_("This passkey could not be used here. Try once more, or use another way."))


@dataclass(frozen=True)
class Asked:
    """What a browser was asked to sign: kept in its session, and worth something once and not for long."""

    challenge: str
    asked_at: datetime
    #: Where it was asked: the origin that the browser named.
    origin: str

    @property
    def place(self) -> str:
        """The host that passkeys belong to."""
        return urlsplit(self.origin).hostname or ""

    def as_data(self) -> dict[str, str]:
        """For the session."""
        return {"challenge": self.challenge, "asked_at": self.asked_at.isoformat(), "origin": self.origin}


def asked_from(data: Any) -> Asked:
    """What `as_data` kept. Raises Faulty for nothing, and for what was asked too long ago."""
    try:
        asked = Asked(data["challenge"], datetime.fromisoformat(data["asked_at"]), data["origin"])
    except (KeyError, TypeError, ValueError) as error:
        raise Faulty({"": NOT_TAKEN}) from error
    if clock.now() - asked.asked_at > CHALLENGE:
        raise Faulty({"": NOT_TAKEN})
    return asked


def _asked(challenge: bytes, origin: str) -> Asked:
    return Asked(bytes_to_base64url(challenge), clock.now(), origin)


def ask_to_make(sign_in_id: str, origin: str) -> tuple[Asked, dict[str, Any]]:
    """What the browser needs to make a passkey."""
    with write_unit(db.session):
        who = asking_freshly(sign_in_id)
        person = db.session.get_one(Person, who.viewer.person_id)
    asked = _asked(webauthn.helpers.generate_challenge(), origin)
    options = webauthn.generate_registration_options(
        rp_id=asked.place,
        rp_name=branding.current().name,
        user_id=_handle(person.id),
        user_name=person.email or person.name,
        user_display_name=person.name,
        challenge=base64url_to_bytes(asked.challenge),
        exclude_credentials=_known_of(person.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return asked, options_to_json_dict(options)


def _handle(person_id: int) -> bytes:
    return f"person {person_id}".encode()


def _known_of(person_id: int) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in passkeys_of(person_id)]


def ask_to_show(origin: str, person_id: int | None = None) -> tuple[Asked, dict[str, Any]]:
    """What the browser needs to show a passkey: one of a person's, or, at the sign-in, any that it has."""
    asked = _asked(webauthn.helpers.generate_challenge(), origin)
    options = webauthn.generate_authentication_options(
        rp_id=asked.place,
        challenge=base64url_to_bytes(asked.challenge),
        allow_credentials=_known_of(person_id) if person_id else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return asked, options_to_json_dict(options)
