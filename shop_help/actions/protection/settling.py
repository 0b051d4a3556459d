"""Both sides can end a case between them, for an amount, until it is decided. The buyer can withdraw it."""

from typing import Any

from sqlalchemy import insert, select, update

from shop_help.actions.protection.answering import require_step
from shop_help.actions.protection.paying import left_for, pay_settlement
from shop_help.actions.protection.people import buyer_of, side_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import Settlement
from shop_help.models.protection_log import end_offers
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.request_forms import Faults, note_faults
from shop_help.policy.wording import N_


def offer(sign_in_id: str, protection_id: int, amount: object, words: str, client_id: str) -> int:
    """A side offers to end it for an amount (minor units); an earlier offer is gone. Sent twice it is one. Its id."""
    if not is_client_id(client_id):
        raise Refused("bad_request")
    with protection_unit(sign_in_id, protection_id) as work:
        side, viewer = side_of(work)
        known = _called(work, Settlement.client_id == client_id)
        if known is not None:
            if (known.protection_id, known.person_id) != (protection_id, viewer.person_id):
                raise Refused("client_id_reused")
            return int(known.id)
        require_step(work, "settle", side)
        refuse_faulty(_faults(amount, left_for(work).total, words))
        end_offers(work.connection, protection_id, work.now)
        values = {
            "protection_id": protection_id,
            "open_protection_id": protection_id,
            "side": side,
            "person_id": viewer.person_id,
            "client_id": client_id,
            "amount": amount,
            "words": words.strip(),
            "state": "offered",
            "offered_at": work.now,
        }
        made = insert(Settlement).returning(Settlement.id)
        offer_id = int(work.connection.execute(made, values).scalar_one())
        work.tell("offer", side, work.now, settlement=offer_id, amount=amount)
        work.say(f"offer {side}", words.strip(), amount=amount)
        return offer_id


def accept(sign_in_id: str, protection_id: int, settlement_id: int) -> None:
    """The other side takes an offer: the money is paid, and the case is over with it."""
    with protection_unit(sign_in_id, protection_id) as work:
        side, _ = side_of(work)
        found = _of_the_other(work, side, settlement_id)
        if found.state == "accepted":
            return
        require_step(work, "settle", side)
        _answer(work, found, "accepted")
        work.move("settle", side, decided_amount=found.amount, decided_at=work.now)
        pay_settlement(work, settlement_id, found.amount)
        work.say("settle", amount=found.amount)


def decline(sign_in_id: str, protection_id: int, settlement_id: int) -> None:
    """The other side doesn't take it. The case goes on, and another offer can be made."""
    with protection_unit(sign_in_id, protection_id) as work:
        side, _ = side_of(work)
        found = _of_the_other(work, side, settlement_id)
        if found.state == "declined":
            return
        _answer(work, found, "declined")
        work.tell("decline", side, work.now, settlement=settlement_id, amount=found.amount)
        work.say(f"decline {side}", amount=found.amount)


def withdraw(sign_in_id: str, protection_id: int) -> None:
    """The buyer doesn't want it any more, before it is decided."""
    with protection_unit(sign_in_id, protection_id) as work:
        buyer_of(work)
        if work.row.state == "withdrawn":
            return
        work.move("withdraw", "BUYER")
        work.say("withdraw")


def _called(work: ProtectionWork, *which: Any) -> Any:
    return work.connection.execute(select(*Settlement.__table__.columns).where(*which)).one_or_none()


def _of_the_other(work: ProtectionWork, side: str, settlement_id: int) -> Any:
    """An offer of the other side in this case. Raises Refused where there is none."""
    found = _called(work, Settlement.id == settlement_id, Settlement.protection_id == work.row.id)
    if found is None or found.side == side:
        raise Refused("settlement_gone")
    return found


def _answer(work: ProtectionWork, found: Any, state: str) -> None:
    waiting = (Settlement.id == found.id, Settlement.state == "offered")
    values = {"state": state, "open_protection_id": None, "answered_at": work.now}
    if work.connection.execute(update(Settlement).where(*waiting).values(values)).rowcount != 1:
        raise Refused("settlement_gone")


def _faults(amount: object, most: int, words: str) -> Faults:
    faults = note_faults("words", words)
    if type(amount) is not int or amount <= 0:
        faults["amount"] = Fault(N_("Enter an amount above nothing."))
    elif amount > most:
        faults["amount"] = Fault(N_("This is more than was paid for these items, or is left of that."))
    return faults
