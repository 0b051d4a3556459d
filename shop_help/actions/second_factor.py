"""An authenticator app and recovery codes: set up, shown at a sign-in, taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_security import verify_password
from sqlalchemy import delete

from shop_help import audit, clock
from shop_help.actions.authenticator import codes, digits_of, in_a_key, letters_of, new_sheet
from shop_help.actions.sign_ins import (
    Asking,
    NothingToShow,
    asking,
    asking_freshly,
    end_weak,
    hang_up,
    replaced,
    strengthen,
)
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import Person, RecoveryCode, TotpKey
from shop_help.models.second_factor import has_factor, passkeys_of, unused_codes
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.second_factor import CLOCK_SECONDS, may_go_without
from shop_help.policy.wording import N_

WRONG_CODE = Fault(N_("That code is not right, or was used before. Wait for the next one."))
LAST_ONE = Fault(N_("It is the last thing you have beside your password. Set up another one first."))


def begin_app(sign_in_id: str) -> None:
    """A secret for an authenticator app. It counts once a code of it was shown; until then an earlier one does."""
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        row = session.get(TotpKey, who.viewer.person_id) or TotpKey(person_id=who.viewer.person_id)
        row.pending = codes().generate_totp_secret()
        session.add(row)


def pending_uri(sign_in_id: str) -> tuple[str, str] | None:
    """What an app reads from the picture, and the same to be typed; None where nothing is being set up."""
    viewer = viewer_of(sign_in_id)
    row = db.session.get(TotpKey, viewer.person_id) if viewer else None
    if viewer is None or row is None or row.pending is None:
        return None
    name = in_a_key(db.session.get_one(Person, viewer.person_id).email or viewer.name)
    return codes().get_totp_uri(name, row.pending), codes().get_totp_pretty_key(row.pending)


@dataclass(frozen=True)
class SetUp:
    """What setting something up came to."""

    #: The sign-in to go on with.
    goes_on: str
    #: Recovery codes where there were none; they are told this once.
    sheet: list[str]
    #: Sign-ins that ended, to be hung up after the commit.
    ended: list[str]


def set_up(who: Asking, sheet: Mapping[str, str], proof: str) -> SetUp:
    """Something new is there to be shown, and was shown. Where another browser made codes meanwhile, those count."""
    kept = {} if unused_codes(who.viewer.person_id) else sheet
    keep_sheet(who, kept)
    goes_on = strengthen(who, proof)
    return SetUp(goes_on, list(kept), [*end_weak(who.viewer.person_id, goes_on), *replaced(who, goes_on)])


def confirm_app(sign_in_id: str, code: str) -> SetUp:
    """The app shows the code it should: from now on it is asked for. Raises Faulty for another code."""
    sheet = sheet_if_none(sign_in_id)
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        row = session.get(TotpKey, who.viewer.person_id, with_for_update=True)
        if row is None or row.pending is None:
            raise NothingToShow
        row.last_counter = None
        if not codes().verify_totp(digits_of(code), row.pending, row, CLOCK_SECONDS):  # type: ignore[arg-type]
            raise Faulty({"code": WRONG_CODE})
        row.secret, row.pending, row.confirmed_at = row.pending, None, clock.now()
        audit.note("second_factor.app_set_up", by=who.viewer)
        done = set_up(who, sheet, "code")
    hang_up(done.ended)
    return done


def remove_app(sign_in_id: str) -> None:
    """No code is asked for any more. Raises Faulty where staff would be left with a password alone."""
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        refuse_last(who, bool(passkeys_of(who.viewer.person_id)))
        removed: Any = session.execute(delete(TotpKey).where(TotpKey.person_id == who.viewer.person_id))
        if removed.rowcount:
            drop_codes_of_nobody(who)
            audit.note("second_factor.app_removed", by=who.viewer)


def refuse_last(who: Asking, has_more: bool) -> None:
    """Raises Faulty where nothing else is left and something has to be."""
    if not has_more and not may_go_without(who.viewer.all_roles, current_app.config["DEMO"]):
        raise Faulty({"": LAST_ONE})


def drop_codes_of_nobody(who: Asking) -> None:
    """Recovery codes stand for something that was lost; where there is nothing, they go too."""
    db.session.flush()
    if not has_factor(who.viewer.person_id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == who.viewer.person_id))


def renew_codes(sign_in_id: str) -> list[str]:
    """A new sheet of recovery codes; those before it are good for nothing. They are told this once."""
    sheet = new_sheet()
    with write_unit(db.session):
        who = asking_freshly(sign_in_id)
        if not has_factor(who.viewer.person_id):
            raise NothingToShow
        keep_sheet(who, sheet)
    return list(sheet)


def sheet_if_none(sign_in_id: str) -> dict[str, str]:
    """A sheet for somebody who has no code left."""
    viewer = viewer_of(sign_in_id)
    return {} if viewer is None or unused_codes(viewer.person_id) else new_sheet()


def keep_sheet(who: Asking, sheet: Mapping[str, str]) -> None:
    """It takes the place of the one before, in the write unit that is open."""
    if not sheet:
        return
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == who.viewer.person_id))
    db.session.add_all(RecoveryCode(person_id=who.viewer.person_id, digest=digest) for digest in sheet.values())
    audit.note("second_factor.codes_renewed", by=who.viewer)


def prove_code(sign_in_id: str, code: str) -> str:
    """Shows a code of the app, or a recovery code. The sign-in to go on with. Raises Faulty for a wrong one."""
    recovery = _recovery_of(sign_in_id, letters_of(code))
    with write_unit(db.session):
        who = asking(sign_in_id)
        if not has_factor(who.viewer.person_id):
            raise NothingToShow
        proof = _use(recovery) if recovery else _app_shown(who, digits_of(code))
        # A wrong one is written down too, so the unit ends well.
        told = ("second_factor.shown", {"proof": proof}) if proof else ("second_factor.refused", None)
        audit.note(told[0], by=who.viewer, after=told[1])
        goes_on = strengthen(who, proof) if proof else ""
    if not goes_on:
        raise Faulty({"code": WRONG_CODE})
    hang_up(replaced(who, goes_on))
    return goes_on


def _recovery_of(sign_in_id: str, written: str) -> int | None:
    """Which of their recovery codes this is. Looked for before the write unit: ten digests take their time."""
    viewer = viewer_of(sign_in_id) if written else None
    left = unused_codes(viewer.person_id) if viewer else []
    return next((one.id for one in left if verify_password(written, one.digest)), None)


def _use(recovery_id: int) -> str:
    """A recovery code is good once, also for two who send it at the same moment."""
    row = db.session.get(RecoveryCode, recovery_id, with_for_update=True)
    if row is None or row.used_at is not None:
        return ""
    row.used_at = clock.now()
    return "recovery_code"


def _app_shown(who: Asking, digits: str) -> str:
    row = db.session.get(TotpKey, who.viewer.person_id, with_for_update=True)
    if row is None or not row.secret or not digits:
        return ""
    if not codes().verify_totp(digits, row.secret, row, CLOCK_SECONDS):  # type: ignore[arg-type]
        return ""
    row.last_used_at = clock.now()
    return "code"
