"""Passkeys: added, named, taken away, and shown at a sign-in. py_webauthn judges them, as in Flask-Security."""

import json
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

from shop_help import audit, clock
from shop_help.actions.passkey_questions import NOT_TAKEN, Asked
from shop_help.actions.second_factor import SetUp, drop_codes_of_nobody, refuse_last, set_up, sheet_if_none
from shop_help.actions.sign_ins import asking, asking_freshly, hang_up, replaced, strengthen
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Passkey, Person
from shop_help.models.second_factor import app_of, passkeys_of
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.second_factor import LONGEST_NAME, MOST_PASSKEYS
from shop_help.policy.texts import is_keepable
from shop_help.policy.wording import N_
from shop_help.speech import gettext as _

TOO_MANY = Fault(N_("That is more passkeys than anybody needs. Remove one first."))


def add(sign_in_id: str, asked: Asked, credential: str, name: str) -> SetUp:
    """A passkey that the browser made."""
    sheet = sheet_if_none(sign_in_id)
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        if len(passkeys_of(who.viewer.person_id)) >= MOST_PASSKEYS:
            raise Faulty({"": TOO_MANY})
        made = _made(asked, credential)
        row = Passkey(person_id=who.viewer.person_id, name=_name(name), public_key=made.credential_public_key)
        row.credential_id, row.sign_count = bytes_to_base64url(made.credential_id), made.sign_count
        row.last_challenge_at = asked.asked_at
        if session.scalars(select(Passkey.id).where(Passkey.credential_id == row.credential_id)).first() is not None:
            raise Faulty({"": NOT_TAKEN})
        session.add(row)
        session.flush()
        audit.note("second_factor.passkey_added", f"passkey {row.id}", who.viewer, after={"name": row.name})
        done = set_up(who, sheet, "passkey")
    hang_up(done.ended)
    return done


def _made(asked: Asked, credential: str) -> Any:
    try:
        return webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=asked.place,
            expected_origin=asked.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, RecursionError) as error:
        raise Faulty({"": NOT_TAKEN}) from error


def _name(name: str) -> str:
    """The name on one line. Raises Faulty for one that is too long."""
    if len(name) > LONGEST_NAME:
        raise Faulty({"name": Fault(N_("At most %(longest)s characters."), {"longest": LONGEST_NAME})})
    return " ".join(name.split()) or _("Passkey")


def rename(sign_in_id: str, passkey_id: int, name: str) -> None:
    """Another name for it. Raises Faulty for one that is too long."""
    with write_unit(db.session):
        who = asking(sign_in_id)
        row = _own(who.viewer.person_id, passkey_id)
        was, row.name = row.name, _name(name)
        if was == row.name:
            return
        before, after = {"name": was}, {"name": row.name}
        audit.note("second_factor.passkey_renamed", f"passkey {row.id}", who.viewer, before=before, after=after)


def remove(sign_in_id: str, passkey_id: int) -> None:
    """It opens nothing any more. Raises Faulty where staff would be left with a password alone."""
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        row = _own(who.viewer.person_id, passkey_id)
        refuse_last(who, len(passkeys_of(row.person_id)) > 1 or app_of(row.person_id) is not None)
        session.delete(row)
        drop_codes_of_nobody(who)
        audit.note("second_factor.passkey_removed", f"passkey {row.id}", who.viewer, before={"name": row.name})


def _own(person_id: int, passkey_id: int) -> Passkey:
    row = db.session.get(Passkey, passkey_id)
    if row is None or row.person_id != person_id:
        raise Refused("forbidden")
    return row


def prove_passkey(sign_in_id: str, asked: Asked, credential: str) -> str:
    """Shows a passkey in a browser that is signed in with a password. The sign-in to go on with."""
    with write_unit(db.session):
        who = asking(sign_in_id)
        _shown(asked, credential, who.viewer.person_id)
        audit.note("second_factor.shown", by=who.viewer, after={"proof": "passkey"})
        goes_on = strengthen(who, "passkey")
    hang_up(replaced(who, goes_on))
    return goes_on


def person_shown_by(asked: Asked, credential: str) -> Person:
    """Whose passkey it is, at the sign-in. Raises Faulty where it is nobody's, or of somebody who left."""
    with write_unit(db.session) as session:
        person = session.get(Person, _shown(asked, credential, None).person_id)
        if person is None or not person.active:
            raise Faulty({"": NOT_TAKEN})
    return person


def _shown(asked: Asked, credential: str, person_id: int | None) -> Passkey:
    """The passkey that answered, its use noted. An answer counts once: each has to be to a later question."""
    try:
        shown = json.loads(credential)
        named = str(shown["id"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Faulty({"": NOT_TAKEN}) from error
    if not is_keepable(named):
        # No database has such a name, nor can be asked about it.
        raise Faulty({"": NOT_TAKEN})
    row = db.session.scalar(select(Passkey).where(Passkey.credential_id == named).with_for_update())
    is_old = row is not None and row.last_challenge_at is not None and row.last_challenge_at >= asked.asked_at
    if row is None or is_old or person_id not in (None, row.person_id):
        raise Faulty({"": NOT_TAKEN})
    try:
        answer = webauthn.verify_authentication_response(
            credential=shown,
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=asked.place,
            expected_origin=asked.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, RecursionError) as error:
        raise Faulty({"": NOT_TAKEN}) from error
    row.sign_count, row.last_used_at, row.last_challenge_at = answer.new_sign_count, clock.now(), asked.asked_at
    return row
